"""What a privacy officer has to know, told by the code that does it."""

from __future__ import annotations

from collections import defaultdict
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

    from mandorla.conversations.sources.reader import Reader

# An invented community: how many of each unit wrote something in a month.
EXAMPLE = {"Operations": 12, "Quality": 9, "Service": 6, "Legal": 3}


@dataclass(frozen=True)
class Read:
    """What is read of some kinds of export, and what is not.

    Attributes:
        name: The programs they come from.
        reads: What for, and the fields that are read for it.
        drops: Fields that are never looked at.
    """

    name: str
    reads: Sequence[tuple[str, Sequence[str]]]
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
    """As each reader declares it; kinds of which the same is read stand together."""
    alike: dict[tuple[tuple[str, str], ...], list[Reader]] = defaultdict(list)
    for reader in READERS.values():
        alike[tuple(reader.reads.items())].append(reader)
    return [
        Read(
            name=", ".join(reader.name for reader in readers),
            reads=[
                (str(words), [field for field, purpose in reads if purpose == key])
                for key, words in PURPOSES.items()
                if key in dict(reads).values()
            ],
            drops=list(dict.fromkeys(field for reader in readers for field in reader.drops)),
        )
        for reads, readers in alike.items()
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
