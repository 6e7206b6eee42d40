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
from mandorla.ledger.models import LedgerStanding
from mandorla.ledger.models.standing import COLUMNS
from mandorla.value.brought import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from mandorla.communities.models import Community

BESIDE: Final = tuple(f"ledger_standing__{name}" for name in COLUMNS)  # for a query of communities


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
    """What the ledger of a community came to.

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

    @classmethod
    def beside(cls, row: Mapping[str, Any]) -> Brought:
        """As a row of communities says it that was asked for `BESIDE`."""
        return cls(*(row[name] for name in BESIDE))

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


def read_brought(communities: Sequence[int]) -> dict[int, Brought]:
    """What some communities brought, by their ids; one query."""
    rows = _rows(tuple(communities)) if communities else []
    return {pk: Brought(*found) for pk, *found in rows}


def lines_of(community: Community) -> tuple[Line, ...]:
    """What a community brought, each line with where it is told in full; one query."""
    found = read_brought([community.pk]).get(community.pk)
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
    return rows.values_list("community_id", *COLUMNS)


def _worth_said(found: Brought) -> str:
    if found.worth:
        sentence = _("Confirmed by those who benefited: {worth}")
        return sentence.format(worth=found.worth)
    return _("Nothing of what it brought is confirmed in money yet")


def _stories_said(found: Brought) -> str:
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
