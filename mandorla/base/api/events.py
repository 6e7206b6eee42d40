"""The trail: who did what, when, to what. What people did for themselves names nobody."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from mandorla.base import places, verbs
from mandorla.base.api.fields import Answer, Id, Named
from mandorla.base.api.paging import PageOf, Paging, next_page, read_cursor
from mandorla.base.api.problems import Invalid, must_see
from mandorla.base.models import Event
from mandorla.base.rules import may_read_trail
from mandorla.base.web import PersonRequest

if TYPE_CHECKING:
    from mandorla.base.models.event import EventQuerySet

    VerbName = str
else:
    VerbName = Literal[tuple(verb.name for verb in verbs.all_verbs())]

router = Router(tags=["Events"])


class PlaceFound(Answer):
    """Where something happened."""

    name: str
    url: str = Field(description="Its page.")


class EventFound(Answer):
    """Something that happened."""

    id: Id
    at: datetime | None = Field(
        description="The moment; null for what somebody did for themselves, which has a day only."
    )
    on: date
    verb: str
    by: Named | None = Field(
        description="Who answers for it; null when nobody did it, or somebody for themselves."
    )
    sentence: str
    place: PlaceFound | None = Field(description="The community, when it happened within one.")

    @staticmethod
    def resolve_at(event: Event) -> datetime | None:
        """The moment of what somebody answers for."""
        return None if event.is_personal else event.at

    @staticmethod
    def resolve_on(event: Event) -> date:
        """The day."""
        return timezone.localdate(event.at)

    @staticmethod
    def resolve_sentence(event: Event) -> str:
        """What happened, without markup."""
        return event.plain_sentence


class EventsAsked(Paging):
    """Which events are asked for."""

    verb: VerbName | None = None
    by: Id | None = Field(
        None, description="The number of a person: their acts, without what was for themselves."
    )
    since: date | None = Field(None, description="From this day on.")
    until: date | None = Field(None, description="Up to this day, with it.")


def page_of_events(
    request: PersonRequest, events: EventQuerySet, *, paging: Paging
) -> dict[str, Any]:
    """A page of events, the newest first. The cursor holds no moment, only which was the last."""
    rows = events.newest_first()
    if paging.cursor:
        (last,) = read_cursor(request, paging.cursor, order=["events"])
        mark = Event.objects.filter(pk=last).values_list("at", flat=True).first()
        rows = rows.older_than(at=mark or timezone.now(), pk=last)
    found: list[Any] = list(rows[: paging.limit + 1])
    kept = found[: paging.limit]
    known = places.known((event.within_kind, event.within_id) for event in kept)
    for event in kept:
        event.place = known.get((event.within_kind, event.within_id))
    has_more = len(found) > len(kept)
    address = next_page(request, [kept[-1].pk], order=["events"]) if has_more else None
    return {"items": kept, "next": address}


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _narrowed(events: EventQuerySet, asked: EventsAsked) -> EventQuerySet:
    if asked.verb and asked.by and verbs.verb(asked.verb).personal:
        raise Invalid(verb=_("What people do for themselves is not looked up by their name."))
    if asked.verb:
        events = events.filter(verb=asked.verb)
    if asked.by:
        events = events.by_any([asked.by])
    try:
        if asked.since:
            events = events.since(_begin_of(asked.since))
        if asked.until:
            events = events.until(_begin_of(asked.until + timedelta(days=1)))
    except OverflowError as wrong:
        raise Invalid(until=_("No calendar goes that far.")) from wrong
    return events


@router.get(
    "/events",
    response=PageOf[EventFound],
    openapi_extra={"x-for": "program managers and auditors"},
)
def list_events(request: PersonRequest, asked: Query[EventsAsked]) -> dict[str, Any]:
    """List what happened everywhere, the newest first; for program managers and auditors."""
    must_see(may_read_trail(request.user))
    events = _narrowed(Event.objects.visible_to(request.user), asked)
    return page_of_events(request, events, paging=asked)
