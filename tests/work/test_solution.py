"""A solution: proposed, worded, tried, accepted, escalated, rejected, opened again."""

from __future__ import annotations

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.work.models import Solution
from tests import make
from tests.make import AT
from tests.work.solving import Place, place, problem, solution, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def atlas() -> Place:
    return place()


def test_solution_is_proposed_with_what_it_may_not_bypass(atlas):
    about = problem(atlas.community)

    found = Solution.propose(
        problem=about,
        proposal="  One price list,\n sent on Fridays ",
        may_not_bypass="Finance approves prices",
        by=atlas.priya,
        at=AT,
    )

    assert (found.community, found.problem, found.state) == (atlas.community, about, "proposed")
    assert found.proposal == "One price list, sent on Fridays"
    assert found.may_not_bypass == "Finance approves prices"
    assert told(atlas.community) == ["Priya Nair proposed: One price list, sent on Fridays"]


def test_solution_is_refused_when_it_says_nothing(atlas):
    with pytest.raises(Refused, match="Say in a sentence"):
        Solution.propose(problem=problem(atlas.community), proposal=" ", by=atlas.ana, at=AT)


def test_solution_is_refused_when_its_problem_is_not_open(atlas):
    with pytest.raises(Refused, match="not open any more"):
        solution(problem(atlas.community, state="solved"))


def test_solution_is_refused_when_the_community_has_closed(atlas):
    about = problem(atlas.community)
    atlas.community.status = "closed"
    atlas.community.keep("status")

    with pytest.raises(Refused, match="Atlas has closed"):
        solution(about)


@pytest.mark.parametrize(("verb", "state"), [("start_trying", "trying"), ("accept", "accepted")])
def test_solution_keeps_who_decided_when_and_where(atlas, verb, state):
    found = solution(problem(atlas.community))
    gathering = make.gathering(make.series(atlas.community))

    getattr(found, verb)(by=atlas.ana, at=AT, gathering=gathering)

    found.refresh_from_db()
    assert (found.state, found.decided_by, found.decided_at) == (state, atlas.ana, AT)
    assert found.decided_in == gathering


def test_solution_is_not_decided_in_a_gathering_of_another_community(atlas):
    found = solution(problem(atlas.community))
    elsewhere = make.gathering(make.series(make.community()))

    with pytest.raises(Refused, match="another community"):
        found.accept(by=atlas.ana, at=AT, gathering=elsewhere)


def test_solution_is_escalated_to_somebody_for_a_reason(atlas):
    found = solution(problem(atlas.community))

    found.escalate(to_whom="Ben Okafor", because="It costs money", by=atlas.ana, at=AT)

    found.refresh_from_db()
    assert (found.state, found.escalated_to, found.because) == (
        "escalated",
        "Ben Okafor",
        "It costs money",
    )
    assert told(atlas.community)[-1] == (
        "Ana Marković escalated to Ben Okafor: One price list, sent on Fridays (It costs money)"
    )


@pytest.mark.parametrize(("to_whom", "because"), [("", "It costs money"), ("Ben", " ")])
def test_solution_is_not_escalated_without_saying_to_whom_and_why(atlas, to_whom, because):
    found = solution(problem(atlas.community))

    with pytest.raises(Refused, match="Say to whom"):
        found.escalate(to_whom=to_whom, because=because, by=atlas.ana, at=AT)

    assert Solution.objects.get().state == "proposed"


def test_solution_is_not_rejected_without_a_reason(atlas):
    found = solution(problem(atlas.community))

    with pytest.raises(Refused, match="Say why it is rejected"):
        found.reject(because="", by=atlas.ana, at=AT)


def test_solution_loses_the_reason_of_before_when_it_is_decided_again(atlas):
    found = solution(problem(atlas.community), state="escalated")

    found.accept(by=atlas.ana, at=AT)

    found.refresh_from_db()
    assert (found.state, found.escalated_to, found.because) == ("accepted", "", "")


def test_solution_is_open_again_when_it_is_reconsidered(atlas):
    found = solution(problem(atlas.community), state="rejected", by=atlas.ana)

    found.reconsider(by=atlas.ana, at=AT)

    found.refresh_from_db()
    assert (found.state, found.because, found.decided_by, found.decided_at) == (
        "proposed",
        "",
        None,
        None,
    )


def test_solution_is_not_accepted_when_it_was_rejected(atlas):
    found = solution(problem(atlas.community), state="rejected")

    with pytest.raises(Refused, match="It is rejected, so this is not possible now"):
        found.accept(by=atlas.ana, at=AT)


def test_second_of_two_who_decide_is_told(atlas):
    found = solution(problem(atlas.community))
    same = Solution.objects.get()
    same.accept(by=atlas.ana, at=AT)

    with pytest.raises(Stale, match="Somebody else decided"):
        found.reject(because="Too dear", by=atlas.priya, at=AT)


def test_solution_is_reworded(atlas):
    found = solution(problem(atlas.community))

    found.reword(
        proposal="One list, on Mondays", detail="By mail", may_not_bypass="", by=atlas.ana, at=AT
    )

    found.refresh_from_db()
    assert (found.proposal, found.detail, found.may_not_bypass) == (
        "One list, on Mondays",
        "By mail",
        "",
    )
    assert told(atlas.community)[-1] == "Ana Marković changed the words of: One list, on Mondays"


def test_solution_keeps_its_mark_of_touching_a_control_unless_it_is_said(atlas):
    found = solution(problem(atlas.community))
    words = {"proposal": "One list", "detail": "", "may_not_bypass": "", "by": atlas.ana, "at": AT}
    assert found.touches_control is False

    for said, kept in ((True, True), (None, True), (False, False)):
        found.reword(**words, touches_control=said)
        assert Solution.objects.get().touches_control is kept


def test_solution_is_not_told_as_reworded_when_nothing_changed(atlas):
    found = solution(problem(atlas.community))

    found.reword(
        proposal=found.proposal,
        detail=found.detail,
        may_not_bypass=found.may_not_bypass,
        by=atlas.ana,
        at=AT,
    )

    assert len(told(atlas.community)) == 1


def test_solution_keeps_its_words_when_it_was_accepted(atlas):
    found = solution(problem(atlas.community), state="accepted")

    with pytest.raises(Refused, match="Reconsider it first"):
        found.reword(proposal="Other", detail="", may_not_bypass="", by=atlas.ana, at=AT)


def test_solution_is_not_written_over_when_somebody_else_changed_it(atlas):
    found = solution(problem(atlas.community))
    seen = found.mark
    Solution.objects.get().reword(
        proposal="Two lists", detail="", may_not_bypass="", by=atlas.priya, at=AT
    )

    with pytest.raises(Stale, match="It says now: “Two lists”"):
        found.reword(proposal="Three", detail="", may_not_bypass="", seen=seen, by=atlas.ana, at=AT)
