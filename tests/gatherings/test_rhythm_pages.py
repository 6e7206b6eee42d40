"""The tab Gatherings: the rhythm, what comes next, what was."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from mandorla.communities.models import Community
from mandorla.people.models import Person
from tests import make
from tests.gatherings.pages import NOW, TAB, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def test_tab_teaches_when_there_is_no_rhythm(leader: Client):
    shown = text(leader.get(TAB))

    assert "For example, its archetype meets: Every Monday morning" in shown
    assert "Begin a rhythm" in shown


def test_tab_shows_the_rhythm_the_next_twelve_and_what_was(leader: Client, atlas: Community):
    series = make.series(atlas, place="Room 4")
    make.gathering(series, planned_on=date(2026, 3, 2), state="held")
    make.gathering(series, planned_on=date(2026, 3, 9)).reschedule(
        starts_at=datetime(2026, 3, 11, 14, tzinfo=UTC), by=None, at=NOW
    )
    make.gathering(series, planned_on=date(2026, 3, 16)).cancel(because="Fair", by=None, at=NOW)

    shown = text(leader.get(TAB))

    assert "Every Monday, 09:00, Europe/Lisbon Monday round · 55 minutes · Room 4" in shown
    assert "Wednesday, 11 March 14:00–14:55 moved from Monday, 9 March" in shown
    assert "Monday, 16 March 09:00–09:55 Fair cancelled Put back" in shown
    assert shown.count("Move or cancel") == 11  # of twelve, one is cancelled
    assert "Times by the clock of Europe/Lisbon." in shown
    assert "1 of 1 planned were held in 2026." in shown
    assert "Monday, 2 March 09:00–09:55 held" in shown


def test_tab_says_what_nobody_noted_of_a_year_that_is_over(leader: Client, atlas: Community):
    make.series(atlas, rule="FREQ=MONTHLY;BYDAY=3WE", starts_on=date(2024, 1, 1))

    shown = text(leader.get(f"{TAB}?year=2025"))

    assert "0 of 12 planned were held in 2025." in shown
    assert "Of 12 nobody said whether they took place." in shown
    assert "2026 2025 2024" in shown


@pytest.mark.parametrize("year", ["0", "99999", "abc", "٢٠٢٦", "-1", ""])
def test_tab_shows_this_year_when_the_year_is_no_year(leader: Client, atlas: Community, year: str):
    make.series(atlas)

    assert leader.get(TAB, {"year": year}).status_code == 200


def test_tab_offers_no_change_and_no_names_to_those_who_do_not_belong(
    client: Client, atlas: Community, ana: Person
):
    make.series(atlas).take_turns(people=[ana], by=None, at=NOW)
    client.force_login(make.person("Guest of honor"))

    shown = client.get(TAB).content.decode()

    assert "facilitated by" not in shown
    assert "change/" not in shown
    assert client.get(f"{TAB}new/").status_code == 404


def test_tab_names_who_facilitates_to_those_in_it(leader: Client, atlas: Community, ana: Person):
    make.series(atlas).take_turns(people=[ana], by=None, at=NOW)

    assert text(leader.get(TAB)).count("facilitated by Ana Marković") == 12


@pytest.mark.parametrize("count", [1, 3])
def test_tab_costs_the_same_queries_when_there_are_more_series(
    leader: Client, atlas: Community, ana: Person, count: int, django_assert_num_queries: Any
):
    for number in range(count):
        series = make.series(atlas, name=f"Series {number}", starts_on=date(2016, 1, 4))
        series.take_turns(people=[ana], by=None, at=NOW)
        for day in (2, 9, 16)[:count]:
            make.gathering(series, planned_on=date(2026, 3, day), facilitator=ana)

    with django_assert_num_queries(19):
        leader.get(TAB)


def test_header_says_when_it_meets_next(leader: Client, atlas: Community):
    series = make.series(atlas)
    make.gathering(series, planned_on=date(2026, 3, 9)).cancel(because="Fair", by=None, at=NOW)

    shown = text(leader.get("/communities/atlas/members/"))

    assert "next Mon 16 Mar, 09:00 Europe/Lisbon" in shown


def test_tab_names_the_zone_of_each_when_they_are_several(leader: Client, atlas: Community):
    make.series(atlas)
    make.series(atlas, name="Late round", timezone="America/New_York")

    shown = text(leader.get(TAB))

    assert "Monday, 9 March : Late round 09:00–09:55 America/New_York Late round" in shown
    assert "Times by the clock of" not in shown
