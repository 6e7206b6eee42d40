from __future__ import annotations

from datetime import timedelta

import pytest

from mandorla.base.indicators import read_all
from mandorla.core.conditions import Finding
from mandorla.maturity.computing import compute
from mandorla.maturity.models import Assessment, Computed, ModelVersion
from tests import make

pytestmark = pytest.mark.django_db

LATER = make.AT + timedelta(days=7)
YOUNG = {
    "forces_named": Finding(True),
    "has_sponsor": Finding(True),
    "license_state": Finding("applied"),
    "terms_given": Finding(False),
    "has_leader": Finding(True),
    "core_people": Finding(2),
    "gathering_days": Finding(5),
    "has_rhythm": Finding(True),
    "rhythm_held_quarter": Finding(1.0, 4, 4),
    "outcomes_logged": Finding(1.0, 4, 4),
    "carry_through": Finding(0.7, 7, 10),
    "people": Finding(9),
    "newcomer_waiting": Finding(1),
    "people_units": Finding(2),
}


def now(community) -> Computed:
    return Computed.objects.get(community=community)


def test_community_gets_a_level_in_each_dimension_when_its_data_is_judged():
    community = make.community()

    found = compute({community.pk: YOUNG}, at=make.AT)

    assert now(community).levels == {
        "shared_value": [1, 5],
        "sponsorship": [1, 1],
        "core": [1, 1],
        "rhythm": [4, 5],
        "practice": [1, 5],
        "participation": [1, 1],
        "reach": [1, 1],
        "embedding": [0, 5],
    }
    assert found == {
        community.pk: {
            "stage": Finding(1),
            "lowest_level": Finding(1),
            "activity_ahead": Finding(3),
            "governance_ahead": Finding(0),
        }
    }


def test_community_has_no_stage_when_nothing_is_known():
    community = make.community()

    assert compute({community.pk: {}}, at=make.AT) == {community.pk: {}}
    assert now(community).stage is None


def test_assessment_is_kept_when_a_level_changes_and_only_then():
    community = make.community()
    compute({community.pk: YOUNG}, at=make.AT)
    compute({community.pk: YOUNG}, at=LATER)
    assert now(community).at == make.AT

    compute({community.pk: YOUNG | {"people": Finding(10)}}, at=LATER)
    assert (now(community).at, Assessment.objects.count()) == (LATER, 1)

    compute({community.pk: YOUNG | {"people_units": Finding(3)}}, at=LATER)
    first, second = Assessment.objects.order_by("pk")
    assert (first.levels["reach"], second.levels["reach"]) == ([1, 1], [2, 5])
    assert (first.is_newest, second.is_newest) == (False, True)


def test_evidence_is_kept_when_it_decided_and_nothing_else():
    community = make.community()

    compute({community.pk: YOUNG | {"founded_days": Finding(90)}}, at=make.AT)

    kept = Assessment.objects.get().evidence
    assert kept["rhythm_held_quarter"] == {"value": 1.0, "part": 4, "of": 4}
    assert "founded_days" not in kept


def test_stage_has_an_upper_end_when_it_may_be_higher():
    community = make.community()
    unsure = {name: YOUNG[name] for name in YOUNG if name not in {"terms_given", "core_people"}}

    found = compute({community.pk: unsure}, at=make.AT)

    assert now(community).is_least
    assert found[community.pk]["stage"] == Finding(1, low=1, high=5)
    assert read_all([community.pk], at=LATER)[community.pk]["stage"].high == 5


def test_indicators_of_maturity_are_read_when_they_were_computed():
    community, other = make.community(), make.community()
    found = compute({community.pk: YOUNG, other.pk: {}}, at=make.AT)

    known = read_all([community.pk, other.pk], at=LATER)

    names = found[community.pk]
    assert {name: known[community.pk][name] for name in names} == names
    assert "stage" not in known[other.pk]


def test_computing_asks_as_often_when_there_are_more_communities(django_assert_max_num_queries):
    few = {make.community().pk: YOUNG}
    many = {make.community().pk: YOUNG for _n in range(20)}

    with django_assert_max_num_queries(10):
        compute(few, at=make.AT)
    with django_assert_max_num_queries(10):
        compute(many, at=make.AT)
    with django_assert_max_num_queries(2):
        compute(many, at=LATER)


def test_model_that_ships_is_in_use_when_nobody_brought_another():
    assert [(one.key, one.version) for one in ModelVersion.objects.offered()] == [("mandorla", 1)]
