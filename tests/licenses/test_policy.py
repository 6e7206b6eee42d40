"""What licenses ask for: our defaults, what an organization set instead, and back again."""

from __future__ import annotations

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.licenses.models import Policy
from mandorla.licenses.policy import LABELS, Values, bounds, shipped
from tests import make

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def karin():
    return make.program_manager()


def test_every_value_has_a_default_within_its_bounds_and_a_label():
    names = list(Values.__dataclass_fields__)

    assert sorted(names) == sorted(bounds()) == sorted(LABELS)
    assert shipped().reminder_days == (45, 14, 0)


def test_policy_is_our_default_when_nothing_is_set():
    assert Policy.of("").trial_days == 90
    assert Policy.of("no such archetype") == Policy.of("")


def test_term_is_the_archetypes_own():
    assert (Policy.of("").term_months, Policy.of("change_champions").term_months) == (12, 9)


def test_what_is_set_for_all_holds_where_the_archetype_says_nothing_else(karin):
    Policy.set(archetype="", values={"grace_days": 10, "core_people": 4}, by=karin, at=AT)
    Policy.set(archetype="change_champions", values={"core_people": 6}, by=karin, at=AT)

    found = Policy.by_archetype()

    assert (found[""].core_people, found["change_champions"].core_people) == (4, 6)
    assert found["change_champions"].grace_days == 10


def test_change_is_told_with_before_and_after(karin):
    Policy.set(archetype="", values={"least_overlap_high": 0.5}, by=karin, at=AT)

    event = Event.objects.get(verb="policy.changed")
    assert event.plain_sentence == (
        "Karin Lindqvist changed the policy of licenses for all communities: "
        "What the overlap must be able to reach, in percent: 45 → 50."
    )


def test_value_goes_back_to_the_default(karin):
    Policy.set(archetype="", values={"trial_days": 60}, by=karin, at=AT)
    Policy.set(archetype="", values={"trial_days": None}, by=karin, at=AT)

    assert Policy.of("").trial_days == 90
    assert Event.objects.filter(verb="policy.restored").count() == 1


def test_nothing_is_told_when_nothing_changes(karin):
    Policy.set(archetype="", values={"trial_days": None}, by=karin, at=AT)

    assert not Event.objects.filter(verb__startswith="policy.").exists()


@pytest.mark.parametrize(
    "values",
    [
        {"no_such": 1},
        {"trial_days": 0},
        {"trial_days": 100_000},
        {"trial_days": "90"},
        {"trial_days": True},
        {"trial_days": 90.5},
        {"least_overlap_high": 1.5},
        {"least_overlap_high": float("nan")},
        {"reminder_days": []},
        {"reminder_days": [1] * 11},
        {"reminder_days": [14, -1]},
    ],
)
def test_value_is_refused_when_it_cannot_be(karin, values):
    with pytest.raises(Refused):
        Policy.set(archetype="", values=values, by=karin, at=AT)

    assert Policy.of("") == shipped()


def test_policy_is_refused_for_an_archetype_that_is_not_there(karin):
    with pytest.raises(Refused):
        Policy.set(archetype="no such", values={"trial_days": 60}, by=karin, at=AT)


def test_second_of_two_who_set_it_is_told(karin):
    Policy.set(archetype="", values={"trial_days": 60}, seen=0, by=karin, at=AT)

    with pytest.raises(Stale):
        Policy.set(archetype="", values={"trial_days": 70}, seen=0, by=karin, at=AT)

    assert Policy.of("").trial_days == 60
