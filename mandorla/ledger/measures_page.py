"""The measures of a community under what both sides expect, read in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mandorla.base.prepared import prepared
from mandorla.ledger.drawing import Spark, spark_of
from mandorla.ledger.models import Measure
from mandorla.ledger.odds_words import Said, said, value_words
from mandorla.ledger.outlook import Outlook, read_outlook
from mandorla.ledger.rules import sets_measures
from mandorla.value.models import Expectation
from mandorla.value.models.catalogue import CatalogueItem
from mandorla.value.shown import newest_round, shown_rounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from mandorla.communities.header import Header
    from mandorla.communities.models import Community
    from mandorla.people.models import Person

ROLES: Final = ("leading", "outcome")


@dataclass(frozen=True)
class Line:
    """A measure in a list.

    Attributes:
        measure: It.
        outlook: What its readings say.
        said: How it stands.
        spark: Its last readings, drawn; None without one.
        begin: From where.
        now: What it is, in words.
        goal: To where.
    """

    measure: Measure
    outlook: Outlook
    said: Said
    spark: Spark | None
    begin: str
    now: str
    goal: str


@dataclass(frozen=True)
class Expected:
    """An expectation with its measures.

    Attributes:
        expectation: What both sides expect.
        lines: Its measures, the leading ones first.
        missing: The roles that no measure has: "leading", "outcome".
    """

    expectation: Expectation
    lines: tuple[Line, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class MeasuresPage:
    """All measures of a community.

    Attributes:
        shared: What both sides share in the newest round that may be shown, with its measures.
        beside: What is expected beside that, when something measures it or no round told yet.
        bare: What else is expected, and not measured.
        loose: Measures of nothing that is expected now.
        retired: Measures that nobody follows any more.
        is_known: Whether a round has told what is shared.
        complete: How many of the shared ones have a leading and an outcome measure.
        followed: How many measures are followed.
        sets: Whether the reader begins measures.
    """

    shared: tuple[Expected, ...]
    beside: tuple[Expected, ...]
    bare: tuple[Expectation, ...]
    loose: tuple[Line, ...]
    retired: tuple[Measure, ...]
    is_known: bool
    complete: int
    followed: int
    sets: bool


def read_measures_page(header: Header, *, person: Person) -> MeasuresPage:
    """Read the page; the readings were looked at when they were entered."""
    community = header.community
    measures = _measures(community.pk)
    of_each: dict[int | None, list[Line]] = defaultdict(list)
    followed = [measure for measure in measures if measure.retired_at is None]
    for measure in followed:
        of_each[measure.expectation_id].append(line_of(measure))
    expectations = _expectations(community.pk)
    known = shared_ones(community)
    expected = [_expected(one, of_each.pop(one.pk, [])) for one in expectations]
    shared = tuple(one for one in expected if one.expectation.pk in (known or ()))
    others = [one for one in expected if one not in shared]
    return MeasuresPage(
        shared=shared,
        beside=tuple(one for one in others if one.lines or known is None),
        bare=tuple(one.expectation for one in others if not one.lines and known is not None),
        loose=tuple(line for lines in of_each.values() for line in lines),
        retired=tuple(measure for measure in measures if measure.retired_at),
        is_known=known is not None,
        complete=sum(not one.missing for one in shared),
        followed=len(followed),
        sets=sets_measures(person, header.roles) and not community.has_closed,
    )


def line_of(measure: Measure) -> Line:
    """A measure as a list shows it."""
    outlook = read_outlook(measure.outlook)
    last = outlook.last
    return Line(
        measure=measure,
        outlook=outlook,
        said=said(measure, outlook),
        spark=spark_of(outlook, target=measure.target),
        begin=value_words(measure, measure.baseline),
        now=value_words(measure, last[1] if last else None),
        goal=value_words(measure, measure.target),
    )


def shared_ones(community: Community) -> set[int] | None:
    """The expectations that both sides share, by the newest round that may be shown."""
    found = newest_round(shown_rounds(community))
    if found is None or found.figures is None:
        return None
    places = {at for at, item in enumerate(found.figures.items) if item.is_shared}
    rows = _items(found.elicitation.catalogue_id)
    return {pk for position, pk in rows if position in places and pk is not None}


def _expected(expectation: Expectation, lines: Sequence[Line]) -> Expected:
    ordered = sorted(lines, key=lambda line: (line.measure.role != "leading", line.measure.number))
    has = {line.measure.role for line in ordered}
    return Expected(expectation, tuple(ordered), tuple(role for role in ROLES if role not in has))


@prepared
def _measures(community: int) -> QuerySet[Measure]:
    rows = Measure.objects.filter(community=community)
    return rows.select_related("community", "owner").order_by("number")


@prepared
def _expectations(community: int) -> QuerySet[Expectation]:
    return Expectation.objects.filter(community=community).current()


@prepared
def _items(catalogue: int) -> QuerySet[CatalogueItem, tuple[int, int | None]]:
    rows = CatalogueItem.objects.filter(catalogue=catalogue).order_by("position")
    return rows.values_list("position", "expectation_id")
