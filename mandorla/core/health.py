"""How a community is doing by its conversations: at most five lights, each with its reason.

A month is held against the community's own past, and against a bound where the field knows one.
What rests on too little data says so. Nothing here is about a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

from mandorla.core.disclosure import FEWEST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

YEAR: Final = 12  # months of the past that a month is held against
FEWEST_MONTHS: Final = 4  # of them, to speak of a past
RECENT: Final = 3  # months that are taken together where a single one has few cases
FEWEST_THREADS: Final = 10
THREADED: Final = 0.1  # of threads answered in a year; with fewer, people do not use threads
CHANGED: Final = 0.2  # a change that counts, as a share of what is usual
FELL: Final = 0.3  # a fall that is told loudly (W18)
SPREAD: Final = 1.4826  # of a median deviation, to be like a standard deviation

UNANSWERED: Final = 0.5  # half of the threads
MANY_UNANSWERED: Final = 0.25
SLOW_HOURS: Final = 24.0  # W16, Garfield
REPLIED: Final = 0.61  # Joyce and Kraut, 2006: newcomers who got a reply
STAYED: Final = 0.4  # W18
LEADERS: Final = 0.6  # W10
SURE: Final = 0.05  # of chance, for an E-I index below its expected value (W19)

# By name; "leaders_carry" is 1 of a month in which leaders wrote more than `LEADERS`, otherwise 0.
Month = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure behind a light.

    Attributes:
        name: Of the figure.
        value: What it is; None when it is not known.
        usual: What it usually was, in the middle of a year; None when that is not known.
        bound: What it is held against; None when it is only held against the past.
    """

    name: str
    value: float | None
    usual: float | None = None
    bound: float | None = None


@dataclass(frozen=True, slots=True)
class Light:
    """One light of the card.

    Attributes:
        about: "participation", "answers", "newcomers", "load" or "units".
        state: "good", "watch", "act" or "unknown".
        reason: Why, as a key of words: "fell", "steady", "slow", "too_few" and so on.
        figures: The figures behind it, those that the reason speaks of first.
    """

    about: str
    state: str
    reason: str
    figures: tuple[Shown, ...] = ()


def judge(months: Sequence[Mapping[str, float | None]]) -> tuple[Light, ...]:
    """Light the lights of a community for its last month.

    Args:
        months: The figures of each month, the earliest first, without gaps; the last one is
            judged. A month in which nobody wrote, or of which nothing is known, is empty.

    Returns:
        Five lights in the same order always; a single one of a month of fewer than five people.

    Source:
        Thresholds: W10 and W16 to W19 of our rules. First answers within a day: Garfield. 61% of
        newcomers answered: Joyce and Kraut, 2006. That a change counts from a fifth on, and beyond
        twice the usual spread of the months, is our own default.

    Example:
        >>> year = [{"people": 20.0 + month % 3, "newcomers": 1.0} for month in range(12)]
        >>> judge([*year, {"people": 11.0}])[0].state, judge([*year, {"people": 19.0}])[0].reason
        ('act', 'steady')
        >>> judge([{"people": 3.0}])[0].reason
        'too_few'
    """
    told = [dict(month) for month in months]
    now = told[-1] if told else {}
    if (now.get("people") or 0) < FEWEST:
        reason = "too_few" if now.get("people") else "nothing"
        return (Light("participation", "unknown", reason),)
    return tuple(light(told) for light in LIGHTS.values())


def usual(months: Sequence[Mapping[str, float | None]], name: str) -> float | None:
    """What a figure was in the middle of the twelve months before the last one.

    Args:
        months: As for `judge`.
        name: Of the figure.

    Returns:
        The median; None when fewer than four of the months know it.

    Source:
        The median, which one strange month does not move.

    Example:
        >>> usual([{"people": 4.0}, {"people": 90.0}, {"people": 6.0}, {"people": 5.0},
        ...        {"people": 1.0}], "people")
        5.5
        >>> usual([{"people": 4.0}, {"people": 90.0}], "people") is None
        True
    """
    known = _past(months, name)
    return median(known) if len(known) >= FEWEST_MONTHS else None


