"""A big instance of invented communities, written in bulk, for measuring pages."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bench.rounds import weigh
from bench.work_world import fill
from mandorla.base.models import Event, Organization
from mandorla.communities.models import Charter, Community, Fit, Force, Membership, Signature
from mandorla.people.models import Person, Placement, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BATCH = 2_000
TOPICS = """
    Welding Pricing Onboarding Safety Robotics Forecasting Translation Packaging Testing
    Audit Cooling Procurement Mentoring Analytics Archives Turbines Permits Coatings
    Logistics Sensors
""".split()
FORMS = """
    Circle Champions Guild Network Forum Table Exchange Group Stewards Practice
""".split()
FIRST = """
    Ana Ben Priya Marek Ingrid Tomás Karin Luca Noor Wei Sofia Emeka Hana Jonas Amira
""".split()
LAST = """
    Marković Okafor Nair Novák Berg Ruiz Lindqvist Rossi Haddad Chen Costa Obi Sato
""".split()
STATUSES = ["active"] * 7 + ["forming", "closing", "closed"]


def build(
    *,
    communities: int,
    people: int,
    memberships: int,
    ballots: int,
    issues: int,
    gatherings: int,
    now: datetime,
    units: int = 60,
) -> Person:
    """Fill an empty, migrated database; return somebody who can look at it.

    Args:
        communities: How many communities.
        people: How many people, each placed in a unit.
        memberships: How many roles, spread unevenly as in life.
        ballots: How many voted in each of three rounds of the community with the slug c7.
        issues: How many issues, a hundred times the usual in the community with the slug c5.
        gatherings: How many gatherings, the same for each community.
        now: The moment before which they took place.
        units: How many units, in a tree of two levels.
    """
    dice = random.Random(7)
    Organization.found(name="Bench Works", at=AT)
    tree = _units(units)
    crowd = _people(people, dice)
    _write(
        Placement,
        (Placement(person=p, unit=dice.choice(tree), since_on=AT.date()) for p in crowd),
    )
    groups = _communities(communities, dice)
    _memberships(groups, crowd, memberships, dice)
    _charters(groups, crowd)
    fill(groups, crowd, tree, issues=issues, gatherings=gatherings, now=now)
    weigh(groups[7], crowd[1:], ballots=ballots, at=AT)
    _index()
    return crowd[0]


def _write(model: type, rows: Iterable[object]) -> list[object]:
    return list(model._base_manager.bulk_create(rows, batch_size=BATCH))  # type: ignore[attr-defined]


def _units(count: int) -> list[Unit]:
    tops = [Unit.objects.create(name=f"Division {number}") for number in range(count // 10 + 1)]
    parts = [Unit(name=f"Unit {n}", parent=tops[n % len(tops)]) for n in range(count - len(tops))]
    for part in parts:
        part.save()
    return tops + parts


def _people(count: int, dice: random.Random) -> list[Person]:
    def named(number: int) -> Person:
        name = f"{dice.choice(FIRST)} {dice.choice(LAST)} {number}"
        return Person.unsaved(name=name, email=f"p{number}@bench.example", at=AT)

    return _write(Person, (named(number) for number in range(count)))  # type: ignore[return-value]


def _communities(count: int, dice: random.Random) -> list[Community]:
    def made(number: int) -> Community:
        topic = TOPICS[number % len(TOPICS)]
        name = f"{topic} {FORMS[number // len(TOPICS) % len(FORMS)]} {number}"
        return Community(
            name=name,
            slug=f"c{number}",
            archetype="practice_guild" if number % 3 else "change_champions",
            status=STATUSES[number % len(STATUSES)],
            purpose=f"People who care about {topic.lower()} solve what nobody solves alone,"
            f" and write down what held in {dice.choice(TOPICS).lower()}.",
            founded_on=(AT - timedelta(days=dice.randrange(3000))).date(),
        )

    return _write(Community, (made(number) for number in range(count)))  # type: ignore[return-value]


def _memberships(
    groups: list[Community], crowd: list[Person], count: int, dice: random.Random
) -> None:
    weights = [1 / (rank + 3) ** 0.5 for rank in range(len(groups))]
    dice.shuffle(weights)
    rows: dict[tuple[int, int], Membership] = {}
    for group in groups:
        for role, person in zip(
            ("leader", "leader", "sponsor"), dice.sample(crowd, 3), strict=True
        ):
            rows[group.pk, person.pk] = Membership(
                community=group, person=person, role=role, since_on=AT.date()
            )
    while len(rows) < count:
        for group in dice.choices(groups, weights=weights, k=count - len(rows)):
            person = dice.choice(crowd)
            rows.setdefault(
                (group.pk, person.pk),
                Membership(community=group, person=person, role="member", since_on=AT.date()),
            )
    _write(Membership, rows.values())


def _charters(groups: list[Community], crowd: list[Person]) -> None:
    made = [
        Charter(
            community=group,
            version=version,
            state="agreed",
            purpose=group.purpose,
            value_statement="Both sides put in time, and both get answers sooner.",
            drafted_at=AT,
            published_at=AT,
            agreed_at=AT,
        )
        for group in groups
        for version in (1, 2)
    ]
    charters: list[Charter] = _write(Charter, made)  # type: ignore[assignment]
    kinds = ("benefit", "concern", "payoff")
    pairs = ("benefit_concern", "concern_payoff", "benefit_payoff")
    _write(
        Force,
        (
            Force(charter=c, kind=kind, text=f"A {kind} worth having", position=position)
            for c in charters
            for kind in kinds
            for position in range(3)
        ),
    )
    _write(
        Fit,
        (
            Fit(charter=c, pair=pair, score=2, reason="It held", judged_by=crowd[0], judged_at=AT)
            for c in charters
            for pair in pairs
        ),
    )
    sides = (("organization", "sponsor", crowd[1]), ("members", "leader", crowd[2]))
    _write(
        Signature,
        (
            Signature(
                charter=c, side=side, role=role, person=who, person_name=who.name, signed_at=AT
            )
            for c in charters
            for side, role, who in sides
        ),
    )
    _write(
        Event,
        (
            Event(
                at=AT + timedelta(days=number),
                by=crowd[number],
                verb="charter.published",
                about_kind="communities.charter",
                about_id=c.pk,
                about_name=str(c.version),
                within_kind="communities.community",
                within_id=c.community_id,
                details={"version": c.version},
            )
            for c in charters
            for number in range(5)
        ),
    )


def _index() -> None:
    from modelsearch.backends import get_search_backend

    backend = get_search_backend()
    backend.get_index_for_model(Community).add_items(Community, Community.objects.all())
