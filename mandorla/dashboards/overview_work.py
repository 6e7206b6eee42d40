"""What a community works on, as its Overview counts it: one query, whatever there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import ngettext_lazy

from mandorla.base.prepared import number_of, prepared
from mandorla.communities.models import Community
from mandorla.gatherings.models import Commitment
from mandorla.work.models import Ask, Insight, Issue, Lesson, Problem, Question, RolloutLine
from mandorla.work.models.question import speaks_for_management
from mandorla.work.rules import takes_part

if TYPE_CHECKING:
    from datetime import date

    from mandorla.communities.header import Header
    from mandorla.people.models import Person

SENTENCES: Final[dict[str, Any]] = {
    "issues": ngettext_lazy("{n} issue waits", "{n} issues wait", "n"),
    "problems": ngettext_lazy("{n} problem is open", "{n} problems are open", "n"),
    "rollout": ngettext_lazy(
        "{n} unit has a solution to take up", "{n} units have a solution to take up", "n"
    ),
    "commitments": ngettext_lazy("{n} commitment is open", "{n} commitments are open", "n"),
    "questions": ngettext_lazy(
        "{n} question of management waits for an answer",
        "{n} questions of management wait for an answer",
        "n",
    ),
    "insights": ngettext_lazy(
        "{n} insight waits for an answer", "{n} insights wait for an answer", "n"
    ),
    "asks": ngettext_lazy("{n} ask has no answer yet", "{n} asks have no answer yet", "n"),
    "lessons": ngettext_lazy(
        "{n} lesson is to be looked at again", "{n} lessons are to be looked at again", "n"
    ),
}
OF_THOSE_IN_IT: Final = frozenset({"commitments", "questions", "insights"})


@dataclass(frozen=True)
class Counted:
    """How much there is of something, and where it is."""

    sentence: str
    address: str


@dataclass(frozen=True)
class Working:
    """What a community works on, for one reader.

    Attributes:
        lines: What there is any of.
        may_ask: Whether the reader can put a question of management to it.
    """

    lines: tuple[Counted, ...]
    may_ask: bool


def read_working(header: Header, *, person: Person, on: date) -> Working:
    """Read what a community works on.

    Args:
        header: The community's header, which has been read already.
        person: Who looks; what only those in it read is not counted for others.
        on: Today.
    """
    community = header.community
    is_in = takes_part(person, header.roles)
    (counts,) = _counts(community.pk, is_in, on)
    lines = (
        Counted(
            sentence=sentence.format(n=counts[f"n_{name}"]),
            address=_page_of(name, community.slug),
        )
        for name, sentence in SENTENCES.items()
        if counts.get(f"n_{name}")
    )
    may_ask = not community.has_closed and speaks_for_management(person)
    return Working(lines=tuple(lines), may_ask=may_ask)


@prepared
def _counts(community: int, is_in: bool, on: date) -> QuerySet[Community, Any]:  # noqa: FBT001
    """How many there are of each kind; what only those in it read is not counted for others."""
    rows = {name: query for name, query in _rows(on).items() if is_in or name not in OF_THOSE_IN_IT}
    found = Community.objects.filter(pk=community)
    return found.values(**{f"n_{name}": _count(*each) for name, each in rows.items()})


def _rows(on: date) -> dict[str, tuple[QuerySet[Any], str, str]]:
    """What is counted: the rows, how they name their community, and of what each is counted once.

    An ask of a few people is theirs alone, so only open ones count.
    """
    lines = RolloutLine.objects.filter(state__in=["to_do", "adapting"])
    return {
        "issues": (Issue.objects.waiting(), "community", "pk"),
        "problems": (Problem.objects.filter(state="open"), "community", "pk"),
        "rollout": (lines, "solution__community", "unit"),
        "commitments": (Commitment.objects.open(), "community", "pk"),
        "questions": (Question.objects.filter(state="open"), "community", "pk"),
        "insights": (Insight.objects.unanswered(), "community", "pk"),
        "asks": (Ask.objects.unanswered().filter(is_for_all=True), "community", "pk"),
        "lessons": (Lesson.objects.due(on=on), "community", "pk"),
    }


def _count(rows: QuerySet[Any], community: str, of: str) -> Subquery:
    """How many there are in a community, within the query that reads it."""
    here = rows.filter(**{community: OuterRef("pk")}).order_by()
    counted = here.annotate(counted=number_of(F(of)))
    return Subquery(counted.values("counted"), output_field=IntegerField())


def _page_of(name: str, slug: str) -> str:
    if name == "commitments":
        return reverse("gatherings:commitments", args=[slug])
    shown = "?show=due" if name == "lessons" else ""
    return reverse(f"work:{name}", args=[slug]) + shown
