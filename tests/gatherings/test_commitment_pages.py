"""The pages of what people took on: who sees them, who says what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mandorla.communities.models import Membership
from mandorla.dashboards.today import read_today
from mandorla.gatherings.models import Commitment
from tests import make
from tests.work.running import Hall, hall, signed_in

pytestmark = pytest.mark.django_db
HERE = "/communities/atlas/gatherings/commitments/"
TODAY = make.AT.date()
DAY = timedelta(days=1)


@pytest.fixture
def atlas() -> Hall:
    return hall()


@pytest.fixture
def marek(atlas: Hall) -> Client:
    return signed_in(atlas.marek)


def made(atlas: Hall, text: str = "Close them", **facts: Any) -> Commitment:
    return Commitment.make(
        **{
            "community": atlas.community,
            "text": text,
            "owner": atlas.marek,
            "due_on": TODAY + 7 * DAY,
            "by": None,
            "at": make.AT,
            **facts,
        }
    )


def test_commitments_are_for_those_in_the_community(atlas: Hall, marek: Client):
    commitment = made(atlas)
    for client in (marek, signed_in(make.program_manager())):
        assert client.get(HERE).status_code == 200
        assert client.get(f"{HERE}{commitment.pk}/").status_code == 200
    for stranger in (make.person(), make.auditor()):
        client = signed_in(stranger)
        assert client.get(HERE).status_code == 404
        assert client.get(f"{HERE}{commitment.pk}/").status_code == 404
        assert client.post(f"{HERE}{commitment.pk}/finish/", {}).status_code == 404


def test_commitment_is_written_down_on_the_page(atlas: Hall, marek: Client):
    sent = {"text": "Close them", "owner": atlas.ana.pk, "due_on": "2026-03-16"}

    assert marek.post(HERE, sent).status_code == 302
    assert Commitment.objects.get().owner == atlas.ana
    assert marek.post(HERE, {**sent, "owner": make.person().pk}).status_code == 422
    assert Commitment.objects.count() == 1


@pytest.mark.parametrize(
    ("verb", "sent", "state"),
    [
        ("finish", {"came_of_it": "In six units"}, "done"),
        ("drop", {"because": "The supplier did it"}, "dropped"),
        ("postpone", {"due_on": "2026-04-01"}, "open"),
    ],
)
def test_commitment_becomes_what_its_owner_says(atlas: Hall, marek: Client, verb, sent, state):
    commitment = made(atlas)

    assert marek.post(f"{HERE}{commitment.pk}/{verb}/", sent).status_code == 302
    commitment.refresh_from_db()
    assert commitment.state == state


def test_commitment_is_handed_over_and_reopened_by_who_facilitates(atlas: Hall):
    commitment, ana = made(atlas), signed_in(atlas.ana)
    here = f"{HERE}{commitment.pk}/"

    ana.post(f"{here}hand_over/", {"owner": atlas.ana.pk})
    ana.post(f"{here}finish/", {})
    ana.post(f"{here}reopen/", {})

    commitment.refresh_from_db()
    assert (commitment.owner, commitment.state) == (atlas.ana, "open")


def test_commitment_stays_as_it_is_when_others_press(atlas: Hall):
    priya = make.person("Priya")
    Membership.join(community=atlas.community, person=priya, at=make.AT)
    commitment, client = made(atlas), signed_in(priya)

    assert client.post(f"{HERE}{commitment.pk}/finish/", {}).status_code == 404
    assert b"Drop it" not in client.get(f"{HERE}{commitment.pk}/").content
    commitment.refresh_from_db()
    assert commitment.state == "open"


@pytest.mark.parametrize("verb", ["drop", "delete", "make"])
def test_commitment_refuses_what_is_incomplete_or_unknown(atlas: Hall, marek: Client, verb):
    commitment = made(atlas)

    answer = marek.post(f"{HERE}{commitment.pk}/{verb}/", {})

    assert answer.status_code == (422 if verb == "drop" else 404)


def test_own_commitments_are_those_of_all_communities(atlas: Hall, marek: Client):
    made(atlas)
    borealis = make.community("Borealis", members=(atlas.marek,))
    made(atlas, "Elsewhere", community=borealis, due_on=TODAY)
    made(atlas, "Of Ana", owner=atlas.ana)

    page = marek.get("/commitments/").content.decode()

    assert page.index("Elsewhere") < page.index("Close them")
    assert "Of Ana" not in page


@pytest.mark.parametrize("address", [HERE, "/commitments/", f"{HERE}?show=overdue"])
def test_lists_cost_the_same_however_long_they_are(atlas: Hall, marek: Client, address: str):
    marek.get(address)
    costs = []
    for _round in range(2):
        for number in range(3):
            made(atlas, f"Commitment {number}", due_on=TODAY - 300 * DAY)
        with CaptureQueriesContext(connection) as asked:
            marek.get(address)
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_today_shows_what_is_overdue_first_and_nothing_far_away(atlas: Hall):
    made(atlas, "Soon", due_on=TODAY + 3 * DAY)
    made(atlas, "Overdue", due_on=TODAY - 3 * DAY)
    made(atlas, "Today", due_on=TODAY)
    made(atlas, "Far away", due_on=TODAY + 30 * DAY)
    made(atlas, "Of Ana", owner=atlas.ana, due_on=TODAY)

    tasks = read_today(atlas.marek, at=make.AT)

    assert [(task.sentence, task.reason) for task in tasks] == [
        ("Overdue", "You took it on in Atlas. It was due on 27 February."),
        ("Today", "You took it on in Atlas. It is due today."),
        ("Soon", "You took it on in Atlas. It is due on 5 March."),
    ]
