"""Two do the same in one moment: it is done once, and the second is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import close_old_connections

from mandorla.advice.catalog import shipped_rules
from mandorla.advice.models import Tuning
from mandorla.base.errors import DomainError
from mandorla.base.models import Event
from mandorla.licenses.models import Condition, Decision, Ending, License, Policy
from mandorla.maturity.models import Assessment, ProfileRound
from tests import make
from tests.licenses.granting import GATES_MET, applied
from tests.licenses.reporting import DUE, LATER, licensed
from tests.maturity.rounds import CLOSES, opened, say
from tests.work.test_running_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ON = LATER.date()


def both(verb: Callable[[], Any], other: Callable[[], Any] | None = None) -> list[str]:
    """What two who do it at once are told; nothing to whom it is done."""

    def told(act: Callable[[], Any]) -> str:
        try:
            act()
        except DomainError as refusal:
            return refusal.sentence
        finally:
            close_old_connections()
        return ""

    return sorted(at_once([lambda: told(verb), lambda: told(other or verb)]))


def test_license_is_granted_once(people):
    asked = applied(people.community, by=people.leader, sponsor=people.sponsor)

    def grant(by: Any) -> Callable[[], Any]:
        said: dict[str, Any] = {"evidence": GATES_MET, "by": by, "at": LATER, "on": ON}
        return lambda: License.objects.get(pk=asked.pk).decide("grant", seen=asked.edits, **said)

    first, second = both(grant(people.sponsor), grant(people.karin))

    assert (first, bool(second)) == ("", True)
    assert (Decision.objects.count(), License.objects.granted().count()) == (1, 1)


def test_condition_is_met_once(people):
    licensed(people, conditions=(("Write it down", DUE),))
    condition = Condition.objects.get()

    def meet() -> None:
        Condition.objects.get(pk=condition.pk).meet(said="Done", by=people.sponsor, at=LATER)

    first, second = both(meet)

    assert (first, bool(second)) == ("", True)
    assert Event.objects.filter(verb__in=["condition.met", "license.unconditional"]).count() == 2


def test_end_is_announced_once(people):
    people.community.start(by=people.leader, at=make.AT)
    told: dict[str, Any] = {"kind": "end", "reason": "Done", "at": LATER, "on": ON}
    told["last_on"] = ON + timedelta(days=20)

    first, second = both(
        lambda: Ending.begin(community=people.community, by=people.leader, **told),
        lambda: Ending.begin(community=people.community, by=people.sponsor, **told),
    )

    assert (first, bool(second)) == ("", True)
    assert Ending.objects.filter(state="open").count() == 1


def test_policy_is_set_by_one(people):
    def set_to(days: int) -> Callable[[], Any]:
        told: dict[str, Any] = {"archetype": "", "by": people.karin, "at": LATER}
        return lambda: Policy.set(values={"grace_days": days}, seen=0, **told)

    first, second = both(set_to(20), set_to(40))

    assert (first, bool(second)) == ("", True)
    assert Event.objects.filter(verb="policy.changed").count() == 1


def test_rule_is_set_by_one(people):
    rule = shipped_rules()["W13"]

    def set_to(held: float) -> Callable[[], Any]:
        told: dict[str, Any] = {"rule": rule, "is_off": False, "by": people.karin, "at": LATER}
        return lambda: Tuning.change(thresholds={"held": held}, edits=0, **told)

    first, second = both(set_to(0.4), set_to(0.5))

    assert (first, bool(second)) == ("", True)
    assert Event.objects.filter(verb="rule.changed").count() == 1


def test_round_is_counted_once():
    voters = make.members(6)
    held = opened(make.community(members=voters))
    for person in voters:
        say(held, person, 2)

    first, second = both(lambda: ProfileRound.objects.get(pk=held.pk).close(by=None, at=CLOSES))

    assert (first, bool(second)) == ("", True)
    assert Assessment.objects.filter(way="members").count() == 1


def test_answer_of_somebody_is_in_the_urn_once():
    voters = make.members(6)
    held = opened(make.community(members=voters))

    first, second = both(lambda: say(ProfileRound.objects.get(pk=held.pk), voters[0], 2))

    held.refresh_from_db()
    assert (first, bool(second), held.urn.count) == ("", True, 1)
