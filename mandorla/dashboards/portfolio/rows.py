"""Communities as rows of the portfolio: what a page, a file and a program are told of each.

What rows are narrowed and sorted by is asked of the database for all communities; what they say
is read here, for those that are shown, in a number of queries that is fixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.advice.catalog import shipped_rules
from mandorla.advice.models import Warning
from mandorla.base.prepared import prepared
from mandorla.communities.models import Community, Membership
from mandorla.dashboards.portfolio.filters import STAGES
from mandorla.dashboards.portfolio.standing import LATE
from mandorla.ledger.brought import BESIDE, Brought, read_inside
from mandorla.licenses.models import Decision, License
from mandorla.licenses.models.license import ASKED, GRANTED
from mandorla.value.models import Expectation, Result

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from mandorla.dashboards.portfolio.standing import Terms
    from mandorla.people.models import Person

WIDE = 0.25  # an interval so wide rests on few answers


@dataclass(frozen=True)
class Row:
    """One community.

    Attributes:
        kind: Its archetype in words, or what a register calls it.
        people: How many have a role there, as of the last look at its figures.
        license_kind: "trial", "full", or empty without a license.
        license_state: A word of `standing.WORDS`.
        until_on: The last day of the license.
        next_review_on: When it is reviewed.
        decide_by: The day after which it lapses, when its review is due or over; else None.
        overlap: What both sides share, from 0 to 1; None when that is not known.
        answers: How many members answered a newest round of which nothing may be shown; else None.
        stage: From 1 to 5, or None.
        stage_is_least: Whether it may be higher, once more is known.
        held: How many gatherings took place of those planned lately; None when none is known.
        held_quarter: The same in three months, where too few were planned lately.
        warnings: How many stand now; None while nobody has looked.
        severity: Of the gravest, from 0 to 3.
        gravest: What it says; empty when none stands.
        sponsors: Their names.
        objectives: How many it serves.
        decision: The kind of the last decision on its license, or empty.
        brought: What its ledger came to, as of the last look at it.
    """

    pk: int
    slug: str
    name: str
    kind: str
    status: str
    people: int | None
    license_kind: str
    license_state: str
    until_on: date | None
    next_review_on: date | None
    decide_by: date | None
    overlap: float | None
    overlap_low: float | None
    overlap_high: float | None
    answers: int | None
    stage: int | None
    stage_is_least: bool
    held: tuple[int, int] | None
    held_quarter: tuple[int, int] | None
    rhythm_share: float | None
    warnings: int | None
    severity: int
    gravest: str
    sponsors: tuple[str, ...]
    objectives: int
    decision: str
    decided_on: date | None
    brought: Brought

    @property
    def stage_words(self) -> str:
        """The stage by its name; empty while too little is known."""
        if self.stage not in STAGES:
            return ""
        name = str(STAGES[self.stage])
        return _("at least {stage}").format(stage=name) if self.stage_is_least else name

    @property
    def is_wide(self) -> bool:
        """Whether the interval says that few answered."""
        if self.overlap_low is None or self.overlap_high is None:
            return False
        return self.overlap_high - self.overlap_low >= WIDE


def read_rows(
    keys: Sequence[int],
    *,
    terms: Terms,
    archetypes: Mapping[str, str],
    reader: Person | None,
) -> list[Row]:
    """What is told of some communities, in their order.

    Args:
        keys: Their ids.
        terms: The days that count.
        archetypes: What each archetype is called, by its key.
        reader: Who is told; a command of nobody is told everything.
    """
    if not keys:
        return []
    wanted = tuple(keys)
    facts = {found["pk"]: found for found in _facts(wanted)}
    beside = _Beside.of(wanted, facts, reader)
    return [
        _row(facts[pk], beside, terms=terms, archetypes=archetypes) for pk in keys if pk in facts
    ]


@dataclass(frozen=True)
class _Beside:
    """What stands in other tables, by community."""

    ended: Mapping[int, str]
    sponsors: Mapping[int, tuple[str, ...]]
    objectives: Mapping[int, int]
    decisions: Mapping[int, tuple[str, Any]]
    hidden: Mapping[int, int]
    gravest: Mapping[int, str]
    inside: AbstractSet[int]

    @classmethod
    def of(cls, keys: tuple[int, ...], facts: Mapping[int, Any], reader: Person | None) -> _Beside:
        unlicensed = tuple(pk for pk, one in facts.items() if one["granted__state"] is None)
        unmeasured = tuple(pk for pk, one in facts.items() if one["overlap_share"] is None)
        newest = {pk: (kind, at) for pk, kind, at in _decisions(keys)}  # the last one stays
        return cls(
            ended=dict(_ended(unlicensed)) if unlicensed else {},
            sponsors=read_sponsors(keys),
            objectives=dict(_objectives(keys)),
            decisions=newest,
            hidden=dict(_hidden(unmeasured)) if unmeasured else {},
            gravest=_gravest(tuple(pk for pk, one in facts.items() if one["standing__warnings"])),
            inside=read_inside(keys, reader=reader),
        )


def read_sponsors(keys: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
    """The names of those who sponsor each of these communities now: it is theirs to decide."""
    return _together({*_held(keys)})


def _together(names: set[tuple[int, str]]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for pk, name in sorted(names, key=lambda row: row[1].casefold()):
        found[pk] = (*found.get(pk, ()), name)
    return found


def _gravest(keys: tuple[int, ...]) -> dict[int, str]:
    """What the gravest warning of each says; of several the one with the lowest number."""
    rules = shipped_rules()
    rows = [(pk, rules[number]) for pk, number in _warned(keys) if number in rules] if keys else []
    # They come with the lowest number last, and the last of each community stays.
    return {pk: rule.title for pk, rule in sorted(rows, key=lambda row: row[1].weight)}


def _row(
    one: Mapping[str, Any], beside: _Beside, *, terms: Terms, archetypes: Mapping[str, str]
) -> Row:
    pk, review_on, until_on = one["pk"], one["granted__next_review_on"], one["granted__until_on"]
    granted = (one["granted__state"], review_on, until_on) if one["granted__state"] else None
    state = terms.state(
        archetype=one["archetype"],
        granted=granted,
        asked=one["asked__state"],
        ended=beside.ended.get(pk),
    )
    decision, decided_at = beside.decisions.get(pk, ("", None))
    return Row(
        pk=pk,
        slug=one["slug"],
        name=one["name"],
        kind=archetypes.get(one["archetype"], one["kind"]),
        status=one["status"],
        people=one["standing__people"],
        license_kind=one["granted__kind"] or one["asked__kind"] or "",
        license_state=state,
        until_on=until_on,
        next_review_on=review_on,
        decide_by=_decide_by(one, terms) if state in LATE else None,
        overlap=one["overlap_share"],
        overlap_low=one["overlap_low"],
        overlap_high=one["overlap_high"],
        answers=beside.hidden.get(pk),
        stage=one["standing__stage"],
        stage_is_least=one["stage_high"] is not None,
        held=_held_of(one, "part", "of"),
        held_quarter=_held_of(one, "part_quarter", "of_quarter"),
        rhythm_share=one["standing__rhythm_share"],
        warnings=one["standing__warnings"],
        severity=one["standing__severity"] or 0,
        gravest=beside.gravest.get(pk, ""),
        sponsors=beside.sponsors.get(pk, ()),
        objectives=beside.objectives.get(pk, 0),
        decision=decision,
        decided_on=timezone.localtime(decided_at).date() if decided_at else None,
        brought=Brought.beside(one, inside=pk in beside.inside),
    )


def _decide_by(one: Mapping[str, Any], terms: Terms) -> date | None:
    days = (one["granted__next_review_on"], one["granted__until_on"])
    due = min((day for day in days if day), default=None)
    return due + timedelta(days=terms.of(one["archetype"]).grace) if due else None


def _held_of(one: Mapping[str, Any], part: str, of: str) -> tuple[int, int] | None:
    return (one[part], one[of]) if one[part] is not None and one[of] else None


@prepared
def _facts(keys: tuple[int, ...]) -> QuerySet[Community, dict[str, Any]]:
    communities: Any = Community.objects.filter(pk__in=keys).annotate(
        granted=FilteredRelation("licenses", condition=Q(licenses__state__in=GRANTED)),
        asked=FilteredRelation("licenses", condition=Q(licenses__state__in=ASKED)),
        part=F("standing__findings__rhythm_held__part"),
        of=F("standing__findings__rhythm_held__of"),
        part_quarter=F("standing__findings__rhythm_held_quarter__part"),
        of_quarter=F("standing__findings__rhythm_held_quarter__of"),
        stage_high=F("standing__findings__stage__high"),
    )
    facts: QuerySet[Community, dict[str, Any]] = communities.order_by().values(
        *("pk", "slug", "name", "archetype", "kind", "status"),
        *("overlap_share", "overlap_low", "overlap_high"),
        *("standing__people", "standing__stage", "standing__rhythm_share"),
        *("standing__warnings", "standing__severity", "part", "of", "stage_high"),
        *("part_quarter", "of_quarter"),
        *("granted__state", "granted__kind", "granted__until_on", "granted__next_review_on"),
        *("asked__state", "asked__kind", *BESIDE),
    )
    return facts


@prepared
def _warned(keys: tuple[int, ...]) -> QuerySet[Warning, tuple[int, str]]:
    standing = Warning.objects.standing().filter(community__in=keys)
    return standing.order_by("-rule").values_list("community", "rule")


@prepared
def _ended(keys: tuple[int, ...]) -> QuerySet[License, tuple[int, str]]:
    """States of licenses, the newest of each community last."""
    found = License.objects.filter(community__in=keys).order_by("number")
    return found.values_list("community", "state")


@prepared
def _held(keys: tuple[int, ...]) -> QuerySet[Membership, tuple[int, str]]:
    held = Membership.objects.current().filter(community__in=keys, role="sponsor")
    return held.order_by().values_list("community", "person__name")


@prepared
def _objectives(keys: tuple[int, ...]) -> QuerySet[Expectation, tuple[int, int]]:
    serving = Expectation.objects.filter(dropped_at=None, community__in=keys)
    served = Count("objectives", distinct=True, filter=Q(objectives__retired_at=None))
    return serving.order_by().values_list("community").annotate(count=served)


@prepared
def _decisions(keys: tuple[int, ...]) -> QuerySet[Decision, tuple[int, str, Any]]:
    made = Decision.objects.filter(community__in=keys).order_by("at", "pk")
    return made.values_list("community", "kind", "at")


@prepared
def _hidden(keys: tuple[int, ...]) -> QuerySet[Result, tuple[int, int]]:
    """How many answered in rounds of which too few did, the newest of each community last."""
    found = Result.objects.filter(elicitation__community__in=keys, why_hidden="too_few")
    newest = found.order_by("elicitation__number")
    return newest.values_list("elicitation__community", "respondents")
