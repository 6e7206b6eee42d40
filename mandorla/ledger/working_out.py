"""What the ledger of communities comes to: worked out by a job and kept, so that pages only read.

Claims and what was given are taken into one currency first; what cannot be is left out, and it is
said what is missing. The seed is the same everywhere: a community's figures are those it has in
the portfolio. What was told to sponsors alone is not in a sum that everybody reads.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone

from mandorla.core.claims import MONEY, Given
from mandorla.core.claims import Claim as Range
from mandorla.core.ledger import worth
from mandorla.ledger.brought import odds_together
from mandorla.ledger.models import Claim, Investment, LedgerStanding, Measure
from mandorla.ledger.money import Rates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mandorla.core.draws import Spread
    from mandorla.core.ledger import Part, Return, Worth

SEED: Final = 20_000
OF_HOURS: Final = "member"  # whose hour a claim in hours is held to be


def work_out(communities: Sequence[int], *, at: datetime) -> None:
    """What each of these communities is worth is kept as of now, in six queries for all.

    Args:
        communities: Their ids; a few hundred at once.
        at: The moment.
    """
    rates = Rates.read()
    missing: dict[int, set[str]] = defaultdict(set)
    stories: Counter[int] = Counter()
    claims = _claims(communities, rates, missing, stories)
    given = _given(communities, rates, missing)
    odds = _odds(communities, at=at)
    standings = []
    for pk in communities:
        found = worth(claims[pk], given[pk], seed=SEED)
        figures = {
            "currency": rates.base,
            "missing": sorted(missing[pk]),
            "claims": len(claims[pk]),
            **plain(found),
        }
        standings.append(
            LedgerStanding(
                community_id=pk,
                figures=figures,
                currency=rates.base,
                stories=stories[pk],
                worked_out_at=at,
                **_ends(found.confirmed.value),
                **odds[pk],
            )
        )
    LedgerStanding.keep_all(standings)


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


def _claims(
    communities: Sequence[int],
    rates: Rates,
    missing: dict[int, set[str]],
    stories: Counter[int],
) -> dict[int, list[Range]]:
    """What is claimed, by community; on the way the confirmed stories are counted."""
    found: dict[int, list[Range]] = defaultdict(list)
    rows = Claim.objects.standing().filter(story__community__in=communities)
    open_ones = rows.exclude(story__seen_by="sponsor").select_related("story").order_by("pk")
    for row in open_ones:
        pk, low, high = row.story.community_id, row.low, row.high
        stories[pk] += row.state == "confirmed"
        if row.kind in MONEY:
            ends = [
                rates.of_hours(end, OF_HOURS, on=row.begins_on)
                if row.hours
                else rates.in_base(end, row.currency, on=row.begins_on)
                for end in (low, high)
            ]
            if ends[0].amount is None or ends[1].amount is None:
                missing[pk].add(ends[0].missing)
                continue
            low, high = ends[0].amount, ends[1].amount
        found[pk].append(
            Range(
                key=f"claim {row.pk}",
                side=row.side,
                kind=row.kind,
                period=str(row.begins_on.year),
                low=float(low),
                high=float(high),
                share=float(row.share),
                confidence=float(row.confidence),
                confirmed=row.state == "confirmed",
            )
        )
    return found


def _given(
    communities: Sequence[int], rates: Rates, missing: dict[int, set[str]]
) -> dict[int, list[Given]]:
    found: dict[int, list[Given]] = defaultdict(list)
    rows = Investment.objects.filter(community__in=communities, state="actual").order_by("pk")
    for row in rows:
        cost = (
            rates.of_hours(row.hours, row.role, on=row.begins_on)
            if row.hours is not None
            else rates.in_base(row.amount, row.currency, on=row.begins_on)  # type: ignore[arg-type]
        )
        if cost.amount is None:
            missing[row.community_id].add(cost.missing)
            continue
        money = float(cost.amount)
        found[row.community_id].append(
            Given(
                key=f"investment {row.pk}",
                side=row.side,
                kind=row.kind,
                period=str(row.begins_on.year),
                money=(money, money),
            )
        )
    return found


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
