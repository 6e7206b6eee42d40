"""Rhythms and gatherings through the API: the same verbs and the same refusals."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mandorla.communities.models import Community
from mandorla.gatherings.models import FormerRhythm, Gathering, Series
from mandorla.people.models import Person
from tests import make
from tests.api.caller import Caller

SERIES = "/communities/atlas/series"
GATHERINGS = "/communities/atlas/gatherings"
MARCH = {"after": "2026-03-01T00:00:00Z", "before": "2026-03-31T00:00:00Z"}


@pytest.fixture
def ana() -> Person:
    return make.person("Ana")


@pytest.fixture
def atlas(ana: Person) -> Community:
    return make.community("Atlas", leader=ana)


def given(**facts: Any) -> dict[str, Any]:
    return {
        "name": "Monday round",
        "words": "every Monday",
        "timezone": "Lisbon",
        "starts_on": "2026-03-04",
        "starts_time": "09:00",
        "minutes": 55,
        **facts,
    }


def test_series_begins_in_words_and_is_said_back(ana, atlas):
    begun = Caller(ana).post(
        SERIES, given(template=[{"title": "Round", "minutes": 55, "takes": ["issues"]}])
    )

    assert begun.status_code == 201
    found = begun.json()
    assert found["words"] == "every Monday, 09:00, Europe/Lisbon"
    assert (found["rule"], found["starts_on"]) == ("FREQ=WEEKLY;BYDAY=MO", "2026-03-09")
    assert found["template"] == [{"title": "Round", "minutes": 55, "takes": ["issues"]}]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"words": "now and then"}, "words"),
        ({"rule": "FREQ=HOURLY", "words": ""}, "rule"),
        ({"words": ""}, "rule"),
        ({"rule": "FREQ=DAILY"}, "rule"),
        ({"timezone": "Atlantis"}, "timezone"),
        ({"starts_time": "09:00Z"}, "starts_time"),
        ({"starts_time": "09:00+02:00"}, "starts_time"),
        ({"starts_time": 0}, "starts_time"),
        ({"starts_on": "9999-12-31"}, "starts_on"),
        ({"minutes": 0}, "minutes"),
        ({"template": [{"title": "Round", "minutes": 5, "takes": ["cake"]}]}, "takes"),
    ],
)
def test_series_is_refused_by_the_field_that_is_wrong(ana, atlas, facts, field):
    answer = Caller(ana).post(SERIES, given(**facts))

    assert answer.status_code == 422
    assert field in answer.content.decode()
    assert not Series.objects.exists()


def test_series_is_refused_when_it_has_no_date(ana, atlas):
    rule = {"words": "", "rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}

    assert Caller(ana).post(SERIES, given(**rule)).status_code == 409


def test_series_is_begun_only_by_those_who_set_the_rhythm(atlas):
    assert Caller(make.person()).post(SERIES, given()).status_code == 403


def test_series_changes_from_a_day_on_is_put_right_and_ends(ana, atlas):
    series = make.series(atlas)
    caller, address = Caller(ana), f"{SERIES}/{series.pk}"
    change = given(words="every Tuesday", from_on="2026-03-16")
    del change["name"], change["starts_on"]

    changed = caller.post(f"{address}/changes", change)
    corrected = caller.call("PATCH", address, {"name": "Tuesdays", "place": "Hall"})
    ended = caller.post(f"{address}/end", {"on": "2026-04-30"})

    assert changed.json()["starts_on"] == "2026-03-17"
    assert FormerRhythm.objects.get().until_on == date(2026, 3, 15)
    assert (corrected.json()["name"], corrected.json()["place"]) == ("Tuesdays", "Hall")
    assert ended.json()["ends_on"] == "2026-04-30"
    assert caller.get(address).json() == ended.json()


def test_people_facilitate_in_the_order_that_was_sent(ana, atlas):
    series, outsider = make.series(atlas), make.person()
    caller, address = Caller(ana), f"{SERIES}/{series.pk}/turns"

    wrong = caller.call("PUT", address, {"people": [outsider.pk]})
    caller.call("PUT", address, {"people": [ana.pk]})

    assert wrong.status_code == 422
    assert [person["name"] for person in caller.get(address).json()] == ["Ana"]
    assert Caller(outsider).get(address).status_code == 404


def test_gatherings_of_a_window_are_computed_and_nothing_is_kept(ana, atlas):
    series = make.series(atlas)
    series.take_turns(people=[ana], by=None, at=make.AT)

    found = Caller(ana).get(GATHERINGS, **MARCH).json()["items"]
    outside = Caller(make.person()).get(GATHERINGS, **MARCH).json()["items"]

    assert [one["planned_on"][-2:] for one in found] == ["02", "09", "16", "23", "30"]
    assert found[4]["starts_at"] == "2026-03-30T09:00:00+01:00"
    assert found[0]["facilitator"] == {"id": ana.pk, "name": "Ana"}
    assert outside[0]["facilitator"] is None
    assert not Gathering.objects.exists()


@pytest.mark.parametrize(
    ("after", "before"),
    [
        ("2026-03-01T00:00:00Z", "2027-03-31T00:00:00Z"),
        ("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z"),
        ("0001-01-01T00:00:00Z", "0001-02-01T00:00:00Z"),
        ("9999-12-01T00:00:00Z", "9999-12-31T23:59:59Z"),
        ("2026-03-01", "soon"),
    ],
)
def test_window_is_refused_when_it_is_none(ana, atlas, after, before):
    make.series(atlas)

    assert Caller(ana).get(GATHERINGS, after=after, before=before).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_gatherings_cost_the_same_queries_when_there_are_more(
    ana, atlas, count, django_assert_num_queries
):
    for number in range(count):
        series = make.series(atlas, name=f"Series {number}")
        series.take_turns(people=[ana], by=None, at=make.AT)
        make.gathering(series)
    caller = Caller(ana)

    with django_assert_num_queries(10):
        caller.get(GATHERINGS, **MARCH)


def test_one_gathering_is_moved_cancelled_put_back_and_handed_over(ana, atlas):
    series = make.series(atlas)
    caller, address = Caller(ana), f"{GATHERINGS}/{series.pk}/2026-03-09"

    moved = caller.post(f"{address}/move", {"starts_at": "2026-03-12T14:00:00Z"})
    cancelled = caller.post(f"{address}/cancellation", {"because": "Fair"})
    restored = caller.post(f"{address}/restoration")
    given_to = caller.call("PUT", f"{address}/facilitator", {"person": ana.pk})
    again = caller.post(f"{address}/restoration")

    assert moved.json()["planned_on"] == "2026-03-09"
    assert cancelled.json()["cancelled_because"] == "Fair"
    assert restored.json()["state"] == "planned"
    assert given_to.json()["facilitator"]["name"] == "Ana"
    assert again.status_code == 409
    assert caller.get(address).json()["starts_at"].startswith("2026-03-12T14:00:00")


def test_gathering_is_not_moved_by_who_saw_it_before_somebody_else_moved_it(ana, atlas):
    series = make.series(atlas)
    caller, address = Caller(ana), f"{GATHERINGS}/{series.pk}/2026-03-09"
    seen = caller.get(address).json()["mark"]

    first = caller.post(f"{address}/move", {"starts_at": "2026-03-09T15:00:00Z", "seen": seen})
    second = caller.post(f"{address}/move", {"starts_at": "2026-03-09T10:00:00Z", "seen": seen})

    assert (first.status_code, second.status_code) == (200, 409)
    assert "Somebody else changed this gathering meanwhile" in second.json()["detail"]
    assert caller.get(address).json()["mark"] == first.json()["mark"] != seen


def test_gathering_is_not_there_on_a_day_without_one(ana, atlas):
    series = make.series(atlas)
    address = f"{GATHERINGS}/{series.pk}/2026-03-10"

    assert Caller(ana).get(address).status_code == 404
    assert Caller(ana).post(f"{address}/restoration").status_code == 404
    assert not Gathering.objects.exists()


def test_gathering_is_changed_only_by_those_who_set_the_rhythm(atlas):
    series = make.series(atlas)
    address = f"{GATHERINGS}/{series.pk}/2026-03-09/cancellation"

    assert Caller(make.person()).post(address, {"because": "Fair"}).status_code == 403
    assert not Gathering.objects.exists()
