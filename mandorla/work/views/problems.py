"""Common problems: gathered from issues, owned, solved; and what is done about one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.people.models import Unit
from mandorla.work.forms.issues import DroppedForm, SolvedForm, UnitsForm
from mandorla.work.forms.problems import GatherForm, IssuesChosenForm, OwnerForm, StatementForm
from mandorla.work.models import Problem
from mandorla.work.problem_page import gathering_of, owners_of, read_problem
from mandorla.work.rules import owns_problem, steers, takes_part
from mandorla.work.views.loading import refuse_form

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.communities.header import Header


@allow(signed_in)
def gather(request: PersonRequest, slug: str) -> HttpResponse:
    """See issues as one problem: a new one, or one that is there."""
    header = header_of(community_for(request, slug), person=request.user, tab="work")
    if not steers(request.user, header.roles):
        raise Http404
    refuse_form(request, header.community)
    chosen = _numbers(request)
    offer = gathering_of(header.community, reader=request.user, chosen=chosen)
    form = GatherForm(
        request.POST if request.method == "POST" else None,
        community=header.community,
        problems=offer.problems,
        people=offer.people,
        initial={"problem": request.GET.get("problem", "")},
    )
    kept: list[Problem] = []
    if form.is_bound and done(form, lambda: kept.append(_gather(request, form))):
        messages.success(request, _("They are one problem now."))
        return redirect(kept[0])
    context = {"nav": "communities", "header": header, "offer": offer, "form": form}
    return render(request, "work/gather.html", context, status=422 if form.errors else 200)


@allow(signed_in)
def problem(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """The problem, the issues behind it, and what is done about it."""
    return _page(request, _problem(request, slug, pk))


@allow(signed_in)
@require_POST
def words(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Say it in other words."""
    found = _to_change(request, slug, pk)
    form, at = StatementForm(request.POST), timezone.now()
    if not done(form, lambda: found.reword(by=request.user, at=at, **form.cleaned_data)):
        return _page(request, _problem(request, slug, pk), words=form)
    messages.success(request, _("It reads like this now."))
    return redirect(found)


@allow(signed_in)
@require_POST
def units(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Say which units it touches."""
    found = _to_change(request, slug, pk)
    form, at = UnitsForm(request.POST, paths=Unit.objects.paths()), timezone.now()
    if not done(form, lambda: found.touch(units=form.chosen, by=request.user, at=at)):
        return _page(request, _problem(request, slug, pk), touched=form)
    messages.success(request, _("The units are kept."))
    return redirect(found)


@allow(signed_in)
@require_POST
def owner(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Say who looks after it. As long as nobody does, everybody here can take it on."""
    found = _problem(request, slug, pk)
    roles = found.community.roles_of(request.user)
    if "take_on" in request.POST and not found.owner_id and takes_part(request.user, roles):
        found.own(person=request.user, by=request.user, at=timezone.now())
        messages.success(request, _("You look after it."))
        return redirect(found)
    if not owns_problem(request.user, roles, problem=found):
        raise Http404
    form, at = OwnerForm(request.POST, community=found.community), timezone.now()
    if not done(form, lambda: found.own(person=form.cleaned_data["owner"], by=request.user, at=at)):
        return _page(request, _problem(request, slug, pk), owned=form)
    messages.success(request, _("Who looks after it is kept."))
    return redirect(found)


@allow(signed_in)
@require_POST
def release(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Some of its issues are something else."""
    found = _to_settle(request, slug, pk)
    form = IssuesChosenForm(request.POST, among=found.issues.filter(state="gathered"))
    at = timezone.now()
    if not done(form, lambda: found.release(issues=form.issues, by=request.user, at=at)):
        return _page(request, _problem(request, slug, pk), released=form)
    messages.success(request, _("They are open again, each by itself."))
    return redirect(found)


@allow(signed_in)
@require_POST
def solving(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """It is solved, with the issues that are a part of it."""
    found = _to_settle(request, slug, pk)
    form, at = SolvedForm(request.POST, auto_id="solved_%s"), timezone.now()
    if not done(form, lambda: found.solve(by=request.user, at=at, **form.cleaned_data)):
        return _page(request, _problem(request, slug, pk), solved=form)
    messages.success(request, _("Solved, with its issues. Whoever surfaced one reads how."))
    return redirect(found)


@allow(signed_in)
@require_POST
def dropping(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """It is no problem after all; its issues are open again."""
    found = _to_settle(request, slug, pk)
    form, at = DroppedForm(request.POST, auto_id="dropped_%s"), timezone.now()
    if not done(form, lambda: found.drop(by=request.user, at=at, **form.cleaned_data)):
        return _page(request, _problem(request, slug, pk), dropped=form)
    messages.success(request, _("Dropped. Its issues are open again."))
    return redirect(found)


@allow(signed_in)
@require_POST
def reopening(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """It is not settled after all."""
    found = _to_settle(request, slug, pk)
    found.reopen(by=request.user, at=timezone.now())
    messages.success(request, _("It is open again."))
    return redirect(found)


def _gather(request: PersonRequest, form: GatherForm) -> Problem:
    said, at = form.cleaned_data, timezone.now()
    existing: Problem | None = said["problem"]
    if existing:
        existing.add(issues=form.issues, by=request.user, at=at)
        return existing
    words = {name: said[name] for name in ("statement", "detail", "owner")}
    return Problem.gather(issues=form.issues, by=request.user, at=at, **words)


def _numbers(request: PersonRequest) -> set[int]:
    """The issues that somebody chose, as far as they are numbers."""
    sent = (request.POST if request.method == "POST" else request.GET).getlist("issue")
    return {int(value) for value in sent if value.isascii() and value.isdigit() and len(value) < 17}


def _problem(request: PersonRequest, slug: str, pk: int) -> Problem:
    visible = Problem.objects.visible_to(request.user).select_related("community", "owner")
    return get_object_or_404(visible, community__slug=slug, pk=pk)


def _to_change(request: PersonRequest, slug: str, pk: int) -> Problem:
    found = _problem(request, slug, pk)
    roles = found.community.roles_of(request.user)
    if not owns_problem(request.user, roles, problem=found):
        raise Http404
    return found


def _to_settle(request: PersonRequest, slug: str, pk: int) -> Problem:
    found = _problem(request, slug, pk)
    if not steers(request.user, found.community.roles_of(request.user)):
        raise Http404
    return found


def _page(request: PersonRequest, found: Problem, **wrong: Any) -> HttpResponse:
    header: Header = header_of(found.community, person=request.user, tab="work")
    page = read_problem(found, reader=request.user, roles=header.roles)
    context: dict[str, Any] = {"nav": "communities", "header": header, "page": page}
    if page.may_change:
        words = {"statement": found.statement, "detail": found.detail}
        context["words"] = StatementForm(initial=words)
        context["touched"] = UnitsForm(paths=Unit.objects.paths())
        context["owned"] = OwnerForm(
            community=found.community,
            people=owners_of(found.community),
            initial={"owner": found.owner_id},
        )
    if page.may_settle:
        context["solved"] = SolvedForm(auto_id="solved_%s")
        context["dropped"] = DroppedForm(auto_id="dropped_%s")
    if wrong and found.state != "open":
        # Somebody settled it meanwhile, so the form is gone; why it was refused is said on top.
        context["refused"] = next(iter(wrong.values()))
    return render(request, "work/problem.html", {**context, **wrong}, status=422 if wrong else 200)
