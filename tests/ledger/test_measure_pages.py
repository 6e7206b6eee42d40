"""The pages of measures: what is missing is said, odds are in words, and who may do what."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mandorla.ledger.models import Measure
from tests import make
from tests.ledger.measure_pages import FORM, address, shown, words
from tests.ledger.measuring import measured, read_weekly
from tests.value.rounds import Group, group, held

pytestmark = pytest.mark.django_db


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


def test_measure_begins_with_what_both_sides_said_would_show_the_expectation(client):
    ana = make.person("Ana Leader")
    community = make.community("Guild", leader=ana)
    expectation = make.expectations(community, count=1)[0]
    expectation.measure = "Days from order to roll-out"
    expectation.save()
    other = make.expectations(make.community("Other"), count=1)[0]
    new = address(community, "new/")

    page = shown(client, ana, f"{new}?expectation={expectation.pk}&role=leading")
    form = client.get(f"{new}?expectation={expectation.pk}&role=leading").content.decode()
    strange = [f"{new}?expectation={text}" for text in (other.pk, 10**30, "x", "²")]

    assert "Begin a measure" in page
    assert 'value="Days from order to roll-out"' in form
    assert f'<option value="{expectation.pk}" selected>' in form
    assert [client.get(one).status_code for one in strange] == [200] * 4
