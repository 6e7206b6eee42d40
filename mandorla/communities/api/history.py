"""What happened in a community."""

from __future__ import annotations

from typing import Any

from ninja import Query, Router

from mandorla.base.api.events import ORDER, EventFound
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.models import Event
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of

router = Router(tags=["Communities"])


@router.get("/communities/{slug}/events", response=PageOf[EventFound])
def list_community_events(
    request: PersonRequest, slug: str, paging: Query[Paging]
) -> dict[str, Any]:
    """List what happened in a community, the newest first."""
    events = Event.objects.within(community_of(request, slug)).newest_first()
    return page_of(request, events, order=ORDER, paging=paging)
