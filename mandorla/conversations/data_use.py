"""What a privacy officer has to know, told by the code that does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.conversations.figures import all_figures
from mandorla.conversations.kept_export import KEPT_DAYS
from mandorla.conversations.lake import COLUMNS
from mandorla.conversations.sources.readers import READERS
from mandorla.conversations.words import LEFT_OUT, PURPOSES
from mandorla.core.disclosure import FEWEST, groups_that_may_show
from mandorla.people.roster.headings import PRIVATE

if TYPE_CHECKING:
    from collections.abc import Sequence

# An invented community: how many of each unit wrote something in a month.
EXAMPLE = {"Operations": 12, "Quality": 9, "Service": 6, "Legal": 3, "Finance": 2}


@dataclass(frozen=True)
class Read:
    """What is read of one kind of export, and what is not.

    Attributes:
        name: The program it comes from.
        reads: Each field that is read, and what for.
        drops: Fields that are never looked at.
    """

    name: str
    reads: Sequence[tuple[str, str]]
    drops: Sequence[str]


@dataclass(frozen=True)
class Suppressed:
    """A unit of the example and what a page shows of it.

    Attributes:
        unit: Its name.
        people: How many they really are.
        shown: What a reader sees; empty when it is hidden.
        why: The rule.
    """

    unit: str
    people: int
    shown: str
    why: str


def what_is_read() -> list[Read]:
    """Of each kind of export, as its reader declares it."""
    return [
        Read(
            reader.name,
            [(where, str(PURPOSES[purpose])) for where, purpose in reader.reads.items()],
            reader.drops,
        )
        for reader in READERS.values()
    ]


def example() -> list[Suppressed]:
    """The rule of suppression, at work on invented numbers.

    The smallest unit that could be reckoned out of the whole is hidden along with those that are
    too small by themselves.
    """
    people: dict[str, frozenset[int]] = {}
    for unit, count in EXAMPLE.items():
        start = sum(len(some) for some in people.values())
        people[unit] = frozenset(range(start, start + count))
    whole = frozenset().union(*people.values())
    shown = groups_that_may_show(whole, people, [])
    rows = [Suppressed(_("All together"), len(whole), str(len(whole)), _("enough people"))]
    for unit, count in EXAMPLE.items():
        if unit in shown:
            rows.append(Suppressed(unit, count, str(count), _("enough people")))
        elif count < FEWEST:
            why = ngettext("fewer than {n} person", "fewer than {n} people", FEWEST)
            rows.append(Suppressed(unit, count, "", why.format(n=FEWEST)))
        else:
            rows.append(Suppressed(unit, count, "", _("would give a smaller one away")))
    return rows


def page() -> dict[str, Any]:
    """Everything the page says."""
    months = settings.CONVERSATION_MONTHS
    kept = ngettext("{n} full month", "{n} full months", months).format(n=months)
    return {
        "readers": what_is_read(),
        "columns": [(name, meaning) for name, meaning in COLUMNS.items()],
        "left_out": [words for reason, words in LEFT_OUT.items() if reason not in UNRELATED],
        "figures": all_figures(),
        "example": example(),
        "fewest": FEWEST,
        "kept_days": KEPT_DAYS,
        "kept_months": kept if months else "",
        "is_elsewhere": "://" in settings.CONVERSATION_LAKE,
        "roster": [str(one.kind) for one in PRIVATE],
    }


UNRELATED = {"double", "unmapped", "expired"}  # reasons that say nothing about what is private
