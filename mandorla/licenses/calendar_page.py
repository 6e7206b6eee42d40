"""Who decides what by when: the calendar of licenses, in a number of queries that is fixed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from mandorla.communities.models import Community, Membership
from mandorla.communities.rules import RUNS
from mandorla.core.terms import RUNNING, standing
from mandorla.licenses.drafting import scheduled, still_asked
from mandorla.licenses.models import Condition, License, Policy, Review
from mandorla.licenses.models.review import KINDS
from mandorla.licenses.spans import spans_by_license

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from mandorla.licenses.models.license import LicenseQuerySet
    from mandorla.licenses.policy import Values
    from mandorla.people.models import Person

SPANS: Final = (45, 90, 365)  # days ahead that can be looked at
INVOLVED: Final = (*RUNS, "sponsor")
WAITS: Final = ("submitted", "open", "draft")


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that somebody has to do by a day.

    Attributes:
        on: The day.
        community: Where.
        slug: Its address.
        what: What has to be done.
        who: Who does it, by name or as a role.
        state: How it stands.
        tone: How urgent that is: "is-good", "is-watch", "is-act" or "is-none".
        address: Where it is done.
        is_decision: Whether it is a decision on a license.
    """

    on: date
    community: str
    slug: str
    what: str
    who: str
    state: str
    tone: str
    address: str
    is_decision: bool


