"""The lines of what somebody brought, as they stand on their page and on what leaves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from datetime import date, datetime

    from mandorla.communities.models import Community

    Row = TypeVar("Row", bound=Model)
    Rows = TypeVar("Rows", bound=QuerySet[Any, Any])

MOST: Final = 100  # of one kind; a period shows the others
FIRST: Final = 12  # of one kind before "and so many more"
SECTIONS: Final = {
    "brought": gettext_lazy("Brought"),
    "helped": gettext_lazy("Whom I helped"),
    "learned": gettext_lazy("What I learned"),
    "roles": gettext_lazy("Roles I held"),
    "became": gettext_lazy("What became of it"),
}
TOLD: Final = {  # the same where somebody else reads it
    "brought": gettext_lazy("Brought"),
    "helped": gettext_lazy("Helped"),
    "learned": gettext_lazy("Learned"),
    "roles": gettext_lazy("Roles held"),
    "became": gettext_lazy("What became of it"),
}
BELONGS: Final = {  # what stands there once there is something
    "brought": gettext_lazy("What you surface, propose, tell, facilitate and do stands here."),
    "helped": gettext_lazy("Asks that you answer stand here, without a name unless both say so."),
    "learned": gettext_lazy("Lessons you look after, and what you took into your own work."),
    "roles": gettext_lazy("Roles in communities, with their days."),
    "became": gettext_lazy("What was decided on it, taken up, answered or confirmed."),
}
KINDS: Final = {
    "issue": ("brought", gettext_lazy("Issues surfaced")),
    "insight": ("brought", gettext_lazy("Insights brought")),
    "solution": ("brought", gettext_lazy("Solutions")),
    "practice": ("brought", gettext_lazy("Lessons written down for others")),
    "story": ("brought", gettext_lazy("Stories told")),
    "gathering": ("brought", gettext_lazy("Gatherings facilitated")),
    "commitment": ("brought", gettext_lazy("Actions done")),
    "answer": ("helped", gettext_lazy("Asks answered")),
    "lesson": ("learned", gettext_lazy("Lessons looked after")),
    "used": ("learned", gettext_lazy("Taken into one’s own work")),
    "promise": ("learned", gettext_lazy("Promised, and told later")),
    "role": ("roles", gettext_lazy("Roles")),
    "issue_became": ("became", gettext_lazy("Of issues")),
    "insight_became": ("became", gettext_lazy("Of insights")),
    "solution_became": ("became", gettext_lazy("Of solutions")),
    "story_became": ("became", gettext_lazy("Of stories")),
    "answer_became": ("became", gettext_lazy("Of help")),
    "lesson_became": ("became", gettext_lazy("Of lessons")),
}
SOURCES: Final = {  # what tells of another line does not go along without it
    "used": "story",
    "promise": "story",
    "issue_became": "issue",
    "insight_became": "insight",
    "solution_became": "solution",
    "story_became": "story",
    "answer_became": "answer",
    "lesson_became": "lesson",
}


@dataclass(frozen=True)
class Wanted:
    """Of which community and time somebody looks at what they brought.

    Attributes:
        community: Only what came of this one; None for all.
        since_on: Only what is of this day or later.
        until_on: Only what is of this day or earlier.
    """

    community: Community | None = None
    since_on: date | None = None
    until_on: date | None = None

    def narrow(self, rows: Rows, day: str, *, place: str = "community") -> Rows:
        """The rows of that community and time.

        Args:
            rows: What to narrow.
            day: The column of its moment.
            place: The column of its community.
        """
        asked = Q()
        if self.community is not None:
            asked &= Q(**{place: self.community})
        if self.since_on:
            asked &= Q(**{f"{day}__date__gte": self.since_on})
        if self.until_on:
            asked &= Q(**{f"{day}__date__lte": self.until_on})
        return rows.filter(asked)

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out by it."""
        return self == Wanted()


@dataclass(frozen=True)
class Line:
    """One thing that somebody brought, learned or was.

    Attributes:
        kind: One of `KINDS`.
        pk: The id of what it tells of.
        text: What it says.
        detail: The state it is in, or what else is known.
        on: Its day, or the first one; None when it is not known.
        until_on: The last day of a role that is over.
        place: The community.
        address: Its page.
        thread: What it hangs on, as a page; "" where there is none.
        is_usual: Whether it goes along without saying, as all colleagues read it with the name.
        is_confirmed: Whether somebody else said that it is so.
        waits: Whether it tells of a line that stays, and so has to stay, too.
        goes: Whether it goes into what leaves.
    """

    kind: str
    pk: int
    text: str
    on: date | None
    place: Community
    address: str = ""
    detail: str = ""
    until_on: date | None = None
    thread: str = ""
    is_usual: bool = True
    is_confirmed: bool = False
    waits: bool = False
    goes: bool = True

    @property
    def key(self) -> str:
        """Its name among all lines of the person."""
        return f"{self.kind}-{self.pk}"


@dataclass(frozen=True)
class Group:
    """The lines of one kind.

    Attributes:
        kind: One of `KINDS`.
        label: What they are.
        lines: The newest first.
        more: How many earlier ones there are beside these.
        goes: Whether any of them may go along; else all stay.
    """

    kind: str
    label: str
    lines: tuple[Line, ...]
    more: int = 0
    goes: bool = True

    @property
    def first(self) -> tuple[Line, ...]:
        """Those that show at once."""
        return self.lines[:FIRST]

    @property
    def rest(self) -> tuple[Line, ...]:
        """Those that show when asked for."""
        return self.lines[FIRST:]

    @property
    def count(self) -> int:
        """How many there are in all."""
        return len(self.lines) + self.more


@dataclass(frozen=True)
class Section:
    """The groups under one heading.

    Attributes:
        name: One of `SECTIONS`.
        label: The heading.
        groups: In the order of `KINDS`; without those that hold nothing.
    """

    name: str
    label: str
    groups: tuple[Group, ...]

    @property
    def belongs(self) -> str:
        """What stands here once there is something."""
        return str(BELONGS[self.name])

    @property
    def count(self) -> int:
        """How many lines there are in all."""
        return sum(group.count for group in self.groups)


Found = dict[str, tuple[list[Line], int]]  # by kind: the lines, and how many more there are


def some(rows: QuerySet[Any, Row]) -> tuple[list[Row], int]:
    """The first rows of a query, and how many more there are."""
    found = list(rows[: MOST + 1])
    if len(found) <= MOST:
        return found, 0
    return found[:MOST], rows.count() - MOST


def day(moment: datetime | None) -> date | None:
    """The day of a moment where the organization is."""
    return timezone.localtime(moment).date() if moment else None


def thread(kind: str, pk: int) -> str:
    """The page on which it hangs together with the rest."""
    return reverse("ledger:thread", args=[kind, pk])
