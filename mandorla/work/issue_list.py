"""The issues of a community, narrowed, sorted and fifty at a time.

A page costs the same number of queries whatever it finds, and reads this community only.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from mandorla.base.prepared import prepared
from mandorla.base.web import paged
from mandorla.work.models import Issue, Vote
from mandorla.work.models.issue import STATES
from mandorla.work.narrowing import Found, Narrowing, counts_by, units_among

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mandorla.communities.models import Community
    from mandorla.people.models import Person
    from mandorla.work.models.issue_queries import IssueQuerySet

SORTS: Final = {
    "votes": gettext_lazy("most votes"),
    "newest": gettext_lazy("newest first"),
    "oldest": gettext_lazy("oldest first"),
}
# The number of an issue is random, so ties are told apart by nothing that has a meaning.
ORDERS: Final = {
    "votes": ("-votes", "-surfaced_at", "pk"),
    "newest": ("-surfaced_at", "pk"),
    "oldest": ("surfaced_at", "pk"),
}
FIELDS: Final = (
    "pk",
    "text",
    "votes",
    "state",
    "because",
    "surfaced_at",
    "problem_id",
    "problem__statement",
)


@dataclass(frozen=True)
class Filters(Narrowing):
    """What somebody looks for among the issues of a community.

    Attributes:
        state: One state, or empty for all.
        sort: One of `SORTS`.
    """

    state: str = "open"
    sort: str = "votes"


@dataclass(frozen=True)
class Row:
    """One issue in a list or on a card.

    Attributes:
        units: The names of the units it touches, by name.
        problem: The number of the problem it is a part of.
        has_voted: Whether the reader said that it matters to them too.
    """

    pk: int
    text: str
    votes: int
    state: str
    because: str
    surfaced_at: datetime
    problem: int | None
    statement: str
    units: tuple[str, ...]
    has_voted: bool

    @property
    def state_words(self) -> str:
        """The state as people say it."""
        return str(STATES[self.state])


def read_issues(
    community: Community, *, reader: Person, filters: Filters, number: int
) -> Found[Row]:
    """Read one page of the issues of a community.

    Args:
        community: Of which community.
        reader: Who reads.
        filters: What they look for.
        number: Which page, from 1.
    """
    issues = narrowed(community, reader=reader, filters=filters)
    counts = counts_by("state", issues)
    counts[""] = sum(counts.values())
    kept = issues.filter(state=filters.state) if filters.state else issues
    found = paged(
        kept.order_by(*ORDERS[filters.sort]).values_list(*FIELDS),
        number=number,
        total=counts.get(filters.state, 0),
    )
    return Found(
        page=found.showing(rows_of(found.rows, reader=reader)),
        counts=counts,
        units=units_among(_touched(community)),
    )


def narrowed(community: Community, *, reader: Person, filters: Filters) -> IssueQuerySet:
    """The issues of a community, in any state, that have the words and touch the unit."""
    issues = Issue.objects.visible_to(reader).filter(community=community)
    return filters.of(issues, texts=["text"], units="units")


def rows_of(found: Iterable[tuple[Any, ...]], *, reader: Person) -> tuple[Row, ...]:
    """Rows read as `FIELDS`, with their units and the reader's own votes, in two queries."""
    read = list(found)
    keys = tuple(row[0] for row in read)
    units = defaultdict(list)
    for issue, name in _names_of_units(keys):
        units[issue].append(name)
    voted = set(_voted(reader.pk, keys))
    return tuple(
        Row(
            pk=pk,
            text=text,
            votes=votes,
            state=state,
            because=because,
            surfaced_at=surfaced_at,
            problem=problem,
            statement=statement or "",
            units=tuple(units[pk]),
            has_voted=pk in voted,
        )
        for pk, text, votes, state, because, surfaced_at, problem, statement in read
    )


@prepared
def _names_of_units(issues: tuple[int, ...]) -> QuerySet[Any, tuple[int, str]]:
    rows = Issue.units.through._default_manager.filter(issue__in=issues)
    return rows.order_by("unit__name").values_list("issue", "unit__name")


@prepared
def _voted(person: int, issues: tuple[int, ...]) -> QuerySet[Vote, int]:
    mine = Vote.objects.filter(person=person, issue__in=issues)
    return mine.values_list("issue", flat=True)


def _touched(community: Community) -> Any:
    through = Issue.units.through._default_manager
    return through.filter(issue__community=community)
