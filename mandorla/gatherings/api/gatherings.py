"""When a community meets: computed from its rhythms, and one moved, cancelled or handed over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import AfterValidator, AwareDatetime, Field

from mandorla.base.api.fields import Answer, Given, Id, Named, OneLine
from mandorla.base.api.problems import Invalid, known, must_be_allowed
from mandorla.base.errors import Refused
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.gatherings.api.series import SET_BY, Minutes, of_our_time, series_of
from mandorla.gatherings.models import Gathering, Series
from mandorla.gatherings.occurrences import gatherings_of
from mandorla.gatherings.rules import may_set_rhythm, sees_facilitators
from mandorla.gatherings.turns import facilitators_of, members_of

router = Router(tags=["Gatherings"])
LONGEST = timedelta(days=366)


def _moment_of_our_time(moment: datetime) -> datetime:
    of_our_time(moment.date())
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_moment_of_our_time)]


class Window(Schema):
    """From a moment to another, at most a year apart."""

    after: Moment
    before: Moment


class GatheringFound(Answer):
    """One gathering, as its rhythm plans it or as it was changed."""

    series: Id = Field(validation_alias="series_id")
    planned_on: date = Field(description="The day its rhythm plans it for, in the series' zone.")
    starts_at: datetime
    minutes: int
    timezone: str = Field(validation_alias="series.zone")
    place: str
    state: Literal["planned", "running", "held", "cancelled"]
    cancelled_because: str
    mark: str = Field(
        description="Send it as `seen` with a move, so that nobody overrides another."
    )
    facilitator: Named | None = Field(
        None, description="Whose turn it is; null to those outside the community."
    )


class GatheringsFound(Answer):
    """The gatherings of a window, in order."""

    items: list[GatheringFound]


class MoveGiven(Given):
    """When and where this one takes place; what is left out stays."""

    starts_at: Moment
    minutes: Minutes | None = None
    place: Annotated[str, OneLine(200)] | None = None
    seen: str = Field(
        "", max_length=16, description="The mark that was seen: when it is another, nothing moves."
    )


class CancellationGiven(Given):
    """Why it does not take place."""

    because: Annotated[str, OneLine(200, fewest=1)]


class FacilitatorGiven(Given):
    """Who facilitates this one; null means the one whose turn it is."""

    person: Id | None


def _named(request: PersonRequest, gatherings: list[Gathering]) -> list[Gathering]:
    """The same gatherings with those who facilitate them, as far as the reader may know."""
    community = gatherings[0].community if gatherings else None
    if community is None:
        return []
    sees = sees_facilitators(request.user, community.roles_of(request.user))
    people = facilitators_of(gatherings) if sees else {}
    for one in gatherings:
        one.facilitator = people.get((one.series_id, one.planned_on))
    return gatherings


def _kept(request: PersonRequest, slug: str, series_id: int, planned_on: date) -> Gathering:
    """A gathering that the person may change, kept from now on."""
    series = series_of(request, slug, series_id)
    must_be_allowed(may_set_rhythm(request.user, series.community), SET_BY)
    try:
        return Gathering.touch(series=series, planned_on=planned_on, at=timezone.now())
    except Refused:
        raise Http404 from None


def _answer(request: PersonRequest, gathering: Gathering) -> Gathering:
    return _named(request, [gathering])[0]


@router.get("/communities/{slug}/gatherings", response=GatheringsFound)
def list_gatherings(
    request: PersonRequest, slug: str, window: Query[Window]
) -> dict[str, list[Gathering]]:
    """List when a community meets within a window of at most a year."""
    community = community_of(request, slug)
    if not timedelta() < window.before - window.after <= LONGEST:
        raise Invalid(before=_("A window is at most a year long and ends after it begins."))
    series = Series.objects.filter(community=community).with_dates()
    found = gatherings_of(series, after=window.after, before=window.before)
    return {"items": _named(request, found)}


@router.get("/communities/{slug}/gatherings/{series_id}/{planned_on}", response=GatheringFound)
def show_gathering(request: PersonRequest, slug: str, series_id: Id, planned_on: date) -> Gathering:
    """Show one gathering. Looking at it keeps nothing."""
    series = series_of(request, slug, series_id)
    try:
        found = Gathering.on(series=series, planned_on=planned_on)
    except Refused:
        raise Http404 from None
    return _answer(request, found)


@router.post(
    "/communities/{slug}/gatherings/{series_id}/{planned_on}/move", response=GatheringFound
)
def move_gathering(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date, body: MoveGiven
) -> Gathering:
    """Move only this one; the rhythm stays."""
    gathering = _kept(request, slug, series_id, planned_on)
    gathering.reschedule(by=request.user, at=timezone.now(), **body.model_dump())
    return _answer(request, gathering)


@router.post(
    "/communities/{slug}/gatherings/{series_id}/{planned_on}/cancellation",
    response=GatheringFound,
)
def cancel_gathering(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date, body: CancellationGiven
) -> Gathering:
    """Cancel only this one; the rhythm stays."""
    gathering = _kept(request, slug, series_id, planned_on)
    gathering.cancel(because=body.because, by=request.user, at=timezone.now())
    return _answer(request, gathering)


@router.post(
    "/communities/{slug}/gatherings/{series_id}/{planned_on}/restoration",
    response=GatheringFound,
)
def restore_gathering(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date
) -> Gathering:
    """Put one back that was cancelled."""
    gathering = _kept(request, slug, series_id, planned_on)
    gathering.restore(by=request.user, at=timezone.now())
    return _answer(request, gathering)


@router.put(
    "/communities/{slug}/gatherings/{series_id}/{planned_on}/facilitator",
    response=GatheringFound,
)
def hand_over_gathering(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date, body: FacilitatorGiven
) -> Gathering:
    """Say who facilitates only this one."""
    gathering = _kept(request, slug, series_id, planned_on)
    people = members_of(gathering.community)
    to = known(people, field="person", pk=body.person) if body.person else None
    gathering.hand_over(to=to, by=request.user, at=timezone.now())
    return _answer(request, gathering)
