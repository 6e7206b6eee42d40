"""What the ledger of communities comes to: worked out by a job and kept, so that pages only read.

Claims and what was given are taken into one currency first, year by year; what cannot be is left
out, and it is said what is missing. The seed is the same everywhere: a community's figures are
those it has in the portfolio. There are two sums: one of the stories that everybody reads, and one
with those that people in the community read. What was told to sponsors alone is in neither.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.core.claims import MONEY, Given
from mandorla.core.claims import Claim as Range
from mandorla.core.ledger import worth
from mandorla.ledger.brought import odds_together
from mandorla.ledger.models import Claim, Investment, LedgerStanding, Measure
from mandorla.ledger.money import Rates
from mandorla.ledger.spans import Valued, beyond_measure, value_by_year

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from mandorla.core.draws import Spread
    from mandorla.core.ledger import Part, Return, Worth

SEED: Final = 20_000
OF_HOURS: Final = "member"  # whose hour a claim in hours is held to be


@dataclass
class Book:
    """What some readers may know of a community.

    Attributes:
        claims: What is claimed.
        given: What was put in.
        missing: What is not counted, and why.
        stories: How many have a confirmed gain.
    """

    claims: list[Range] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    stories: int = 0

    def figures(self, currency: str) -> tuple[Worth, dict[str, Any]]:
        """What it comes to, and the same as it is kept."""
        found = worth(self.claims, self.given, seed=SEED)
        facts = {
            "currency": currency,
            "missing": sorted(self.missing),
            "claims": len(self.claims),
        }
        return found, {**facts, **plain(found)}


@dataclass
class Books:
    """The books of a community.

    Attributes:
        inside: For people in the community, its sponsors and program managers.
        everybody: For everybody else.
    """

    inside: Book = field(default_factory=Book)
    everybody: Book = field(default_factory=Book)

    def of(self, claim: Claim) -> tuple[Book, ...]:
        """Those that a claim is in."""
        is_open = claim.story.seen_by == "organization"
        return (self.inside, self.everybody) if is_open else (self.inside,)

    @property
    def both(self) -> tuple[Book, Book]:
        """Both of them."""
        return self.inside, self.everybody


def work_out(communities: Sequence[int], *, at: datetime) -> None:
    """What each of these communities is worth is kept as of now, in six queries for all.

    Args:
        communities: Their ids; a few hundred at once.
        at: The moment.
    """
    rates = Rates.read()
    books: dict[int, Books] = defaultdict(Books)
    _claims(communities, rates, books)
    _given(communities, rates, books)
    odds = _odds(communities, at=at)
    LedgerStanding.keep_all(
        _standing(pk, books[pk], odds[pk], currency=rates.base, at=at) for pk in communities
    )


def _standing(
    pk: int, books: Books, odds: Mapping[str, Any], *, currency: str, at: datetime
) -> LedgerStanding:
    found, figures = books.inside.figures(currency)
    open_found, open_figures = found, figures
    if books.inside != books.everybody:
        open_found, open_figures = books.everybody.figures(currency)
    open_ends = _ends(open_found.confirmed.value)
    return LedgerStanding(
        community_id=pk,
        figures=figures,
        open_figures=open_figures,
        currency=currency,
        stories=books.inside.stories,
        open_stories=books.everybody.stories,
        worked_out_at=at,
        **_ends(found.confirmed.value),
        **{f"open_{name}": end for name, end in open_ends.items()},
        **odds,
    )


def _ends(value: Spread) -> dict[str, float]:
    """The range of what is confirmed, where something is."""
    if not value.keys:
        return {}
    return {"low": value.low, "middle": value.middle, "high": value.high}


def _odds(communities: Sequence[int], *, at: datetime) -> dict[int, dict[str, Any]]:
    """How likely the outcome measures of each are at their targets on their days."""
    on = timezone.localtime(at).date()
    rows = Measure.objects.current().filter(community__in=communities, role="outcome")
    of_each: dict[int, list[float | None]] = defaultdict(list)
    for pk, due_on, chance in rows.values_list(
        "community_id", "due_on", "outlook__probability_on_date"
    ):
        of_each[pk].append(chance if due_on >= on else None)
    found = {}
    for pk in communities:
        likely = odds_together(of_each[pk])
        found[pk] = {
            "outcomes": len(of_each[pk]),
            "foreseen": likely.foreseen,
            "odds_low": likely.low,
            "odds_high": likely.high,
        }
    return found


def _claims(communities: Sequence[int], rates: Rates, books: Mapping[int, Books]) -> None:
    """What is claimed; on the way the confirmed stories are counted."""
    rows = Claim.objects.standing().filter(story__community__in=communities)
    read = rows.exclude(story__seen_by="sponsor").select_related("story").order_by("pk")
    for row in read:
        found, missing = _claimed(row, rates)
        for book in books[row.story.community_id].of(row):
            book.stories += row.state == "confirmed"
            book.missing |= set(missing)
            if found:
                book.claims.append(found)


def _claimed(row: Claim, rates: Rates) -> tuple[Range | None, tuple[str, ...]]:
    """A claim in the currency of sums, and what is missing of it.

    What is not to be reckoned with is left out by itself: it never stops the figures of others.
    """
    try:
        found = _valued(row, rates)
        claim = Range(
            key=f"claim {row.pk}",
            side=row.side,
            kind=row.kind,
            period=_first(found),
            low=found.low,
            high=found.high,
            share=float(row.share),
            confidence=float(row.confidence),
            confirmed=row.state == "confirmed",
            parts=_several(found),
        )
    except (ValueError, ArithmeticError):
        sentence = _(
            "What story {number} claims is too much, or its range too wide, to be reckoned with."
        )
        return None, (sentence.format(number=row.story.number),)
    return claim if found.is_known else None, found.missing


def _valued(row: Claim, rates: Rates) -> Valued:
    if row.kind not in MONEY:  # no amount of it is looked at
        return Valued(0.0, 0.0, ((str(row.begins_on.year), 1.0),), ())
    role = OF_HOURS if row.hours else ""
    return value_by_year(row, (row.low, row.high), role=role, currency=row.currency, rates=rates)


def _given(communities: Sequence[int], rates: Rates, books: Mapping[int, Books]) -> None:
    """What was put in; everybody reads it."""
    rows = Investment.objects.filter(community__in=communities, state="actual").order_by("pk")
    for row in rows:
        found, missing = _put_in(row, rates)
        for book in books[row.community_id].both:
            book.missing |= set(missing)
            if found:
                book.given.append(found)


def _put_in(row: Investment, rates: Rates) -> tuple[Given | None, tuple[str, ...]]:
    """What was put in as a cost, and what is missing of it."""
    try:
        found = value_by_year(row, row.ends, role=row.role, currency=row.currency, rates=rates)
        given = Given(
            key=f"investment {row.pk}",
            side=row.side,
            kind=row.kind,
            period=_first(found),
            money=(found.low, found.high),
            parts=_several(found),
        )
    except (ValueError, ArithmeticError):
        return None, (beyond_measure(),)
    return given if found.is_known else None, found.missing


def _first(found: Valued) -> str:
    """The first year of which something is known."""
    return found.parts[0][0] if found.parts else ""


def _several(found: Valued) -> tuple[tuple[str, float], ...]:
    """The years of what belongs to more than one."""
    return found.parts if len(found.parts) > 1 else ()


# --- as it is kept ---


def plain(found: Worth) -> dict[str, Any]:
    """What it came to as values of JSON."""
    return {
        "confirmed": _return(found.confirmed),
        "unconfirmed": _spread(found.unconfirmed),
        "everything": _return(found.everything),
        "sides": {name: _part(part) for name, part in found.sides.items()},
        "periods": {name: _part(part) for name, part in found.periods.items()},
        "kinds": {
            name: {"confirmed": _spread(sure), "unconfirmed": _spread(rest)}
            for name, (sure, rest) in found.kinds.items()
        },
        "not_money": len(found.not_money),
    }


def _part(part: Part) -> dict[str, Any]:
    return {"confirmed": _return(part.confirmed), "unconfirmed": _spread(part.unconfirmed)}


def _return(found: Return) -> dict[str, Any]:
    return {
        "value": _spread(found.value),
        "cost": _spread(found.cost),
        "net": list(found.net),
        "ratio": list(found.ratio) if found.ratio else None,
        "chance": found.chance,
        "outlier": found.outlier,
        "without": _return(found.without) if found.without else None,
    }


def _spread(spread: Spread) -> dict[str, Any]:
    return {
        "low": spread.low,
        "middle": spread.middle,
        "high": spread.high,
        "of": len(spread.keys),
    }
