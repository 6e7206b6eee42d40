"""The page of the policy: what holds, where it comes from, and who changed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from mandorla.base.models import Event
from mandorla.licenses.models import Policy
from mandorla.licenses.policy import LABELS, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mandorla.licenses.policy import Values
    from mandorla.people.models import Person

MOST_CHANGES = 20


@dataclass(frozen=True)
class Row:
    """One value: what it is called, what holds, what our default is, and where it was set."""

    label: str
    value: str
    default: str
    origin: str


@dataclass(frozen=True)
class PolicyPage:
    """What holds for all communities, or for those of one archetype.

    Attributes:
        archetype: Its key; empty for all.
        name: What it is called.
        names: Every archetype by key, to choose from.
        own: What is set here.
        without: What holds where nothing is set here.
        edits: The `edits` of what is set here.
        rows: Every value.
        history: The newest changes here.
    """

    archetype: str
    name: str
    names: Mapping[str, str]
    own: dict[str, Any]
    without: Values
    edits: int
    rows: Sequence[Row]
    history: Sequence[Event]


def read_policy(archetype: str, *, names: Mapping[str, str], person: Person) -> PolicyPage:
    """Put the page together.

    Args:
        archetype: Its key; empty for all communities.
        names: Every archetype by key.
        person: Who reads; the names of who changed it are for program managers and auditors.
    """
    found = {one.archetype: one for one in Policy.objects.all()}
    mine, general = found.get(archetype), found.get("")
    own = dict(mine.values) if mine else {}
    holds, default = Policy.of(archetype), Policy.shipped_for(archetype)
    reads_trail = person.is_program_manager or person.is_auditor
    history = Event.objects.about(mine).newest_first()[:MOST_CHANGES] if mine else ()
    return PolicyPage(
        archetype=archetype,
        name=names.get(archetype, ""),
        names=names,
        own=own,
        without=Policy.without(archetype),
        edits=mine.edits if mine else 0,
        rows=[
            Row(
                label=str(LABELS[name]),
                value=shown(name, getattr(holds, name)),
                default=shown(name, getattr(default, name)),
                origin=_origin(name, own, archetype, dict(general.values) if general else {}),
            )
            for name in LABELS
        ],
        history=list(history) if reads_trail else [],
    )


def _origin(name: str, own: dict[str, Any], archetype: str, general: dict[str, Any]) -> str:
    if name in own:
        return _("set here")
    if archetype and name == "term_months":
        return _("of the archetype")
    return _("set for all") if archetype and name in general else _("our default")
