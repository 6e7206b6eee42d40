"""A rhythm is chosen in words, said back with its dates, begun, changed and ended."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from mandorla.communities.models import Community
from mandorla.gatherings.models import FormerRhythm, Series
from mandorla.people.models import Person
from tests import make
from tests.gatherings.pages import NOW, TAB, checked, posted, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


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
        {"title": "Check-in", "minutes": 5, "takes": []},
        {"title": "Everything else", "minutes": 50, "takes": ["commitments", "rollout"]},
    ]  # the second one is the archetype's second step in other words


def test_rhythm_is_said_back_again_when_it_was_changed_after_the_check(leader: Client):
    first = leader.post(f"{TAB}new/", posted())

    again = leader.post(f"{TAB}new/", posted(weekday="TU", checked=checked(first)))

    assert "Every Tuesday, 09:00, Europe/Lisbon." in text(again)
    assert not Series.objects.exists()


def test_form_begins_with_the_rhythm_of_the_archetype(leader: Client):
    shown = leader.get(f"{TAB}new/").content.decode()

    assert '<option value="MO" selected>' in shown
    assert "5 Check-in: one word each, and who is missing" in shown


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("third Wednesday", "The third Wednesday of each month, 09:00, Europe/Lisbon."),
        (
            "third Wednesday 12:00 Zürich",
            "The third Wednesday of each month, 12:00, Europe/Zurich.",
        ),
        (
            "every second Tuesday at 10:30 in Lisbon",
            "Every second Tuesday, 10:30, Europe/Lisbon.",
        ),
        ("FREQ=DAILY;COUNT=1", "Once, 09:00, Europe/Lisbon."),
    ],
)
def test_rhythm_in_words_is_said_back_as_people_say_it(leader: Client, written: str, said: str):
    answer = leader.post(f"{TAB}new/", posted(every="other", text=written))

    assert said in text(answer)


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
        ({"starts_on": "soon"}, "This is not a date. Write it as 2027-03-31."),
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


def test_step_takes_what_it_took_when_it_stays_or_is_worded_anew(leader: Client, atlas: Community):
    steps = [
        {"title": "Check-in", "minutes": 5, "takes": []},
        {"title": "Issues", "minutes": 50, "takes": ["issues"]},
    ]
    series = make.series(atlas, template=steps)
    sent = changed(series, steps="40 What touches several units\n5 Check-in\n10 Issues")
    token = checked(leader.post(f"{TAB}{series.pk}/", sent))

    leader.post(f"{TAB}{series.pk}/", {**sent, "checked": token})

    series.refresh_from_db()
    assert [step["takes"] for step in series.template] == [[], [], ["issues"]]
