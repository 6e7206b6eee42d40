"""A community's calendar from a file: choose it, see what it holds, choose what is taken in.

What was read goes through the page: nothing of it is kept on the server in between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mandorla.base.errors import DomainError
from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.models import Community
from mandorla.gatherings.calendar.intake import take_in
from mandorla.gatherings.calendar.plan import read_plan, unpacked, usual_zone
from mandorla.gatherings.forms.calendar import CalendarForm, ChosenForm
from mandorla.gatherings.rules import may_set_rhythm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.gatherings.calendar.plan import CalendarPlan


@allow(signed_in)
def choose(request: PersonRequest, slug: str) -> HttpResponse:
    """Choose a file, and see what it holds."""
    community = _community(request, slug)
    form = CalendarForm(request.POST or None, request.FILES or None)
    if not form.is_bound or not form.is_valid():
        return _choose_page(request, community, form, status=422 if form.is_bound else 200)
    file = form.cleaned_data["file"]
    plan = read_plan(
        file.read(),
        file=file.name,
        floating=usual_zone(community),
        community=community,
        at=timezone.now(),
    )
    try:
        return _plan_page(request, community, plan)
    except DomainError as refusal:
        form.add_error("file", refusal.sentence)
        return _choose_page(request, community, form, status=409)


@require_POST
@allow(signed_in)
def application(request: PersonRequest, slug: str) -> HttpResponse:
    """Take in what was chosen of what was shown."""
    community, now = _community(request, slug), timezone.now()
    plan = unpacked(request.POST.get("packed", ""), community=community, at=now)
    form = ChosenForm(request.POST, offered=[one.uid for one in plan.planned])
    form.fields["chosen"].required = True
    if not form.is_valid():
        return _plan_page(request, community, plan, form=form)
    chosen = form.cleaned_data["chosen"]
    made = take_in(plan, community=community, only=chosen, by=request.user, at=now)
    sentence = ngettext(
        "{count} series is taken in.", "{count} series are taken in.", len(made)
    ).format(count=len(made))
    messages.success(request, sentence)
    return redirect("gatherings:gatherings", slug)


def _choose_page(
    request: PersonRequest, community: Community, form: CalendarForm, *, status: int
) -> HttpResponse:
    context = {"form": form, **_around(request, community)}
    return render(request, "gatherings/calendar_file.html", context, status=status)


def _plan_page(
    request: PersonRequest,
    community: Community,
    plan: CalendarPlan,
    *,
    form: ChosenForm | None = None,
) -> HttpResponse:
    chosen = request.POST.getlist("chosen") if form else [one.uid for one in plan.new]
    context = {
        "plan": plan,
        "form": form or ChosenForm(initial={"packed": plan.packed()}),
        "chosen": set(chosen),
        **_around(request, community),
    }
    return render(request, "gatherings/calendar_plan.html", context, status=422 if form else 200)


def _around(request: PersonRequest, community: Community) -> dict[str, object]:
    header = header_of(community, person=request.user, tab="gatherings")
    return {"nav": "communities", "header": header, "community": community}


def _community(request: PersonRequest, slug: str) -> Community:
    """The community, for those who say when it meets."""
    found: Community = get_object_or_404(Community.objects.visible_to(request.user), slug=slug)
    if not may_set_rhythm(request.user, found):
        raise Http404
    return found
