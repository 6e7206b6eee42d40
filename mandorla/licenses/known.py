"""Reads what is known of communities from their licenses, for many of them at once."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Q
from django.utils import timezone

from mandorla.base.known import Known
from mandorla.communities.models import Membership
from mandorla.core.terms import standing
from mandorla.licenses.models import Condition, Decision, License, LicenseSponsor, Policy, Review
from mandorla.licenses.models.decision_kinds import GRANTS, RENEWS
from mandorla.licenses.models.license import GRANTED
from mandorla.licenses.models.sponsor import SPONSOR_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from mandorla.base.indicators import Found

# What only those know whom it concerns; indicators are read by everybody.
UNTOLD: Final = ("draft", "declined", "withdrawn")
IN_HAND: Final = ("draft", "open", "submitted", "answered")
HANDED_IN: Final = ("submitted", "answered", "decided")


def read(communities: Sequence[int], *, at: datetime) -> Found:
    """What is known of these communities, in a fixed number of queries."""
    known = Known(communities)
    if not communities:
        return known.found
    on = timezone.localtime(at).date()
    newest, running = _licenses(communities)
    _states(known, newest, running, on=on)
    _sponsors(known, running)
    _conditions(known, running, on=on)
    _reviews(known, running, on=on)
    _decisions(known)
    return known.found


def _licenses(communities: Sequence[int]) -> tuple[dict[int, License], dict[int, License]]:
    """The newest license of each community, and the one it operates under."""
    told = License.objects.filter(community__in=communities).exclude(state__in=UNTOLD)
    rows = told.select_related("community")
    newest: dict[int, License] = {}
    running: dict[int, License] = {}
    for row in rows.order_by("number"):
        newest[row.community_id] = row
        if row.state in GRANTED:
            running[row.community_id] = row
    return newest, running


def _states(
    known: Known, newest: dict[int, License], running: dict[int, License], *, on: date
) -> None:
    """How it stands, since when, and how long still."""
    policies = Policy.by_archetype()
    for pk in known.communities:
        counts = running.get(pk) or newest.get(pk)
        known.tell("license_state", pk, counts.state if counts else "none")
        if counts is None:
            known.tell("license_standing", pk, "none")
            continue
        policy = policies.get(counts.community.archetype, policies[""])
        known.tell("license_kind", pk, counts.kind)
        known.tell("license_standing", pk, standing_of(counts, on=on, policy=policy))
        if counts.state not in GRANTED:
            continue
        due = counts.due_on
        known.tell("license_days_left", pk, (due - on).days if due else None)
        granted = timezone.localtime(counts.granted_at).date() if counts.granted_at else None
        since = granted or counts.starts_on
        known.tell("license_age", pk, max(0, (on - since).days) if since else None)
        is_given = counts.member_hours is not None and counts.decision_rights and counts.data_use
        known.tell("terms_given", pk, bool(is_given))


def standing_of(license: License, *, on: date, policy: Any) -> str:
    """What a license is worth on a day; one of `core.terms.STANDINGS`."""
    return standing(
        state=license.state,
        review_on=license.next_review_on,
        until_on=license.until_on,
        on=on,
        grace_days=policy.grace_days,
        ahead_days=policy.ahead_days,
    )


def _sponsors(known: Known, running: dict[int, License]) -> None:
    """Which kinds of sponsor it has now: who no longer sponsors the community does not count."""
    named = LicenseSponsor.objects.filter(license__in=[row.pk for row in running.values()])
    seats = set(
        Membership.objects.current()
        .filter(community__in=list(running), role="sponsor", person__is_active=True)
        .values_list("community", "person")
    )
    held = {
        (community, kind)
        for community, person, kind in named.values_list("license__community", "person", "kind")
        if (community, person) in seats
    }
    for pk in running:
        for kind in SPONSOR_KINDS:
            known.tell(f"sponsor_{kind}", pk, (pk, kind) in held)


def _conditions(known: Known, running: dict[int, License], *, on: date) -> None:
    counted = (
        Condition.objects.filter(license__in=[row.pk for row in running.values()], state="open")
        .order_by()
        .values_list("license__community")
        .annotate(n=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on)))
    )
    found = {pk: (number, late) for pk, number, late in counted}
    for pk in running:
        number, late = found.get(pk, (0, 0))
        known.tell("conditions_open", pk, number)
        known.tell("conditions_overdue", pk, late)


def _reviews(known: Known, running: dict[int, License], *, on: date) -> None:
    """Whether one is in hand, how many were on time, and whether the last one tells a story."""
    rows = (
        Review.objects.filter(license__community__in=known.communities)
        .exclude(state="cancelled")
        .exclude(kind="past")
        .order_by("due_on", "pk")
        .values_list("license__community", "license", "state", "due_on", "submitted_at", "stories")
    )
    due: dict[int, list[bool]] = defaultdict(list)
    told: dict[int, bool] = {}
    in_hand: set[int] = set()
    for community, license, state, due_on, submitted_at, stories in rows:
        runs = running.get(community)
        if state in IN_HAND and runs and runs.pk == license:
            in_hand.add(community)
        if submitted_at:
            due[community].append(timezone.localtime(submitted_at).date() <= due_on)
        elif due_on < on:
            due[community].append(False)
        if state in HANDED_IN:
            told[community] = bool(stories)
    for pk in running:
        known.tell("review_in_hand", pk, pk in in_hand)
    for pk, times in due.items():
        known.share("reviews_on_time", pk, sum(times), len(times), fewest=1)
    known.tell_each("report_tells_stories", told)


def _decisions(known: Known) -> None:
    """What was decided last, how often it was renewed, and whether hours were cut."""
    rows = (
        Decision.objects.filter(community__in=known.communities)
        .order_by("at", "pk")
        .values_list("community", "kind", "terms__leader_hours")
    )
    renewals: dict[int, int] = defaultdict(int)
    hours: dict[int, list[Decimal]] = defaultdict(list)
    last: dict[int, str] = {}
    for community, kind, given in rows:
        last[community] = kind
        renewals[community] += kind in RENEWS
        if kind in {*GRANTS, *RENEWS} and given is not None:
            hours[community].append(Decimal(given))
    known.tell_each("last_decision", last)
    for pk in last:
        known.tell("renewals", pk, renewals[pk])
    for pk, given in hours.items():
        if len(given) > 1 and given[-2]:
            cut = max(Decimal(0), (given[-2] - given[-1]) / given[-2])
            known.tell("leader_hours_cut", pk, float(cut))
