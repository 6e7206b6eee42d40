"""A community's whole value as a flow: what cropped up, and how much of it went on from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.ledger.models import Measure, Story
from mandorla.value.models import Expectation
from mandorla.work.models import Issue, Problem, Solution

if TYPE_CHECKING:
    from mandorla.communities.models import Community
    from mandorla.ledger.threads import Key
    from mandorla.people.models import Person

LISTED: Final = 20  # loose ends of one kind on a page
WIDE, ROW, THICK, WORDS = 360, 72, 20, 20  # of the picture, in its own units
TOLD_OF: Final = (
    Q(solution__isnull=False)
    | Q(ask__isnull=False)
    | Q(lesson__isnull=False)
    | Q(gathering__isnull=False)
)


@dataclass(frozen=True)
class Step:
    """One step of the flow.

    Attributes:
        kind: One of `threads.ORDER`.
        label: What is counted.
        count: How many there are.
        went_on: How many of them led to the next step; None at the last.
        address: Where they are listed.
    """

    kind: str
    label: str
    count: int
    went_on: int | None
    address: str

    @property
    def went_on_words(self) -> str:
        """How many went on, as a sentence of a table; empty at the last step."""
        if self.went_on is None:
            return ""
        return _("{part} of {of}").format(part=self.went_on, of=self.count)


@dataclass(frozen=True)
class Bar:
    """A step as it is drawn: as wide as it counts, with the part that went on.

    Attributes:
        step: What it shows.
        top: Where its words begin.
        y: Where its bar begins.
        width: Of the whole.
        went_on: Of the part that went on.
        band: The corners of the way to the next one; empty at the last.
    """

    step: Step
    top: int
    y: int
    width: float
    went_on: float
    band: str


@dataclass(frozen=True)
class LooseEnd:
    """A thread that is broken, and what would tie it.

    Attributes:
        key: The kind and the id of what hangs on nothing, or is reached by nothing.
        title: What it says.
        address: Its page.
        what: What would tie it.
    """

    key: Key
    title: str
    address: str
    what: str


@dataclass(frozen=True)
class Flow:
    """The whole value of a community as counts, and where its threads are broken.

    Attributes:
        steps: From what cropped up to what it serves.
        loose: What hangs on nothing, or is reached by nothing.
        more: How many more there are.
    """

    steps: tuple[Step, ...]
    loose: tuple[LooseEnd, ...]
    more: int

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The steps as they are drawn, one below the other, all to one scale."""
        most = max([step.count for step in self.steps] + [1])
        widths = [round(WIDE * step.count / most, 1) for step in self.steps]
        bars = []
        for place, (step, width) in enumerate(zip(self.steps, widths, strict=True)):
            y = place * ROW + WORDS
            on = round(WIDE * (step.went_on or 0) / most, 1)
            below, after = y + THICK, (place + 1) * ROW + WORDS
            band = ""
            if on and place + 1 < len(widths) and widths[place + 1]:
                band = f"0,{below} {on:g},{below} {widths[place + 1]:g},{after} 0,{after}"
            bars.append(Bar(step, place * ROW + 14, y, width, on, band))
        return tuple(bars)

    @property
    def height(self) -> int:
        """Of the picture."""
        return len(self.steps) * ROW - (ROW - WORDS - THICK)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be seen yet."""
        return not any(step.count for step in self.steps)


def read_flow(community: Community, *, reader: Person) -> Flow:
    """The flow of a community, in a number of queries that is fixed.

    Stories are counted that the reader may see.
    """
    loose = read_loose(community, reader=reader)
    return Flow(
        steps=_steps(community, reader),
        loose=loose[:LISTED],
        more=max(0, len(loose) - LISTED),
    )


def read_loose(community: Community, *, reader: Person) -> tuple[LooseEnd, ...]:
    """Every broken thread of a community, and what would tie it, in two queries."""
    return (*_loose_stories(community, reader), *_unreached(community, reader))


def _steps(community: Community, reader: Person) -> tuple[Step, ...]:
    def counted(rows: object, went_on: Q) -> tuple[int, int]:
        found = rows.aggregate(all=Count("pk"), on=Count("pk", filter=went_on))  # type: ignore[attr-defined]
        return found["all"], found["on"]

    stories = Story.objects.visible_to(reader).filter(community=community).told()
    told = Story.objects.visible_to(reader).told()
    solutions = Solution.objects.filter(community=community).annotate(
        told=Exists(told.filter(solution=OuterRef("pk")))
    )
    problems = Problem.objects.filter(community=community).annotate(
        solved=Exists(Solution.objects.filter(problem=OuterRef("pk")))
    )
    serving = stories.annotate(
        serves=Exists(Story.expectations.through._default_manager.filter(story=OuterRef("pk")))
    )
    issues = Issue.objects.filter(community=community)
    rows = (
        ("issue", _("cropped up"), issues, Q(problem__isnull=False), "work:issues"),
        ("problem", _("common problems"), problems, Q(solved=True), "work:problems"),
        ("solution", _("solutions"), solutions, Q(told=True), "work:solutions"),
        ("story", _("stories of what it brought"), serving, Q(serves=True), "ledger:stories"),
    )
    steps = [
        Step(kind, label, *counted(found, on), address=reverse(page, args=[community.slug]))
        for kind, label, found, on, page in rows
    ]
    reached = (
        Expectation.objects.filter(community=community, dropped_at=None)
        .filter(stories__in=stories)
        .distinct()
        .count()
    )
    address = reverse("value:expectations", args=[community.slug])
    return (*steps, Step("expectation", _("expectations they serve"), reached, None, address))


def _loose_stories(community: Community, reader: Person) -> list[LooseEnd]:
    """Stories that serve nothing, or were told of nothing."""
    stories = Story.objects.visible_to(reader).filter(community=community).told()
    serves = Exists(Story.expectations.through._default_manager.filter(story=OuterRef("pk"))) | (
        Exists(Story.objectives.through._default_manager.filter(story=OuterRef("pk")))
    )
    hanging = stories.annotate(serves=serves).filter(Q(serves=False) | ~TOLD_OF)
    found = []
    for story in hanging.order_by("-told_at", "pk").only("title", "number", "community"):
        story.community = community
        serves_something: bool = story.serves  # type: ignore[attr-defined]
        what = (
            _("It is not said what it was told of: a solution, an ask, a lesson or a gathering.")
            if serves_something
            else _("It hangs on no expectation and no objective: say which one it serves.")
        )
        found.append(LooseEnd(("story", story.pk), story.title, story.get_absolute_url(), what))
    return found


def _unreached(community: Community, reader: Person) -> list[LooseEnd]:
    """Expectations that no story and no measure has reached."""
    stories = Story.objects.visible_to(reader).told().filter(expectations=OuterRef("pk"))
    measures = Measure.objects.current().filter(expectation=OuterRef("pk"))
    open_ones = (
        Expectation.objects.filter(community=community)
        .current()
        .annotate(serving=Count("objectives", filter=Q(objectives__retired_at=None)))
        .filter(~Exists(stories), ~Exists(measures))
    )
    found = []
    for one in open_ones:
        what = _("No story and no measure reaches it: tell one, or say what would show it.")
        serving: int = one.serving  # type: ignore[attr-defined]
        if serving:
            what = ngettext(
                "{count} objective waits behind it, and no story and no measure reaches it.",
                "{count} objectives wait behind it, and no story and no measure reaches it.",
                serving,
            ).format(count=serving)
        address = reverse("value:expectation", args=[community.slug, one.pk])
        found.append(LooseEnd(("expectation", one.pk), one.text, address, what))
    return found
