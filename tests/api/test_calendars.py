"""Calendars through the API: one's own addresses, and a calendar that is read in."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from mandorla.communities.models import Community
from mandorla.gatherings.models import Invitee, Series
from mandorla.people.models import Person
from tests import make
from tests.api.caller import Caller

pytestmark = pytest.mark.django_db
FEEDS = "/calendar-feeds"
CALENDAR = "/communities/atlas/calendar"


@pytest.fixture
def ana() -> Person:
    return make.person("Ana")


@pytest.fixture
def atlas(ana: Person) -> Community:
    return make.community("Atlas", leader=ana)


def ics() -> dict[str, str]:
    """A calendar of two rhythms, from the coming year on."""
    year = timezone.now().year + 1
    events = "".join(
        f"BEGIN:VEVENT\nUID:{name}@x\nSUMMARY:{name}\nDTSTART:{year}0315T090000Z\n"
        "DURATION:PT1H\nRRULE:FREQ=MONTHLY;BYMONTHDAY=15\nEND:VEVENT\n"
        for name in ("Round", "Lunch")
    )
    return {"name": "team.ics", "text": f"BEGIN:VCALENDAR\n{events}END:VCALENDAR\n"}


def test_address_is_told_when_it_is_made_or_renewed_and_never_listed(client: Client, ana, atlas):
    caller = Caller(ana)
    made = caller.post(FEEDS, {"community": atlas.pk})
    renewed = caller.post(f"{FEEDS}/{made.json()['id']}/renewal")

    assert (made.status_code, renewed.status_code) == (201, 200)
    assert client.get(made.json()["address"]).status_code == 404
    assert client.get(renewed.json()["address"]).status_code == 200
    (listed,) = caller.get(FEEDS).json()["items"]
    assert (listed["community"], sorted(listed)) == (atlas.pk, ["community", "id", "made_at"])


def test_address_is_taken_away_by_its_owner_alone(client: Client, ana, atlas):
    made = Caller(ana).post(FEEDS, {}).json()
    address = f"{FEEDS}/{made['id']}"

    assert Caller(make.program_manager()).call("DELETE", address).status_code == 404
    assert Caller(ana).call("DELETE", address).status_code == 204
    assert client.get(made["address"]).status_code == 404


def test_invitations_by_mail_begin_and_end(ana, atlas):
    address = "/communities/atlas/invitations-by-mail"

    assert Caller(ana).post(address).status_code == 204
    assert Invitee.objects.count() == 1
    assert Caller(ana).call("DELETE", address).status_code == 204
    assert not Invitee.objects.exists()


def test_calendar_is_looked_at_and_taken_in(ana, atlas):
    caller, body = Caller(ana), ics()

    shown = caller.post(f"{CALENDAR}/rehearsals", body)
    assert [(one["name"], one["is_known"]) for one in shown.json()["series"]] == [
        ("Lunch", False),
        ("Round", False),
    ]
    assert not Series.objects.exists()
    caller.post(f"{CALENDAR}/imports", {**body, "only": ["Round@x"]})
    again = caller.post(f"{CALENDAR}/imports", body)

    assert [one["is_known"] for one in again.json()["series"]] == [False, True]
    assert sorted(Series.objects.values_list("name", flat=True)) == ["Lunch", "Round"]


def test_calendar_is_read_in_only_by_those_who_set_the_rhythm(atlas):
    for verb in ("rehearsals", "imports"):
        assert Caller(make.person()).post(f"{CALENDAR}/{verb}", ics()).status_code == 403
