"""The ten archetypes that ship with Mandorla, read once from `archetypes.toml`.

An installation's own copies live in the database and look the same to a page: the fields here
and there have the same names. Which of the two holds is decided by the model, not here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

DATA: Final = Path(__file__).with_name("archetypes.toml")


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A step of the agenda skeleton with the minutes it may take.

    Attributes:
        minutes: how long it takes.
        title: what it is called.
        takes: what it takes from the backlog, in the words of `mandorla.core.waiting.TAKES`; a
            step that takes nothing is talked about by itself.
    """

    minutes: int
    title: str
    takes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Risk:
    """What typically goes wrong with communities of this kind, and what to do about it."""

    risk: str
    advice: str


@dataclass(frozen=True, slots=True)
class FitHints:
    """What to think about when a fit between two of the three forces is judged."""

    benefit_concern: str
    concern_payoff: str
    benefit_payoff: str


@dataclass(frozen=True, slots=True)
class ShippedArchetype:
    """A kind of community to start from: forces, rhythm, agenda, measures, risks, charter texts.

    Attributes:
        key: what a community and an address call it, like `change_champions`.
        founding: whether it is one of the three kinds the product was built for.
        credit: whose description the kind follows; empty when it is our own.
        source: where to read about it; empty when it is our own.
        provenance: which parts are sourced and which are our defaults, in words.
        rule: the rhythm as an RFC 5545 rule; `cadence` says it in words.
        minutes: length of a gathering; the agenda's minutes add up to it.
        joining: whether joining is `open` or asks first.
        license_months: how long a permission to operate usually runs.
        charter: suggested texts by the name of the charter's field.
    """

    key: str
    name: str
    summary: str
    choose_when: str
    founding: bool
    credit: str
    source: str
    provenance: str
    size_low: int
    size_high: int
    cadence: str
    rule: str
    minutes: int
    joining: str
    license_months: int
    benefits: tuple[str, ...]
    concerns: tuple[str, ...]
    payoffs: tuple[str, ...]
    fits: FitHints
    agenda: tuple[AgendaItem, ...]
    leading_measures: tuple[str, ...]
    outcome_measures: tuple[str, ...]
    risks: tuple[Risk, ...]
    charter: Mapping[str, str]


@cache
def shipped_archetypes() -> Mapping[str, ShippedArchetype]:
    """The archetypes of the data file by key, the three founding ones first."""
    found = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return MappingProxyType({key: read_archetype(key, texts) for key, texts in found.items()})


def shipped_archetype(key: str) -> ShippedArchetype | None:
    """The archetype with this key, or None for a community that follows no archetype."""
    return shipped_archetypes().get(key)


def read_archetype(key: str, found: Mapping[str, Any]) -> ShippedArchetype:
    """An archetype from the fields of the data file, or of an installation's own copy."""
    lists = ("benefits", "concerns", "payoffs", "leading_measures", "outcome_measures")
    return ShippedArchetype(
        key=key,
        **{
            **{name: value for name, value in found.items() if name != "key"},
            **{name: tuple(found[name]) for name in lists},
            "fits": FitHints(**found["fits"]),
            "agenda": tuple(read_step(step) for step in found["agenda"]),
            "risks": tuple(Risk(**risk) for risk in found["risks"]),
            "charter": MappingProxyType(dict(found["charter"])),
        },
    )


def read_step(found: Mapping[str, Any]) -> AgendaItem:
    """A step of an agenda from plain values, as an archetype or a series keeps them."""
    return AgendaItem(**{**found, "takes": tuple(found.get("takes", ()))})


def plain_step(step: AgendaItem) -> dict[str, Any]:
    """A step of an agenda as plain values, to be edited and kept."""
    return {"minutes": step.minutes, "title": step.title, "takes": list(step.takes)}


def archetype_fields(archetype: ShippedArchetype) -> dict[str, Any]:
    """The fields of an archetype as plain values, to be edited and kept as a copy."""
    plain = {field.name: getattr(archetype, field.name) for field in fields(archetype)}
    return {
        **plain,
        "fits": asdict(archetype.fits),
        "agenda": [plain_step(step) for step in archetype.agenda],
        "risks": [asdict(risk) for risk in archetype.risks],
        "charter": dict(archetype.charter),
    }
