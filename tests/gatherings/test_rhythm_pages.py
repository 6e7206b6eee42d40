"""The tab Gatherings and the pages on which a rhythm is begun, changed and ended."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from mandorla.communities.models import Community
from mandorla.gatherings.models import FormerRhythm, Gathering, Series
from mandorla.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)  # a Tuesday; the first Monday is over
TAB = "/communities/atlas/gatherings/"


@pytest.fixture(autouse=True)
def _tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Marković")


@pytest.fixture
def atlas(ana: Person) -> Community:
    return make.community("Atlas", leader=ana, archetype="change_champions")


@pytest.fixture
def leader(client: Client, ana: Person, atlas: Community) -> Client:
    client.force_login(ana)
    return client


def text(answer: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", plain).replace(" .", ".").replace(" ,", ",")


def posted(**changed: Any) -> dict[str, Any]:
    """What the form on a new rhythm sends."""
    return {
        "name": "Monday round",
        "every": "week",
        "weekday": "MO",
        "which": "",
        "text": "",
        "starts_on": "2026-03-04",
        "starts_time": "09:00",
        "timezone": "Lisbon",
        "minutes": "55",
        "place": "Room 4",
        "link": "",
        "steps": "5 Check-in\n50 Everything else",
        **changed,
    }


def checked(answer: Any) -> str:
    match = re.search(r'name="checked" value="([^"]+)"', answer.content.decode())
    assert match
    return match[1]


# --- the tab ---


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

    with django_assert_num_queries(16):
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


# --- begin ---


def test_rhythm_is_said_back_with_its_next_dates_before_it_begins(leader: Client):
    answer = leader.post(f"{TAB}new/", posted())

    shown = text(answer)
    assert "Every Monday, 09:00, Europe/Lisbon." in shown
    assert "Monday, 9 March 2026 ; Monday, 16 March 2026 ; Monday, 23 March 2026" in shown
    assert not Series.objects.exists()

    leader.post(f"{TAB}new/", posted(checked=checked(answer)))

    series = Series.objects.get()
    assert (series.rule, series.timezone, series.starts_on) == (
        "FREQ=WEEKLY;BYDAY=MO",
        "Europe/Lisbon",
        date(2026, 3, 9),
    )
    assert series.template == [
        {"title": "Check-in", "minutes": 5},
        {"title": "Everything else", "minutes": 50},
    ]


def test_rhythm_is_said_back_again_when_it_was_changed_after_the_check(leader: Client):
    first = leader.post(f"{TAB}new/", posted())

    again = leader.post(f"{TAB}new/", posted(weekday="TU", checked=checked(first)))

    assert "Every Tuesday, 09:00, Europe/Lisbon." in text(again)
    assert not Series.objects.exists()


def test_form_begins_with_the_rhythm_of_the_archetype(leader: Client):
    shown = leader.get(f"{TAB}new/").content.decode()

    assert '<option value="MO" selected>' in shown
    assert "5 Check-in: one word each, and who is missing" in shown


def test_rhythm_in_words_may_say_time_and_zone_as_well(leader: Client):
    words = {"every": "other", "text": "every second Tuesday, 10:30, New York"}
    answer = leader.post(
        f"{TAB}new/", posted(**words, starts_time="", timezone="", starts_on="2026-03-04")
    )

    assert "Every second Tuesday, 10:30, America/New_York." in text(answer)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"weekday": ""}, "Say on which day of the week."),
        ({"every": "month", "which": ""}, "Say in which week of the month."),
        ({"every": "other", "text": "now and then"}, "This is not understood: “now and then” is not a rhythm that is known."),
        ({"every": "other", "text": "FREQ=SECONDLY"}, "The rule meets more than once a day"),
        ({"every": "other", "text": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "The rhythm has no date at all"),
        ({"every": "sometimes"}, "Select a valid choice."),
        ({"timezone": "Atlantis"}, "No time zone is known by this name. Write a city, such as Lisbon."),
        ({"starts_on": "9999-12-31"}, "No rhythm is kept in that year."),
        ({"starts_on": "soon"}, "This is not a date. Write it as 2026-03-31."),
        ({"starts_time": "25:00"}, "This is not a time of day. Write it as 09:00."),
        ({"minutes": "0"}, "Ensure this value is greater than or equal to 5."),
        ({"link": "javascript:alert(1)"}, "This is not a web address. It begins with https://"),
        ({"steps": "Check-in"}, "“Check-in” does not begin with its minutes, such as “15 Check-in”."),
        ({"steps": "5 a\n" * 21}, "An agenda has at most 20 steps to begin with."),
        ({"name": "\u202emonday"}, "Write it in one line, in letters that can be seen."),
        ({"name": ""}, "Fill this in."),
    ],
)  # fmt: skip
def test_rhythm_is_refused_with_a_sentence_when_it_cannot_be(
    leader: Client, changed: dict[str, Any], sentence: str
):
    answer = leader.post(f"{TAB}new/", posted(**changed))

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Series.objects.exists()


# --- change ---


def changed(series: Series, **facts: Any) -> dict[str, Any]:
    return posted(reach="from", from_on="2026-03-16", seen=series.sequence, **facts)


def test_rhythm_changes_from_a_day_on(leader: Client, atlas: Community):
    series = make.series(atlas)
    address = f"{TAB}{series.pk}/"
    answer = leader.post(address, changed(series, weekday="TU"))
    assert "Tuesday, 17 March 2026" in text(answer)

    leader.post(address, changed(series, weekday="TU", checked=checked(answer)))

    assert FormerRhythm.objects.get().until_on == date(2026, 3, 15)
    assert "every Monday, 09:00, Europe/Lisbon, until 15 March 2026" in text(leader.get(TAB))


def test_rhythm_is_put_right_from_its_beginning(leader: Client, atlas: Community):
    series = make.series(atlas)
    sent = posted(reach="all", seen="0", weekday="WE", starts_on="2026-03-02")
    answer = leader.post(f"{TAB}{series.pk}/", sent)

    leader.post(f"{TAB}{series.pk}/", {**sent, "checked": checked(answer)})

    series.refresh_from_db()
    assert (series.rule, series.starts_on) == ("FREQ=WEEKLY;BYDAY=WE", date(2026, 3, 4))
    assert not FormerRhythm.objects.exists()


def test_second_of_two_is_told_and_keeps_what_they_typed(leader: Client, atlas: Community):
    series = make.series(atlas)
    sent = changed(series, weekday="TU", name="Tuesday round")
    token = checked(leader.post(f"{TAB}{series.pk}/", sent))
    series.correct(place="Hall", by=None, at=NOW)

    answer = leader.post(f"{TAB}{series.pk}/", {**sent, "checked": token})

    assert answer.status_code == 409
    assert "Somebody else changed" in text(answer)
    assert 'value="Tuesday round"' in answer.content.decode()


def test_change_needs_a_day_when_it_is_from_a_day_on(leader: Client, atlas: Community):
    series = make.series(atlas)

    answer = leader.post(f"{TAB}{series.pk}/", {**changed(series), "from_on": ""})

    assert answer.status_code == 422
    assert "Say from which day on." in text(answer)


def test_rhythm_ends_with_a_day(leader: Client, atlas: Community):
    series = make.series(atlas)

    leader.post(f"{TAB}{series.pk}/end/", {"last_on": "2026-03-16"})

    shown = text(leader.get(TAB))
    assert "Monday, 16 March" in shown
    assert "Monday, 23 March" not in shown


def test_turns_are_set_by_numbers(leader: Client, atlas: Community, ana: Person):
    series, ben = make.series(atlas), make.person("Ben")
    atlas.memberships.create(person=ben, role="member")

    leader.post(f"{TAB}{series.pk}/turns/", {f"turn_{ana.pk}": "2", f"turn_{ben.pk}": "1"})

    assert [turn.person for turn in series.turns.all()] == [ben, ana]


@pytest.mark.parametrize(
    ("page", "sent"), [("end", {"last_on": "x"}), ("turns", {"turn_1": "x"}), ("end", {})]
)
def test_page_is_shown_again_when_a_form_on_it_is_wrong(
    leader: Client, atlas: Community, page: str, sent: dict[str, str], ana: Person
):
    series = make.series(atlas)
    sent = {f"turn_{ana.pk}" if key == "turn_1" else key: value for key, value in sent.items()}

    assert leader.post(f"{TAB}{series.pk}/{page}/", sent).status_code == 422


@pytest.mark.parametrize("page", ["", "end/", "turns/", "2026-03-09/change/"])
def test_pages_do_not_exist_for_those_who_do_not_set_the_rhythm(
    client: Client, atlas: Community, page: str
):
    series = make.series(atlas)
    client.force_login(make.person())

    assert client.post(f"{TAB}{series.pk}/{page}").status_code == 404
    assert client.post(f"/communities/nowhere/gatherings/{series.pk}/{page}").status_code == 404


# --- only this one ---


def one(series: Series, day: str = "2026-03-09") -> str:
    return f"{TAB}{series.pk}/{day}/change/"


def test_one_gathering_is_moved_by_the_clock_of_its_series(leader: Client, atlas: Community):
    series = make.series(atlas, timezone="America/New_York")
    sent = {"do": "move", "day": "2026-03-12", "starts_time": "10:00", "minutes": "30"}

    leader.post(one(series), sent)

    gathering = Gathering.objects.get()
    assert gathering.starts_at == datetime(2026, 3, 12, 14, tzinfo=UTC)
    assert (gathering.planned_on, gathering.minutes) == (date(2026, 3, 9), 30)


def test_one_gathering_is_cancelled_and_put_back(leader: Client, atlas: Community):
    series = make.series(atlas)

    leader.post(one(series), {"do": "cancel", "because": "Fair"})
    assert "Put it back" in text(leader.get(one(series)))
    leader.post(one(series), {"do": "restore"})

    assert Gathering.objects.get().state == "planned"


def test_one_gathering_is_handed_over(leader: Client, atlas: Community, ana: Person):
    series = make.series(atlas)

    leader.post(one(series), {"do": "hand_over", "facilitator": ana.pk})

    assert Gathering.objects.get().facilitator == ana
    assert "Ana Marković facilitates" in text(leader.get(one(series)))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"do": "cancel"}, "Fill this in."),
        ({"do": "move", "day": "x", "starts_time": "9"}, "This is not a date."),
        ({"do": "hand_over", "facilitator": "999999"}, "Select a valid choice."),
        ({"do": "restore"}, "“Monday round, 2026-03-09” is planned, so this is not possible now."),
        ({"do": "explode"}, "Only this one takes place at another time"),
    ],
)
def test_one_gathering_stays_as_it_is_when_what_was_sent_is_wrong(
    leader: Client, atlas: Community, sent: dict[str, str], sentence: str
):
    answer = leader.post(one(make.series(atlas)), sent)

    assert sentence in text(answer)
    assert not Gathering.objects.exclude(sequence=0).exists()


def test_looking_at_a_gathering_keeps_nothing(leader: Client, atlas: Community):
    series = make.series(atlas)

    assert leader.get(one(series)).status_code == 200
    assert not Gathering.objects.exists()


@pytest.mark.parametrize("day", ["2026-03-10", "2026-02-30", "9999-12-31", "0000-00-00"])
def test_gathering_does_not_exist_on_a_day_without_one(leader: Client, atlas: Community, day: str):
    assert leader.get(one(make.series(atlas), day)).status_code == 404


def test_closed_community_has_gatherings_to_read_and_none_to_change(
    leader: Client, atlas: Community
):
    series = make.series(atlas)
    atlas.close(reason="Done", by=None, at=NOW, on=NOW.date() + timedelta(days=0))

    assert leader.get(TAB).status_code == 200
    assert leader.get(one(series)).status_code == 404
    assert leader.get(f"{TAB}{series.pk}/").status_code == 404
