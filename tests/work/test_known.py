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
from mandorla.work.models import AgendaItem, Insight, Outcome, Question
from mandorla.work.yields.rows import span_of
from mandorla.work.yields.told import read_figure
from tests import make
from tests.make import AT
from tests.work.asking import answered, opened
from tests.work.knowing import DAY, LATE, WEEK, known, value
from tests.work.solving import Place, issue, lines, place, problem, solution

pytestmark = pytest.mark.django_db
PAGES = {  # of the yields of a quarter, and the indicators that say the same
    "carried": "carry_through",
    "crossing": "cross_unit",
    "asks": "asks_answered",
}


@pytest.fixture
def atlas() -> Place:
    return place()


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
