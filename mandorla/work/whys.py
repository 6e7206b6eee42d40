"""Why something is on an agenda, as a sentence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, ngettext_lazy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.utils.functional import _StrPromise

WEEK_DAYS = 7


def why_sentence(why: Mapping[str, Any], *, on: date) -> str:
    """Why an item is there: "7 votes, touches 3 units"; empty for a part, or placed by hand.

    Args:
        why: The code and values that an item keeps.
        on: The day of the gathering.
    """
    say = SENTENCES.get(why.get("code", ""))
    if say is None:
        return ""
    also = "" if why["code"] in OWN_COUNTS else _counts(why)
    return "; ".join(filter(None, [say(why, on), also]))


def day_words(day: date, *, on: date) -> str:
    """A day as people say it: "Friday" when it is near, "27 February" otherwise."""
    if 0 <= (day - on).days < WEEK_DAYS:
        return dateformat.format(day, "l")
    return dateformat.format(day, _("j F") if day.year == on.year else _("j F Y"))


def _counts(why: Mapping[str, Any]) -> str:
    """The votes and the units that something touches."""
    votes, units = why.get("votes", 0), why.get("units", 0)
    said = []
    if votes:
        said.append(ngettext("{n} vote", "{n} votes", votes).format(n=votes))
    if units > 1 or (units and not votes):
        said.append(ngettext("touches {n} unit", "touches {n} units", units).format(n=units))
    return ", ".join(said)


def _due(why: Mapping[str, Any], on: date) -> str:
    day = day_words(date.fromisoformat(why["due_on"]), on=on)
    units = why.get("units", 0)
    if units > 1:
        return _("due {day} in {n} units").format(day=day, n=units)
    return _("due {day}").format(day=day)


def _overdue(why: Mapping[str, Any], on: date) -> str:
    day = day_words(date.fromisoformat(why["due_on"]), on=on)
    units = why.get("units", 0)
    if units > 1:
        return _("overdue since {day} in {n} units").format(day=day, n=units)
    return _("overdue since {day}").format(day=day)


def _waits(why: Mapping[str, Any], _on: date) -> str:
    days = why["days"]
    if why["state"] == "trying":
        words = ngettext("being tried for {n} day", "being tried for {n} days", days)
    elif why["state"] == "escalated":
        words = ngettext("escalated {n} day ago", "escalated {n} days ago", days)
    else:
        words = ngettext("proposed {n} day ago", "proposed {n} days ago", days)
    return words.format(n=days)


def _brought(why: Mapping[str, Any], _on: date) -> str:
    days, unit = why["days"], why.get("unit")
    if unit and not days:
        return _("brought from {unit} today").format(unit=unit)
    if unit:
        words = ngettext(
            "brought from {unit} {n} day ago", "brought from {unit} {n} days ago", days
        )
        return words.format(unit=unit, n=days)
    if not days:
        return _("brought today")
    return ngettext("brought {n} day ago", "brought {n} days ago", days).format(n=days)


def _asked(why: Mapping[str, Any], on: date) -> str:
    days = why["days"]
    words = ngettext("asked by management {n} day ago", "asked by management {n} days ago", days)
    said = [words.format(n=days) if days else _("asked by management today")]
    if wanted_on := why.get("wanted_on"):
        day = day_words(date.fromisoformat(wanted_on), on=on)
        said.append(_("an answer helps until {day}").format(day=day))
    return "; ".join(said)


def _ago(words: Any, today: _StrPromise) -> Callable[[Mapping[str, Any], date], str]:
    def say(why: Mapping[str, Any], _on: date) -> str:
        return str(words.format(n=why["days"]) if why["days"] else today)

    return say


def _then(words: _StrPromise) -> Callable[[Mapping[str, Any], date], str]:
    def say(why: Mapping[str, Any], on: date) -> str:
        return words.format(day=day_words(date.fromisoformat(why["on"]), on=on))

    return say


def _open(why: Mapping[str, Any], _on: date) -> str:
    count = why["gatherings"]
    words = ngettext(
        "nobody touched it in the last gathering",
        "nobody touched it in the last {n} gatherings",
        count,
    )
    return words.format(n=count)


SENTENCES: dict[str, Callable[[Mapping[str, Any], date], str]] = {
    "overdue": _overdue,
    "due": _due,
    "left": _then(lazy("not reached on {day}")),
    "parked": _then(lazy("parked on {day}")),
    "next_time": _then(lazy("put off from {day}")),
    "waits": _waits,
    "brought": _brought,
    "asked": _asked,
    "again": _then(lazy("to be looked at again since {day}")),
    "unanswered": _ago(
        ngettext_lazy("no answer for {n} day", "no answer for {n} days", "n"), lazy("asked today")
    ),
    "votes": lambda why, _on: _counts(why),
    "touches": lambda why, _on: _counts(why),
    "open": _open,
    "unsolved": _ago(
        ngettext_lazy("without a solution for {n} day", "without a solution for {n} days", "n"),
        lazy("without a solution"),
    ),
    "new": _ago(
        ngettext_lazy("came up {n} day ago", "came up {n} days ago", "n"), lazy("came up today")
    ),
}
OWN_COUNTS = frozenset({"votes", "touches", "overdue", "due"})
