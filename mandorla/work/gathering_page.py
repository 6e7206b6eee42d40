"""What stands on the page of a gathering beside its agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mandorla.gatherings.attendance import attendance_of
from mandorla.work.digest import read_digest
from mandorla.work.insights import carried_from

if TYPE_CHECKING:
    from collections.abc import Set
    from datetime import datetime

    from mandorla.gatherings.models import Gathering
    from mandorla.people.models import Person


def parts_for(
    gathering: Gathering, *, reader: Person, roles: Set[str], at: datetime
) -> dict[str, Any]:
    """Who was there, what came of it and what is taken back, for somebody in the community."""
    parts: dict[str, Any] = {}
    if gathering.state != "cancelled":
        parts["attended"] = attendance_of(gathering, reader=reader, roles=roles, at=at)
    if gathering.is_kept and gathering.state == "held":
        parts["told"] = read_digest(gathering)
    if gathering.is_kept and gathering.state in {"running", "held"}:
        parts["carried"] = carried_from(gathering, reader=reader, roles=roles)
    return parts
