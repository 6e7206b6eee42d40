"""The page of one measure: both odds, the fan, its readings, and who may enter them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandorla.communities.models import Community, Membership
from mandorla.ledger.models import Reading
from tests import make
from tests.ledger.measure_pages import address, shown, words
from tests.ledger.measuring import measured, read_weekly

pytestmark = pytest.mark.django_db


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


def test_former_owner_enters_nothing_more(client: Client):
    owner = make.person()
    community = make.community(members=(owner,))
    measured(community, owner=owner)
    seat = Membership.objects.get(person=owner)
    seat.end(by=owner, at=make.AT + timedelta(days=1))
    client.force_login(owner)

    answer = client.post(address(community, "1/"), {"on": "2026-01-01", "value": "1"})

    assert answer.status_code == 404
