"""The rollout of solutions, unit by unit: the lines, the matrix, and what one unit has to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, page_number, signed_in
from mandorla.communities.forms.members import FindForm
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.people.models import Person, Unit
from mandorla.work.forms.solutions import DueForm, LineForm, RollOutForm
from mandorla.work.models import RolloutLine
from mandorla.work.rollout_lines import line_rows, people_of_units, units_to_offer
from mandorla.work.rollout_matrix import matrix_as_csv, read_matrix, read_unit
from mandorla.work.rules import marks, steers, takes_on
from mandorla.work.views.loading import refuse_form
from mandorla.work.views.solutions import solution_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from mandorla.work.models import Solution

MOST_FOUND = 8  # people offered at once
MOST_DIGITS = 19  # of a number that a database holds


@allow(signed_in)
def rollout(request: PersonRequest, slug: str) -> HttpResponse:
    """Solutions by units: how far each unit is with each."""
    community = community_for(request, slug)
    matrix = read_matrix(
        community,
        shown=request.GET.get("show", ""),
        number=page_number(request),
        on=timezone.localdate(),
    )
    header = header_of(community, person=request.user, tab="work")
    context = {"nav": "communities", "header": header, "matrix": matrix}
    return render(request, "work/rollout.html", context)


@allow(signed_in)
def rollout_file(request: PersonRequest, slug: str) -> StreamingHttpResponse:
    """The whole matrix as a CSV file."""
    community = community_for(request, slug)
    found = matrix_as_csv(community, on=timezone.localdate())
    answer = StreamingHttpResponse(found, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rollout-{community.slug}.csv"'
    return answer


@allow(signed_in)
def unit(request: PersonRequest, pk: int) -> HttpResponse:
    """What one unit has to take up, from all communities."""
    found: Unit = get_object_or_404(Unit.objects.all(), pk=pk)
    page = read_unit(found, reader=request.user, on=timezone.localdate())
    return render(request, "work/rollout_unit.html", {"nav": "communities", "page": page})


@allow(signed_in)
def roll_out(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Choose the units a solution goes to."""
    found = solution_for(request, slug, pk)
    header = header_of(found.community, person=request.user, tab="work")
    if not steers(request.user, header.roles):
        raise Http404
    refuse_form(request, found.community)
    form = _roll_out_form(request, found)
    if form.is_bound and done(form, lambda: _roll_out(request, found, form)):
        messages.success(request, _("It is in the units now. Each says here how far it is."))
        return redirect(found)
    context = {"nav": "communities", "header": header, "form": form, "solution": found}
    return render(request, "work/roll_out.html", context, status=422 if form.errors else 200)


def _roll_out_form(request: PersonRequest, found: Solution) -> RollOutForm:
    offered = units_to_offer(found)
    people = people_of_units(found.community, units=[unit.pk for unit in offered])
    data = request.POST if request.method == "POST" else None
    return RollOutForm(data, offered=offered, people=people, paths=Unit.objects.paths())


def _roll_out(request: PersonRequest, found: Solution, form: RollOutForm) -> None:
    data = form.cleaned_data
    RolloutLine.roll_out(
        solution=found,
        units=Unit.objects.filter(pk__in=data["chosen"]).order_by("name"),
        coordinators=data["coordinators"],
        due_on=data["due_on"],
        by=request.user,
        at=timezone.now(),
    )


