"""What is known of communities from their work, for any number of them at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandorla.communities.models import Community, Membership
from mandorla.core.conditions import Finding
from mandorla.core.yields import Share
from mandorla.gatherings.models import Commitment, Gathering, Series
from mandorla.work.known import read
from mandorla.work.models import AgendaItem, Ask, Insight, Issue, Outcome, Problem, Question
from mandorla.work.yields.rows import span_of
from mandorla.work.yields.told import read_figure
from tests import make
from tests.make import AT
from tests.work.asking import answered, opened
from tests.work.solving import Place, issue, lines, place, problem, solution

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
LATE = AT + 8 * WEEK - timedelta(hours=3)
PAGES = {  # of the yields of a quarter, and the indicators that say the same
    "carried": "carry_through",
    "crossing": "cross_unit",
    "asks": "asks_answered",
}


@pytest.fixture
def atlas() -> Place:
    return place()


def known(community: Community, name: str, *, at: Any = LATE) -> Finding | None:
    return read([community.pk], at=at).get(name, {}).get(community.pk)


def value(community: Community, name: str, *, at: Any = LATE) -> Any:
    found = known(community, name, at=at)
    return found.value if found else None


def held(series: Series, *weeks: int) -> list[Gathering]:
    return [
        make.gathering(
            series,
            planned_on=(AT + week * WEEK).date(),
            state="held",
            started_at=AT + week * WEEK,
            ended_at=AT + week * WEEK + timedelta(minutes=55),
        )
        for week in weeks
    ]


def raised(gathering: Gathering, count: int, *, carried: int = 0, by: Any = None) -> None:
    """So many issues in a gathering; of some it was decided in the same who does what."""
    for number in range(count):
        found = issue(gathering.community, gathering=gathering, text=f"No. {number}")
        if number < carried:
            item = AgendaItem.objects.create(
                gathering=gathering, position=number, title="It", issue=found, minutes=10
            )
            Outcome.catch(
                gathering=gathering,
                kind="commitment",
                text="Rings the print shop",
                key=uuid4(),
                by=by,
                at=gathering.starts_at,
                item=item,
                owner=by,
                due_on=LATE.date(),
            )


def crowd(community: Community, count: int, **facts: Any) -> None:
    """So many more members."""
    for person in (make.person(**facts) for _number in range(count)):
        Membership.objects.create(community=community, person=person, role="member")


def test_known_takes_as_many_queries_for_three_communities_as_for_one():
    made = [make.community(leader=make.person(), sponsor=make.person()) for _number in range(3)]
    for community in made:
        ana = Membership.objects.get(community=community, role="leader").person
        raised(held(make.series(community), 1, 2, 3)[0], 5, carried=3, by=ana)
        for _number in range(5):
            about = problem(community, state="solved", solved_at=AT)
            issue(community, state="solved", solved_at=LATE - DAY, problem=about)
        opened(community, ana)
    counts = []
    for communities in ([made[0].pk], [one.pk for one in made]):
        read(communities, at=LATE)
        with CaptureQueriesContext(connection) as asked:
            read(communities, at=LATE)
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] <= 40
    with CaptureQueriesContext(connection) as asked:
        assert read([], at=LATE) == {}
    assert len(asked) == 0


def test_figures_are_those_that_the_page_of_yields_tells(atlas):
    """Beside another community, whose rows must not count."""
    other = make.community(leader=atlas.ana, members=(atlas.priya,))
    for community, carried in ((atlas.community, 4), (other, 1)):
        series = make.series(community)
        gatherings = held(series, 0, 1, 2, 3)
        raised(gatherings[0], 7, carried=carried, by=atlas.ana)
        raised(gatherings[3], 1)
        about = problem(community)
        solution(about, state="accepted")
        for unit in atlas.units[: carried // 2]:
            about.solutions.get().contributions.create(person=make.person(), unit=unit)
        for number in range(6):
            issue(
                community,
                state="solved",
                solved_at=LATE - DAY,
                problem=about if number < carried else None,
            )
        for number in range(6):
            ask = opened(community, atlas.priya, at=AT + number * DAY)
            if number < carried:
                answered(ask, atlas.ana, at=AT + number * DAY + timedelta(hours=2))
    crowd(atlas.community, 5, unit=atlas.units[0])
    crowd(atlas.community, 5, unit=atlas.units[1])
    span = span_of(atlas.community, period="quarter", on=LATE.date(), at=LATE)

    for figure, name in PAGES.items():
        told = read_figure(figure, span).counted.figure
        assert isinstance(told, Share), figure
        assert told.value is not None, figure
        assert known(atlas.community, name) == Finding(told.value, part=told.part, of=told.of), name


def test_solved_across_units_is_not_told_where_it_would_name_somebody(atlas):
    """Ana is the only one of her unit: that two units helped would say that she did."""
    about = problem(atlas.community)
    for unit, person in zip(atlas.units, (atlas.ana, atlas.priya), strict=False):
        solution(about).contributions.create(person=person, unit=unit)
    for _number in range(6):
        issue(atlas.community, state="solved", solved_at=LATE - DAY, problem=about)

    assert known(atlas.community, "cross_unit") is None


def test_carried_lately_looks_at_the_last_three_gatherings_that_can_be_told(atlas):
    rows = held(make.series(atlas.community), *range(7))
    for gathering, carried in zip(rows, (0, 2, 2, 1, 0, 0, 0), strict=True):
        raised(gathering, 2, carried=carried, by=atlas.ana)

    # The last two gatherings are too early to say; the three before them are week 2 to 4.
    assert known(atlas.community, "carried_lately") == Finding(0.5, part=3, of=6)
    assert known(atlas.community, "carried_lately", at=LATE + 30 * WEEK) is None


def test_outcomes_are_logged_in_gatherings_of_which_something_came(atlas):
    rows = held(make.series(atlas.community), 0, 1, 2)
    assert known(atlas.community, "outcomes_logged") == Finding(0.0, part=0, of=3)
    for gathering, kind in zip(rows, ("decision", "decision", "nothing"), strict=True):
        told = {"gathering": gathering, "kind": kind, "caught_at": gathering.starts_at}
        Outcome.objects.create(text="So be it", key=uuid4(), **told)

    assert known(atlas.community, "outcomes_logged") == Finding(2 / 3, part=2, of=3)
    assert known(atlas.community, "outcomes_logged", at=LATE + 20 * WEEK) is None


def test_updates_are_what_is_under_way_and_steps_for_nothing_else(atlas):
    steps = [
        {"title": "Updates", "minutes": 15, "takes": ["commitments", "rollout"]},
        {"title": "Problems", "minutes": 30, "takes": ["problems", "commitments"]},
    ]
    rows = held(make.series(atlas.community, template=steps), 0, 1, 2)
    commitment = Commitment.objects.create(
        community=atlas.community,
        owner=atlas.ana,
        text="Rings",
        due_on=LATE.date(),
        made_at=AT,
    )
    for gathering, part, facts in (
        (rows[0], "Updates", {}),
        (rows[1], "Problems", {"commitment": commitment}),
        (rows[2], "Problems", {}),
        (rows[2], "Updates", {"state": "dropped"}),
    ):
        AgendaItem.objects.create(
            gathering=gathering, position=1, title="It", part=part, minutes=10, **facts
        )

    assert value(atlas.community, "updates_share") == 0.667


def test_solved_counts_problems_and_what_units_have_adopted(atlas):
    problem(atlas.community, state="solved", solved_at=LATE - 100 * DAY)
    problem(atlas.community, state="solved", solved_at=LATE - 300 * DAY)
    adopted, *_others = lines(solution(problem(atlas.community), state="accepted"), atlas.units)
    adopted.adopt(by=None, at=AT)

    assert value(atlas.community, "solved_half_year") == 2


def test_units_that_issues_touch_are_counted_once(atlas):
    for units in (atlas.units[:2], atlas.units[:1], ()):
        issue(atlas.community).units.set(units)
    issue(atlas.community, surfaced_at=LATE - 200 * DAY).units.set(atlas.units)

    assert value(atlas.community, "issue_units") == 2


def test_solution_that_touches_a_control_counts_until_it_is_escalated_or_rejected(atlas):
    for state in ("proposed", "trying", "accepted", "escalated", "rejected"):
        found = solution(problem(atlas.community), state=state)
        assert value(atlas.community, "bypasses_control") == 0
        type(found).objects.filter(pk=found.pk).update(touches_control=True)
        counts = state not in {"escalated", "rejected"}
        assert value(atlas.community, "bypasses_control") == int(counts)
        found.delete()


def test_pull_is_what_management_asked_and_did_not_withdraw(atlas):
    for state, days in (("open", 1), ("withdrawn", 1), ("open", 200)):
        Question.objects.create(
            community=atlas.community,
            kind="question",
            text="What helps?",
            asked_at=LATE - days * DAY,
            state=state,
        )

    assert value(atlas.community, "pull") == 1


def test_asks_wait_too_long_after_a_week_and_online_after_a_day(atlas):
    opened(atlas.community, atlas.priya, at=LATE - 3 * DAY)
    answered(opened(atlas.community, atlas.priya, at=LATE - 9 * DAY), atlas.ana)
    opened(atlas.community, atlas.priya, at=LATE - 9 * DAY, of=[atlas.ana])  # of one by name
    assert value(atlas.community, "asks_waiting") == 0
    assert value(atlas.community, "newcomer_waiting") == 0
    Community.objects.update(archetype="helping_network")
    assert value(atlas.community, "asks_waiting") == 1
    opened(atlas.community, make.person(), at=LATE - 3 * DAY)
    assert value(atlas.community, "newcomer_waiting") == 1
    opened(atlas.community, make.person(), at=LATE - DAY)
    assert value(atlas.community, "newcomer_waiting") == 1


def test_insights_are_told_from_five_on_when_they_had_time(atlas):
    def bring(state: str, days: int) -> None:
        Insight.objects.create(
            community=atlas.community, text="So", brought_at=LATE - days * DAY, state=state
        )

    for state in ("answered", "asked_back", "waiting", "heard"):
        bring(state, 30)
    bring("waiting", 3)
    assert known(atlas.community, "insights_answered") is None
    bring("answered", 3)
    assert known(atlas.community, "insights_answered") == Finding(0.6, part=3, of=5)


def test_requests_are_counted_by_member_and_month(atlas):
    crowd(atlas.community, 2)
    assert known(atlas.community, "requests_per_member") is None
    crowd(atlas.community, 2)
    make.elicitation(atlas.community)  # six may vote
    opened(atlas.community, atlas.priya, at=AT, of=[atlas.ana])

    assert value(atlas.community, "requests_per_member") == round(7 / 6 / 3, 2)


def test_sponsor_days_count_official_acts_of_those_who_sponsor_now(atlas):
    assert known(atlas.community, "sponsor_days") is None
    ben = make.person("Ben")
    seat = Membership.appoint(community=atlas.community, person=ben, role="sponsor", by=None, at=AT)
    assert value(atlas.community, "sponsor_days") == 56
    Membership.join(community=atlas.community, person=ben, at=LATE - DAY)  # for himself
    assert value(atlas.community, "sponsor_days") == 56
    found = solution(problem(atlas.community))
    found.accept(by=atlas.ana, at=LATE - DAY)  # somebody else
    found.reconsider(by=ben, at=LATE - 5 * DAY)
    assert value(atlas.community, "sponsor_days") == 5
    seat.stop(on=LATE.date())
    assert known(atlas.community, "sponsor_days") is None


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
