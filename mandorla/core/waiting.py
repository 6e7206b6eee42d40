"""What lies under a gathering and waits to be talked about, how pressing it is, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datetime import date

# What a part may take from the backlog, in the word of an archetype, and the kind of thing it is.
TAKES: Final = {
    "commitments": "commitment",
    "rollout": "rollout",
    "solutions": "solution",
    "problems": "problem",
    "issues": "issue",
    "insights": "insight",
    "questions": "question",
    "asks": "ask",
    "lessons": "lesson",
}
KINDS: Final = (*TAKES.values(), "item")  # an item is what was put on an agenda by hand
WANTS: Final = {
    "commitment": 2,
    "rollout": 3,
    "solution": 5,
    "problem": 10,
    "issue": 6,
    "insight": 4,
    "question": 5,
    "ask": 3,
    "lesson": 3,
    "item": 5,
}  # minutes
SOON_DAYS: Final = 7
OFFERED_AFTER: Final = 3  # gatherings
OWED: Final = frozenset({"question", "insight"})  # who asked or brought it was told: next time
OFFERED: Final = frozenset({"issue", "problem", "item"})  # the others are promised to somebody


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that waits to be talked about.

    Attributes:
        kind: One of `KINDS`.
        id: Which one of its kind.
        title: What it is, in a line.
        since_on: Since when it waits.
        votes: How many said that it matters to them.
        units: How many units it touches.
        from_unit: The unit it was brought from.
        due_on: By when it is promised.
        state: The state it is in, where that says why it is talked about.
        missed: How many gatherings have passed since somebody touched it.
        left_on: The day of the gathering that had it on its agenda and did not reach it.
        parked_on: The day of the gathering in which it was parked.
        part: The part it lay in then.
        minutes: The minutes it had then.
        carried_from: The number of the item it was then.
    """

    kind: str
    id: int
    title: str
    since_on: date
    votes: int = 0
    units: int = 0
    from_unit: str = ""
    due_on: date | None = None
    state: str = ""
    missed: int = 0
    left_on: date | None = None
    parked_on: date | None = None
    part: str = ""
    minutes: int = 0
    carried_from: int | None = None

    @property
    def wants(self) -> int:
        """The minutes it would take."""
        return self.minutes or WANTS[self.kind]


def why_of(entry: Entry, *, on: date) -> dict[str, Any]:
    """Why an entry is talked about: the code of the strongest reason, and its values.

    Args:
        entry: The entry.
        on: The day of the gathering.

    Returns:
        "code" is overdue, left, asked, again, due, parked, brought, unanswered, waits, votes, open,
        touches, unsolved or new; beside it stand the values of its sentence, and the votes and
        units whatever the reason.

    Source:
        The order in which people ask: was it promised, was it put off, whom does it concern.

    Example:
        >>> from datetime import date
        >>> came = Entry("issue", 7, "Old price lists", date(2026, 2, 27), votes=4, units=3)
        >>> why_of(came, on=date(2026, 3, 2))
        {'code': 'votes', 'votes': 4, 'units': 3}
    """
    values = {name: count for name in ("votes", "units") if (count := getattr(entry, name))}
    days = (on - entry.since_on).days
    due = (entry.due_on - on).days if entry.due_on else None
    if due is not None and due < 0 and entry.kind != "question":
        return {"code": "overdue", "due_on": str(entry.due_on), "days": -due, **values}
    if entry.left_on:
        return {"code": "left", "on": str(entry.left_on), **values}
    if entry.kind == "question":
        wanted = {"wanted_on": str(entry.due_on)} if due is not None and due >= 0 else {}
        return {"code": "asked", "days": max(0, days), **wanted}
    if entry.kind == "lesson":
        return {"code": "again", "on": str(entry.since_on)}
    if due is not None and due <= SOON_DAYS:
        return {"code": "due", "due_on": str(entry.due_on), **values}
    if entry.parked_on:
        return {"code": "parked", "on": str(entry.parked_on), **values}
    if entry.kind == "insight":
        unit = {"unit": entry.from_unit} if entry.from_unit else {}
        return {"code": "brought", "days": max(0, days), **unit, **values}
    if entry.kind == "ask":
        return {"code": "unanswered", "days": max(0, days)}
    if entry.kind == "solution":
        return {"code": "waits", "state": entry.state, "days": max(0, days), **values}
    if entry.votes:
        return {"code": "votes", **values}
    if entry.missed > 1:
        return {"code": "open", "gatherings": entry.missed, **values}
    if entry.units > 1:
        return {"code": "touches", **values}
    code = "unsolved" if entry.kind == "problem" else "new"
    return {"code": code, "days": max(0, days), **values}


def rank(entry: Entry, on: date) -> tuple[Any, ...]:
    """The order in which entries get room: put off, promised, the rest, parked.

    Args:
        entry: The entry.
        on: The day of the gathering.

    Returns:
        What to sort by; no two entries have the same.

    Source:
        Ours: what was not reached, what is due, what management asked and what was brought from
        units come before votes, and votes before age.

    Example:
        >>> from datetime import date
        >>> day = date(2026, 3, 2)
        >>> few, many = (Entry("issue", n, "", day, votes=n) for n in (1, 5))
        >>> rank(many, day) < rank(few, day)
        True
    """
    is_due = entry.due_on is not None and (entry.due_on - on).days <= SOON_DAYS
    is_owed = is_due or entry.kind in OWED
    due = entry.due_on if entry.due_on and is_due else on + timedelta(days=SOON_DAYS + 1)
    bucket = 0 if entry.left_on else 1 if is_owed else 3 if entry.parked_on else 2
    return (
        bucket,
        due.toordinal() if is_owed and bucket == 1 else 0,
        -entry.votes,
        -entry.units,
        entry.since_on,
        KINDS.index(entry.kind),
        entry.id,
    )


def thing_of(kind: str, number: int) -> tuple[str, int]:
    """What is talked about, in whichever way it waits.

    Args:
        kind: One of `KINDS`.
        number: Which one of its kind.

    Returns:
        The same for a solution that is tried and for the units that have to take it up.

    Source:
        People talk about one thing once.

    Example:
        >>> thing_of("rollout", 7) == thing_of("solution", 7)
        True
    """
    return ("solution" if kind == "rollout" else kind), number


def is_offered(entry: Entry) -> bool:
    """Whether nobody touched it for so long that it is offered for dropping.

    Args:
        entry: The entry.

    Returns:
        Never for what is promised to somebody: commitments, lines of a rollout, solutions.

    Source:
        Three gatherings, our default.

    Example:
        >>> from datetime import date
        >>> is_offered(Entry("issue", 7, "Old price lists", date(2026, 1, 5), missed=3))
        True
    """
    return entry.kind in OFFERED and entry.missed >= OFFERED_AFTER


def is_overdue(entry: Entry, on: date) -> bool:
    """Whether somebody took it on for a day that has passed.

    Args:
        entry: The entry.
        on: The day of the gathering.

    Returns:
        True for such commitments only.

    Source:
        A commitment is due until the end of its day.

    Example:
        >>> from datetime import date
        >>> due = Entry("commitment", 7, "Ask Finance", date(2026, 1, 5), due_on=date(2026, 2, 27))
        >>> is_overdue(due, date(2026, 3, 2))
        True
    """
    return entry.kind == "commitment" and entry.due_on is not None and entry.due_on < on
