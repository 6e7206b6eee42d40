"""What a community brought, in a line each: its range, its stories, the odds of its outcomes.

Lists and pages of other modules read it as it was last worked out, and work nothing out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.amounts import amounts_between, shares_between
from mandorla.base.prepared import prepared
from mandorla.communities.models import Membership
from mandorla.ledger.models import LedgerStanding
from mandorla.ledger.models.standing import COLUMNS, OPEN
from mandorla.ledger.rules import reads_stories_inside
from mandorla.value.brought import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set

    from django.db.models import QuerySet

    from mandorla.communities.models import Community
    from mandorla.people.models import Person

KEPT: Final = (*COLUMNS, *OPEN.values())
BESIDE: Final = tuple(f"ledger_standing__{name}" for name in KEPT)  # for a query of communities


class Odds(NamedTuple):
    """How likely some measures are at their targets on their days.

    Attributes:
        foreseen: How many of them have odds.
        low: Those of the least likely; None without any.
        high: Those of the most likely.
    """

    foreseen: int
    low: float | None
    high: float | None


def odds_together(chances: Iterable[float | None]) -> Odds:
    """From the least to the most likely; odds of several measures are never put into one.

    >>> odds_together([0.8, None, 0.35])
    Odds(foreseen=2, low=0.35, high=0.8)
    """
    known = [one for one in chances if one is not None]
    return Odds(len(known), min(known), max(known)) if known else Odds(0, None, None)


@dataclass(frozen=True, slots=True)
class Brought:
    """What the ledger of a community came to, by the stories that a reader may read.

    Attributes:
        currency: Of the range.
        low: P10 of what is confirmed; None when nothing of it is money, or nobody has looked.
        middle: P50.
        high: P90.
        stories: How many have a confirmed gain; None while nobody has looked.
        outcomes: How many outcome measures are followed; None while nobody has looked.
        foreseen: How many of them have odds.
        odds_low: Of the least likely to be at its target on its day.
        odds_high: Of the most likely.
        is_whole: Whether stories count that are told to people in the community.
    """

    currency: str | None = None
    low: float | None = None
    middle: float | None = None
    high: float | None = None
    stories: int | None = None
    outcomes: int | None = None
    foreseen: int | None = None
    odds_low: float | None = None
    odds_high: float | None = None
    is_whole: bool = True

    @classmethod
    def beside(cls, row: Mapping[str, Any], *, inside: bool) -> Brought:
        """As a row of communities says it that was asked for `BESIDE`.

        Args:
            row: The row.
            inside: Whether the reader reads what is told to people in the community.
        """
        kept = {name: row[place] for name, place in zip(KEPT, BESIDE, strict=True)}
        return cls.of_kept(kept, inside=inside)

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any], *, inside: bool) -> Brought:
        """As it is kept, in the columns `KEPT`; the arguments are those of `beside`."""
        found = {name: kept[name if inside else OPEN.get(name, name)] for name in COLUMNS}
        return cls(is_whole=inside, **found)

    @property
    def worth(self) -> str:
        """The range of what is confirmed: "330 to 460 EUR"; empty without one."""
        if self.low is None or self.high is None:
            return ""
        return amounts_between(self.low, self.high, self.currency or "")

    @property
    def odds(self) -> str:
        """The odds of its outcomes: "35% to 80%"; empty without any."""
        if self.odds_low is None or self.odds_high is None:
            return ""
        return shares_between(self.odds_low, self.odds_high)

    @property
    def stories_words(self) -> str:
        """How many stories are confirmed; empty while nobody has looked."""
        if self.stories is None:
            return ""
        words = ngettext("{n} confirmed story", "{n} confirmed stories", self.stories)
        return words.format(n=self.stories) if self.stories else _("no confirmed story")

    @property
    def outcomes_words(self) -> str:
        """Of how many outcomes the odds are; empty while nobody has looked."""
        if self.outcomes is None:
            return ""
        if not self.outcomes:
            return _("no outcome is measured")
        if self.foreseen == self.outcomes:
            words = ngettext("of {n} outcome", "of {n} outcomes", self.outcomes)
            return words.format(n=self.outcomes)
        if not self.foreseen:
            words = ngettext(
                "{n} outcome, too few readings", "{n} outcomes, too few readings", self.outcomes
            )
            return words.format(n=self.outcomes)
        return _("of {part} of {of} outcomes").format(part=self.foreseen, of=self.outcomes)


def read_brought(communities: Sequence[int], *, inside: Set[int]) -> dict[int, Brought]:
    """What some communities brought, by their ids; one query.

    Args:
        communities: Which.
        inside: In which of them the reader reads what is told to people in the community.
    """
    rows = _rows(tuple(communities)) if communities else []
    return {
        pk: Brought.of_kept(dict(zip(KEPT, found, strict=True)), inside=pk in inside)
        for pk, *found in rows
    }


def read_inside(communities: Sequence[int], *, reader: Person | None) -> Set[int]:
    """In which of them somebody reads what is told to people in the community; at most one query.

    Args:
        communities: Which.
        reader: Who; a command that has nobody reads everything.
    """
    if reader is None or (reader.is_active and reader.is_program_manager):
        return frozenset(communities)
    if not reader.is_active or not communities:
        return frozenset()
    return frozenset(pk for (pk,) in _places(reader.pk, tuple(communities)))


def read_figures(
    community: Community, *, is_whole: bool
) -> tuple[LedgerStanding | None, dict[str, Any]]:
    """All that the ledger of a community came to; one query.

    Args:
        community: Which.
        is_whole: Whether what is told to people in the community is in it.
    """
    kept = LedgerStanding.objects.filter(community=community).first()
    found: dict[str, Any] = {}
    if kept:
        found = kept.figures if is_whole else kept.open_figures
    return kept, found


def lines_of(community: Community, *, person: Person, roles: Set[str]) -> tuple[Line, ...]:
    """What a community brought, each line with where it is told in full; one query.

    Args:
        community: Which.
        person: Who reads.
        roles: Their roles there.
    """
    inside = {community.pk} if reads_stories_inside(person, roles) else set()
    found = read_brought([community.pk], inside=inside).get(community.pk)
    base = f"/communities/{community.slug}"
    if found is None:
        return (Line(_("What it brought was not worked out yet"), f"{base}/value/worth/"),)
    return (
        Line(_worth_said(found), f"{base}/value/worth/"),
        Line(_stories_said(found), f"{base}/stories/"),
        Line(_odds_said(found), f"{base}/measures/"),
    )


@prepared
def _rows(communities: tuple[int, ...]) -> QuerySet[LedgerStanding, tuple[Any, ...]]:
    rows = LedgerStanding.objects.filter(community__in=communities).order_by()
    return rows.values_list("community_id", *KEPT)


@prepared
def _places(person: int, communities: tuple[int, ...]) -> QuerySet[Membership, tuple[int]]:
    seats = Membership.objects.current().filter(person=person, community__in=communities)
    return seats.order_by().values_list("community").distinct()


def _worth_said(found: Brought) -> str:
    if found.worth:
        sentence = _("Confirmed by those who benefited: {worth}")
        return sentence.format(worth=found.worth)
    if not found.is_whole:
        return _("Of the stories that everybody reads, nothing is confirmed in money yet")
    return _("Nothing of what it brought is confirmed in money yet")


def _stories_said(found: Brought) -> str:
    if not found.stories and not found.is_whole:
        return _("No story that everybody reads has a gain that is confirmed")
    if not found.stories:
        return _("No story has a gain that is confirmed")
    words = ngettext(
        "{n} story with a gain that is confirmed",
        "{n} stories with a gain that is confirmed",
        found.stories,
    )
    return words.format(n=found.stories)


def _odds_said(found: Brought) -> str:
    if not found.outcomes:
        return _("No outcome is measured, so there are no odds")
    if not found.odds:
        return _("Its outcomes have too few readings for odds")
    words = _("Odds {of} to be at the target in time: {odds}")
    return words.format(odds=found.odds, of=found.outcomes_words)
