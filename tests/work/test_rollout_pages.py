"""The rollout by unit: choosing units, saying how far each is, the matrix, one unit's own page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from mandorla.people.models import Person
from mandorla.work.models import RolloutLine
from mandorla.work.rollout_matrix import matrix_as_csv, read_matrix, read_unit
from tests import make
from tests.make import AT
from tests.work.solving import Place, lines, place, problem, solution

pytestmark = pytest.mark.django_db
DUE = date(2026, 4, 1)
PROPOSAL = "One price list, sent on Fridays"
NOT = "not for us: No prices here"
LATE = "to do, by 2026-04-01, late"
AFTER = DUE + timedelta(days=1)


@pytest.fixture
def atlas() -> Place:
    return place()


def at(name: str, *args: object) -> str:
    return reverse(f"work:{name}", args=["atlas", *args])


def post(client, by: Person, name: str, *args: object, **data: object):
    client.force_login(by)
    return client.post(at(name, *args), data)


def read(client, person: Person, name: str, *args: object, **query: object):
    client.force_login(person)
    return client.get(at(name, *args), query)


def accepted(atlas: Place, **facts: object) -> list[RolloutLine]:
    found = solution(problem(atlas.community, units=atlas.units), state="accepted")
    return lines(found, atlas.units, **facts)


def test_units_are_chosen_with_who_sees_to_it(client, atlas):
    found = solution(problem(atlas.community, units=atlas.units[2:]), state="accepted")
    _sales, finance, service = atlas.units

    page = read(client, atlas.ana, "roll_out", found.pk).content.decode()
    answer = post(
        client,
        atlas.ana,
        "roll_out",
        found.pk,
        units=[finance.pk, service.pk],
        due_on="2026-04-01",
        **{f"coordinator_{finance.pk}": atlas.priya.pk},
    )

    assert page.index("Finance") < page.index("Sales") < page.index("Service")
    assert answer.status_code == 302
    rows = found.rollout.order_by("unit__name").values_list("unit", "coordinator", "due_on")
    assert list(rows) == [(finance.pk, atlas.priya.pk, DUE), (service.pk, None, DUE)]


def test_a_unit_that_is_not_offered_can_be_chosen_from_all(client, atlas):
    found = solution(problem(atlas.community), state="accepted")
    elsewhere = make.unit("Night shift")

    post(client, atlas.ana, "roll_out", found.pk, other=elsewhere.pk)

    assert found.rollout.get().unit == elsewhere


def test_page_says_that_a_unit_is_missing_and_keeps_the_day(client, atlas):
    found = solution(problem(atlas.community), state="accepted")

    answer = post(client, atlas.ana, "roll_out", found.pk, due_on="2026-04-01")

    assert answer.status_code == 422
    assert b"Choose at least one unit" in answer.content
    assert b'value="2026-04-01"' in answer.content


def test_units_are_not_chosen_by_members(client, atlas):
    found = solution(problem(atlas.community), state="accepted")

    assert read(client, atlas.priya, "roll_out", found.pk).status_code == 404


def test_coordinator_without_a_role_says_how_far_the_unit_is(client, atlas):
    outside = make.person("Jonas Berg")
    line = accepted(atlas, coordinators={atlas.units[0].pk: outside})[0]

    answer = post(client, outside, "rollout_state", line.pk, verb="adopt", back="unit")

    line.refresh_from_db()
    assert line.state == "adopted"
    assert answer.headers["Location"] == reverse("work:unit_rollout", args=[line.unit_id])


def test_member_does_not_say_how_far_a_unit_is(client, atlas):
    line = accepted(atlas)[0]

    assert post(client, atlas.priya, "rollout_state", line.pk, verb="adopt").status_code == 404


def test_declining_asks_for_a_reason(client, atlas):
    line = accepted(atlas)[0]

    asked = post(client, atlas.ana, "rollout_state", line.pk, verb="decline")
    told = post(
        client, atlas.ana, "rollout_state", line.pk, verb="decline", because="No prices here"
    )

    line.refresh_from_db()
    assert (asked.status_code, told.status_code) == (422, 302)
    assert (line.state, line.because) == ("not_for_us", "No prices here")


def test_member_offers_to_see_to_it_as_long_as_nobody_does(client, atlas):
    line = accepted(atlas)[0]

    first = post(client, atlas.priya, "rollout_coordinator", line.pk, person=atlas.priya.pk)
    line.refresh_from_db()
    late = make.person()
    atlas.community.memberships.create(person=late, role="member")
    second = post(client, late, "rollout_coordinator", line.pk, person=late.pk)

    assert (first.status_code, second.status_code) == (302, 404)
    assert line.coordinator == atlas.priya


def test_member_does_not_name_somebody_else(client, atlas):
    line = accepted(atlas)[0]

    answer = post(client, atlas.priya, "rollout_coordinator", line.pk, person=atlas.ana.pk)

    assert answer.status_code == 404


@pytest.mark.parametrize("sent", ["²", "x", "99999999"])
def test_coordinator_who_does_not_exist_is_not_found(client, atlas, sent):
    line = accepted(atlas)[0]

    answer = post(client, atlas.ana, "rollout_coordinator", line.pk, person=sent)

    assert answer.status_code == 404


def test_day_of_a_unit_is_changed_and_a_wrong_one_is_told(client, atlas):
    line = accepted(atlas)[0]

    wrong = post(client, atlas.ana, "rollout_due", line.pk, due_on="0001-01-01")
    right = post(client, atlas.ana, "rollout_due", line.pk, due_on="2026-04-01")

    line.refresh_from_db()
    assert (wrong.status_code, right.status_code, line.due_on) == (422, 302, DUE)


def test_line_page_finds_people_by_name(client, atlas):
    line = accepted(atlas)[0]
    make.person("Jonas Berg")

    page = read(client, atlas.ana, "rollout_line", line.pk, find="jon").content.decode()

    assert "Jonas Berg" in page


def test_matrix_has_a_word_for_each_unit_and_marks_what_is_late(client, atlas):
    first, second, third = accepted(atlas, due_on=DUE)
    first.adopt(by=atlas.ana, at=AT)
    second.decline(because="No prices here", by=atlas.ana, at=AT)

    matrix = read_matrix(atlas.community, shown="all", number=1, on=AFTER)

    (row,) = matrix.rows
    assert [(cell.unit, cell.line and cell.line.state, cell.is_late) for cell in row.cells] == [
        ("Finance", "not_for_us", False),
        ("Sales", "adopted", False),
        ("Service", "to_do", True),
    ]
    assert (row.done, row.all, matrix.open, matrix.late) == (1, 3, 1, 1)
    assert row.cells[2].address == at("rollout_line", third.pk)
    page = read(client, make.person(), "rollout", show="late").content.decode()
    assert "late:" in page
    assert "No prices here" not in page


def test_matrix_leaves_out_what_was_rejected_after_it_began(atlas):
    first, *_others = accepted(atlas, due_on=DUE)
    first.solution.reconsider(by=atlas.ana, at=AT)

    matrix = read_matrix(atlas.community, shown="all", number=1, on=AFTER)

    assert (matrix.rows, matrix.units) == ((), ())


def test_matrix_shows_what_is_open_first_and_all_when_nothing_is(atlas):
    found = accepted(atlas)
    before = read_matrix(atlas.community, shown="", number=1, on=DUE).shown
    for line in found:
        line.adopt(by=atlas.ana, at=AT)

    after = read_matrix(atlas.community, shown="", number=1, on=DUE)

    assert (before, after.shown) == ("open", "all")
    assert after.counts == {"open": 0, "late": 0, "all": 1}


def test_matrix_is_a_file(client, atlas):
    _first, second, _third = accepted(atlas, due_on=DUE)
    second.decline(because="No prices here", by=atlas.ana, at=AT)

    rows = list(matrix_as_csv(atlas.community, on=AFTER))

    assert rows == [
        "solution,problem,state,Finance,Sales,Service\r\n",
        f'"{PROPOSAL}",Old price lists are still used,accepted,{NOT},"{LATE}","{LATE}"\r\n',
    ]
    answer = read(client, atlas.priya, "rollout_file")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_empty_matrix_says_what_belongs_there(client, atlas):
    assert b"Nothing goes to units yet" in read(client, atlas.ana, "rollout").content


def test_unit_reads_what_waits_for_it_from_all_communities(client, atlas):
    line = accepted(atlas, due_on=DUE)[0]
    other = make.community("Other", leader=atlas.ana)
    later = lines(solution(problem(other), state="trying"), atlas.units[:1])[0]
    done = lines(solution(problem(other), state="accepted"), atlas.units[:1])[0]
    done.adopt(by=atlas.ana, at=AT)

    page = read_unit(atlas.units[0], reader=atlas.priya, on=AFTER)

    assert [row.line for row in page.open] == [line, later]
    assert [row.line for row in page.closed] == [done]
    assert (page.late, page.open[0].may_mark, page.open[0].may_take_on) == (1, False, True)
    client.force_login(atlas.ana)
    answer = client.get(reverse("work:unit_rollout", args=[atlas.units[0].pk]))
    assert b"2 solutions wait for this unit" in answer.content


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("rollout", 13), ("unit_rollout", 7)])
def test_rollout_pages_have_a_fixed_number_of_queries(
    client, atlas, name, queries, count, django_assert_num_queries
):
    for _number in range(count):
        found = solution(problem(atlas.community), state="accepted")
        lines(found, atlas.units, coordinators={atlas.units[0].pk: atlas.priya})
    args = [atlas.units[0].pk] if name == "unit_rollout" else ["atlas"]
    client.force_login(atlas.ana)
    client.get(reverse(f"work:{name}", args=args))

    with django_assert_num_queries(queries):
        client.get(reverse(f"work:{name}", args=args))


def test_unit_page_is_for_those_who_are_signed_in(client, atlas):
    answer = client.get(reverse("work:unit_rollout", args=[atlas.units[0].pk]))

    assert answer.status_code == 302
