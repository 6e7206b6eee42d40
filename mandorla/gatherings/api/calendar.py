"""Calendars: one's own to subscribe to, and a community's that is read in."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy
from ninja import Router, Status
from pydantic import Field

from mandorla.base.api.fields import Answer, FileName, Given, Id
from mandorla.base.api.problems import known, must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.communities.models import Community
from mandorla.gatherings.api.series import SET_BY, Zone
from mandorla.gatherings.calendar.intake import take_in
from mandorla.gatherings.calendar.lines import MOST_BYTES
from mandorla.gatherings.calendar.plan import as_data, read_plan, usual_zone
from mandorla.gatherings.models import CalendarFeed, Invitee
from mandorla.gatherings.rules import may_set_rhythm

if TYPE_CHECKING:
    from mandorla.gatherings.calendar.plan import CalendarPlan

router = Router(tags=["Calendars"])
OWN = gettext_lazy("A calendar's address is only in the answer that makes it or renews it.")


class FeedFound(Answer):
    """A calendar of one's own that has an address."""

    id: Id
    community: Id | None = Field(
        validation_alias="community_id", description="Null: all communities one is in."
    )
    made_at: datetime


class FeedMade(FeedFound):
    """The same, with its secret address."""

    address: str = Field(description="Whoever has it needs no sign-in. Keep it to yourself.")


class FeedsFound(Answer):
    """One's own calendars."""

    items: list[FeedFound]


class FeedGiven(Given):
    """Which calendar gets an address."""

    community: Id | None = Field(None, description="Null: all communities one is in.")


class CalendarGiven(Given):
    """A calendar as an .ics file."""

    name: FileName = Field("calendar.ics", description="For what is said about it.")
    text: str = Field(max_length=MOST_BYTES, description="The iCalendar itself.")
    timezone: Zone | None = Field(None, description="Of times that name none.")


class CalendarImportGiven(CalendarGiven):
    """A calendar, to be taken in."""

    only: list[Annotated[str, Field(max_length=200)]] | None = Field(
        None, max_length=5000, description="The `uid` of what is chosen; null: all of it."
    )


class Moved(Answer):
    """A meeting that is not as its rhythm has it."""

    planned_on: date
    starts_at: datetime


class SeriesPlanned(Answer):
    """A series that a calendar brings."""

    uid: str
    name: str
    rhythm: str = Field(description="In words.")
    next: list[datetime]
    moved: list[Moved]
    cancelled: list[date]
    is_known: bool = Field(description="It was read in before, and is left as it is.")


class CalendarPlanned(Answer):
    """What a calendar would bring to a community, or brought."""

    series: list[SeriesPlanned]
    problems: list[str] = Field(description="What is left out, and why.")
    notes: list[str]


def _made(request: PersonRequest, feed: CalendarFeed) -> dict[str, Any]:
    site = settings.BASE_URL or request.build_absolute_uri("/")[:-1]
    facts = {"id": feed.pk, "community_id": feed.community_id, "made_at": feed.made_at}
    return {**facts, "address": f"{site}{feed.get_absolute_url()}"}


@router.get("/calendar-feeds", response=FeedsFound, description=str(OWN))
def list_calendar_feeds(request: PersonRequest) -> dict[str, Any]:
    """List one's own calendars that have an address."""
    return {"items": CalendarFeed.objects.visible_to(request.user).order_by("pk")}


@router.post("/calendar-feeds", response={201: FeedMade})
def make_calendar_feed(request: PersonRequest, body: FeedGiven) -> Status[dict[str, Any]]:
    """Give a calendar an address, or get the one it has."""
    seen = Community.objects.visible_to(request.user)
    community = known(seen, field="community", pk=body.community) if body.community else None
    feed = CalendarFeed.make(person=request.user, community=community, at=timezone.now())
    return Status(201, _made(request, feed))


@router.post("/calendar-feeds/{feed_id}/renewal", response=FeedMade)
def renew_calendar_feed(request: PersonRequest, feed_id: Id) -> dict[str, Any]:
    """Give a calendar another address; nothing is at the old one any more."""
    feed = one(CalendarFeed.objects.visible_to(request.user), pk=feed_id)
    feed.renew(at=timezone.now())
    return _made(request, feed)


@router.api_operation(["DELETE"], "/calendar-feeds/{feed_id}", response={204: None})
def revoke_calendar_feed(request: PersonRequest, feed_id: Id) -> Status[None]:
    """Take the address of a calendar away."""
    one(CalendarFeed.objects.visible_to(request.user), pk=feed_id).revoke()
    return Status(204, None)


@router.post("/communities/{slug}/invitations-by-mail", response={204: None})
def begin_invitations_by_mail(request: PersonRequest, slug: str) -> Status[None]:
    """Get the gatherings of a community as invitations by mail, while one is in it."""
    Invitee.begin(person=request.user, community=community_of(request, slug))
    return Status(204, None)


@router.api_operation(["DELETE"], "/communities/{slug}/invitations-by-mail", response={204: None})
def end_invitations_by_mail(request: PersonRequest, slug: str) -> Status[None]:
    """Get no more invitations by mail."""
    Invitee.end(person=request.user, community=community_of(request, slug))
    return Status(204, None)


def _plan(request: PersonRequest, slug: str, body: CalendarGiven, at: datetime) -> CalendarPlan:
    community = community_of(request, slug)
    must_be_allowed(may_set_rhythm(request.user, community), SET_BY)
    zone = body.timezone or usual_zone(community)
    text = body.text.encode(errors="replace")
    return read_plan(text, file=body.name, floating=zone, community=community, at=at)


@router.post("/communities/{slug}/calendar/rehearsals", response=CalendarPlanned)
def rehearse_calendar(request: PersonRequest, slug: str, body: CalendarGiven) -> dict[str, Any]:
    """Say what a calendar would bring to a community, and make nothing."""
    return as_data(_plan(request, slug, body, timezone.now()))


@router.post("/communities/{slug}/calendar/imports", response=CalendarPlanned)
def import_calendar(request: PersonRequest, slug: str, body: CalendarImportGiven) -> dict[str, Any]:
    """Read a calendar into a community. What was read in before is left as it is."""
    at = timezone.now()
    plan = _plan(request, slug, body, at)
    community = community_of(request, slug)
    take_in(plan, community=community, only=body.only, by=request.user, at=at)
    return as_data(plan)
