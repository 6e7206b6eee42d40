"""The pages of a solution: read, proposed, worded, decided, helped with."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from mandorla.communities.models import Membership
from mandorla.people.models import Person
from mandorla.work.models import Contribution, Solution
from mandorla.work.solution_page import read_solution, solutions_of
from tests import make
from tests.make import AT
from tests.work.solving import Place, lines, place, problem, solution

pytestmark = pytest.mark.django_db


@pytest.fixture
def atlas() -> Place:
    return place()


def at(name: str, *args: object) -> str:
    return reverse(f"work:{name}", args=["atlas", *args])


def post(client, person: Person, name: str, *args: object, **data: object):
    client.force_login(person)
    return client.post(at(name, *args), data)


def read(client, person: Person, name: str, *args: object):
    client.force_login(person)
    return client.get(at(name, *args))


def test_solution_is_read_by_anybody_who_is_signed_in(client, atlas):
    found = solution(problem(atlas.community), state="escalated", by=atlas.ana)

    page = read(client, make.person(), "solution", found.pk)

    text = page.content.decode()
    assert page.status_code == 200
    assert "May not bypass" in text
    assert "The approval of prices by Finance" in text
    assert "Escalated to Ben" in text
    assert "noted by Ana Marković" in text
    assert "I helped" not in text
    assert 'id="decide"' not in text


def test_solution_of_another_community_is_not_at_this_address(client, atlas):
    other = problem(make.community("Other"))

    assert read(client, atlas.ana, "solution", solution(other).pk).status_code == 404


def test_solution_is_proposed_by_a_member(client, atlas):
    about = problem(atlas.community)

    answer = post(client, atlas.priya, "propose", about.pk, proposal="One list", detail="By mail")

    found = Solution.objects.get()
    assert answer.status_code == 302
    assert (found.problem, found.proposal, found.detail) == (about, "One list", "By mail")


def test_solution_is_not_proposed_by_somebody_without_a_role(client, atlas):
    about = problem(atlas.community)

    assert read(client, make.person(), "propose", about.pk).status_code == 404


def test_form_keeps_what_was_written_when_it_is_refused(client, atlas):
    about = problem(atlas.community, state="solved")

    answer = post(client, atlas.priya, "propose", about.pk, proposal="One list")

    assert answer.status_code == 422
    assert b"not open any more" in answer.content
    assert b'value="One list"' in answer.content


def test_solution_that_touches_a_control_says_so_when_it_was_ticked(client, atlas):
    found = solution(problem(atlas.community))
    words = {"proposal": found.proposal, "may_not_bypass": "", "detail": "", "seen": found.mark}
    warning = b"Touches a rule of safety or law"
    client.force_login(atlas.priya)
    assert warning not in client.get(found.get_absolute_url()).content

    post(client, atlas.priya, "solution_words", found.pk, **words, touches_control="on")

    assert warning in client.get(found.get_absolute_url()).content
    page = client.get(f"{found.get_absolute_url()}words/").content.decode()
    assert page.count(" checked") == 1


def test_words_are_changed_and_a_second_writer_is_told(client, atlas):
    found = solution(problem(atlas.community))
    seen = found.mark
    words = {"proposal": "Two lists", "may_not_bypass": "", "detail": "", "seen": seen}

    first = post(client, atlas.priya, "solution_words", found.pk, **words)
    second = post(
        client, atlas.ana, "solution_words", found.pk, **{**words, "proposal": "Three lists"}
    )

    assert (first.status_code, second.status_code) == (302, 422)
    assert "It says now: “Two lists”" in second.content.decode()
    assert b"Three lists" in second.content
    assert Solution.objects.get().proposal == "Two lists"


def test_words_of_what_is_tried_are_changed_by_those_who_steer_only(client, atlas):
    found = solution(problem(atlas.community), state="trying")

    assert read(client, atlas.priya, "solution_words", found.pk).status_code == 404
    assert read(client, atlas.ana, "solution_words", found.pk).status_code == 200


def test_decision_is_noted_with_its_gathering(client, atlas):
    found = solution(problem(atlas.community))
    series = make.series(atlas.community, starts_on=timezone.localdate())
    today = make.gathering(
        series,
        planned_on=series.starts_on,
        state="held",
        starts_at=timezone.now(),
        started_at=timezone.now(),
        ended_at=timezone.now(),
    )

    answer = post(client, atlas.ana, "decision", found.pk, verb="accept", gathering=today.pk)

    found.refresh_from_db()
    assert answer.status_code == 302
    assert (found.state, found.decided_by, found.decided_in) == ("accepted", atlas.ana, today)


def test_decision_asks_for_a_reason_when_it_rejects(client, atlas):
    found = solution(problem(atlas.community))

    answer = post(client, atlas.ana, "decision", found.pk, verb="reject")

    assert answer.status_code == 422
    assert b"Say why" in answer.content
    assert Solution.objects.get().state == "proposed"


def test_decision_asks_to_whom_when_it_escalates(client, atlas):
    found = solution(problem(atlas.community))

    answer = post(client, atlas.ana, "decision", found.pk, verb="escalate", because="Costs money")

    assert answer.status_code == 422
    assert b"Say who decides now" in answer.content


def test_decision_is_not_for_members(client, atlas):
    found = solution(problem(atlas.community))

    assert post(client, atlas.priya, "decision", found.pk, verb="accept").status_code == 404


def test_decision_that_is_not_possible_is_refused_on_the_page(client, atlas):
    found = solution(problem(atlas.community), state="accepted")

    answer = post(client, atlas.ana, "decision", found.pk, verb="accept")

    assert answer.status_code == 422


def test_member_says_that_they_helped_and_takes_it_back(client, atlas):
    found = solution(problem(atlas.community))

    post(client, atlas.priya, "help", found.pk)
    helped = list(Contribution.objects.values_list("person", flat=True))
    post(client, atlas.priya, "help", found.pk, helped="no")

    assert helped == [atlas.priya.pk]
    assert not Contribution.objects.exists()


def test_somebody_without_a_role_does_not_help(client, atlas):
    found = solution(problem(atlas.community))

    assert post(client, make.person(), "help", found.pk).status_code == 404


def test_page_offers_to_call_the_problem_solved_when_every_unit_is_done(atlas):
    found = solution(problem(atlas.community), state="accepted")
    first, second = lines(found, atlas.units[:2])

    def solves() -> bool:
        page = read_solution(found, reader=atlas.ana, roles={"leader"}, on=AT.date())
        return page.solves

    first.adopt(by=atlas.ana, at=AT)
    half = solves()
    second.decline(because="No prices there", by=atlas.ana, at=AT)

    assert (half, solves()) == (False, True)


def test_solutions_of_a_problem_begin_with_what_is_done(atlas):
    about = problem(atlas.community)
    rejected = solution(about, state="rejected")
    proposed = solution(about)
    accepted = solution(about, state="accepted")
    line, _other = lines(accepted, atlas.units[:2])
    line.adopt(by=atlas.ana, at=AT)

    found = solutions_of(about, reader=atlas.priya, roles={"member"})

    assert [row.solution for row in found.rows] == [accepted, proposed, rejected]
    assert (found.rows[0].units, found.rows[0].adopted, found.rows[0].open) == (2, 1, 1)
    assert found.may_propose


@pytest.mark.parametrize("count", [1, 3])
def test_solution_page_has_a_fixed_number_of_queries(
    client, atlas, count, django_assert_num_queries
):
    found = solution(problem(atlas.community), state="accepted", by=atlas.ana)
    for _number in range(count):
        member = make.person(unit=make.unit())
        Membership.join(community=atlas.community, person=member, at=AT)
        Contribution.help(solution=found, person=member, at=AT)
    lines(found, atlas.units[:count])
    client.force_login(atlas.ana)
    client.get(at("solution", found.pk))

    with django_assert_num_queries(QUERIES):
        client.get(at("solution", found.pk))


QUERIES = 15
