"""What happened in a community."""

from __future__ import annotations

from typing import Any

from ninja import Query, Router

from mandorla.base.api.events import EventFound, page_of_events
from mandorla.base.api.paging import PageOf, Paging
from mandorla.base.models import Event
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of

router = Router(tags=["Communities"])


@router.get("/communities/{slug}/events", response=PageOf[EventFound])
def list_community_events(
    request: PersonRequest, slug: str, paging: Query[Paging]
) -> dict[str, Any]:
    """List what happened in a community, the newest first."""
    events = Event.objects.within(community_of(request, slug))
    return page_of_events(request, events, paging=paging)
