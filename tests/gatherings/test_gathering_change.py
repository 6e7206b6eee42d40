"""Only this one: a gathering is moved, cancelled, put back or handed over on its page."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client

from mandorla.base.errors import Stale
from mandorla.communities.models import Community
from mandorla.gatherings.models import Gathering, Series
from mandorla.people.models import Person
from tests import make
from tests.gatherings.pages import NOW, TAB, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def one(series: Series, day: str = "2026-03-09") -> str:
    return f"{TAB}{series.pk}/{day}/change/"


def test_one_gathering_is_moved_by_the_clock_of_its_series(leader: Client, atlas: Community):
    series = make.series(atlas, timezone="America/New_York")
    sent = {"do": "move", "day": "2026-03-12", "starts_time": "10:00", "minutes": "30"}

    leader.post(one(series), sent)

    gathering = Gathering.objects.get()
    assert gathering.starts_at == datetime(2026, 3, 12, 14, tzinfo=UTC)
    assert (gathering.planned_on, gathering.minutes) == (date(2026, 3, 9), 30)


@pytest.mark.parametrize("is_kept", [True, False])
def test_one_gathering_keeps_what_somebody_else_changed_meanwhile(
    leader: Client, atlas: Community, is_kept: bool
):
    series = make.series(atlas)
    if is_kept:
        make.gathering(series, planned_on=date(2026, 3, 9))
    opened = leader.get(one(series)).context["gathering"].mark
    day = {"do": "move", "day": "2026-03-09", "minutes": "60"}
    first = {**day, "starts_time": "15:00", "place": "Room A", "seen": opened}
    second = {**day, "starts_time": "09:00", "place": "Room B", "seen": opened}
    leader.post(one(series), first)

    answer = leader.post(one(series), second)

    assert answer.status_code == 409
    assert "it is on 9 March 2026, 15:00, Room A now. What you wrote is not kept yet" in text(
        answer
    )
    assert 'value="Room B"' in answer.content.decode()
    assert Gathering.objects.get().place == "Room A"
    (again,) = re.findall(r'name="seen" value="(\w+)"', answer.content.decode())
    leader.post(one(series), {**second, "seen": again})
    assert Gathering.objects.get().place == "Room B"


def test_one_gathering_is_not_moved_on_a_form_from_before_its_series_changed(
    leader: Client, atlas: Community
):
    series = make.series(atlas)
    opened = leader.get(one(series)).context["gathering"].mark
    series.correct(starts_time=time(14), by=None, at=NOW)

    sent = {"do": "move", "day": "2026-03-09", "starts_time": "09:00", "minutes": "60"}
    answer = leader.post(one(series), {**sent, "place": "Room B", "seen": opened})

    assert answer.status_code == 409
    assert "it is on 9 March 2026, 14:00 now." in text(answer)


def test_one_gathering_is_moved_by_one_of_two_who_looked_at_the_same_moment(atlas: Community):
    first = make.gathering(make.series(atlas))
    second = Gathering.objects.get()
    first.reschedule(starts_at=NOW, by=None, at=NOW)

    with pytest.raises(Stale, match="Somebody else changed"):
        second.reschedule(starts_at=NOW, by=None, at=NOW)


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
