"""The digest of a gathering through the API: read, sent once, wanted by mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail

from mandorla.gatherings.models import Subscription
from mandorla.work.jobs import write_digest_now
from mandorla.work.models import Digest, Outcome
from tests import make
from tests.api.caller import Caller
from tests.work.running import Hall, hall

END = make.AT + timedelta(hours=1)


@pytest.fixture
def atlas() -> Hall:
    made = hall()
    unit = make.unit("Plant")
    kinds: dict[str, dict[str, Any]] = {
        "decision": {},
        "commitment": {"owner": made.marek, "due_on": (make.AT + timedelta(days=7)).date()},
        "issue": {},
        "insight": {"units": [unit]},
        "ask": {"owner": made.marek},
        "lesson": {"owner": made.marek},
    }
    for kind, facts in kinds.items():
        Outcome.catch(
            gathering=made.gathering,
            kind=kind,
            text=f"A {kind}",
            key=uuid4(),
            by=made.ana,
            at=make.AT,
            **facts,
        )
    made.gathering.end(by=made.ana, at=END)
    return made


@pytest.fixture
def ana(atlas: Hall) -> Caller:
    return Caller(atlas.ana)


@pytest.fixture
def marek(atlas: Hall) -> Caller:
    return Caller(atlas.marek)


def path(atlas: Hall, part: str = "digest", day: str = "2026-03-02") -> str:
    return f"/communities/atlas/gatherings/{atlas.gathering.series_id}/{day}/{part}"


def test_digest_tells_what_came_of_it(atlas: Hall, marek: Caller):
    found = marek.get(path(atlas)).json()

    assert (found["words"], found["sent_at"], found["is_wanted"]) == ("", None, False)
    assert found["decisions"] == [{"text": "A decision"}]
    (commitment,) = found["commitments"]
    assert (commitment["text"], commitment["owner"]["name"], commitment["due_on"]) == (
        "A commitment",
        "Marek",
        "2026-03-09",
    )
    assert [one["text"] for one in found["issues"]] == ["A issue"]
    (insight,) = found["insights"]
    assert (insight["text"], insight["unit"]["name"], sorted(insight)) == (
        "A insight",
        "Plant",
        ["id", "text", "unit"],
    )
    assert [(one["text"], one["asked_by"]["name"]) for one in found["asks"]] == [("A ask", "Marek")]
    assert [(one["text"], one["owner"]["name"]) for one in found["lessons"]] == [
        ("A lesson", "Marek")
    ]
    assert found["changed"] == {"since": None, "done": [], "solved": [], "adopted": []}


def test_digest_tells_what_changed_since_the_gathering_before(atlas: Hall, marek: Caller):
    week = timedelta(days=7)
    later = make.gathering(
        atlas.gathering.series,
        planned_on=(make.AT + week).date(),
        state="held",
        started_at=make.AT + week,
        ended_at=END + week,
    )
    commitment = atlas.gathering.commitments.get()
    commitment.finish(came_of_it="Six units", by=atlas.marek, at=END + timedelta(days=1))

    changed = marek.get(path(atlas, day=str(later.planned_on))).json()["changed"]

    assert changed["done"] == [
        {"id": commitment.pk, "text": "A commitment", "came_of_it": "Six units"}
    ]


def test_digest_is_sent_once_with_a_sentence_by_who_leads(atlas: Hall, ana: Caller, marek: Caller):
    assert marek.call("PUT", path(atlas, "digest/mail")).status_code == 204
    refused = marek.post(path(atlas), {"words": "Well done"})
    sent = ana.post(path(atlas), {"words": "Well  done"})
    again = ana.post(path(atlas), {})
    write_digest_now(Digest.objects.get().pk)

    assert (refused.status_code, sent.status_code, again.status_code) == (403, 201, 409)
    assert again.json()["type"].endswith("#stale")
    assert (sent.json()["words"], sent.json()["sent_at"] is None) == ("Well done", False)
    assert [letter.to for letter in mail.outbox] == [[atlas.marek.email]]
    assert "Well done" in mail.outbox[0].body


def test_digest_is_wanted_by_mail_until_it_is_not(atlas: Hall, marek: Caller):
    here = path(atlas, "digest/mail")

    assert [marek.call("PUT", here).status_code for _time in range(2)] == [204, 204]
    assert marek.get(path(atlas)).json()["is_wanted"]
    assert Subscription.objects.get().person == atlas.marek
    assert [marek.call("DELETE", here).status_code for _time in range(2)] == [204, 204]
    assert not Subscription.objects.exists()


def test_digest_is_not_there_for_those_outside(atlas: Hall):
    for stranger in (Caller(make.person()), Caller(make.auditor())):
        assert stranger.get(path(atlas)).status_code == 404
        assert stranger.post(path(atlas), {}).status_code == 404
        assert stranger.call("PUT", path(atlas, "digest/mail")).status_code == 404
        assert stranger.call("DELETE", path(atlas, "digest/mail")).status_code == 404
    assert not Digest.objects.exists()


def test_digest_is_not_there_before_the_gathering_has_ended(atlas: Hall, ana: Caller):
    assert ana.get(path(atlas, day="2026-03-09")).status_code == 404
    assert ana.post(path(atlas, day="2026-03-09"), {}).status_code == 404
    assert ana.get(path(atlas, day="2026-03-03")).status_code == 404


def test_digest_is_refused_when_its_words_hide_something(atlas: Hall, ana: Caller):
    answer = ana.post(path(atlas), {"words": "\u202eevil"})

    assert (answer.status_code, Digest.objects.exists()) == (409, False)
