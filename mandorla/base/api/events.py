"""The trail: who did what, when, to what. What people did for themselves names nobody."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from ninja import Query, Router
from pydantic import AwareDatetime, Field

from mandorla.base.api.fields import Answer, Id, Named
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import must_see
from mandorla.base.models import Event
from mandorla.base.verbs import all_verbs
from mandorla.base.web import PersonRequest

if TYPE_CHECKING:
    from mandorla.base.models.event import EventQuerySet

    VerbName = str
else:
    VerbName = Literal[tuple(verb.name for verb in all_verbs())]

router = Router(tags=["Events"])

ORDER = ["-at", "-pk"]


class EventFound(Answer):
    """Something that happened."""

    id: Id
    at: datetime
    verb: str
    by: Named | None = Field(
        description="Who answers for it; null when nobody did it, or somebody for themselves."
    )
    sentence: str

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
    since: AwareDatetime | None = Field(None, description="From this moment on.")
    until: AwareDatetime | None = Field(None, description="Before this moment.")

    def narrow(self, events: EventQuerySet) -> EventQuerySet:
        """The events that were asked for."""
        if self.verb is not None:
            events = events.filter(verb=self.verb)
        if self.by is not None:
            events = events.by_any([self.by])
        if self.since is not None:
            events = events.since(self.since)
        if self.until is not None:
            events = events.until(self.until)
        return events.newest_first()


@router.get(
    "/events",
    response=PageOf[EventFound],
    openapi_extra={"x-for": "program managers and auditors"},
)
def list_events(request: PersonRequest, asked: Query[EventsAsked]) -> dict[str, Any]:
    """List what happened everywhere, the newest first; for program managers and auditors."""
    must_see(request.user.is_program_manager or request.user.is_auditor)
    events = asked.narrow(Event.objects.visible_to(request.user))
    return page_of(request, events, order=ORDER, paging=asked)