def changed(months: Sequence[Mapping[str, float | None]], name: str) -> float | None:
    """How far a figure is from what it usually was, when that is more than months usually differ.

    Args:
        months: As for `judge`.
        name: Of a figure that is 0 or more.

    Returns:
        As a share of what is usual, below 0 when it fell; 0 when it is within a fifth of it or
        within twice the spread of the months; None when there is no past, or the usual is 0.

    Source:
        The median absolute deviation, as a spread that one strange month does not move.

    Example:
        >>> year = [{"people": float(number)} for number in (20, 22, 21, 19, 20, 21)]
        >>> changed([*year, {"people": 10.0}], "people")
        -0.512195
        >>> changed([*year, {"people": 19.0}], "people")
        0.0
    """
    middle, value = usual(months, name), months[-1].get(name)
    if not middle or value is None:
        return None
    spread = SPREAD * median(abs(one - middle) for one in _past(months, name))
    difference = value - middle
    counts = abs(difference) >= max(CHANGED * middle, 2 * spread)
    return round(difference / middle, 6) if counts else 0.0


def _past(months: Sequence[Mapping[str, float | None]], name: str) -> list[float]:
    before = months[-1 - YEAR : -1]
    return [value for month in before if (value := month.get(name)) is not None]


def _told(count: float | None) -> float | None:
    """A count that is not of one to four people."""
    return None if count is not None and 0 < count < FEWEST else count


def _pooled(months: Sequence[Month], part: str, whole: str) -> tuple[float, float]:
    """A part and a whole, added up over months."""
    added = [(month.get(part) or 0.0, month.get(whole) or 0.0) for month in months]
    return sum(one for one, _of in added), sum(of for _one, of in added)


def _participation(months: Sequence[Month]) -> Light:
    change = changed(months, "people")
    people = Shown("people", months[-1]["people"], usual(months, "people"))
    came = Shown("newcomers", _told(months[-1].get("newcomers")), _told(usual(months, "newcomers")))
    figures = (people, came)
    if change is None:
        return Light("participation", "unknown", "young", figures)
    if change <= -FELL:
        return Light("participation", "act", "fell", figures)
    if change < 0:
        return Light("participation", "watch", "fell", figures)
    if change > 0:
        return Light("participation", "good", "grew", figures)
    off = abs((people.value or 0) - (people.usual or 0)) >= CHANGED * (people.usual or 0)
    return Light("participation", "good", "varies" if off else "steady", figures)


def _answers(months: Sequence[Month]) -> Light:
    answered, threads = _pooled(months[-RECENT:], "answered", "threads")
    ever, of = _pooled(months[-1 - YEAR :], "answered", "threads")
    if threads < FEWEST_THREADS:
        return Light("answers", "unknown", "few_threads", (Shown("threads", _told(threads)),))
    if ever < THREADED * of:
        return Light("answers", "unknown", "no_threads", (Shown("threads", _told(threads)),))
    open_share = 1 - answered / threads
    before, of_before = _pooled(months[-1 - YEAR : -RECENT], "answered", "threads")
    was = 1 - before / of_before if of_before >= FEWEST_THREADS else None
    waited = _middle(months[-RECENT:], "response_median")
    vain = Shown("unanswered_share", open_share, was, MANY_UNANSWERED)
    wait = Shown("response_median", waited, usual(months, "response_median"), SLOW_HOURS)
    if open_share >= UNANSWERED:
        return Light("answers", "act", "unanswered", (vain, wait))
    if open_share >= MANY_UNANSWERED:
        return Light("answers", "watch", "unanswered", (vain, wait))
    if waited is not None and waited > SLOW_HOURS:
        return Light("answers", "watch", "slow", (wait, vain))
    return Light("answers", "good", "answered", (wait, vain))


