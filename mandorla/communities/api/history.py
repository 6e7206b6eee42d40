"""What happened in a community."""

from __future__ import annotations

from typing import Any

from ninja import Query, Router

from mandorla.base.api.events import EventFound, page_of_events
from mandorla.base.api.paging import PageOf, Paging
from mandorla.base.models import Event
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.communities.rules import reads_all_history

router = Router(tags=["Communities"])


@router.get("/communities/{slug}/events", response=PageOf[EventFound])
def list_community_events(
    request: PersonRequest, slug: str, paging: Query[Paging]
) -> dict[str, Any]:
    """List what happened in a community, the newest first."""
    community = community_of(request, slug)
    events = Event.objects.within(community)
    if not reads_all_history(request.user, community.roles_of(request.user)):
        events = events.read_by_all()
    return page_of_events(request, events, paging=paging)