@dataclass(frozen=True, slots=True)
class Month:
    """What is due in one month; the first group is what is past."""

    first: date | None
    rows: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The calendar of licenses, as somebody may see it.

    Attributes:
        months: What is past, and then month by month.
        decisions: How many decisions are in it.
        past: How many things are past their day.
        days: How many days ahead it looks.
    """

    months: tuple[Month, ...]
    decisions: int
    past: int
    days: int


def read_calendar(person: Person, *, on: date, days: int) -> Calendar:
    """Put together what is due until a day, and what is past.

    Program managers and auditors see every community, others those that they lead, belong to the
    core of, or sponsor.

    Args:
        person: Who looks.
        on: The day.
        days: How many days ahead to look.
    """
    until = on + timedelta(days=days)
    licenses = list(_licenses(person).select_related("community").order_by("pk"))
    keys = [one.pk for one in licenses]
    policies, sponsors = Policy.by_archetype(), _sponsors([one.community_id for one in licenses])
    reviews, runs, terms = _reviews(keys), _run_by(person), spans_by_license(licenses)
    found: list[Due] = []
    for license in licenses:
        policy = policies.get(license.community.archetype, policies[""])
        names = sponsors.get(license.community_id, _("program managers"))
        found += _decision(license, policy, names, on=on)
        writes = person.is_program_manager or license.community_id in runs
        own = reviews.get(license.pk, [])
        asked = scheduled(
            license,
            policy=policy,
            until=until,
            spans=still_asked(license, terms[license.pk], on=on),
        )
        found += _reports(license, asked, own, writes=writes, on=on)
    found += _conditions(licenses, on=on)
    rows = sorted(
        (one for one in found if one.on <= until),
        key=lambda one: (one.on, one.community.casefold(), one.what),
    )
    return Calendar(
        months=tuple(_months(rows, on=on)),
        decisions=sum(one.is_decision for one in rows),
        past=sum(one.on < on for one in rows),
        days=days,
    )


def _licenses(person: Person) -> LicenseQuerySet:
    granted = License.objects.visible_to(person).granted().exclude(community__status="closed")
    if person.is_program_manager or person.is_auditor:
        return granted
    mine = Membership.objects.current().filter(person=person, role__in=INVOLVED)
    return granted.filter(community__in=mine.values("community"))


def _run_by(person: Person) -> set[int]:
    seats = Membership.objects.current().filter(person=person, role__in=RUNS)
    return set(seats.values_list("community", flat=True))


def _sponsors(communities: Sequence[int]) -> dict[int, str]:
    seats = Membership.objects.current().filter(community__in=communities, role="sponsor")
    names: dict[int, list[str]] = defaultdict(list)
    for community, name in seats.order_by("person__name", "pk").values_list(
        "community", "person__name"
    ):
        names[community].append(name)
    return {community: ", ".join(found) for community, found in names.items()}


def _reviews(licenses: Sequence[int]) -> dict[int, list[Review]]:
    found: dict[int, list[Review]] = defaultdict(list)
    rows = Review.objects.standing().filter(license__in=licenses).exclude(kind="past")
    wanted = ("license", "kind", "state", "due_on", "reader__name")
    for row in rows.select_related("reader").only(*wanted).order_by("due_on", "pk"):
        found[row.license_id].append(row)
    return found


def _decision(license: License, policy: Values, names: str, *, on: date) -> Iterator[Due]:
    if license.due_on is None or license.state not in RUNNING:
        return
    now = standing(
        state=license.state,
        review_on=license.next_review_on,
        until_on=license.until_on,
        on=on,
        grace_days=policy.grace_days,
        ahead_days=policy.ahead_days,
    )
    state, tone = {
        "lapsed": (_("lapsed"), "is-act"),
        "grace": (_("in grace"), "is-act"),
        "review_due": (_("due"), "is-watch"),
    }.get(now, (license.state_words, "is-good"))
    yield _due(
        license.community,
        on=license.due_on,
        what=_("Decide on the {kind}").format(kind=license.kind_words),
        who=names,
        state=state,
        tone=tone,
        address=reverse("licenses:license", args=[license.community.slug]),
        is_decision=True,
    )


def _reports(
    license: License,
    asked: Sequence[tuple[date, str]],
    reviews: Sequence[Review],
    *,
    writes: bool,
    on: date,
) -> Iterator[Due]:
    """Reports that wait, and those of the schedule that nobody began yet.

    A draft is seen by those who write it; others are led to the list of reports.
    """
    begun = {(one.kind, one.due_on) for one in reviews}
    community = license.community
    for one in reviews:
        if one.state not in WAITS:
            continue
        reads = one.state == "submitted"
        words = _("Answer the {kind}") if reads else _("Hand in the {kind}")
        yield _due(
            community,
            on=one.due_on,
            what=words.format(kind=one.kind_words),
            who=one.reader.name if reads and one.reader else _("those who lead it"),
            state=one.state_words,
            tone="is-act" if one.due_on < on else "is-watch",
            address=reverse("licenses:review", args=[community.slug, one.pk])
            if writes or one.state != "draft"
            else reverse("licenses:reviews", args=[community.slug]),
        )
    for day, kind in asked:
        if day < on or (kind, day) in begun:
            continue
        yield _due(
            community,
            on=day,
            what=_("Hand in the {kind}").format(kind=KINDS[kind]),
            who=_("those who lead it"),
            state=_("not begun"),
            tone="is-none",
            address=reverse("licenses:reviews", args=[community.slug]),
        )


def _conditions(licenses: Sequence[License], *, on: date) -> Iterator[Due]:
    places: Mapping[int, Community] = {one.pk: one.community for one in licenses}
    rows = Condition.objects.filter(license__in=places, state="open").order_by("due_on", "pk")
    for one in rows:
        community = places[one.license_id]
        yield _due(
            community,
            on=one.due_on,
            what=_("Condition: {text}").format(text=one.text),
            who=_("those who lead it"),
            state=_("overdue") if one.due_on < on else _("open"),
            tone="is-act" if one.due_on < on else "is-watch",
            address=reverse("licenses:license", args=[community.slug]),
        )


def _due(
    community: Community,
    *,
    on: date,
    what: str,
    who: str,
    state: str,
    tone: str,
    address: str,
    is_decision: bool = False,
) -> Due:
    return Due(
        on=on,
        community=community.name,
        slug=community.slug,
        what=what,
        who=who,
        state=state,
        tone=tone,
        address=address,
        is_decision=is_decision,
    )


def _months(rows: Sequence[Due], *, on: date) -> Iterator[Month]:
    past = tuple(one for one in rows if one.on < on)
    if past:
        yield Month(None, past)
    ahead: dict[date, list[Due]] = defaultdict(list)
    for one in rows:
        if one.on >= on:
            ahead[one.on.replace(day=1)].append(one)
    for first, found in sorted(ahead.items()):
        yield Month(first, tuple(found))
