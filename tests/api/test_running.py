"""Running a gathering and keeping commitments through the API: the same verbs, the same refusals."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from mandorla.base.errors import Refused
from mandorla.gatherings.models import Commitment
from mandorla.work.models import Outcome
from tests import make
from tests.api.caller import Caller
from tests.work.running import Hall, hall

pytestmark = pytest.mark.django_db


@pytest.fixture
def atlas() -> Hall:
    return hall()


@pytest.fixture
def ana(atlas: Hall) -> Caller:
    return Caller(atlas.ana)


@pytest.fixture
def marek(atlas: Hall) -> Caller:
    return Caller(atlas.marek)


def at(atlas: Hall, part: str, day: str = "2026-03-02") -> str:
    return f"/communities/atlas/gatherings/{atlas.gathering.series_id}/{day}/{part}"


def test_gathering_is_led_by_those_who_facilitate(atlas: Hall, ana: Caller, marek: Caller):
    assert marek.call("PUT", at(atlas, "state"), {"step": "end"}).status_code == 403
    answer = ana.call("PUT", at(atlas, "state"), {"step": "end"})

    assert answer.json()["state"] == "held"
    assert ana.call("PUT", at(atlas, "state"), {"step": "end"}).status_code == 409
    assert ana.call("PUT", at(atlas, "state", "2026-03-03"), {"step": "end"}).status_code == 404


def test_gathering_is_not_held_while_its_time_has_not_come(atlas: Hall, ana: Caller):
    monday = timezone.now().date() + timedelta(days=28)
    monday -= timedelta(days=monday.weekday())

    answer = ana.call("PUT", at(atlas, "state", f"{monday}"), {"step": "hold"})

    assert answer.status_code == 409
    assert "it cannot have taken place" in answer.json()["detail"]


def test_gathering_starts_weeks_early_only_when_that_is_said(atlas: Hall, ana: Caller):
    monday = timezone.now().date() + timedelta(days=28)
    state = at(atlas, "state", f"{monday - timedelta(days=monday.weekday())}")

    refused = ana.call("PUT", state, {"step": "start"})
    done = [
        ana.call("PUT", state, sent).json()["state"]
        for sent in ({"step": "start", "early": True}, {"step": "unstart"})
    ]

    assert refused.status_code == 409
    assert refused.json()["detail"].startswith("This gathering begins only on")
    assert done == ["running", "planned"]


def test_outcome_is_caught_once_for_each_key(atlas: Hall, marek: Caller):
    sent = {
        "kind": "commitment",
        "text": "Close them",
        "key": str(uuid4()),
        "item": atlas.items[0].pk,
        "due_on": "2026-03-16",
    }
    answers = [marek.post(at(atlas, "outcomes"), sent) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Outcome.objects.count() == 1
    (found,) = marek.get(at(atlas, "outcomes")).json()["items"]
    assert (found["text"], found["commitment"]) == ("Close them", Commitment.objects.get().pk)


@pytest.mark.parametrize("kind", ["insight", "ask", "lesson"])
def test_outcome_begins_what_has_a_life_of_its_own(atlas: Hall, marek: Caller, kind: str):
    units = [make.unit().pk] if kind == "insight" else []
    sent = {"kind": kind, "text": "Close them", "key": str(uuid4()), "units": units}
    assert marek.post(at(atlas, "outcomes"), sent).status_code == 201

    (found,) = marek.get(at(atlas, "outcomes")).json()["items"]
    assert found["text"] == "Close them"
    assert found[kind] == getattr(Outcome.objects.get(), kind).pk


def test_insight_is_refused_when_it_names_no_unit(atlas: Hall, marek: Caller):
    sent = {"kind": "insight", "text": "Close them", "key": str(uuid4())}
    assert marek.post(at(atlas, "outcomes"), sent).status_code == 409


def test_gathering_is_closed_to_those_outside(atlas: Hall):
    for stranger in (Caller(make.person()), Caller(make.auditor())):
        assert stranger.get(at(atlas, "outcomes")).status_code == 404
        assert stranger.get(at(atlas, "notes")).status_code == 404
        assert stranger.get("/communities/atlas/commitments").status_code == 404


def test_notes_answer_with_both_wordings_when_they_clash(atlas: Hall, ana: Caller, marek: Caller):
    ana.call("PUT", at(atlas, "notes"), {"text": "Marek asks"})

    clash = marek.call("PUT", at(atlas, "notes"), {"text": "Priya asks"}).json()

    assert clash == {
        "text": "Priya asks\nMarek asks",
        "seen": "Marek asks",
        "clashes": [{"mine": ["Priya asks"], "theirs": ["Marek asks"]}],
    }
    assert marek.get(at(atlas, "notes")).json()["text"] == "Marek asks"


def test_notes_are_as_long_as_on_the_page(atlas: Hall, ana: Caller):
    text = "We close them. " * 2_000 + "So it is."
    kept = ana.call("PUT", at(atlas, "notes"), {"text": text})
    longer = ana.call("PUT", at(atlas, "notes"), {"text": f"First.\n{text}", "seen": text})

    assert (kept.status_code, longer.status_code) == (200, 200)
    assert (longer.json()["text"], longer.json()["clashes"]) == (f"First.\n{text}", [])


@pytest.mark.parametrize("hidden", ["\u200b", "\u2800", "\u202eevil"])
def test_commitment_is_refused_when_it_hides_something(atlas: Hall, ana: Caller, hidden: str):
    given = {"text": hidden, "owner": atlas.marek.pk, "due_on": "2026-03-16"}
    assert ana.post("/communities/atlas/commitments", given).status_code == 422
    with pytest.raises(Refused):
        Commitment.make(
            community=atlas.community,
            text=hidden,
            owner=atlas.marek,
            due_on=make.AT.date(),
            by=atlas.ana,
            at=make.AT,
        )


def test_commitment_lives_through_the_api(atlas: Hall, ana: Caller, marek: Caller):
    given = {"text": "Close them", "owner": atlas.marek.pk, "due_on": "2026-03-16"}
    made = ana.post("/communities/atlas/commitments", given)
    here = f"/communities/atlas/commitments/{made.json()['id']}"

    assert made.status_code == 201
    assert marek.call("PUT", f"{here}/day", {"due_on": "2026-03-20"}).json()["due_on"] == (
        "2026-03-20"
    )
    assert marek.call("PUT", f"{here}/owner", {"owner": atlas.ana.pk}).json()["owner"]["id"] == (
        atlas.ana.pk
    )
    assert marek.post(f"{here}/end", {}).status_code == 403
    assert ana.post(f"{here}/end", {"came_of_it": "Six units"}).json()["state"] == "done"
    assert ana.post(f"{here}/end", {}).status_code == 409
    assert ana.post(f"{here}/reopening").json()["state"] == "open"
    assert ana.post(f"{here}/removal", {"because": "Done by others"}).json()["state"] == "dropped"
    assert [one["id"] for one in ana.get("/me/commitments").json()["items"]] == [made.json()["id"]]
    assert marek.get("/me/commitments").json()["items"] == []
