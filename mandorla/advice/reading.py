"""What stands in a community, with its evidence in sentences, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse

from mandorla.advice.catalog import shipped_rules
from mandorla.advice.guides import guides
from mandorla.advice.judging import judge_rule
from mandorla.advice.models import Tuning, Warning
from mandorla.advice.rules import hats
from mandorla.advice.wording import LOOKS, SEVERITIES, for_whom, known_indicators
from mandorla.base.indicators import read_plain
from mandorla.base.prepared import prepared
from mandorla.licenses.models import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set
    from datetime import datetime

    from mandorla.advice.catalog import Rule
    from mandorla.advice.guides import Guide
    from mandorla.communities.models import Community
    from mandorla.core.conditions import Finding
    from mandorla.people.models import Person

OVER_SHOWN = 10
LESS_OF_OTHERS = 1.5  # what is grave for others comes after what is medium and the reader's own


@dataclass(frozen=True)
class Evidence:
    """One thing that is known, as a sentence, and where one sees what it was counted from."""

    sentence: str
    address: str


@dataclass(frozen=True)
class Advised:
    """A warning with all that helps to act on it.

    Attributes:
        warning: The row.
        rule: Its rule.
        severity: How grave it is, in words.
        look: The class of that word.
        evidence: What is known now of what brought it about; else what was known when it fired.
        whom: Who can do something about it.
        is_mine: Whether the reader is one of them.
        address: Where it is done.
        guide: What says more.
    """

    warning: Warning
    rule: Rule
    severity: str
    look: str
    evidence: tuple[Evidence, ...]
    whom: str
    is_mine: bool
    address: str
    guide: Guide

    @property
    def urgency(self) -> float:
        """How grave it is for the reader: what only others can do something about is less so."""
        return self.rule.weight if self.is_mine else self.rule.weight - LESS_OF_OTHERS

    @property
    def order(self) -> tuple[float, datetime, str]:
        """What is grave and the reader can do comes first, then what has stood long."""
        return -self.urgency, self.warning.fired_at, self.rule.number


@dataclass(frozen=True)
class Unasked:
    """A rule that says nothing because something is not known."""

    rule: Rule
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Advice:
    """All advice of a community for one reader.

    Attributes:
        standing: What waits for somebody.
        snoozed: What was put off.
        resting: What was done, and is not seen in the figures yet.
        set_aside: What does not apply here.
        over: What ended last.
        unasked: What cannot be said.
        rules: How many rules are asked of it.
        read_at: When it was last looked at; None when it never was.
    """

    standing: tuple[Advised, ...]
    snoozed: tuple[Advised, ...]
    resting: tuple[Advised, ...]
    set_aside: tuple[Advised, ...]
    over: tuple[Advised, ...]
    unasked: tuple[Unasked, ...]
    rules: int
    read_at: datetime | None


def read_standing(community: Community, *, person: Person, roles: Set[str]) -> tuple[Advised, ...]:
    """What stands now, in the order in which the reader should see to it.

    Args:
        community: The community.
        person: Who looks.
        roles: Their roles here.
    """
    rows = _standing(community.pk)
    if not rows:
        return ()
    now = next((read_plain(kept) for kept, _at in _looked_at(community.pk)), {})
    return _advised(rows, community, now, hats(person, roles))


def read_advice(community: Community, *, person: Person, roles: Set[str]) -> Advice:
    """Everything the rules say of a community, and what people answered.

    Args:
        community: The community.
        person: Who looks.
        roles: Their roles here.
    """
    kept, read_at = next(iter(_looked_at(community.pk)), ({}, None))
    now, worn = read_plain(kept), hats(person, roles)
    rows = Warning.objects.filter(community=community).select_related("said_by")
    known = list(rows.open())
    ended = rows.exclude(ended_at=None).order_by("-ended_at", "-pk")[:OVER_SHOWN]

    def told(state: str) -> tuple[Advised, ...]:
        return _advised([row for row in known if row.state == state], community, now, worn)

    asked = _asked(community)
    return Advice(
        standing=told("standing"),
        snoozed=told("snoozed"),
        resting=told("done"),
        set_aside=told("not_applying"),
        over=_advised(ended, community, {}, worn, in_order=False),
        unasked=_unasked(asked, now),
        rules=len(asked),
        read_at=read_at,
    )


def advised_all(rows: Iterable[Warning], community: Community) -> tuple[Advised, ...]:
    """Warnings of one community with all that helps to act on them, in the order given."""
    now = next((read_plain(kept) for kept, _at in _looked_at(community.pk)), {})
    return _advised(rows, community, now, set(), in_order=False)


def _advised(
    rows: Iterable[Warning],
    community: Community,
    now: Mapping[str, Finding],
    worn: Set[str],
    *,
    in_order: bool = True,
) -> tuple[Advised, ...]:
    known = shipped_rules()
    found = [_one(row, known[row.rule], community, now, worn) for row in rows if row.rule in known]
    return tuple(sorted(found, key=lambda one: one.order) if in_order else found)


def _one(
    row: Warning, rule: Rule, community: Community, now: Mapping[str, Finding], worn: Set[str]
) -> Advised:
    row.community = community
    return Advised(
        warning=row,
        rule=rule,
        severity=str(SEVERITIES[rule.severity]),
        look=LOOKS[rule.severity],
        evidence=evidence_of(row.findings, rule=rule, now=now, slug=community.slug),
        whom=for_whom(rule),
        is_mine=bool(worn & set(rule.audience)),
        address=reverse(rule.page, args=[community.slug]),
        guide=guides()[rule.guide],
    )


def evidence_of(
    seen: Mapping[str, Mapping[str, Any]],
    *,
    rule: Rule,
    now: Mapping[str, Finding],
    slug: str,
) -> tuple[Evidence, ...]:
    """What a warning rests on, in sentences; of an indicator that is gone nothing is said.

    Args:
        seen: The findings as seen when it fired.
        rule: Its rule, in whose order they are said.
        now: What is known now.
        slug: The community.
    """
    known, fired = known_indicators(), read_plain(seen)
    names = dict.fromkeys(one.indicator for way in rule.ways for one in way)
    return tuple(
        Evidence(known[name].say(now.get(name, fired[name])), known[name].address(slug))
        for name in names
        if name in known and name in fired
    )


def _asked(community: Community) -> dict[str, Any]:
    """The ways of the rules that are asked of a community, by number."""
    known, ways = shipped_rules(), Tuning.ways_in_use()
    return {
        number: ways[number]
        for number, rule in known.items()
        if number in ways and community.archetype not in rule.not_for
    }


def _unasked(asked: Mapping[str, Any], now: Mapping[str, Finding]) -> tuple[Unasked, ...]:
    known, found = known_indicators(), []
    for number, ways in asked.items():
        if judge_rule(ways, now).holds is not None:
            continue
        rule = shipped_rules()[number]
        reasons = [
            str(known[name].unknown)
            for name in sorted(rule.indicators)
            if name in known and (name not in now or now[name].value is None)
        ]
        found.append(Unasked(rule, tuple(dict.fromkeys(reasons))))
    return tuple(found)


@prepared
def _standing(community: int) -> QuerySet[Warning]:
    return Warning.objects.standing().filter(community=community)


@prepared
def _looked_at(community: int) -> QuerySet[Standing, tuple[dict[str, Any], datetime]]:
    return Standing.objects.filter(community=community).values_list("findings", "read_at")
