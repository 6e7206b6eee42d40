"""People for whom Today is read: in ten communities, leading three, sponsoring three."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mandorla.base.upkeep import refresh_statistics
from mandorla.communities.models import Community, Membership
from mandorla.gatherings.models import Commitment
from mandorla.people.models import Person
from mandorla.work.models import Ask, Insight, Question, RolloutLine

if TYPE_CHECKING:
    from datetime import datetime

PARTS = {"member": 10, "leader": 3, "sponsor": 3}  # in how many communities


def people_of_today(*, now: datetime) -> dict[str, Person]:
    """Somebody in ten communities, a leader of three, a sponsor of three and a program manager.

    The community with the slug c5, which has a hundred times the usual issues, is among those of
    each. Each has something of most kinds that waits.
    """
    first = Community.objects.get(slug="c5")
    groups = [first, *Community.objects.current().exclude(pk=first.pk).order_by("-pk")[:9]]
    found = {}
    for number, (role, count) in enumerate(PARTS.items()):
        person = Person.objects.get(email=f"p{number + 1}@bench.example")
        Membership.objects.filter(person=person).delete()
        for group in groups[:count]:
            Membership.appoint(community=group, person=person, role=role, by=None, at=now)
        found[f"today of a {role}"] = person
        _busy(person, groups[:count], now=now)
    _ask(groups, now=now)
    manager = Person.objects.get(email="p4@bench.example")
    manager.is_program_manager = True
    manager.save()
    refresh_statistics()
    return {**found, "today of a manager": manager}


def _busy(person: Person, groups: list[Community], *, now: datetime) -> None:
    """They took something on in each community, and see to three lines of rollout."""
    due = now.date() + timedelta(days=2)
    Commitment.objects.bulk_create(
        Commitment(
            community=group, text="Ring the print shop", owner=person, due_on=due, made_at=now
        )
        for group in groups
    )
    lines = RolloutLine.objects.filter(coordinator=None, state="to_do").order_by("pk")
    chosen = lines.values_list("pk", flat=True)[:3]
    RolloutLine.objects.filter(pk__in=list(chosen)).update(coordinator=person, due_on=due)


def _ask(groups: list[Community], *, now: datetime) -> None:
    """Management asked each community something, and each heard an insight."""
    asker = Person.objects.get(email="p9@bench.example")
    Question.objects.bulk_create(
        Question(community=group, kind="question", text="What stops us?", asked_at=now)
        for group in groups
    )
    Insight.objects.bulk_create(
        Insight(community=group, text="Nobody reads it", brought_by=asker, brought_at=now)
        for group in groups
    )
    for name in ("p1", "p2", "p3"):
        Ask.open(
            community=groups[0],
            text="A hand with macros",
            of=[Person.objects.get(email=f"{name}@bench.example")],
            by=asker,
            at=now,
        )
