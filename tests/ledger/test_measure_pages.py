"""The pages of measures: what is missing is said, odds are in words, and who may do what."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandorla.communities.models import Community, Membership
from mandorla.ledger.models import Measure, Reading
from mandorla.people.models import Person
from tests import make
from tests.ledger.measuring import aim, measured, read_weekly
from tests.value.rounds import Group, group, held

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Days to roll out",
    "role": "outcome",
    "shape": "level",
    "direction": "down",
    "unit": "days",
    "baseline": "90",
    "target": "60",
    "due_on": "2099-12-31",
}


def shown(client: Client, person: Person, path: str) -> str:
    client.force_login(person)
    answer = client.get(path)
    assert answer.status_code == 200
    return words(answer.content.decode())


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def address(community: Community, rest: str = "") -> str:
    return f"/communities/{community.slug}/measures/{rest}"


def shared_group() -> Group:
    atlas = group(8)
    held(atlas)
    return atlas


# --- the list -----------------------------------------------------------------------------------


def test_list_says_which_shared_expectation_lacks_which_measure(client: Client):
    atlas = shared_group()
    first = atlas.community.expectations.get(text="Faster roll-out")
    measured(atlas.community, expectation=first, role="leading", name="Units trained")

    said = shown(client, atlas.ana, address(atlas.community))

    assert "0 of 4 shared expectations have both a leading and an outcome measure." in said
    begin = f"{address(atlas.community, 'new/')}?expectation={first.pk}&amp;role="
    page = client.get(address(atlas.community)).content.decode()
    assert f"{begin}outcome" in page
    assert f"{begin}leading" not in page


def test_list_counts_what_has_both(client: Client):
    atlas = shared_group()
    first = atlas.community.expectations.get(text="Faster roll-out")
    measured(atlas.community, expectation=first, role="leading", name="Units trained")
    measured(atlas.community, expectation=first)

    said = shown(client, atlas.ben, address(atlas.community))

    assert "1 of 4 shared expectations has both" in said


def test_list_offers_nothing_to_begin_to_members(client: Client):
    atlas = shared_group()

    said = shown(client, atlas.members[0], address(atlas.community))

    assert "It has no outcome measure" in said
    assert "Begin" not in said


def test_list_says_odds_or_what_is_missing(client: Client):
    ana = make.person("Ana")
    community = make.community(leader=ana)
    read_weekly(measured(community, name="One", baseline=40.0), 12)
    read_weekly(measured(community, name="Other"), 7)

    said = shown(client, ana, address(community))

    assert "to be there on the day," in said
    assert "needs 1 more reading" in said
    assert re.search(r"It takes \+[\d.]+ a month; so far it was \+[\d.]+\.", said)
    assert "From 40, now 53, to 60" in said


def test_list_asks_as_often_with_three_measures_as_with_one(client: Client):
    atlas = shared_group()
    expectation = atlas.community.expectations.get(text="Faster roll-out")
    read_weekly(measured(atlas.community, expectation=expectation, owner=atlas.ana), 12)
    client.force_login(atlas.ana)
    client.get(address(atlas.community))

    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address(atlas.community))
    for number in (1, 2):
        more = measured(atlas.community, name=f"More {number}", owner=atlas.ben)
        read_weekly(more, 12)
    with CaptureQueriesContext(connection) as three:
        client.get(address(atlas.community))

    assert len(three) == len(one)


# --- beginning, changing, retiring --------------------------------------------------------------


def test_measure_begins_from_the_page(client: Client):
    atlas = shared_group()
    client.force_login(atlas.ben)
    expectation = atlas.community.expectations.get(text="Faster roll-out")
    sent = FORM | {"expectation": expectation.pk, "owner": "Ana Marković"}

    answer = client.post(address(atlas.community, "new/"), sent)

    measure = Measure.objects.get()
    assert answer.headers["Location"] == address(atlas.community, "1/")
    assert (measure.baseline, measure.target, measure.direction) == (90, 60, "down")
    assert (measure.expectation, measure.owner) == (expectation, atlas.ana)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"target": "many"}, "is not a number"),
        ({"target": ""}, "Say what it is to come to."),
        ({"due_on": "2001-01-01"}, "it is due on a day to come"),
        ({"baseline": "30"}, "the target lies below where it starts"),
        ({"shape": "share", "target": "60"}, "is more than the whole"),
        ({"owner": "Nobody Atall"}, "Nobody here is called"),
        ({"expectation": "999999"}, "Select a valid choice"),
    ],
)
def test_measure_form_keeps_what_was_typed_when_it_is_refused(
    client: Client, wrong: dict[str, Any], sentence: str
):
    ana = make.person("Ana")
    community = make.community(leader=ana)
    client.force_login(ana)

    answer = client.post(address(community, "new/"), FORM | wrong)

    assert answer.status_code == 422
    assert sentence in words(answer.content.decode())
    assert 'value="Days to roll out"' in answer.content.decode()
    assert not Measure.objects.exists()


def test_measure_changes_from_the_page_and_tells_the_second_of_two(client: Client):
    ana = make.person("Ana")
    community = make.community(leader=ana)
    measured(community)
    client.force_login(ana)
    sent = FORM | {"seen": "0"}

    first = client.post(address(community, "1/change/"), sent | {"target": "55"})
    second = client.post(address(community, "1/change/"), sent | {"target": "50"})

    assert (first.status_code, second.status_code) == (302, 422)
    assert "Somebody else changed this in the meantime" in words(second.content.decode())
    assert Measure.objects.get().target == 55


def test_measure_is_retired_with_a_reason(client: Client):
    ana = make.person("Ana")
    community = make.community(leader=ana)
    measured(community)
    client.force_login(ana)

    refused = client.post(address(community, "1/retirement/"), {"because": " "})
    client.post(address(community, "1/retirement/"), {"because": "Nobody looks at it"})

    assert refused.status_code == 422
    assert "Nobody looks at it" in shown(client, ana, address(community))
    assert client.post(address(community, "1/"), {}).status_code == 422


@pytest.mark.parametrize("rest", ["new/", "1/change/"])
def test_setting_measures_does_not_exist_for_members(client: Client, rest: str):
    member = make.person()
    community = make.community(members=(member,))
    measured(community)
    client.force_login(member)

    assert client.get(address(community, rest)).status_code == 404
    assert client.post(address(community, rest), FORM).status_code == 404
    assert client.post(address(community, "1/retirement/"), {"because": "x"}).status_code == 404


# --- one measure --------------------------------------------------------------------------------


def test_page_names_both_odds_and_draws_the_fan(client: Client):
    ana = make.person("Ana")
    community = make.community(leader=ana)
    read_weekly(measured(community, unit="days"), 12)

    said = shown(client, ana, address(community, "1/"))
    page = client.get(address(community, "1/")).content.decode()

    assert "to be there on the day" in said
    assert "to get there by then" in said
    assert re.search(r"The odds are \d+% that it is read at 60 days or more on the due date", said)
    assert page.count('class="band is-') == 3
    assert "12 readings" in said


def test_page_says_how_many_more_it_needs(client: Client):
    ana = make.person("Ana")
    community = make.community(leader=ana)
    read_weekly(measured(community), 3)

    said = shown(client, ana, address(community, "1/"))

    assert "3 of 8 readings: 5 more, and odds can be said." in said
    assert "It takes" in said


def test_reading_is_entered_by_who_sees_to_it(client: Client):
    owner = make.person("Olu")
    community = make.community(members=(owner,))
    measured(community, owner=owner, shape="share", target=0.6)
    client.force_login(owner)
    today = timezone.localdate().isoformat()

    answer = client.post(address(community, "1/"), {"on": today, "value": "45.5%"})

    assert answer.status_code == 302
    assert Reading.objects.get().value == pytest.approx(0.455)
    assert "now 45.5%" in shown(client, owner, address(community, "1/"))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"on": "2099-01-01", "value": "4"}, "has not come yet"),
        ({"on": "2026-03-02", "value": "4"}, "Correct that reading instead"),
        ({"on": "2026-03-03", "value": "four"}, "“four” is not a number"),
        ({"on": "x", "value": "4"}, "This is not a date"),
    ],
)
def test_reading_is_refused_beside_what_was_typed(
    client: Client, sent: dict[str, str], sentence: str
):
    ana = make.person("Ana")
    community = make.community(leader=ana)
    read_weekly(measured(community), 1)
    client.force_login(ana)

    answer = client.post(address(community, "1/"), sent)

    assert answer.status_code == 422
    assert sentence in words(answer.content.decode())
    assert Reading.objects.count() == 1


def test_readings_show_what_they_replaced(client: Client):
    ana = make.person("Ana")
    community = make.community(leader=ana)
    read_weekly(measured(community), 2, by=ana)
    first = Reading.objects.get(on=date(2026, 3, 2))
    client.force_login(ana)

    client.post(address(community, f"1/readings/{first.pk}/"), {"value": "44", "note": "recount"})
    said = shown(client, ana, address(community, "1/"))

    assert "40 was entered by Ana" in said
    assert "recount" in said
    assert client.get(address(community, f"1/readings/{first.pk}/")).status_code == 404


def test_reading_is_taken_back(client: Client):
    ana = make.person("Ana")
    community = make.community(leader=ana)
    read_weekly(measured(community), 1)
    client.force_login(ana)

    client.post(address(community, f"1/readings/{Reading.objects.get().pk}/removal/"))

    assert not Reading.objects.counting().exists()
    assert "taken back" in shown(client, ana, address(community, "1/"))


def test_entering_does_not_exist_for_others(client: Client):
    member = make.person()
    community = make.community(members=(member,))
    read_weekly(measured(community), 1)
    reading = Reading.objects.get()
    client.force_login(member)

    assert "Enter a reading" not in shown(client, member, address(community, "1/"))
    assert (
        client.post(address(community, "1/"), {"on": "2026-01-01", "value": "1"}).status_code == 404
    )
    for rest in (f"1/readings/{reading.pk}/", f"1/readings/{reading.pk}/removal/"):
        assert client.post(address(community, rest), {"value": "1"}).status_code == 404


def test_reading_of_another_measure_does_not_exist_at_this_one(client: Client):
    ana = make.person("Ana")
    community = make.community(leader=ana)
    measured(community)
    read_weekly(measured(community, name="Other"), 1)
    client.force_login(ana)

    assert (
        client.get(address(community, f"1/readings/{Reading.objects.get().pk}/")).status_code == 404
    )


def test_page_asks_as_often_with_many_readings_as_with_few(client: Client):
    ana = make.person("Ana")
    community = make.community(leader=ana)
    measure = measured(community, owner=ana)
    read_weekly(measure, 2, by=ana)
    client.force_login(ana)
    client.get(address(community, "1/"))

    with CaptureQueriesContext(connection) as few:
        client.get(address(community, "1/"))
    read_weekly(measure, 16, by=make.person())
    with CaptureQueriesContext(connection) as many:
        client.get(address(community, "1/"))

    assert len(many) == len(few)


def test_measures_of_a_closed_community_can_be_read_and_not_changed(client: Client):
    ana = make.person("Ana")
    community = make.community(leader=ana)
    read_weekly(measured(community), 9)
    Community.objects.filter(pk=community.pk).update(status="closed")

    said = shown(client, ana, address(community, "1/"))

    assert "Enter a reading" not in said
    assert client.get(address(community, "new/")).status_code == 404
    assert (
        client.post(address(community, "1/"), {"on": "2026-01-01", "value": "1"}).status_code == 422
    )
    assert aim().role == "outcome"


def test_former_owner_enters_nothing_more(client: Client):
    owner = make.person()
    community = make.community(members=(owner,))
    measured(community, owner=owner)
    seat = Membership.objects.get(person=owner)
    seat.end(by=owner, at=make.AT + timedelta(days=1))
    client.force_login(owner)

    answer = client.post(address(community, "1/"), {"on": "2026-01-01", "value": "1"})

    assert answer.status_code == 404
