"""Reports and decisions by the API, with the same rules as on pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mandorla.licenses.models import License, PrivateRemark
from tests import make
from tests.api.caller import Caller
from tests.licenses.reporting import LATER, handed_in, licensed, opened

HERE = "/communities/atlas-change-champions"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: make.AT)
    return monkeypatch


def _at(clock, moment):
    clock.setattr(timezone, "now", lambda: moment)


def test_report_goes_its_whole_way(people, clock):
    licensed(people)
    ana, karin = Caller(people.leader), Caller(people.karin)
    made = ana.call("POST", f"{HERE}/reports", {"kind": "quarterly"})
    address = f"{HERE}/reports/{made.json()['id']}"
    said = {"edits": 0, "ask": "Time", "answers": {"proud": "The list"}, "numbers": ["people"]}

    assert made.status_code == 201
    assert ana.call("PATCH", address, said).json()["ask"] == "Time"
    assert ana.call("PATCH", address, {"edits": 0, "ask": "Money"}).status_code == 409
    assert ana.call("PUT", f"{address}/reader", {"reader": people.karin.pk}).status_code == 200
    assert ana.call("POST", f"{address}/opening").json()["state"] == "open"
    comment = Caller(people.member).call("POST", f"{address}/comments", {"text": "Well said"})
    assert comment.status_code == 201
    assert ana.call("POST", f"{address}/submission").status_code == 409
    _at(clock, make.AT + timedelta(days=4))
    assert ana.call("POST", f"{address}/submission").json()["state"] == "submitted"
    assert (
        Caller(people.sponsor).call("POST", f"{address}/answer", {"text": "x"}).status_code == 403
    )
    assert karin.call("POST", f"{address}/answer", {"text": "Yes"}).json()["state"] == "answered"


def test_remark_is_not_part_of_the_api(people):
    review = opened(people)
    PrivateRemark.tell(review=review, text="I am tired of it", by=people.core, at=make.AT)
    for person in (people.sponsor, people.karin, people.core):
        caller = Caller(person)
        for path in ("reports", f"reports/{review.pk}", f"reports/{review.pk}/comments"):
            assert "tired" not in caller.call("GET", f"{HERE}/{path}").content.decode()


@pytest.mark.parametrize(
    ("name", "status"), [("leader", 403), ("member", 403), ("stranger", 403), ("sponsor", 201)]
)
def test_those_who_decide_decide(people, name, status):
    licensed(people)
    edits = License.objects.get().edits
    sent = {"kind": "renew", "edits": edits, "reason": "It works", "until_on": "2027-12-31"}
    answer = Caller(getattr(people, name)).call("POST", f"{HERE}/licenses/1/decisions", sent)

    assert answer.status_code == status
    assert (License.objects.get().until_on == date(2027, 12, 31)) is (status == 201)


def test_second_is_told_who_was_first(people):
    licensed(people)
    sent = {"kind": "renew", "edits": License.objects.get().edits, "reason": "It works"}
    Caller(people.sponsor).call("POST", f"{HERE}/licenses/1/decisions", sent)
    answer = Caller(people.karin).call("POST", f"{HERE}/licenses/1/decisions", sent)

    assert answer.status_code == 409
    assert "Ben Okafor" in answer.json()["detail"]


def test_decision_takes_the_report_that_was_handed_in(people, clock):
    review = handed_in(people)
    _at(clock, LATER)
    sent = {
        "kind": "renew_with_conditions",
        "edits": License.objects.get().edits,
        "conditions": [{"text": "Weigh again", "due_on": "2026-06-01"}],
    }
    Caller(people.sponsor).call("POST", f"{HERE}/licenses/1/decisions", sent)
    rows = Caller(people.member).call("GET", f"{HERE}/decisions").json()["items"]

    assert [(row["kind"], row["report"]) for row in rows] == [
        ("grant", None),
        ("renew_with_conditions", review.pk),
    ]


def test_recommendation_is_for_those_who_decide(people):
    licensed(people)
    found = Caller(people.sponsor).call("GET", f"{HERE}/recommendation").json()

    assert found[0]["kind"] == "renew_with_conditions"
    assert Caller(people.leader).call("GET", f"{HERE}/recommendation").status_code == 404


READERS = {"leader", "core", "member", "sponsor", "karin", "auditor"}
WRITERS = {"leader", "core", "karin"}
EVERYBODY = (*sorted(READERS), "stranger")


@pytest.mark.parametrize(
    ("method", "part", "body", "done", "who"),
    [
        ("GET", "", None, 200, READERS),
        ("GET", "/comments", None, 200, READERS),
        ("POST", "/comments", {"text": "Well"}, 201, READERS - {"auditor"}),
        ("POST", "/recall", None, 200, WRITERS),
        ("POST", "/cancellation", None, 200, WRITERS),
        ("PATCH", "", {"edits": 1}, 409, WRITERS),  # it is open by now
        ("POST", "/opening", None, 409, WRITERS),
        ("POST", "/submission", None, 409, WRITERS),  # comments are open still
        ("POST", "/answer", {"text": "Yes"}, 409, {"karin"}),  # it is not handed in
    ],
)
@pytest.mark.parametrize("name", EVERYBODY)
def test_verb_of_a_report_answers_each_kind_of_person(people, name, method, part, body, done, who):
    review = opened(people)
    answer = Caller(getattr(people, name)).call(method, f"{HERE}/reports/{review.pk}{part}", body)

    refused = 403 if name in READERS else 404
    assert answer.status_code == (done if name in who else refused)


@pytest.mark.parametrize("name", EVERYBODY)
def test_lists_show_what_somebody_may_read(people, name):
    opened(people)
    caller = Caller(getattr(people, name))
    found = [caller.get(f"{HERE}/{part}").json()["items"] for part in ("reports", "decisions")]

    assert [bool(rows) for rows in found] == [name in READERS] * 2


@pytest.mark.parametrize("name", EVERYBODY)
def test_report_is_begun_and_its_reader_named_by_those_who_run_it(people, name):
    licensed(people)
    caller = Caller(getattr(people, name))
    made = caller.post(f"{HERE}/reports", {"kind": "light"})

    assert made.status_code == (201 if name in WRITERS else 403)
    if name in WRITERS:
        reader = {"reader": people.stranger.pk}
        named = caller.call("PUT", f"{HERE}/reports/{made.json()['id']}/reader", reader)
        assert named.status_code == 200
