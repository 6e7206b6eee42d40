"""The thread of value: walked from any thing, up to an objective and down to a gathering."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.gatherings.models import Gathering
from mandorla.ledger.models import Measure, Story
from mandorla.ledger.threads import ORDER, Key, Walk, walk
from mandorla.strategy.models import Objective
from mandorla.value.models import Expectation
from mandorla.work.models import Ask, Issue, Lesson, Problem, Solution

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from mandorla.people.models import Person

SHOWN: Final = 12  # of one kind on a page
KINDS: Final = {
    "objective": gettext_lazy("What the organization pursues"),
    "expectation": gettext_lazy("What is expected"),
    "measure": gettext_lazy("What shows it"),
    "story": gettext_lazy("What it brought"),
    "lesson": gettext_lazy("What was learned"),
    "ask": gettext_lazy("What was asked"),
    "solution": gettext_lazy("What was done"),
    "problem": gettext_lazy("The common problem"),
    "issue": gettext_lazy("What cropped up"),
    "gathering": gettext_lazy("Where it was said"),
}


@dataclass(frozen=True)
class Knot:
    """One thing on a thread, as people read it.

    Attributes:
        key: Its kind and id.
        title: What it says.
        address: Its page.
        on: Its day, or None.
        detail: The units it touches, or the state it is in.
        units: The units it touches.
        is_start: Whether the walk began there.
        hangs_on: What it hangs on right above, where that could be more than one thing.
    """

    key: Key
    title: str
    address: str
    on: date | None
    detail: str
    units: tuple[str, ...] = ()
    is_start: bool = False
    hangs_on: tuple[str, ...] = ()

    @property
    def walk_address(self) -> str:
        """The thread as it is walked from here."""
        return reverse("ledger:thread", args=self.key)


@dataclass(frozen=True)
class Stretch:
    """The things of one kind on a thread.

    Attributes:
        kind: One of `threads.ORDER`.
        label: What they are.
        knots: The first of them, the oldest first.
        more: How many there are beside these.
    """

    kind: str
    label: str
    knots: tuple[Knot, ...]
    more: int


@dataclass(frozen=True)
class Thread:
    """What hangs above and below one thing.

    Attributes:
        start: Where it was begun.
        stretches: From the strategy down to what was said; kinds with nothing are left out.
        links: Who hangs on whom among the shown, as (above, below).
        missing: The kinds it does not reach that would make it whole.
        is_whole: Whether all of it was followed.
    """

    start: Knot
    stretches: tuple[Stretch, ...]
    links: tuple[tuple[Key, Key], ...]
    missing: tuple[str, ...]
    is_whole: bool


def read_thread(kind: str, pk: int, *, reader: Person, most: int = SHOWN) -> Thread | None:
    """The thread from one thing; None when the reader may not see that thing.

    What the reader may not see is left out, and what hangs on it alone.

    Args:
        kind: One of `threads.ORDER`.
        pk: Its id.
        reader: Who asks.
        most: How many of one kind are shown.
    """
    if not _rows(kind, [pk], reader).exists():
        return None
    found = walk(kind, pk, seen={one: partial(_seen, one, reader) for one in ("story", "ask")})
    stretches = _told(
        tuple(
            stretch
            for one in ORDER
            if one in found.found and (stretch := _stretch(one, found, reader, most)).knots
        ),
        found,
    )
    start = next(knot for part in stretches for knot in part.knots if knot.is_start)
    reached = {part.kind for part in stretches}
    shown = {knot.key for part in stretches for knot in part.knots}
    return Thread(
        start=start,
        stretches=stretches,
        links=tuple(sorted(link for link in found.links if shown.issuperset(link))),
        missing=_missing(reached),
        is_whole=found.is_whole,
    )


def _seen(kind: str, reader: Person, ids: set[int]) -> set[int]:
    return set(_rows(kind, ids, reader).values_list("pk", flat=True))


def _stretch(kind: str, found: Walk, reader: Person, most: int) -> Stretch:
    knots = [_KNOTS[kind](row) for row in _rows(kind, found.found[kind], reader).order_by("pk")]
    knots.sort(key=lambda knot: (knot.key != found.start, knot.on is None, knot.on or _LATEST))
    shown = [replace(knot, is_start=knot.key == found.start) for knot in knots[:most]]
    return Stretch(
        kind=kind, label=str(KINDS[kind]), knots=tuple(shown), more=len(knots) - len(shown)
    )


def _told(stretches: tuple[Stretch, ...], found: Walk) -> tuple[Stretch, ...]:
    """With what each hangs on, where a kind above has more than one thing to choose from."""
    titles = {knot.key: knot.title for part in stretches for knot in part.knots}
    crowded = {part.kind for part in stretches if len(part.knots) > 1}
    above: dict[Key, list[str]] = defaultdict(list)
    for up, down in sorted(found.links):
        if up[0] in crowded and up in titles:
            above[down].append(titles[up])
    return tuple(
        replace(
            part,
            knots=tuple(
                replace(knot, hangs_on=tuple(above.get(knot.key, ()))) for knot in part.knots
            ),
        )
        for part in stretches
    )


def _missing(reached: set[str]) -> tuple[str, ...]:
    said = []
    if "objective" not in reached:
        said.append(_("It reaches no objective: say on an expectation which objective it serves."))
    if not reached & {"story", "measure"}:
        said.append(_("No story and no measure shows what it brought."))
    if not reached & {"issue", "gathering", "ask"}:
        said.append(_("Where it began is not known: tie a story to what it was told of."))
    return tuple(said)


# --- each kind as people read it ---


def _rows(kind: str, ids: Iterable[int], reader: Person) -> QuerySet[Any]:
    rows: QuerySet[Any] = _MODELS[kind].objects.visible_to(reader).filter(pk__in=list(ids))
    if kind == "objective":
        return rows
    if kind in {"issue", "problem"}:
        rows = rows.prefetch_related("units")
    if kind == "issue":
        rows = rows.defer("vector", "vector_by")
    if kind == "gathering":
        rows = rows.select_related("series")
    return rows.select_related("community")


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _objective(row: Objective) -> Knot:
    return Knot(("objective", row.pk), row.name, row.get_absolute_url(), row.starts_on, "")


def _expectation(row: Expectation) -> Knot:
    address = reverse("value:expectation", args=[row.community.slug, row.pk])
    detail = str(row.get_level_display())
    return Knot(("expectation", row.pk), row.text, address, _day(row.added_at), detail)


def _measure(row: Measure) -> Knot:
    address = reverse("ledger:measure", args=[row.community.slug, row.number])
    detail = _("to {target} by {day}").format(
        target=f"{row.target:g}", day=date_format(row.due_on, "j F Y")
    )
    return Knot(("measure", row.pk), row.name, address, _day(row.begun_at), detail)


def _story(row: Story) -> Knot:
    return Knot(("story", row.pk), row.title, row.get_absolute_url(), _day(row.told_at), "")


def _lesson(row: Lesson) -> Knot:
    return Knot(("lesson", row.pk), row.text, row.get_absolute_url(), _day(row.kept_at), "")


def _ask(row: Ask) -> Knot:
    return Knot(("ask", row.pk), str(row), row.get_absolute_url(), _day(row.asked_at), "")


def _solution(row: Solution) -> Knot:
    on = _day(row.decided_at or row.proposed_at)
    return Knot(("solution", row.pk), row.proposal, row.get_absolute_url(), on, row.state_words)


def _problem(row: Problem) -> Knot:
    on, units = _day(row.gathered_at), _units(row)
    address = row.get_absolute_url()
    return Knot(("problem", row.pk), row.statement, address, on, ", ".join(units), units)


def _issue(row: Issue) -> Knot:
    on, units = _day(row.surfaced_at), _units(row)
    return Knot(("issue", row.pk), row.text, row.get_absolute_url(), on, ", ".join(units), units)


def _gathering(row: Gathering) -> Knot:
    return Knot(("gathering", row.pk), row.series.name, row.get_absolute_url(), row.planned_on, "")


def _units(row: Any) -> tuple[str, ...]:
    return tuple(sorted(unit.name for unit in row.units.all()))


_LATEST: Final = date.max
_MODELS: Final[dict[str, Any]] = {
    "objective": Objective,
    "expectation": Expectation,
    "measure": Measure,
    "story": Story,
    "lesson": Lesson,
    "ask": Ask,
    "solution": Solution,
    "problem": Problem,
    "issue": Issue,
    "gathering": Gathering,
}
_KNOTS: Final[dict[str, Callable[[Any], Knot]]] = {
    "objective": _objective,
    "expectation": _expectation,
    "measure": _measure,
    "story": _story,
    "lesson": _lesson,
    "ask": _ask,
    "solution": _solution,
    "problem": _problem,
    "issue": _issue,
    "gathering": _gathering,
}
