"""The strategy beside the communities that serve it."""

from __future__ import annotations

from typing import Any

from ninja import Query, Router

from mandorla.base.api.fields import Answer, Id
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.web import PersonRequest
from mandorla.dashboards.portfolio.api import router as portfolio
from mandorla.dashboards.strategy import (
    idle_communities,
    read_place,
    serving_communities,
    unserved_objectives,
)
from mandorla.strategy.api.objectives import ObjectiveFound, objective_of

router = Router(tags=["Strategy"])
router.add_router("", portfolio)
ORDER = ["name", "pk"]


class CommunityNearby(Answer):
    """A community to go to."""

    id: Id
    slug: str
    name: str


@router.get("/strategy/unserved-objectives", response=PageOf[ObjectiveFound])
def list_unserved_objectives(request: PersonRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List current objectives that no community serves, neither themselves nor by a part."""
    rows = unserved_objectives(request.user).select_related("owner")
    return page_of(request, rows, order=ORDER, paging=paging)


@router.get("/strategy/idle-communities", response=PageOf[CommunityNearby])
def list_idle_communities(request: PersonRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List communities that have not closed and serve no objective."""
    return page_of(request, idle_communities(request.user), order=ORDER, paging=paging)


@router.get("/objectives/{objective_id}/communities", response=PageOf[CommunityNearby])
def list_serving_communities(
    request: PersonRequest, objective_id: Id, paging: Query[Paging]
) -> dict[str, Any]:
    """List communities that serve an objective or any of its parts."""
    objective = objective_of(request, objective_id)
    counted = read_place(objective, person=request.user).counted
    rows = serving_communities(counted, person=request.user)
    return page_of(request, rows, order=ORDER, paging=paging)
