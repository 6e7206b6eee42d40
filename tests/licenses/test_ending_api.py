"""The end of a community through the API: the same verbs, the same refusals."""

from __future__ import annotations

import pytest
from django.utils import timezone

from mandorla.communities.models import Community
from mandorla.licenses.models import Ending
from mandorla.work.models import Lesson
from tests import make
from tests.api.caller import Caller
from tests.licenses.ending_world import DUE, LATER, ends, everything, heir_of, retire_all

BASE = "/communities/atlas-change-champions/"
BEGIN = {"kind": "end", "reason": "We are done", "last_on": "2026-04-30"}


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)


def call(person, method, path, body=None):
    return Caller(person).call(method.upper(), BASE + path, body)


def test_community_comes_to_its_end_through_the_api(people):
    people.community.start(by=people.leader, at=make.AT)
    Lesson.keep_one(
        community=people.community, text="Doors", look_again_on=DUE, by=people.leader, at=make.AT
    )
    heir = make.community("Helios", leader=people.core, status="active")
    begun = call(people.leader, "post", "ending", BEGIN)
    assert (begun.status_code, begun.json()["left"]) == (201, {"lesson": 1})
    call(people.leader, "post", "ending/heirs", {"slug": heir.slug})
    refused = call(people.leader, "post", "ending/close")
    assert refused.status_code == 409
    given = {"thing": "lesson", "to": heir.slug, "person": people.core.pk}
    done = call(people.leader, "post", "ending/handovers", given).json()
    assert done == {"number": 1, "refused": [], "left": {}}
    thanks = {"people": [people.leader.pk, people.stranger.pk], "words": "Well done", "edits": 0}
    assert call(people.leader, "put", "ending/thanks", thanks).json()["edits"] == 1
    changes = {"text": "Doors first", "edits": 1}
    assert call(people.leader, "put", "ending/changes", changes).status_code == 200
    closed = call(people.leader, "post", "ending/close")

    assert closed.status_code == 200
    legacy = call(people.stranger, "get", "legacy").json()
    assert legacy == closed.json()
    assert legacy["thanked"] == ["Ana Marković"]
    assert legacy["left"] == [{"label": "lessons", "moved": 1, "retired": 0, "heirs": ["Helios"]}]
    assert legacy["went_on"] == [
        {"kind": "heir", "community": {"slug": "helios", "name": "Helios"}}
    ]


def test_end_is_given_up_and_postponed_through_the_api(people):
    ends(people)
    day = {"last_on": "2026-05-31", "edits": 0}
    assert call(people.sponsor, "put", "ending/last_day", day).json()["last_on"] == "2026-05-31"
    assert call(people.sponsor, "put", "ending/last_day", day).status_code == 409
    assert call(people.sponsor, "delete", "ending").status_code == 204

    assert Community.objects.get(pk=people.community.pk).status == "active"
    assert call(people.sponsor, "get", "ending").status_code == 404


def test_things_are_retired_and_heirs_dropped_through_the_api(people):
    everything(people)
    ending = ends(people)
    heir = heir_of(ending, people)
    retired = {"thing": "lesson", "because": "Nobody needs it"}
    done = call(people.leader, "post", "ending/retirements", retired).json()
    assert (done["number"], "lesson" in done["left"]) == (1, False)
    assert call(people.leader, "delete", f"ending/heirs/{heir.slug}").status_code == 204
    assert call(people.leader, "delete", f"ending/heirs/{heir.slug}").status_code == 404
    retire_all(ending, people)

    assert call(people.leader, "get", "ending").json()["left"] == {}


@pytest.mark.parametrize("who", ["member", "stranger", "auditor"])
def test_others_are_told_who_may(people, who):
    ends(people)
    person = getattr(people, who)
    tried = [
        ("get", "ending", None),
        ("post", "ending", BEGIN),
        ("delete", "ending", None),
        ("put", "ending/last_day", {"last_on": "2026-05-31", "edits": 0}),
        ("post", "ending/heirs", {"slug": "helios"}),
        ("delete", "ending/heirs/helios", None),
        ("post", "ending/handovers", {"thing": "lesson", "to": "helios"}),
        ("post", "ending/retirements", {"thing": "lesson", "because": "x"}),
        ("put", "ending/thanks", {"people": [], "edits": 0}),
        ("put", "ending/changes", {"text": "", "edits": 0}),
        ("post", "ending/close", None),
    ]

    assert {call(person, *each).status_code for each in tried} == {403}
    assert call(person, "get", "legacy").status_code == 200
    assert Ending.objects.get().edits == 0


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("ending/handovers", {"thing": "dragon", "to": "helios"}),
        ("ending/handovers", {"thing": "lesson", "to": "nobody"}),
        ("ending/handovers", {"thing": "lesson", "to": "helios", "person": 10**12}),
        ("ending/retirements", {"thing": "lesson", "because": "a\0b"}),
        ("ending/retirements", {"thing": "lesson", "because": ""}),
        ("ending/heirs", {"slug": "atlas-change-champions"}),
    ],
)
def test_wrong_things_change_nothing(people, path, body):
    everything(people)
    ending = ends(people)
    heir_of(ending, people)

    assert call(people.leader, "post", path, body).status_code in {404, 409, 422}
    assert Lesson.objects.get().state == "current"
    assert Lesson.objects.get().community == people.community
