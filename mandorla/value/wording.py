"""A value statement in words: drafted from what both sides share, and said as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

DAYS_OF_A_MONTH: Final = 30
DAYS_OF_A_YEAR: Final = 365


@dataclass(frozen=True)
class Shared:
    """An expectation that both sides share.

    Attributes:
        text: Its wording.
        level: For whom it is: "organization", "group" or "person".
        measure: What would show that it is there; may be empty.
    """

    text: str
    level: str
    measure: str = ""


@dataclass(frozen=True)
class Parts:
    """What a value statement is made of; what is empty is not said.

    Attributes:
        organization_name: For whom the community provides something.
        for_organization: What it provides, and how that is measured.
        for_members: What it provides for its members.
        invested: What both sides put in.
        known_on: When both will know.
        because: Who will then do what differently.
        valid_until: When both look at it again.
    """

    organization_name: str
    for_organization: str = ""
    for_members: str = ""
    invested: str = ""
    known_on: date | None = None
    because: str = ""
    valid_until: date | None = None


@dataclass(frozen=True)
class Clause:
    """One sentence of a value statement.

    Attributes:
        side: Whose it is: "organization", "members" or "shared".
        lead: How it begins, the same in every statement.
        text: What people wrote.
    """

    side: str
    lead: str
    text: str = ""

    @property
    def sentence(self) -> str:
        """The whole sentence."""
        return f"{self.lead} {self.text}.".replace(" .", ".")


def clauses(parts: Parts) -> tuple[Clause, ...]:
    """The sentences of a value statement, in their order; of empty parts there is none."""
    name = parts.organization_name or _("the organization")
    said = [
        Clause(
            "organization",
            _("For {name} the community provides").format(name=name),
            _end(parts.for_organization),
        ),
        Clause("members", _("For its members it provides"), _end(parts.for_members)),
        Clause("shared", _("Both invest"), _end(parts.invested)),
    ]
    return (*(clause for clause in said if clause.text), *_when(parts))


def whole(parts: Parts) -> str:
    """The statement as one text."""
    return " ".join(clause.sentence for clause in clauses(parts))


def _when(parts: Parts) -> Iterable[Clause]:
    because = _end(parts.because)
    if parts.known_on and because:
        yield Clause(
            "shared", _("We will know by {day} because").format(day=_day(parts.known_on)), because
        )
    elif parts.known_on:
        yield Clause("shared", _("We will know by {day}").format(day=_day(parts.known_on)))
    elif because:
        yield Clause("shared", _("We will know because"), because)
    if parts.valid_until:
        yield Clause("shared", _("Valid until {day}").format(day=_day(parts.valid_until)))


def for_sides(shared: Sequence[Shared]) -> dict[str, str]:
    """What a draft says first, by the part's name: what is shared, and what would show it.

    Args:
        shared: What both sides share, the most shared first.
    """
    organization = [item for item in shared if item.level == "organization"]
    members = [item for item in shared if item.level != "organization"]
    return {"for_organization": _provided(organization), "for_members": _provided(members)}


def _provided(items: Sequence[Shared]) -> str:
    if not items:
        return ""
    words = listed([_inside(item.text) for item in items])
    measures = list(dict.fromkeys(_inside(item.measure) for item in items if item.measure))
    if not measures:
        return words
    return _("{words}, measured by {measures}").format(words=words, measures="; ".join(measures))


def listed(words: Sequence[str]) -> str:
    """Several things in a sentence: "one, two and three"."""
    if len(words) < 2:
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def age(then: date, *, on: date) -> str:
    """How long ago a day was, in words that hold for a while: "3 months ago"."""
    days = (on - then).days
    if days < 1:
        return _("today")
    if days < 2 * DAYS_OF_A_MONTH:
        return ngettext("{n} day ago", "{n} days ago", days).format(n=days)
    if days < 2 * DAYS_OF_A_YEAR:
        months = round(days / (DAYS_OF_A_YEAR / 12))
        return ngettext("{n} month ago", "{n} months ago", months).format(n=months)
    years = days // DAYS_OF_A_YEAR
    return ngettext("{n} year ago", "{n} years ago", years).format(n=years)


def _inside(text: str) -> str:
    """A wording as it stands inside of a sentence; what is written in capitals stays so."""
    text = _end(text)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _end(text: str) -> str:
    """On one line and without a full stop, which the sentence has itself."""
    return " ".join(text.split()).rstrip(".;, ")


def _day(day: date) -> str:
    return dateformat.format(day, _("j F Y"))
