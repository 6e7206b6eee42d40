"""Licenses that went the whole way: applied for, and granted with every gate met."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from mandorla.communities.models import Community
from mandorla.licenses.models import License
from mandorla.licenses.terms import Terms
from mandorla.people.models import Person
from tests.make import AT

GATES_MET: dict[str, dict[str, Any]] = {
    "has_leader": {"value": True},
    "charter_agreed": {"value": True},
    "overlap_high": {"value": 0.66},
    "statement_signed": {"value": True},
    "core_people": {"value": 3},
    "core_units": {"value": 2},
}


def applied(
    community: Community, *, by: Person, sponsor: Person, kind: str = "full", **terms: Any
) -> License:
    """A license that is applied for."""
    made = License.draft(community=community, kind=kind, by=by, at=AT)
    asked = replace(Terms.of(made), **terms)
    made.write(terms=asked, sponsors={"line": [sponsor]}, edits=made.edits, by=by, at=AT)
    made.apply(edits=made.edits, by=by, at=AT)
    return made


def granted(
    community: Community,
    *,
    by: Person,
    sponsor: Person,
    kind: str = "full",
    conditions: tuple[tuple[str, date], ...] = (),
    at: datetime = AT,
    **terms: Any,
) -> License:
    """A license that the sponsor granted on an application."""
    made = applied(community, by=by, sponsor=sponsor, kind=kind, **terms)
    made.decide(
        "grant_with_conditions" if conditions else "grant",
        conditions=conditions,
        evidence=GATES_MET,
        by=sponsor,
        at=at,
        on=at.date(),
    )
    return made
