"""Surfacing from anywhere: one line and a tap, undone as easily; and what became of it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from mandorla.people.models import Person
from mandorla.work.models import Issue
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def sales():
    return make.unit("Sales")


@pytest.fixture
def priya(sales):
    return make.person("Priya", unit=sales)


@pytest.fixture
def atlas(priya):
    return make.community("Atlas", members=(priya,))


def surface(client, person: Person, **data: object):
    client.force_login(person)
    return client.post(reverse("work:surface"), {"community": "atlas", **data})


def read(client, person: Person, name: str = "surface", **query: object) -> str:
    client.force_login(person)
    return client.get(reverse(f"work:{name}"), query).content.decode()


def test_line_and_tap_are_enough(client, atlas, priya, sales):
    finance = make.unit("Finance")

    answer = surface(client, priya, text="Old price lists", units=[sales.pk, finance.pk])

    issue = Issue.objects.get()
    assert (issue.text, issue.surfaced_by, issue.community) == ("Old price lists", priya, atlas)
    assert set(issue.units.all()) == {sales, finance}
    assert answer["Location"] == "/surface/?community=atlas"


def test_own_unit_is_ticked_and_those_of_the_community_are_one_tap_away(
    client, atlas, priya, sales
):
    make.unit("Far away")
    colleague = make.person(unit=make.unit("Finance"))
    make.community("Other", members=(colleague,))
    atlas.memberships.create(person=colleague, role="member")

    page = read(client, priya)

    ticks = page.partition('class="ticks"')[2].partition("</fieldset>")[0]
    assert f'value="{sales.pk}" checked> Sales' in ticks
    assert "> Finance" in ticks
    assert "Far away" not in ticks
    assert "Far away" in page  # under “another unit”


def test_unit_that_is_not_one_tap_away_can_be_chosen(client, atlas, priya):
    far = make.unit("Far away")

    surface(client, priya, text="Old price lists", other_unit=far.pk)

    assert list(Issue.objects.get().units.all()) == [far]


def test_community_one_comes_from_is_chosen(client, atlas, priya):
    make.community("Borealis", members=(priya,))

    assert '<option value="borealis" selected>' in read(client, priya, community="borealis")


def test_community_of_the_last_issue_is_chosen(client, atlas, priya):
    make.issue(make.community("Borealis", members=(priya,)), by=priya)

    assert '<option value="borealis" selected>' in read(client, priya)


def test_somebody_without_a_community_surfaces_for_the_one_they_come_from(client, atlas):
    sam = make.person("Sam")

    assert "You do not belong to a community yet" in read(client, sam)
    assert 'name="community" value="atlas"' in read(client, sam, community="atlas")
    surface(client, sam, text="The gate is closed")
    assert Issue.objects.get().surfaced_by == sam


def test_what_was_surfaced_can_be_undone_at_once(client, atlas, priya):
    surface(client, priya, text="Old price lists")
    page = read(client, priya)
    again = read(client, priya)
    issue = Issue.objects.get()

    undone = client.post(reverse("work:undo"), {"issue": issue.pk})

    assert "Surfaced." in page
    assert f'name="issue" value="{issue.pk}"' in page
    assert "Surfaced." not in again
    assert undone.status_code == 302
    assert not Issue.objects.exists()


def test_nobody_undoes_what_somebody_else_surfaced(client, atlas, priya):
    issue = make.issue(atlas, by=make.person())
    client.force_login(priya)

    assert client.post(reverse("work:undo"), {"issue": issue.pk}).status_code == 404
    assert client.post(reverse("work:undo"), {"issue": "1e5"}).status_code == 404
    assert Issue.objects.exists()


def test_note_of_another_person_in_the_same_browser_is_not_shown(client, atlas, priya):
    surface(client, priya, text="Old price lists", is_anonymous="on")

    assert "Surfaced." not in read(client, make.person())


def test_issue_sent_twice_by_a_bad_connection_is_kept_once(client, atlas, priya):
    key = uuid4()

    surface(client, priya, text="Old price lists", key=key)
    surface(client, priya, text="Old price lists", key=key)

    assert Issue.objects.count() == 1


def test_what_was_typed_is_still_there_when_it_was_too_long(client, atlas, priya, sales):
    answer = surface(client, priya, text="x" * 201, units=[sales.pk], is_anonymous="on")
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "x" * 201 in page
    assert f'value="{sales.pk}" checked' in page
    assert 'id="id_is_anonymous" checked' in page


@pytest.mark.parametrize("data", [{"units": "9" * 30}, {"units": "9" * 5000}, {"text": ""}])
def test_numbers_that_no_database_holds_are_a_wrong_choice(client, atlas, priya, data):
    sent = {"text": "Old price lists", "units": "9" * 20, "other_unit": "9" * 30, **data}

    assert surface(client, priya, **sent).status_code == 422
    assert not Issue.objects.exists()


def test_page_answers_when_an_address_has_a_nul_in_it(client, atlas, priya):
    client.force_login(priya)
    found = [client.get(one).status_code for one in ("/surface/?community=%00", "/here/%00/")]

    assert found == [200, 404]
    assert surface(client, priya, text="x", community="\0").status_code == 422


def test_closed_community_takes_no_issue(client, atlas, priya):
    atlas.close(reason="Done", by=None, at=make.AT, on=make.AT.date())

    answer = surface(client, priya, text="Old price lists")

    assert answer.status_code == 422
    assert not Issue.objects.exists()


def test_page_says_that_a_unit_of_few_is_left_out(client, atlas, priya):
    assert "Sales is left out then" in read(client, priya)


def borealis_of_few(priya: Person) -> None:
    """Sales has five people in Atlas, and one in Borealis."""
    sales = priya.placements.get().unit
    make.community("Atlas", members=(priya, *(make.person(unit=sales) for _number in range(4))))
    make.community("Borealis", members=(priya,))


def test_unit_that_is_left_out_elsewhere_than_where_one_began_is_named_afterwards(
    client, priya, sales
):
    borealis_of_few(priya)
    finance = make.unit("Finance")
    assert "is left out then" not in read(client, priya, community="atlas")

    units = [sales.pk, finance.pk]
    surface(client, priya, text="One", community="borealis", units=units, is_anonymous="on")

    assert list(Issue.objects.get().units.all()) == [finance]
    assert "Without your name. And without Sales: fewer than five" in read(client, priya)
    surface(client, priya, text="Two", community="atlas", units=units, is_anonymous="on")
    assert "And without" not in read(client, priya)
    surface(client, priya, text="Three", community="borealis", units=[], is_anonymous="on")
    assert "And without" not in read(client, priya)


def test_choices_of_another_community_keep_what_was_ticked(client, priya, sales):
    borealis_of_few(priya)
    far = make.unit("Far away")
    client.force_login(priya)

    sent = {"community": "borealis", "units": [far.pk]}
    answer = client.post(reverse("work:surface_choices"), sent).content.decode()

    assert f'value="{far.pk}" checked> Far away' in answer
    assert f'value="{sales.pk}"> Sales' in answer
    assert "Sales is left out then" in answer
    assert client.get(reverse("work:surface_choices")).status_code == 405
    huge = {"community": "borealis", "units": ["9" * 19, "9" * 18, "x"]}
    assert client.post(reverse("work:surface_choices"), huge).status_code == 200


def test_unit_ticked_for_another_community_is_still_there_when_the_line_was_refused(
    client, atlas, priya
):
    far = make.unit("Far away")

    page = surface(client, priya, text="x" * 201, units=[far.pk]).content.decode()

    assert f'value="{far.pk}" checked> Far away' in page


def test_top_of_every_page_leads_there_with_the_community(client, atlas, priya):
    client.force_login(priya)

    assert (
        'href="/surface/?community=atlas"'
        in client.get(reverse("communities:members", args=["atlas"])).content.decode()
    )
    assert 'href="/surface/"' in client.get(reverse("people:people")).content.decode()


def test_somebody_who_is_not_signed_in_is_asked_to(client, atlas):
    assert client.get(reverse("work:surface")).status_code == 302
    assert client.get(reverse("work:mine")).status_code == 302


def test_one_sees_what_became_of_what_one_surfaced_and_nobody_else_does(client, atlas, priya):
    named = make.issue(atlas, "Old price lists", by=priya)
    make.issue(atlas, "Training is late", by=priya, is_anonymous=True)
    make.problem(atlas, named, statement="Lists stay in use")

    mine, others = read(client, priya, "mine"), read(client, make.person(), "mine")

    assert "without your name" in mine
    assert "Lists stay in use" in mine
    assert "Old price lists" not in others
    assert "Training is late" not in others


@pytest.mark.parametrize("count", [1, 3])
def test_own_page_costs_the_same_queries(client, atlas, priya, django_assert_num_queries, count):
    for _number in range(count):
        issue = make.issue(atlas, by=priya)
        make.problem(atlas, issue)
    read(client, priya, "mine")

    with django_assert_num_queries(6):
        client.get(reverse("work:mine"))


def test_surfacing_costs_few_queries(client, atlas, priya, sales, django_assert_max_num_queries):
    surface(client, priya, text="The first")

    sent = {"community": "atlas", "text": "The second", "units": [sales.pk]}

    with django_assert_max_num_queries(10):
        client.post(reverse("work:surface"), sent)