def _middle(months: Sequence[Month], name: str) -> float | None:
    known = [value for month in months if (value := month.get(name)) is not None]
    return median(known) if known else None


def _newcomers(months: Sequence[Month]) -> Light:
    stayed, came = months[-1].get("retained"), months[-1].get("retained_of") or 0.0
    answered, first = _pooled(months[-RECENT:], "first_answered", "first_posts")
    replied = answered / first if first >= FEWEST else None
    kept = stayed / came if stayed is not None and came >= FEWEST else None
    staying = Shown("retained_share", kept, None, STAYED)
    hearing = Shown("newcomer_reply_share", replied, None, REPLIED)
    if kept is not None and kept < STAYED:
        return Light("newcomers", "act", "leave", (staying, hearing))
    if replied is not None and replied < REPLIED:
        return Light("newcomers", "watch", "ignored", (hearing, staying))
    if all(month.get("first_posts") is None for month in months[-RECENT:]):
        return Light("newcomers", "unknown", "all_new")
    if kept is None and replied is None:
        return Light("newcomers", "unknown", "few_newcomers")
    reason = "stay" if kept is not None else "heard"
    figures = (staying, hearing) if kept is not None else (hearing, staying)
    return Light("newcomers", "good", reason, figures)


def _load(months: Sequence[Month]) -> Light:
    """Two quarters decide; one alone is worth a look."""
    last, before = months[-RECENT:], months[-2 * RECENT : -RECENT]
    share, factor = _middle(last, "leader_share"), _middle(last, "absence_factor")
    carry = _middle(last, "leaders_carry")
    figures = (
        Shown("absence_factor", factor, usual(months, "absence_factor"), 1.0),
        Shown("leader_share", share, usual(months, "leader_share"), LEADERS),
        Shown("gini", _middle(last, "gini"), usual(months, "gini")),
    )
    if carry is None and factor is None:
        return Light("load", "unknown", "few_people", figures)
    heavy = _heavy(last)
    if heavy:
        order = figures if heavy == "few_carry" else (figures[1], figures[0], figures[2])
        return Light("load", "act" if _heavy(before) else "watch", heavy, order)
    return Light("load", "good", "spread", figures)


def _heavy(months: Sequence[Month]) -> str:
    """Why a quarter rests on too few people; empty when it does not."""
    carry, factor = _middle(months, "leaders_carry"), _middle(months, "absence_factor")
    if carry is not None and carry > 0:
        return "leaders_carry"
    return "few_carry" if factor is not None and factor < 2 else ""


def _units(months: Sequence[Month]) -> Light:
    now = months[-1]
    index, expected = now.get("ei_index"), now.get("ei_expected")
    mix = Shown("blau", now.get("blau"), usual(months, "blau"))
    talk = Shown("ei_index", index, usual(months, "ei_index"), expected)
    if (now.get("units") or 0) < 2:
        return Light("units", "unknown", "one_unit" if now.get("units") else "no_units")
    narrowed = (changed(months, "blau") or 0.0) < 0
    chance = now.get("ei_p_value")
    is_below = index is not None and expected is not None and index < expected
    closed = is_below and chance is not None and chance <= SURE
    if narrowed and closed:
        return Light("units", "act", "closed_and_narrowed", (mix, talk))
    if narrowed:
        return Light("units", "watch", "narrowed", (mix, talk))
    if closed:
        return Light("units", "watch", "closed", (talk, mix))
    if index is None:
        return Light("units", "unknown", "few_units" if mix.value is None else "no_ties", (mix,))
    return Light("units", "good", "open", (talk, mix))


LIGHTS: Final[Mapping[str, Callable[[Sequence[Month]], Light]]] = {
    "participation": _participation,
    "answers": _answers,
    "newcomers": _newcomers,
    "load": _load,
    "units": _units,
}
