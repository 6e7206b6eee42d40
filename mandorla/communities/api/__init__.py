"""The resources of communities, their members, charters, archetypes and proposals."""

from __future__ import annotations

from mandorla.communities.api import (
    archetypes,
    charters,
    communities,
    forces,
    history,
    members,
    proposals,
)

routers = (
    communities.router,
    history.router,
    members.router,
    charters.router,
    forces.router,
    proposals.router,
    archetypes.router,
)
