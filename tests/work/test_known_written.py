"""What is known of what a community leaves behind, and of how many people it rests on."""

from __future__ import annotations

from typing import Any

import pytest

from mandorla.communities.models import Community
from mandorla.core.conditions import Finding
from mandorla.gatherings.models import Commitment
from mandorla.work.known import read
from mandorla.work.models import Ask, Insight, Issue, Problem
from tests import make
from tests.make import AT
from tests.work.asking import answered, opened
from tests.work.knowing import DAY, LATE, WEEK, known, value
from tests.work.solving import Place, issue, place, problem, solution

pytestmark = pytest.mark.django_db


@pytest.fixture
def atlas() -> Place:
    return place()


def lesson(community: Community, *, days: int = 30, **facts: Any) -> None:
    """One that is to be looked at again in so many days."""
    community.lessons.create(
        text="Ask first", look_again_on=(LATE + days * DAY).date(), kept_at=AT, **facts
    )


def test_lessons_are_told_from_five_on(atlas):
    for _number in range(4):
        lesson(atlas.community, owner=atlas.ana)
    assert known(atlas.community, "lessons_owned") is None
    lesson(atlas.community, changed="The form", changed_on=AT.date())
    lesson(atlas.community, owner=atlas.ana, state="retired")

    assert known(atlas.community, "lessons_owned") == Finding(0.8, part=4, of=5)
    assert value(atlas.community, "lessons_changed_process") == 1
    assert known(atlas.community, "lessons_reviewed") is None


def test_lessons_of_one_owner_say_nothing_of_being_looked_at(atlas):
    for days in (30, 30, 30, -5, -5):
        lesson(atlas.community, days=days, owner=atlas.ana, looked_at=AT)
    assert known(atlas.community, "lessons_reviewed") is None
    lesson(atlas.community, days=30, owner=atlas.priya, looked_at=AT)
    assert known(atlas.community, "lessons_reviewed") == Finding(4 / 6, part=4, of=6)


def test_last_thing_written_down_is_a_lesson_a_solution_or_notes(atlas):
    community = make.community(founded_on=(LATE - 90 * DAY).date())
    assert value(community, "artifact_days") == 90
    solution(problem(community), at=LATE - 80 * DAY)
    assert value(community, "artifact_days") == 80
    make.gathering(make.series(community), notes="So", notes_edits=1)
    assert value(community, "artifact_days") == 56
    lesson(community)
    community.lessons.update(kept_at=LATE - 3 * DAY)
    assert value(community, "artifact_days") == 3
    Community.objects.filter(pk=community.pk).update(founded_on=None)
    assert known(make.community(source="k8s", source_key="x"), "artifact_days") is None


def surfaced(community: Community, *counts: int, **facts: Any) -> None:
    """So many issues, by one person each number."""
    for count in counts:
        person = make.person()
        for _number in range(count):
            issue(community, surfaced_by=person, **facts)


def test_absence_factor_is_how_many_made_half_of_it(atlas):
    surfaced(atlas.community, 6, 2, 2, 1, 1)

    assert value(atlas.community, "absence_factor") == 1
    surfaced(atlas.community, 3, 3)
    assert value(atlas.community, "absence_factor") == 2
    assert known(atlas.community, "absence_factor", at=LATE + 40 * WEEK) is None


def test_absence_factor_is_not_told_of_four_contributors(atlas):
    surfaced(atlas.community, 6, 2, 2, 1)

    assert known(atlas.community, "absence_factor") is None


def test_absence_factor_leaves_out_who_left_their_name_out(atlas):
    """Who surfaced something without a name is not counted among the contributors either."""
    surfaced(atlas.community, 1, 1, 1, 1)
    surfaced(atlas.community, 9, is_anonymous=True)

    assert known(atlas.community, "absence_factor") is None


def test_absence_factor_counts_whatever_somebody_put_in(atlas):
    surfaced(atlas.community, 1)
    answered(opened(atlas.community, atlas.priya, at=AT), atlas.ana, at=AT)
    Insight.objects.create(
        community=atlas.community, text="So", brought_at=AT, brought_by=make.person()
    )
    solution(problem(atlas.community)).contributions.create(person=make.person())
    assert known(atlas.community, "absence_factor") is None
    Commitment.objects.create(
        community=atlas.community,
        owner=make.person(),
        text="Rings",
        due_on=AT.date(),
        made_at=AT,
        state="done",
        closed_at=AT,
    )

    assert value(atlas.community, "absence_factor") == 3


def test_no_finding_holds_a_name_or_the_key_of_a_person(atlas):
    """All that is read is figures, so nothing of what is kept can lead to somebody."""
    surfaced(atlas.community, 6, 2, 2, 1, 1)
    opened(atlas.community, atlas.priya)

    findings = [
        one for each in read([atlas.community.pk], at=LATE).values() for one in each.values()
    ]

    assert {type(one.value) for one in findings} <= {int, float, bool}
    assert Issue.objects.count() + Problem.objects.count() + Ask.objects.count() == 13
