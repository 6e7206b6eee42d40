"""Reads what is known of communities from rounds, statements and objectives, for many at once.

Of a round nothing is read but what `value.shown` shows.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from mandorla.base.known import Known
from mandorla.communities.models import Community
from mandorla.core.quadrants import DELIVERY_HIGHEST
from mandorla.core.yields import FEWEST
from mandorla.value.due import due_reasons
from mandorla.value.models import Allocation, Expectation, Settlement, ValueStatement
from mandorla.value.shown import newest_round, shown_rounds_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from mandorla.base.indicators import Found
    from mandorla.value.figures import Figures
    from mandorla.value.shown import ShownRound

CHANGE: Final = "change_champions"  # the archetype that ends with the change it is founded for
WAVES: Final = 3

Rounds = dict[int, "list[ShownRound]"]


def read(communities: Sequence[int], *, at: datetime) -> Found:
    """What is known of these communities, in a fixed number of queries."""
    known = Known(communities)
    if not communities:
        return known.found
    on = timezone.localtime(at).date()
    here = list(Community.objects.filter(pk__in=communities).only("pk", "status", "archetype"))
    rounds = shown_rounds_of(communities)
    _weighed(known, rounds)
    _results(known, rounds)
    _age(known, rounds, here, on=on)
    _statements(known, on=on)
    _objectives(known, {one.pk: one.archetype for one in here}, on=on)
    return known.found


def _weighed(known: Known, rounds: Rounds) -> None:
    """Who has weighed, and which share of the members did."""
    agreed = Allocation.objects.filter(
        elicitation__community__in=known.communities, side="members", elicitation__state="closed"
    )
    as_one = set(agreed.values_list("elicitation__community", flat=True))
    for pk, closed in rounds.items():
        known.tell("organization_elicited", pk, any(one.organization for one in closed))
        voted = any(one.respondents for one in closed)
        known.tell("members_elicited", pk, voted or pk in as_one)
        asked = [one for one in closed if one.invited >= FEWEST]
        if closed and closed[-1] in asked[-1:]:
            known.share("member_response", pk, closed[-1].respondents, closed[-1].invited)
        if len(asked) >= WAVES:
            shares = [one.respondents / one.invited for one in asked[-WAVES:]]
            falls = all(later < former for former, later in pairwise(shares))
            known.tell("response_falling", pk, falls)


def _results(known: Known, rounds: Rounds) -> None:
    """What the newest round that is shown found."""
    newest = {pk: found for pk, closed in rounds.items() if (found := newest_round(closed))}
    for pk, found in newest.items():
        if found.figures:
            _figures(known, pk, found.figures)
        change = found.change
        if change and change.kind in {"rose", "fell"}:
            known.tell("overlap_change", pk, change.difference, low=change.low, high=change.high)
        elif change and change.kind == "cannot_tell":
            known.tell("overlap_change", pk, 0.0)
    settled = set(
        Settlement.objects.filter(
            elicitation__in=[found.elicitation.pk for found in newest.values()]
        ).values_list("elicitation__community", flat=True)
    )
    known.tell_each("tensions_discussed", {pk: pk in settled for pk in newest})


def _figures(known: Known, pk: int, figures: Figures) -> None:
    low, high = figures.interval_80 or (None, None)
    known.tell("overlap", pk, figures.overlap, low=low, high=high)
    known.tell("overlap_high", pk, high)
    known.tell("members_covered", pk, figures.coverage)
    known.tell("shared_items", pk, sum(item.is_shared for item in figures.items))
    rated = [
        (item.members, item.member_delivery)
        for item in figures.items
        if item.members is not None and item.member_delivery is not None
    ]
    whole = sum(weight for weight, _delivery in rated)
    if whole:
        got = sum(weight * delivery for weight, delivery in rated)
        known.tell("delivery_to_members", pk, round(got / whole / DELIVERY_HIGHEST, 3))


def _age(known: Known, rounds: Rounds, here: Sequence[Community], *, on: date) -> None:
    """How old what was weighed is, and whether it still stands."""
    reasons = due_reasons(here, on=on)
    for pk, closed in rounds.items():
        if closed and (closed_at := closed[-1].elicitation.closed_at):
            days = (on - timezone.localtime(closed_at).date()).days
            known.tell("elicited_days", pk, max(0, days))
            known.tell("round_due", pk, pk in reasons)


def _statements(known: Known, *, on: date) -> None:
    """The newest statement that both sides have signed."""
    signed = ValueStatement.objects.filter(community__in=known.communities, state="agreed")
    newest = {
        pk: (agreed_at, valid_until)
        for pk, agreed_at, valid_until in signed.order_by("version").values_list(
            "community", "agreed_at", "valid_until"
        )
    }
    known.tell_all("statement_signed", dict.fromkeys(newest, True), otherwise=False)
    for pk, (agreed_at, valid_until) in newest.items():
        if agreed_at:
            days = (on - timezone.localtime(agreed_at).date()).days
            known.tell("statement_days", pk, max(0, days))
        known.tell("statement_past", pk, valid_until < on if valid_until else None)


def _objectives(known: Known, archetypes: Mapping[int, str], *, on: date) -> None:
    """What its expectations serve: a community without one that serves something is not told."""
    rows = Expectation.objects.filter(
        community__in=known.communities, dropped_at=None, objectives__isnull=False
    ).values_list("community", "objectives", "objectives__retired_at", "objectives__ends_on")
    served: dict[int, dict[int, tuple[bool, bool]]] = defaultdict(dict)
    for pk, objective, retired_at, ends_on in rows:
        is_over = retired_at is not None or (ends_on is not None and ends_on < on)
        served[pk][objective] = (retired_at is None, is_over)
    pursued = {pk: sum(now for now, _over in each.values()) for pk, each in served.items()}
    known.tell_all("objectives_served", pursued, otherwise=0)
    for pk, each in served.items():
        is_met = all(over for _now, over in each.values())
        known.tell("objectives_met", pk, is_met)
        if archetypes.get(pk) == CHANGE:
            known.tell("change_finished", pk, is_met)
