"""Reads what is known of communities from their people and charters, for many of them at once."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone

from mandorla.base.known import Known
from mandorla.base.models import Event
from mandorla.communities.models import (
    Charter,
    Community,
    Fit,
    Force,
    Membership,
    MembershipRequest,
)
from mandorla.communities.models.charter_parts import FORCES, PAIRS
from mandorla.communities.similar import english_stems
from mandorla.core.diversity import blau, fall
from mandorla.core.topics import on_same_topic
from mandorla.core.yields import FEWEST
from mandorla.people.models import Placement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from mandorla.base.indicators import Found

CORE: Final = frozenset({"leader", "core"})
NEW_IN_CORE: Final = timedelta(days=548)  # 18 months
HALF_YEAR: Final = timedelta(days=182)  # two quarters
YEAR: Final = timedelta(days=365)
LIVING: Final = ("forming", "active")


class Seat(NamedTuple):
    """A role of those who answer for a community; `unit` is where the person belongs now."""

    person: int
    role: str
    since_on: date | None
    until_on: date | None
    former: bool
    unit: int | None


def read(communities: Sequence[int], *, at: datetime) -> Found:
    """What is known of these communities, in a fixed number of queries."""
    known = Known(communities)
    if not communities:
        return known.found
    on = timezone.localtime(at).date()
    founded = dict(Community.objects.filter(pk__in=communities).values_list("pk", "founded_on"))
    for pk, day in founded.items():
        known.tell("founded_days", pk, max(0, (on - day).days) if day else None)
    _people(known, on=on)
    _seats(known, founded, on=on)
    _charters(known)
    _newcomers(known, on=on)
    _assigned(known, at=at)
    _similar(known)
    return known.found


# --- who is here ---


def _people(known: Known, *, on: date) -> None:
    """How many there are, of how many units, and how mixed that is and was."""
    current = Membership.objects.current().filter(community__in=known.communities)
    counted = current.order_by().values_list("community").annotate(n=Count("person", distinct=True))
    known.tell_all("people", dict(counted), otherwise=0)
    placed = Q(person__placements__unit__isnull=False)
    now = _by_unit(current.filter(placed, person__placements__until_on=None))
    known.tell_all("people_units", {pk: len(units) for pk, units in now.items()}, otherwise=0)
    then = on - HALF_YEAR
    here = Membership.objects.filter(
        Q(since_on=None) | Q(since_on__lte=then),
        Q(former=False) | Q(until_on__gt=then),
        community__in=known.communities,
    )
    before = _by_unit(
        here.filter(
            placed,
            Q(person__placements__since_on=None) | Q(person__placements__since_on__lte=then),
            Q(person__placements__until_on=None) | Q(person__placements__until_on__gt=then),
        )
    )
    for pk, units in before.items():
        sizes = (units.values(), now.get(pk, {}).values())
        if all(sum(counted) >= FEWEST for counted in sizes):
            was, is_now = map(blau, sizes)
            known.tell("units_diversity_fall", pk, fall(was, is_now))


def _by_unit(held: QuerySet[Membership]) -> dict[int, dict[int, int]]:
    """How many people of each community belong to each unit."""
    counted = (
        held.order_by()
        .values_list("community", "person__placements__unit")
        .annotate(people=Count("person", distinct=True))
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for community, unit, people in counted:
        found[community][unit] = people
    return found


# --- who leads it ---


def _seats(known: Known, founded: Mapping[int, date | None], *, on: date) -> None:
    """What follows from who leads, belongs to the core, and sponsors it, now and before."""
    unit = Placement.objects.current().filter(person=OuterRef("person")).values("unit")[:1]
    rows = (
        Membership.objects.filter(
            community__in=known.communities, former__in=[False, True], role__in=[*CORE, "sponsor"]
        )
        .annotate(now_in=Subquery(unit))
        .values_list("community", "person", "role", "since_on", "until_on", "former", "now_in")
    )
    seats: dict[int, list[Seat]] = {pk: [] for pk in founded}
    for community, *seat in rows:
        seats[community].append(Seat(*seat))
    for pk, held in seats.items():
        led = [seat for seat in held if seat.role == "leader"]
        core = [seat for seat in held if seat.role in CORE]
        sponsors = [seat for seat in held if seat.role == "sponsor" and not seat.former]
        known.tell("has_sponsor", pk, bool(sponsors))
        known.tell("leadership_handed_over", pk, len({seat.person for seat in led}) > 1)
        _leaders(known, pk, led, founded[pk], on=on)
        _core(known, pk, core, on=on)


def _leaders(
    known: Known, pk: int, led: Sequence[Seat], founded_on: date | None, *, on: date
) -> None:
    leaders = {seat.person for seat in led if not seat.former}
    known.tell("leaders", pk, len(leaders))
    known.tell("has_leader", pk, bool(leaders))
    if leaders:
        known.tell("leaderless_days", pk, 0)
        return
    ends = [seat.until_on for seat in led] if led else [founded_on]
    last = max((day for day in ends if day), default=None)
    if last and None not in ends:
        known.tell("leaderless_days", pk, max(0, (on - last).days))


def _core(known: Known, pk: int, seats: Sequence[Seat], *, on: date) -> None:
    now = [seat for seat in seats if not seat.former]
    people = {seat.person for seat in now}
    known.tell("core_people", pk, len(people))
    known.tell("core_units", pk, len({seat.unit for seat in now} - {None}))
    everybody = known.found["people"][pk].value
    known.share("core_share", pk, len(people), int(everybody or 0))
    began = [seat.since_on for seat in now]
    if not now or None in began:
        return
    changes = [*began, *(seat.until_on for seat in seats)]
    last = max((day for day in changes if day and day <= on), default=None)
    if last:
        known.tell("core_unchanged_days", pk, (on - last).days)
    first: dict[int, date] = {}
    for seat in seats:
        day = seat.since_on or date.min
        first[seat.person] = min(day, first.get(seat.person, day))
    new = sum(first[person] > on - NEW_IN_CORE for person in people)
    known.tell("core_newcomers", pk, new)


# --- what is written ---


def _charters(known: Known) -> None:
    """Whether a version is agreed, and what the newest one that everybody can read says."""
    newest: dict[int, int] = {}
    agreed: dict[int, bool] = {}
    versions = Charter.objects.readable().filter(community__in=known.communities)
    for community, pk, state in versions.order_by("version").values_list(
        "community", "pk", "state"
    ):
        newest[community] = pk
        agreed[community] = agreed.get(community, False) or state == "agreed"
    known.tell_all("charter_agreed", agreed, otherwise=False)
    charters = list(newest.values())
    forces = _kinds(Force.objects.filter(charter__in=charters).values_list("charter", "kind"))
    fits = _kinds(Fit.objects.filter(charter__in=charters).values_list("charter", "pair"))
    for name, found, wanted in (("forces_named", forces, FORCES), ("fits_judged", fits, PAIRS)):
        whole = {pk: found.get(charter, set()) >= set(wanted) for pk, charter in newest.items()}
        known.tell_all(name, whole, otherwise=False)


def _kinds(rows: QuerySet[Any, tuple[int, str]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for charter, kind in rows.order_by().distinct():
        found[charter].add(kind)
    return found


def _similar(known: Known) -> None:
    """Whether another living community is about the same; what is a part of it is not another."""
    rows = list(
        Community.objects.filter(status__in=LIVING)
        .order_by("pk")
        .values_list("pk", "parent", "name", "purpose")
    )
    places = {pk: place for place, (pk, *_rest) in enumerate(rows)}
    related: dict[int, set[int]] = defaultdict(set)
    for pk, parent, _name, _purpose in rows:
        if parent in places:
            related[places[pk]].add(places[parent])
            related[places[parent]].add(places[pk])
    asked = [pk for pk in known.communities if pk in places]
    answers = on_same_topic(
        tuple(f"{name} {purpose}" for _pk, _parent, name, purpose in rows),
        asked=[places[pk] for pk in asked],
        related=related,
        stem=english_stems(),
    )
    known.tell_each("similar_community", dict(zip(asked, answers, strict=True)))


# --- who came ---


def _newcomers(known: Known, *, on: date) -> None:
    """Of those who became members a while ago and had no role before, how many still have one."""
    theirs = Membership.objects.filter(community=OuterRef("community"), person=OuterRef("person"))
    before = Q(since_on=None) | Q(since_on__lt=OuterRef("since_on"))
    joined = Membership.objects.filter(
        community__in=known.communities,
        former__in=[False, True],
        role="member",
        since_on__gt=on - YEAR,
        since_on__lte=on - HALF_YEAR,
    ).filter(~Exists(theirs.filter(before)))
    rows = joined.annotate(is_here=Exists(theirs.filter(former=False)))
    people: dict[int, dict[int, bool]] = defaultdict(dict)
    for community, person, is_here in rows.values_list("community", "person", "is_here"):
        people[community][person] = is_here
    for pk, stayed in people.items():
        known.share("newcomers_kept", pk, sum(stayed.values()), len(stayed))


def _assigned(known: Known, *, at: datetime) -> None:
    """Of those who came within a year, how many were put in; counted, nobody is looked up."""
    events = (
        Event.objects.within_any("communities.community", known.communities)
        .since(at - YEAR)
        .filter(verb__in=["member.added", "member.joined"])
        .order_by()
        .values_list("within_id", "verb")
        .annotate(count=Count("pk"))
    )
    counts = {(community, verb): count for community, verb, count in events}
    asked = (
        MembershipRequest.objects.filter(
            community__in=known.communities,
            role="member",
            accepted=True,
            answered_at__gte=at - YEAR,
        )
        .order_by()
        .values_list("community")
        .annotate(count=Count("pk"))
    )
    wished = dict(asked)
    for pk in known.communities:
        added, joined = (counts.get((pk, verb), 0) for verb in ("member.added", "member.joined"))
        put_in = max(0, added - wished.get(pk, 0))
        known.share("assigned_share", pk, put_in, added + joined)
