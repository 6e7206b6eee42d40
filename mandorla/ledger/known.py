"""Reads what is known of communities from measures and stories, for many at once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Count

from mandorla.base.known import Known
from mandorla.ledger.models import Claim, Measure
from mandorla.value.models.catalogue import CatalogueItem
from mandorla.value.shown import newest_round, shown_rounds_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mandorla.base.indicators import Found

BOTH: Final = frozenset({"leading", "outcome"})


class Followed(NamedTuple):
    """A measure that is followed, as far as it counts here."""

    community: int
    expectation: int | None
    role: str
    baseline: float | None
    is_there: bool | None


def read(communities: Sequence[int], *, at: datetime) -> Found:
    """What is known of these communities, in a fixed number of queries."""
    known = Known(communities)
    if not communities:
        return known.found
    followed = Measure.objects.current().filter(community__in=known.communities)
    rows = followed.values_list(
        "community_id", "expectation_id", "role", "baseline", "outlook__is_there"
    )
    measures = [Followed(*row) for row in rows]
    _complete(known, measures)
    _realized(known, measures)
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
    means that something changed.
    """
    confirmed = Claim.objects.standing().filter(
        state="confirmed", story__community__in=known.communities
    )
    counts = dict(
        confirmed.order_by()
        .values_list("story__community")
        .annotate(number=Count("pk"))
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