@allow(signed_in)
def line(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """How far one unit is with one solution, and what can be said about it."""
    return _line_page(request, _line(request, slug, pk))


@allow(signed_in)
@require_POST
def state(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Say how far the unit is."""
    found = _line_to_mark(request, slug, pk)
    form = LineForm(request.POST)
    if not done(form, lambda: _mark(request, found, form)):
        return _line_page(request, _line(request, slug, pk), decline=form)
    sentence = _("{unit}: {state}.")
    messages.success(request, sentence.format(unit=found.unit.name, state=found.state_words))
    return _back(request, found)


def _mark(request: PersonRequest, found: RolloutLine, form: LineForm) -> None:
    told: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    verb = form.cleaned_data["verb"]
    if verb == "decline":
        found.decline(because=form.cleaned_data["because"], **told)
        return
    verbs: dict[str, Callable[..., None]] = {
        "adapt": found.adapt,
        "adopt": found.adopt,
        "put_back": found.put_back,
    }
    verbs[verb](**told)


@allow(signed_in)
@require_POST
def coordinator(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Say who sees to it in the unit; somebody may offer to, as long as nobody does."""
    found = _line(request, slug, pk)
    roles = found.solution.community.roles_of(request.user)
    chosen = request.POST.get("person", "")
    offers = chosen == str(request.user.pk) and takes_on(request.user, roles, line=found)
    if not offers and not marks(request.user, roles, line=found):
        raise Http404
    person = None
    if chosen:
        number = int(chosen) if chosen.isdecimal() and len(chosen) < MOST_DIGITS else 0
        person = get_object_or_404(Person.objects.filter(is_active=True), pk=number)
    found.coordinate(person=person, by=request.user, at=timezone.now())
    who = person.name if person else _("nobody")
    messages.success(request, _("{unit}: {person}.").format(unit=found.unit.name, person=who))
    return _back(request, found)


@allow(signed_in)
@require_POST
def due(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Say until when the unit takes it up."""
    found = _line_to_mark(request, slug, pk)
    form, at = DueForm(request.POST), timezone.now()
    if not done(form, lambda: found.due(on=form.cleaned_data["due_on"], by=request.user, at=at)):
        return _line_page(request, _line(request, slug, pk), due=form)
    messages.success(request, _("The day is noted."))
    return _back(request, found)


def _line(request: PersonRequest, slug: str, pk: int) -> RolloutLine:
    found = RolloutLine.objects.visible_to(request.user).select_related(
        "solution__community", "solution__problem", "unit", "coordinator"
    )
    return get_object_or_404(found, solution__community__slug=slug, pk=pk)


def _line_to_mark(request: PersonRequest, slug: str, pk: int) -> RolloutLine:
    found = _line(request, slug, pk)
    if not marks(request.user, found.solution.community.roles_of(request.user), line=found):
        raise Http404
    return found


def _line_page(request: PersonRequest, found: RolloutLine, **wrong: Any) -> HttpResponse:
    community = found.solution.community
    lines = RolloutLine.objects.filter(pk=found.pk)
    (row,) = line_rows(lines, reader=request.user, on=timezone.localdate(), solution=found.solution)
    context = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab="work"),
        "row": row,
        "decline": LineForm(),
        "due": DueForm(initial={"due_on": found.due_on}),
        **_people(request, found, may=row.may_mark),
        **wrong,
    }
    return render(request, "work/rollout_line.html", context, status=422 if wrong else 200)


def _people(request: PersonRequest, found: RolloutLine, *, may: bool) -> dict[str, Any]:
    """Who could see to it: people of the unit, or whoever is looked for by name."""
    form = FindForm(request.GET or None)
    if not may:
        return {"people": [], "find_form": form}
    if form.is_valid():
        named = Person.objects.filter(is_active=True).named_like(form.cleaned_data["find"])
        return {"people": list(named.listed()[:MOST_FOUND]), "find_form": form}
    of_unit = people_of_units(found.solution.community, units=[found.unit_id])
    people = of_unit.get(found.unit_id, [])[:MOST_FOUND]
    return {"people": people, "find_form": FindForm()}


def _back(request: PersonRequest, found: RolloutLine) -> HttpResponse:
    """To the page the button was on."""
    if request.POST.get("back") == "unit":
        return redirect("work:unit_rollout", found.unit_id)
    if request.POST.get("back") == "solution":
        return redirect(found.solution)
    return redirect("work:rollout_line", found.solution.community.slug, found.pk)
