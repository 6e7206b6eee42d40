"""What lies under a gathering: what is open, promised, put aside or not reached, and how long."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mandorla.work.agenda import agenda_of, keep_agenda
from mandorla.work.agenda_page import read_page
from mandorla.work.backlog import Backlog, backlog_of
from mandorla.work.models import (
    AgendaItem,
    Ask,
    Insight,
    Issue,
    Lesson,
    Problem,
    Question,
    RolloutLine,
)
from tests import make
from tests.make import AT
from tests.work import asking, solving
from tests.work.agendas import MONDAY, Mondays, commitment, held, issue, item, mondays, problem

pytestmark = pytest.mark.django_db
LAST = date(2026, 2, 23)
DUE = date(2026, 3, 9)


@pytest.fixture
def place() -> Mondays:
    return mondays()


def read(place: Mondays) -> Backlog:
    return backlog_of(place.on(), at=AT)


def lines(place: Mondays) -> list[tuple[str, str]]:
    return sorted((one.kind, one.title) for one in read(place).entries)


def test_backlog_holds_what_waits_of_every_kind(place):
    issue(place, "Old price lists")
    problem(place, "Prices differ")
    proposed = solving.solution(problem(place, "Training comes late"))
    tried = solving.solution(problem(place, "Two forms"), state="accepted")
    for line in solving.lines(tried, place.units[:2], due_on=date(2026, 3, 6)):
        assert line.state == "to_do"
    commitment(place, "Ask Finance")
    Insight.bring(
        community=place.community,
        text="It takes a week",
        unit=place.units[0],
        by=place.priya,
        at=AT,
    )

    told = {"community": place.community, "at": AT, "by": place.priya}
    Ask.open(text="Who knows C#?", **told)
    ben = make.program_manager()
    Question.ask(kind="question", text="Which list?", **{**told, "by": ben})
    lesson = Lesson.keep_one(text="Trainers first", look_again_on=DUE, **told)
    Lesson.objects.filter(pk=lesson.pk).update(look_again_on=MONDAY)

    assert lines(place) == [
        ("ask", "Who knows C#?"),
        ("commitment", "Ask Finance"),
        ("insight", "It takes a week"),
        ("issue", "Old price lists"),
        ("lesson", "Trainers first"),
        ("problem", "Prices differ"),
        ("question", "Which list?"),
        ("rollout", tried.proposal),
        ("solution", proposed.proposal),
    ]


def test_backlog_leaves_out_what_was_answered_is_for_a_few_or_not_due(place):
    told = {"community": place.community, "at": AT, "by": place.priya}
    Ask.open(text="Between us", of=[place.ana], **told)
    asking.answered(Ask.open(text="Who knows C#?", **told), place.ana)
    Lesson.keep_one(text="Trainers first", look_again_on=DUE, **told)
    question = Question.ask(
        kind="question", text="Which list?", **{**told, "by": make.program_manager()}
    )
    question.reply(answer="The blue one", by=place.ana, at=AT)

    assert lines(place) == []


def test_agenda_opens_with_what_management_asked_and_says_so(place):
    issue(place, "Old price lists", votes=9)
    asked = {"community": place.community, "by": make.program_manager()}
    three_days = AT - timedelta(days=3)
    Question.ask(kind="question", text="Which list?", wanted_on=DUE, at=three_days, **asked)
    Insight.bring(
        community=place.community, text="A week", unit=place.units[0], by=place.ana, at=three_days
    )
    Ask.open(community=place.community, text="Who knows C#?", by=place.priya, at=three_days)
    page = read_page(agenda_of(place.on(), at=AT))

    whys = [
        (one.row.part, one.row.title, one.why, one.detail) for one in page.lines if one.row.kind
    ]
    touch, hand = "The two or three issues that touch several units", "Who needs a hand this week"
    assert [(part[: len(hand)], *rest) for part, *rest in whys] == [
        (
            touch[: len(hand)],
            "Which list?",
            "asked by management 3 days ago; an answer helps until 9 March",
            "Karin Lindqvist",
        ),
        (touch[: len(hand)], "A week", "brought from Sales 3 days ago", ""),
        (touch[: len(hand)], "Old price lists", "9 votes", ""),
        (hand, "Who knows C#?", "no answer for 3 days", "Priya Nair"),
    ]


def test_item_about_a_question_waits_until_it_is_answered(place):
    told = {"by": place.ana, "at": AT}
    question = Question.ask(
        community=place.community,
        kind="question",
        text="Which list?",
        **{**told, "by": make.program_manager()},
    )
    gathering = place.on()
    keep_agenda(gathering, **told)
    about = AgendaItem.objects.get(question=question)
    about.take(**told)
    about.finish(**told)

    later = backlog_of(place.on(date(2026, 3, 9)), at=AT + timedelta(days=7))
    assert [(one.kind, one.title) for one in later.entries] == [("question", "Which list?")]


def test_backlog_leaves_out_what_is_settled_far_away_or_elsewhere(place):
    issue(place, state="solved")
    problem(place, state="dropped")
    commitment(place, state="done")
    commitment(place, due_on=date(2026, 6, 1))
    rejected = solving.solution(problem(place), state="rejected")
    Problem.objects.filter(pk=rejected.problem_id).update(state="solved")
    solving.issue(make.community())

    assert lines(place) == []


def test_backlog_knows_votes_units_and_age(place):
    one = issue(place, votes=7, touches=3)
    gathered = problem(place)
    issue(place, state="gathered", problem=gathered, votes=4)
    issue(place, state="gathered", problem=gathered, votes=1)
    gathered.units.set(place.units[:2])
    found = {(e.kind, e.id): e for e in read(place).entries}

    assert (found["issue", one.pk].votes, found["issue", one.pk].units) == (7, 3)
    assert found["issue", one.pk].since_on == date(2026, 2, 27)
    assert (found["problem", gathered.pk].votes, found["problem", gathered.pk].units) == (5, 2)


def test_backlog_says_one_line_for_a_rollout_in_several_units(place):
    solution = solving.solution(problem(place), state="accepted")
    late, _soon, _later = (
        solving.lines(solution, (unit,), due_on=due)[-1]
        for unit, due in zip(place.units, (LAST, date(2026, 3, 6), date(2026, 5, 1)), strict=True)
    )
    found = read(place)

    (entry,) = found.entries
    assert (entry.kind, entry.id, entry.units, entry.due_on) == ("rollout", solution.pk, 2, LAST)
    assert found.subjects["rollout", solution.pk] == RolloutLine.objects.get(pk=late.pk)


def test_backlog_names_the_unit_when_one_has_to_take_a_solution_up(place):
    solution = solving.solution(problem(place), state="accepted")
    solving.lines(solution, place.units[:1], due_on=LAST)
    assert [one.title for one in read(place).entries] == [f"Sales: {solution.proposal}"]


def test_backlog_has_what_the_last_gathering_did_not_reach(place):
    last = held(place, LAST)
    one = issue(place)
    item(last, issue=one, part="Issues", why={"code": "votes", "votes": 1})
    by_hand = item(last, "Photos of the party", part="Check-in", minutes=3)
    item(last, "Round of updates", why={"code": "part"})
    item(last, "Done with", state="done", taken_at=AT - timedelta(days=7))
    item(last, "Given up", state="dropped")
    found = {one.title: one for one in read(place).entries}

    assert sorted(found) == ["Old price lists", "Photos of the party"]
    assert found["Old price lists"].left_on == LAST
    photos = found["Photos of the party"]
    assert (photos.kind, photos.id, photos.minutes) == ("item", by_hand.pk, 3)
    assert (photos.part, photos.carried_from, photos.missed) == ("Check-in", by_hand.pk, 1)


def test_backlog_has_what_is_parked_until_it_is_on_a_later_agenda(place):
    parked = item(held(place, date(2026, 2, 2)), "Office move", state="parked")
    assert [(one.title, one.parked_on) for one in read(place).entries] == [
        ("Office move", date(2026, 2, 2))
    ]

    item(held(place, LAST), "Office move", state="done", carried_from=parked)
    assert read(place).entries == ()


def test_backlog_forgets_what_was_parked_when_its_issue_is_solved(place):
    item(held(place, LAST), issue=issue(place, state="solved"), state="parked")
    assert read(place).entries == ()


def test_backlog_waits_for_a_gathering_that_is_not_over(place):
    coming = place.on(date(2026, 3, 9))
    kept = held(place, date(2026, 3, 2))
    type(kept).objects.filter(pk=kept.pk).update(state="running")
    item(kept, "Photos of the party")

    assert backlog_of(coming, at=AT).entries == ()
    type(kept).objects.filter(pk=kept.pk).update(state="planned")
    assert backlog_of(coming, at=AT).entries == ()
    assert len(backlog_of(coming, at=AT + timedelta(hours=2)).entries) == 1


def test_backlog_counts_the_gatherings_since_somebody_touched_it(place):
    old, new = issue(place, surfaced_at=AT - timedelta(days=60)), issue(place)
    talked = issue(place, surfaced_at=AT - timedelta(days=60))
    for day in (date(2026, 2, 2), date(2026, 2, 9), date(2026, 2, 16), LAST):
        last = held(place, day)
        if day.day == 16:
            item(last, issue=talked, state="done", taken_at=AT - timedelta(days=14))
    missed = {one.id: one.missed for one in read(place).entries}

    assert missed == {old.pk: 3, new.pk: 0, talked.pk: 1}


def test_backlog_reads_the_most_voted_and_the_oldest_and_counts_the_rest(place):
    for day in (date(2026, 2, 9), date(2026, 2, 16), LAST):
        held(place, day)
    old = AT - timedelta(days=90)
    Issue.objects.bulk_create(
        Issue(
            community=place.community,
            text=f"Thing {number}",
            votes=number % 50,
            surfaced_at=old + timedelta(minutes=number),
        )
        for number in range(500)
    )
    found = read(place)

    assert (len(found.entries), found.rest, found.more) == (30, {"issue": 470}, 470)
    assert sorted((one.votes for one in found.entries), reverse=True)[:20] == [49] * 10 + [48] * 10
    assert min(one.since_on for one in found.entries) == old.date()


@pytest.mark.parametrize("count", [1, 3])
def test_backlog_takes_as_many_queries_when_more_waits(place, count, django_assert_num_queries):
    last = held(place, LAST)
    for _number in range(count):
        item(last, issue=issue(place, touches=2))
        item(last, "Photos", state="parked")
        gathered = problem(place)
        gathered.units.set(place.units)
        commitment(place)
        solution = solving.solution(problem(place), state="accepted")
        solving.lines(solution, place.units, due_on=LAST)
        solving.solution(problem(place))
    gathering = place.on()
    with django_assert_num_queries(17):
        backlog_of(gathering, at=AT)
