"""What a later import of a foreign register changes in a community that is here.

The register speaks for what it said before; what people wrote here since is theirs.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from mandorla.communities.models import Charter, Membership
from mandorla.gatherings.models import reenter_series
from mandorla.licenses.reentry import bring_licenses
from mandorla.register.documents import document, tidy
from mandorla.register.found import TITLES

if TYPE_CHECKING:
    from mandorla.communities.models import Community
    from mandorla.gatherings.models import Series
    from mandorla.register.found import FoundCommunity
    from mandorla.register.rows import Rows

MARK = "_read"  # in `found`: what the register said at the last import
SPOKEN = ("name", "purpose", "status", "closing_reason", "kind")
OWNED = ("channels", "subgroups", "found", "parent")
RHYTHM = (  # what a foreign register says of one; the rest is said here
    "name", "rule", "timezone", "starts_on", "starts_time", "minutes", "place", "links",
    "found_text",
)  # fmt: skip
SEAT = ("person_id", "role", "title", "employer", "former")


def marked(found: FoundCommunity) -> FoundCommunity:
    """The same with a mark by which a later import sees what the register changed."""
    mark = {"all": _digest(json.dumps(document(found.bare()), sort_keys=True, default=str))}
    mark |= {name: _digest(tidy(getattr(found, name))) for name in SPOKEN}
    return replace(found, found={**found.found, MARK: mark})


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def bring(community: Community, found: FoundCommunity, rows: Rows, notes: list[str]) -> list[str]:
    """The community is brought up to date with what the register says differently by now.

    Returns:
        What changed, in words; nothing when the register says what it said.
    """
    found = marked(found)
    before = community.found.get(MARK) or {}
    if before.get("all") == found.found[MARK]["all"]:
        return []
    facts = _facts(community, found, before, rows, notes)
    changed = [name for name in facts if name != "found"] + ["found"]
    if _bring_seats(community, found, rows):
        changed.append("members")
    if _bring_series(community, found, rows):
        changed.append("series")
    if _bring_charter(community, found, rows, notes):
        changed.append("charter")
    if bring_licenses(community=community, licenses=rows.licenses(found.licenses)):
        changed.append("licenses")
    community.bring_up_to_date(
        register=TITLES[found.source], changed=changed, by=rows.by, at=rows.at, **facts
    )
    return changed


def _facts(
    community: Community,
    found: FoundCommunity,
    before: dict[str, Any],
    rows: Rows,
    notes: list[str],
) -> dict[str, Any]:
    new = rows.facts(found)
    facts = {name: new[name] for name in OWNED if getattr(community, name) != new[name]}
    for name in SPOKEN:
        said, here = _digest(tidy(new[name])), _digest(tidy(getattr(community, name)))
        if said == before.get(name):
            continue
        if here == before.get(name):
            facts[name] = new[name]
        elif here != said:
            notes.append(
                _("{name}: “{field}” was changed here, so the register's is left out").format(
                    name=community.name, field=name
                )
            )
    return facts


def _bring_seats(community: Community, found: FoundCommunity, rows: Rows) -> bool:
    """Roles without days are the register's; those that people got here have a day."""
    seats = rows.seats(found.seats)
    wanted = Counter((s["person"].pk, *(s[key] for key in SEAT[1:])) for s in seats)
    gone = []
    for membership in community.memberships.filter(since_on=None, until_on=None):
        key = tuple(getattr(membership, name) for name in SEAT)
        if wanted[key]:
            wanted[key] -= 1
        elif not membership.former:
            gone.append(membership)
    for membership in gone:
        membership.end(by=rows.by, at=rows.at)
    missing = []
    for seat in seats:
        key = (seat["person"].pk, *(seat[name] for name in SEAT[1:]))
        if wanted[key]:
            wanted[key] -= 1
            missing.append(seat)
    held = {(m.person_id, m.role, m.title) for m in community.memberships.filter(former=False)}
    missing = [
        s for s in missing if s["former"] or (s["person"].pk, s["role"], s["title"]) not in held
    ]
    Membership.enter(community=community, seats=missing)
    return bool(gone or missing)


def _bring_series(community: Community, found: FoundCommunity, rows: Rows) -> bool:
    """Rhythms that keep their words are the register's; those made or changed here have none."""
    here = list(community.series.all())
    ours = [_values(series) for series in here if not series.found_text]
    named = {values["name"] for values in ours}
    read = [rows.series(series) for series in found.series]
    wanted = [{name: one[name] for name in RHYTHM} for one in read if one["name"] not in named]
    theirs = [_values(series) for series in here if series.found_text]
    if theirs == wanted:
        return False
    reenter_series(community=community, series=[*wanted, *ours], at=rows.at)
    return True


def _values(series: Series) -> dict[str, Any]:
    return {name: getattr(series, name) for name in RHYTHM}


def _bring_charter(
    community: Community, found: FoundCommunity, rows: Rows, notes: list[str]
) -> bool:
    """A charter text that is new becomes the next version, unless somebody is drafting one."""
    versions = list(community.charters.order_by("version"))
    if not found.charters:
        return False
    (charter,) = found.charters
    said = (dict(charter.texts), [dict(text) for text in charter.extra])
    for version in versions:
        texts = {name: text for name, text in version.texts.items() if text}
        if (texts, version.extra) == said:
            return False
    if any(version.state == "draft" for version in versions):
        notes.append(
            _("{name}: the charter text is new, and left out while a draft is written here").format(
                name=community.name
            )
        )
        return False
    number = versions[-1].version + 1 if versions else 1
    Charter.enter(community=community, **rows.charter(replace(charter, version=number)))
    return True
