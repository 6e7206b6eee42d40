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
from mandorla.core.disclosure import FEWEST
from mandorla.core.folding import fold_units
from mandorla.people.roster.headings import PRIVATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.conversations.sources.reader import Reader

UNRELATED = {"double", "unmapped", "expired"}  # reasons that say nothing about what is private
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
        shown: What a reader sees.
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

    Small units are counted together; the smallest other one goes with them where they are still
    too few, so that nobody takes what is shown from the whole.
    """
    folded = fold_units([*EXAMPLE.values()])
    told: dict[int, int] = defaultdict(int)
    for place, count in zip(folded, EXAMPLE.values(), strict=True):
        told[place] += count
    rows = []
    for (unit, count), place in zip(EXAMPLE.items(), folded, strict=True):
        if place < len(EXAMPLE):
            rows.append(Suppressed(unit, count, str(count), _("enough people")))
            continue
        few = ngettext("fewer than {n} person", "fewer than {n} people", FEWEST)
        why = few.format(n=FEWEST) if count < FEWEST else _("would give a smaller one away")
        shown = _("in other units: {count}").format(count=told[place])
        rows.append(Suppressed(unit, count, shown, why))
    return rows


def promises() -> list[str]:
    """What holds whatever is imported."""
    return [
        _(
            "No text of a message is kept: not in the database, not in the lake of posts, not in a "
            "log, not in an event."
        ),
        _(
            "No name and no address of an author is kept. Authors are numbers that lead back to "
            "nobody without the salt of this installation."
        ),
        _(
            "Nobody sees activity figures of another person. No page, export or field counts or "
            "ranks people."
        ),
        _(
            "A figure about fewer than {fewest} people is not shown, nor one by which it could be "
            "reckoned out."
        ).format(fewest=FEWEST),
        _(
            "Messages between a few people are never kept. Where they lie in files of their own, "
            "those are not opened."
        ),
    ]


def where_and_how_long() -> list[tuple[str, str]]:
    """What lies where, and until when, as this installation is set."""
    months = settings.CONVERSATION_MONTHS
    place = _("in the data folder of this installation")
    if "://" in settings.CONVERSATION_LAKE:
        place = _("in the store that this installation names")
    until = _("until somebody deletes them: no limit is set")
    if months:
        until = ngettext(
            "for {n} full month before the running one; older ones go by themselves",
            "for {n} full months before the running one; older ones go by themselves",
            months,
        ).format(n=months)
    waits = _(
        "in a folder that only the program can read, until it is imported or removed, {days} days "
        "at the most"
    )
    kept = _(
        "in the database: the name of the file, counts, the channels that were chosen with their "
        "community, who did it and when"
    )
    return [
        (_("Posts"), f"{place}, {until}"),
        (_("The file that was sent"), waits.format(days=KEPT_DAYS)),
        (_("Names that were confirmed"), _("beside that file, and no longer than it")),
        (_("The salt"), _("in the data folder, until all posts are deleted")),
        (_("That there was an import"), kept),
    ]


def how_to_delete() -> list[str]:
    """Who deletes what, and what stays."""
    return [
        _(
            "One import: those who run its communities remove its posts on its page, by the API or "
            "by a command."
        ),
        _("All of them, with the salt: a program manager, on the page of imports or by a command."),
        _("By age: the installation sets a number of months, and older posts go by themselves."),
        _(
            "What stays in each case: counts of imports, events, and figures of a community and a "
            "month that were made before. None of them is about a person."
        ),
    ]


def never_counted() -> list[str]:
    """What is no activity, or private."""
    return [str(words) for reason, words in LEFT_OUT.items() if reason not in UNRELATED]


def page() -> dict[str, Any]:
    """Everything the page says, and the paper that is made of it."""
    return {
        "promises": promises(),
        "columns": [(name, str(meaning)) for name, meaning in COLUMNS.items()],
        "places": where_and_how_long(),
        "figures": all_figures(),
        "example": example(),
        "deletion": how_to_delete(),
        "left_out": never_counted(),
        "readers": what_is_read(),
        "roster": [str(one.kind) for one in PRIVATE],
    }
