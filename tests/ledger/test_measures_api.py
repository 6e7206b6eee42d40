"""Measures and their readings by the API: the same verbs, and who may call them."""

from __future__ import annotations

from typing import Any

import pytest

from mandorla.ledger.models import Measure, Reading
from tests import make
from tests.api.caller import Caller
from tests.ledger.measuring import measured, read_weekly

pytestmark = pytest.mark.django_db
GIVEN = {"name": "Days to roll out", "role": "outcome", "target": 60, "due_on": "2099-12-31"}


def place(measure: Measure, rest: str = "") -> str:
    return f"/communities/{measure.community.slug}/measures/{measure.number}{rest}"


def test_measure_is_begun_changed_and_retired_by_the_api():
    ana = make.person("Ana")
    community = make.community(leader=ana)
    expected = make.expectations(community)[0]
    call = Caller(ana)
    path = f"/communities/{community.slug}/measures"

    begun = call.post(path, GIVEN | {"expectation": expected.pk, "owner": ana.pk})
    changed = call.call("PATCH", f"{path}/1", {"edits": 0, "target": 55, "expectation": None})
    second = call.call("PATCH", f"{path}/1", {"edits": 0, "target": 50})
    retired = call.post(f"{path}/1/retirement", {"because": "Nobody looks at it"})

    assert begun.status_code == 201
    assert begun.json()["expectation_id"] == expected.pk
    assert begun.json()["owner"] == {"id": ana.pk, "name": "Ana"}
    assert (changed.json()["target"], changed.json()["expectation_id"]) == (55, None)
    assert changed.json()["owner"]["id"] == ana.pk
    assert second.status_code == 409
    assert retired.json()["retired_because"] == "Nobody looks at it"
    assert call.get(path).json()["items"] == []
    assert [one["number"] for one in call.get(f"{path}?retired=true").json()["items"]] == [1]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"target": None}, 422),
        ({"shape": "share"}, 409),
        ({"due_on": "2001-01-01"}, 409),
        ({"due_on": "9999-12-31"}, 409),
        ({"expectation": 999_999}, 422),
        ({"owner": 999_999}, 422),
        ({"name": "a\x00b"}, 422),
        ({"more": 1}, 422),
    ],
)
def test_measure_is_refused_by_the_api_when_it_cannot_be(wrong: dict[str, Any], status: int):
    ana = make.person("Ana")
    community = make.community(leader=ana)

    answer = Caller(ana).post(f"/communities/{community.slug}/measures", GIVEN | wrong)

    assert answer.status_code == status
    assert not Measure.objects.exists()


def test_measures_are_read_and_not_set_by_members():
    member = make.person()
    measure = measured(make.community(members=(member,)))
    call = Caller(member)

    assert call.get(place(measure)).json()["name"] == "Days to roll out"
    for answer in (
        call.post(f"/communities/{measure.community.slug}/measures", GIVEN),
        call.call("PATCH", place(measure), {"edits": 0, "target": 1}),
        call.post(place(measure, "/retirement"), {"because": "x"}),
        call.post(place(measure, "/readings"), {"on": "2026-01-01", "value": 1}),
        call.post(
            place(measure, "/readings/all"), {"readings": [{"on": "2026-01-01", "value": 1}]}
        ),
    ):
        assert answer.status_code == 403


def test_readings_are_entered_corrected_and_taken_back_by_the_api():
    owner = make.person("Olu")
    measure = measured(make.community(members=(owner,)), owner=owner)
    call, path = Caller(owner), place(measure, "/readings")

    taken = call.post(path, {"on": "2026-03-02", "value": 41, "note": "first"})
    again = call.post(path, {"on": "2026-03-02", "value": 42})
    corrected = call.call("PATCH", f"{path}/{taken.json()['id']}", {"value": 43})
    gone = call.call("PATCH", f"{path}/{taken.json()['id']}", {"value": 44})
    many = call.post(
        f"{path}/all",
        {"readings": [{"on": "2026-03-02", "value": 43}, {"on": "2026-03-09", "value": 44}]},
    )
    back = call.call("DELETE", f"{path}/{corrected.json()['id']}")

    assert (taken.status_code, again.status_code, gone.status_code) == (201, 409, 404)
    assert corrected.json()["value"] == 43
    assert many.json() == {"new": 1, "corrected": 0, "same": 1}
    assert back.status_code == 204
    assert [one["value"] for one in call.get(path).json()["items"]] == [44]
    assert [one["value"] for one in call.get(f"{path}?all=true").json()["items"]] == [44, 43, 41]


def test_readings_are_all_refused_by_the_api_when_one_cannot_be():
    ana = make.person("Ana")
    measure = measured(make.community(leader=ana))
    given = [{"on": "2026-03-02", "value": 1}, {"on": "0001-01-01", "value": 1}]

    answer = Caller(ana).post(place(measure, "/readings/all"), {"readings": given})

    assert answer.status_code == 409
    assert not Reading.objects.exists()


def test_forecast_is_told_by_the_api():
    ana = make.person("Ana")
    community = make.community(leader=ana)
    read, few, none = (measured(community, name=name) for name in ("Read", "Few", "None"))
    read_weekly(read, 12)
    read_weekly(few, 2)
    call = Caller(ana)

    found = call.get(place(read, "/forecast")).json()

    assert 0 < found["probability_on_date"] <= found["probability_by_date"] <= 1
    assert found["fan"][-1]["on"] == "2026-12-31"
    assert set(found["fan"][-1]["bands"]) == {"50", "80", "95"}
    told = call.get(place(few, "/forecast")).json()
    assert (told["reason"], told["missing"], told["fan"]) == ("few_readings", 6, [])
    assert call.get(place(none, "/forecast")).json()["reason"] == "no_readings"
