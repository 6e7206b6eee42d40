"""What a community has that needs an heir or an end when it closes, kind by kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandorla.gatherings.models import CalendarFeed, Commitment, Series
from mandorla.licenses.models.ending_parts import THINGS
from mandorla.work.models import Ask, Insight, Issue, Lesson, Problem, Question
from mandorla.work.models.rollout import OPEN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db.models import QuerySet

    from mandorla.licenses.models.ending import Ending

SHOWN: Final = 25  # of one kind on a page; all of them at once by one click
WAITING: Final = ("proposed", "trying", "escalated")  # solutions nobody has decided on
KEPT_INSIDE: Final = frozenset({"ask", "insight"})  # what they say is not for those who end it
ONLY_COUNTED: Final = frozenset({"calendar"})
NEVER_MOVED: Final = frozenset({"insight"})  # said in confidence among those in one community


@dataclass(frozen=True)
class Thing:
    """One thing that needs an heir or an end.

    Attributes:
        pk: Its number.
        text: What it says; empty when that is not for those who end the community.
        detail: What else one has to know.
        address: Where it is.
    """

    pk: int
    text: str
    detail: str
    address: str


@dataclass(frozen=True)
class Owned:
    """Everything of one kind that is left.

    Attributes:
        kind: One of `models.ending_parts.THINGS`.
        number: How many there are.
        things: The first of them; none where they are only counted.
    """

    kind: str
    number: int
    things: tuple[Thing, ...]

    @property
    def label(self) -> str:
        """What they are called."""
        return str(THINGS[self.kind])

    @property
    def may_move(self) -> bool:
        """Whether another community can take them over."""
        return self.kind not in NEVER_MOVED

    @property
    def asks_for_person(self) -> bool:
        """Whether somebody of the heir has to be named who was not in charge before."""
        return self.kind in {"lesson", "problem", "commitment"}

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.number - len(self.things) if self.things else 0


def rows_left(ending: Ending, kind: str) -> QuerySet[Any]:
    """The things of one kind that still need an heir or an end."""
    return _ROWS[kind](ending)


def count_left(ending: Ending) -> dict[str, int]:
    """How many things of each kind are left; kinds of which nothing is left are left out."""
    counted = {kind: rows_left(ending, kind).count() for kind in THINGS}
    return {kind: number for kind, number in counted.items() if number}


def read_owned(ending: Ending) -> list[Owned]:
    """What is left, in the order of `THINGS`."""
    found = []
    for kind, number in count_left(ending).items():
        things: tuple[Thing, ...] = ()
        if kind not in ONLY_COUNTED:
            rows = rows_left(ending, kind)[:SHOWN]
            things = tuple(_thing(kind, row, ending) for row in rows)
        found.append(Owned(kind, number, things))
    return found


def _thing(kind: str, row: Any, ending: Ending) -> Thing:
    row.community = ending.community
    if kind in KEPT_INSIDE:
        return Thing(row.pk, "", _since(kind, row), "")
    address = "" if kind == "series" else row.get_absolute_url()
    return Thing(row.pk, str(row), _DETAILS[kind](row), address)


def _since(kind: str, row: Any) -> str:
    at = row.asked_at if kind == "ask" else row.brought_at
    return _("waits since {day}").format(day=date_format(at, "j F Y"))


def _seen_to(row: Any) -> str:
    return _("{name} sees to it").format(name=row.owner.name) if row.owner else _("nobody's")


def _of_problem(row: Problem) -> str:
    solutions = [one.proposal for one in row.solutions.all()]
    return _("Solutions: {names}").format(names="; ".join(solutions)) if solutions else ""


def _of_commitment(row: Commitment) -> str:
    day = date_format(row.due_on, "j F Y")
    return _("{name}, by {day}").format(name=row.owner.name, day=day)


_DETAILS: Final[Mapping[str, Callable[[Any], str]]] = {
    "lesson": _seen_to,
    "problem": _of_problem,
    "issue": lambda row: "",
    "series": lambda row: row.words,
    "commitment": _of_commitment,
    "question": lambda row: row.asked_by.name if row.asked_by else "",
}


def _problems(ending: Ending) -> QuerySet[Problem]:
    """Those that are open, or about which something is not decided or not everywhere yet."""
    waiting = Q(solutions__state__in=WAITING)
    rolled_out = Q(solutions__state="accepted", solutions__rollout__state__in=OPEN)
    unfinished = Problem.objects.filter(waiting | rolled_out).values("pk")
    rows = Problem.objects.filter(community=ending.community_id)
    rows = rows.filter(Q(state="open") | Q(pk__in=unfinished))
    return rows.prefetch_related("solutions").order_by("gathered_at", "pk")


def _series(ending: Ending) -> QuerySet[Series]:
    going_on = Q(ends_on=None) | Q(ends_on__gt=ending.last_on)
    rows = Series.objects.filter(going_on, community=ending.community_id)
    return rows.select_related("community").order_by("name", "pk")


def _calendars(ending: Ending) -> QuerySet[CalendarFeed]:
    """Addresses, unless it was said already what becomes of them."""
    rows = CalendarFeed.objects.filter(community=ending.community_id)
    is_said = ending.handovers.filter(thing="calendar").exists()
    return rows.none() if is_said else rows.order_by("pk")


def _of(model: Any, order: str, *related: str, **facts: Any) -> Callable[[Ending], QuerySet[Any]]:
    def rows(ending: Ending) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.filter(community=ending.community_id, **facts)
        return found.select_related(*related).order_by(order, "pk")

    return rows


_ROWS: Final[Mapping[str, Callable[[Ending], QuerySet[Any]]]] = {
    "lesson": _of(Lesson, "kept_at", "owner", state="current"),
    "problem": _problems,
    "issue": _of(Issue, "-votes", "community", state="open"),
    "series": _series,
    "commitment": _of(Commitment, "due_on", "owner", state="open"),
    "question": _of(Question, "asked_at", "asked_by", state="open"),
    "ask": _of(Ask, "asked_at", "community", state="open"),
    "insight": _of(Insight, "brought_at", "community", state__in=["waiting", "heard"]),
    "calendar": _calendars,
}
