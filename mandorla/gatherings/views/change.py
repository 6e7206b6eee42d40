"""Only this one: a gathering is moved, cancelled, put back, or facilitated by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.gatherings.dated import series_in
from mandorla.gatherings.forms.series import (
    CancelForm,
    HandOverForm,
    MoveForm,
    RestoreForm,
    facts_of_gathering,
)
from mandorla.gatherings.models import Gathering
from mandorla.gatherings.rules import sets_rhythm
from mandorla.gatherings.turns import facilitators_of, members_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.forms import Form
    from django.http import HttpResponse


def gathering_at(request: PersonRequest, *, slug: str, series: int, planned_on: date) -> Gathering:
    """The gathering at an address, kept or only planned, when there is one on that day."""
    community = community_for(request, slug)
    found = series_in(community, number=series, person=request.user)
    if found is None:
        raise Http404
    try:
        return Gathering.on(series=found, planned_on=planned_on)
    except Refused:
        raise Http404 from None


@allow(signed_in)
def change(request: PersonRequest, slug: str, series: int, planned_on: date) -> HttpResponse:
    """Move, cancel or put back one gathering, or hand it over."""
    gathering = gathering_at(request, slug=slug, series=series, planned_on=planned_on)
    header = header_of(gathering.community, person=request.user, tab="gatherings")
    if not sets_rhythm(request.user, header.roles) or header.community.has_closed:
        raise Http404
    forms = _forms(request, gathering)
    asked = request.POST.get("do", "")
    if asked in forms and done(forms[asked], _verb(request, gathering, asked, forms[asked])):
        messages.success(request, _("Done: the rhythm stays as it is."))
        return redirect("gatherings:gatherings", slug)
    context = {
        "nav": "communities",
        "header": header,
        "gathering": gathering,
        "facilitator": facilitators_of([gathering]).get((gathering.series_id, planned_on)),
        **{f"{name}_form": form for name, form in forms.items()},
    }
    return render(request, "gatherings/change.html", context, status=_status(forms))


def _forms(request: PersonRequest, gathering: Gathering) -> dict[str, Any]:
    """The forms of the page, the one that was sent as it was sent."""
    asked = request.POST.get("do", "")

    def data(name: str) -> Any:
        return request.POST if asked == name else None

    people = members_of(gathering.community)
    now = {"facilitator": gathering.facilitator_id}
    return {
        "move": MoveForm(data("move"), initial=facts_of_gathering(gathering)),
        "cancel": CancelForm(data("cancel")),
        "restore": RestoreForm(data("restore")),
        "hand_over": HandOverForm(data("hand_over"), people=people, initial=now),
    }


def _verb(
    request: PersonRequest, gathering: Gathering, asked: str, form: Form
) -> Callable[[], object]:
    """What the form asks for, done to the gathering once it is kept."""
    by, now = request.user, timezone.now()

    def kept() -> Gathering:
        return Gathering.touch(series=gathering.series, planned_on=gathering.planned_on, at=now)

    return {
        "move": lambda: kept().reschedule(
            by=by,
            at=now,
            **form.facts(gathering.series.zone),  # type: ignore[attr-defined]
        ),
        "cancel": lambda: kept().cancel(by=by, at=now, because=form.cleaned_data["because"]),
        "restore": lambda: kept().restore(by=by, at=now),
        "hand_over": lambda: kept().hand_over(by=by, at=now, to=form.cleaned_data["facilitator"]),
    }[asked]


def _status(forms: dict[str, Any]) -> int:
    wrong = [form for form in forms.values() if form.errors]
    if any(form.non_field_errors() for form in wrong):
        return 409
    return 422 if wrong else 200
