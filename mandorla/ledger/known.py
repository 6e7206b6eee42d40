"""Reads what is known of communities from measures and stories, for many at once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from mandorla.base.known import Known
from mandorla.ledger.brought import odds_together
from mandorla.ledger.models import Claim, LedgerStanding, Measure
from mandorla.value.models.catalogue import CatalogueItem
from mandorla.value.shown import newest_round, shown_rounds_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from mandorla.base.indicators import Found
    from mandorla.core.conditions import Finding

BOTH: Final = frozenset({"leading", "outcome"})


class Followed(NamedTuple):
    """A measure that is followed, as far as it counts here."""

    community: int
    expectation: int | None
    role: str
    baseline: float | None
    is_there: bool | None
    due_on: date
    chance: float | None


def read(communities: Sequence[int], *, at: datetime) -> Found:
    """What is known of these communities, in a fixed number of queries."""
    known = Known(communities)
    if not communities:
        return known.found
    followed = Measure.objects.current().filter(community__in=known.communities)
    rows = followed.values_list(
        *("community_id", "expectation_id", "role", "baseline"),
        *("outlook__is_there", "due_on", "outlook__probability_on_date"),
    )
    measures = [Followed(*row) for row in rows]
    _complete(known, measures)
    _realized(known, measures)
    _odds(known, measures, on=timezone.localtime(at).date())
    _worth(known, "open_figures")
    return known.found


def _complete(known: Known, measures: Sequence[Followed]) -> None:
    """Which share of what both sides share has a leading and an outcome measure."""
    shared = _shared(known)
    roles: dict[int, set[str]] = defaultdict(set)
    for measure in measures:
        if measure.expectation is not None:
            roles[measure.expectation].add(measure.role)
    for pk, expectations in shared.items():
        complete = sum(roles[one] >= BOTH for one in expectations)
        if expectations:
            known.share("measures_complete", pk, complete, len(expectations), fewest=1)


def _shared(known: Known) -> dict[int, set[int]]:
    """The expectations each community's two sides share, but for those dropped since then."""
    places: dict[int, set[int]] = {}
    catalogues: dict[int, int] = {}
    for pk, rounds in shown_rounds_of(tuple(known.communities)).items():
        found = newest_round(rounds)
        if found and found.figures:
            places[pk] = {at for at, item in enumerate(found.figures.items) if item.is_shared}
            catalogues[pk] = found.elicitation.catalogue_id
    items = CatalogueItem.objects.filter(
        catalogue__in=catalogues.values(), expectation__dropped_at=None
    )
    of_catalogue: dict[int, dict[int, int]] = defaultdict(dict)
    for catalogue, position, expectation in items.values_list(
        "catalogue_id", "position", "expectation_id"
    ):
        if expectation is not None:
            of_catalogue[catalogue][position] = expectation
    return {
        pk: {one for at, one in of_catalogue[catalogues[pk]].items() if at in shared}
        for pk, shared in places.items()
    }


def _realized(known: Known, measures: Sequence[Followed]) -> None:
    """What was confirmed by those who benefited, and what was last read at its target.

    An outcome that says from where it starts has its target ahead of that, so that being there
    means that something changed. Stories told to sponsors alone show that there is value; in a
    number that everybody opens they are not counted.
    """
    confirmed = Claim.objects.standing().filter(
        state="confirmed", story__community__in=known.communities
    )
    counts = dict(
        confirmed.order_by()
        .values_list("story__community")
        .annotate(number=Count("pk", filter=~Q(story__seen_by="sponsor")))
        .values_list("story__community", "number")
    )
    known.tell_all("stories_confirmed", counts, otherwise=0)
    measured = {
        one.community
        for one in measures
        if one.role == "outcome" and one.baseline is not None and one.is_there
    }
    realized = {pk: pk in counts or pk in measured for pk in known.communities}
    known.tell_each("value_realized", realized)


def _odds(known: Known, measures: Sequence[Followed], *, on: date) -> None:
    """From the least likely of the outcomes to the most likely; odds of several are not joined."""
    chances: dict[int, list[float | None]] = defaultdict(list)
    for one in measures:
        if one.role == "outcome":
            chances[one.community].append(one.chance if one.due_on >= on else None)
    for pk, each in chances.items():
        found = odds_together(each)
        if found.low is not None:
            known.tell(
                "outcome_odds",
                pk,
                found.low,
                low=found.low,
                high=found.high,
                part=found.foreseen,
                of=len(each),
            )


def read_worth_inside(community: int) -> dict[str, Finding]:
    """What the ledger came to, with what is told to people in the community; one query.

    For those who read these stories. What everybody may be shown, and what is kept with reports
    and decisions that everybody opens, is in `read`.
    """
    known = Known([community])
    _worth(known, "figures")
    return {name: found[community] for name, found in known.found.items() if community in found}


def _worth(known: Known, of: str) -> None:
    """What the ledger came to when it was last worked out."""
    kept = LedgerStanding.objects.filter(community__in=known.communities)
    for pk, currency, figures in kept.values_list("community_id", "currency", of):
        confirmed = figures.get("confirmed")
        if not confirmed or not confirmed["value"]["of"]:
            continue
        _money(known, "worth_confirmed", pk, confirmed["value"], currency)
        for side, part in figures["sides"].items():
            _money(known, f"worth_to_{side}", pk, part["confirmed"]["value"], currency)
        if confirmed["ratio"]:
            low, middle, high = confirmed["ratio"]
            known.tell("return_confirmed", pk, middle, low=low, high=high)
        if confirmed["chance"] is not None:
            chance = confirmed["chance"]
            known.tell("return_chance", pk, chance, low=chance, high=chance)


def _money(known: Known, name: str, pk: int, value: dict[str, Any], currency: str) -> None:
    if value["of"]:
        ends = {"low": value["low"], "high": value["high"]}
        known.tell(name, pk, value["middle"], currency=currency, **ends)
