"""What is true of a community on a day: gathered in a fixed number of queries, said in sentences."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandorla.base import indicators
from mandorla.communities.models import Membership
from mandorla.core import renewal
from mandorla.core.conditions import Finding
from mandorla.licenses.drafting import propose_numbers
from mandorla.licenses.evidence import gather, read_marks
from mandorla.licenses.recommending import ASKS, FAILS, HOLDS, WAYS, advise, bounds_of
from mandorla.licenses.stories import candidates
from mandorla.work.models import Lesson, Solution
from tests import make
from tests.ledger.telling import story
from tests.licenses.reporting import licensed

AT = make.AT


def _known(place, /, **values):
    found = {name: Finding(value) for name, value in values.items()}
    return replace(gather(place.community, at=AT), findings=found)


def test_evidence_says_what_is_known_and_where_it_is_seen(people):
    evidence = gather(people.community, at=AT)
    leader = evidence.say("has_leader")

    assert leader.is_known
    assert leader.figure == "yes"
    assert leader.address == "/communities/atlas-change-champions/members/"


def test_evidence_says_why_something_is_not_known(people):
    overlap = gather(people.community, at=AT).say("overlap")

    assert (overlap.is_known, overlap.figure) == (False, "")
    assert overlap.sentence == str(indicators.indicator("overlap").unknown)


def test_evidence_comes_with_the_license_its_conditions_and_decisions(people):
    license = licensed(people, conditions=(("Weigh", date(2026, 6, 1)),))
    evidence = gather(people.community, at=AT)

    assert evidence.license == license
    assert [one.text for one in evidence.conditions] == ["Weigh"]
    assert [one.kind for one in evidence.decisions] == ["grant_with_conditions"]


def test_evidence_asks_as_much_for_many_as_for_few(people):
    licensed(people)
    gather(people.community, at=AT)
    with CaptureQueriesContext(
        connection,
    ) as few:
        gather(people.community, at=AT)
    for one in make.members(3):
        Membership.join(community=people.community, person=one, at=AT)
    problem = make.problem(people.community)
    Solution.propose(problem=problem, proposal="A list", by=people.leader, at=AT)
    with CaptureQueriesContext(connection) as many:
        gather(people.community, at=AT)

    assert len(many) == len(few)


def test_marks_show_what_changed_and_not_that_days_passed(people):
    evidence = _known(people, people=5, overlap=0.5, gathering_days=3)
    marks = read_marks(evidence.marks())
    later = _known(people, people=6, gathering_days=4)

    assert marks is not None
    assert [one.name for one in evidence.changed_since(marks)] == []
    assert [one.name for one in later.changed_since(marks)] == ["overlap", "people"]


def test_marks_that_are_none_are_not_read():
    assert [read_marks(sent) for sent in ("", "[]", "{", "3")] == [None] * 4
    assert read_marks(json.dumps({"a": 1})) == {"a": "1"}


def test_report_puts_first_what_came_of_it_what_is_wanted_and_where_it_is_weak(people):
    evidence = _known(
        people, solved_half_year=4, pull=2, overlap=0.6, carry_through=0.4, rhythm_held_quarter=0.9
    )
    names = [one.name for one in propose_numbers(evidence, kind="renewal")]

    assert names == ["solved_half_year", "overlap", "carry_through"]
    assert [one.name for one in propose_numbers(evidence, kind="light")] == ["solved_half_year"]
    assert propose_numbers(_known(people), kind="renewal") == ()


def test_every_reason_has_words(people):
    bounds = bounds_of(gather(people.community, at=AT).policy)
    ways = {name for found in renewal._ways(bounds).values() for name in found}

    assert set(WAYS) == ways
    assert set(HOLDS) == set(FAILS) == set(ASKS) == set(renewal.checks(bounds))


def test_recommendation_is_said_with_its_facts_and_what_it_asks(people):
    evidence = _known(people, has_leader=True, overlap_high=0.3)
    first, second, third = advise(evidence)

    assert (first.verb, first.certain) == ("Renew with another scope", True)
    assert second.verb == "Renew with conditions"
    overlap = next(one for one in second.reasons if one.name == "overlap")
    assert overlap.facts[0].name == "overlap_high"
    assert "weigh again" in overlap.ask
    assert "has_sponsor" in {one.name for one in second.missing}
    assert (third.verb, third.certain) == ("Retire", False)
    assert [one.name for one in third.missing] == ["has_sponsor"]


def test_stories_are_what_was_adopted_changed_and_solved(people):
    problem = make.problem(people.community, statement="Prices are old")
    solution = Solution.propose(problem=problem, proposal="One list", by=people.leader, at=AT)
    solution.accept(by=people.leader, at=AT)
    lesson = Lesson.keep_one(
        community=people.community,
        text="Ask first",
        by=people.leader,
        at=AT,
        look_again_on=date(2026, 9, 1),
    )
    lesson.note_change(changed="The form", on=AT.date(), by=people.leader, at=AT)
    found = candidates(people.community, since=AT.date())

    assert [one["title"] for one in found] == ["One list", "Ask first"]
    assert found[0]["address"] == solution.get_absolute_url()
    assert found[1]["address"] == lesson.get_absolute_url()
    assert found[0]["text"] == "The problem was: Prices are old"


def test_story_that_was_told_for_everybody_comes_first_and_its_solution_is_not_told_again(people):
    problem = make.problem(people.community, statement="Prices are old")
    solution = Solution.propose(problem=problem, proposal="One list", by=people.leader, at=AT)
    solution.accept(by=people.leader, at=AT)
    steps = {"happened": "We spoke.", "difference": "Two hours a week less."}
    told = story(
        people.community,
        people.leader,
        steps=steps,
        seen_by="organization",
        solution=solution,
    )
    story(people.community, people.leader, title="Among us", seen_by="community")

    found = candidates(people.community, since=AT.date())

    assert found == [
        {
            "title": "One price list",
            "text": "Two hours a week less.",
            "address": told.get_absolute_url(),
        }
    ]


def test_report_calls_nothing_its_weakest_that_was_kept_in_full(people):
    evidence = _known(people, solved_half_year=4, overlap=0.6, rhythm_held_quarter=1.0)
    last = propose_numbers(evidence, kind="renewal")[-1]

    assert (last.name, last.why) == ("rhythm_held_quarter", "It says how it runs.")


def test_change_of_the_overlap_is_told_in_points(people):
    finding = Finding(0.17, low=0.1, high=0.241)
    changed = replace(gather(people.community, at=AT), findings={"overlap_change": finding})

    assert changed.say("overlap_change").figure == "17 points"
    assert changed.say("overlap_change").sentence == (
        "The overlap changed by 17 points since the round before (10 points to 24 points)."
    )
