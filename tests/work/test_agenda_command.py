"""The agenda on the command line."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from mandorla.base.errors import Refused
from mandorla.gatherings.models import Gathering
from mandorla.work.models import AgendaItem
from tests import make
from tests.work.agendas import Mondays, commitment, issue, mondays

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Mondays:
    return mondays()


def test_agenda_is_printed_with_its_reasons_and_keeps_nothing(place, capsys):
    commitment(place)
    for number in range(5):
        issue(place, f"Thing {number}", votes=number + 1)
    call_command("agenda", "atlas", "--on", "2026-03-02")

    lines = capsys.readouterr().out.splitlines()

    past = "Its time is over, and nobody has noted that it took place."
    assert lines == [f"Monday round, 2026-03-02 09:00. {past} 0 of 55 minutes."]
    assert not Gathering.objects.exists()


def test_agenda_of_the_next_gathering_is_drafted(place, capsys):
    issue(place, votes=7, touches=3, surfaced_at=timezone.now())
    for number in range(4):
        issue(place, f"Thing {number}", surfaced_at=timezone.now(), votes=4 - number)
    call_command("agenda", "atlas")

    out = capsys.readouterr().out.splitlines()

    assert out[0].endswith("09:00. 55 of 55 minutes. Drafted; nobody has kept it yet.")
    assert out[1] == "09:00   5  Check-in: one word each, and who is missing"
    assert "09:20   7  Old price lists – 7 votes, touches 3 units" in out
    assert out[-3:] == [
        "Left for next time:",
        "  Thing 2 – 2 votes (no room left)",
        "  Thing 3 – 1 vote (no room left)",
    ]


def test_agenda_is_data_for_programs(place, capsys):
    issue(place, votes=7, surfaced_at=timezone.now())
    call_command("agenda", "atlas", "--json")
    found = json.loads(capsys.readouterr().out)

    assert (found["is_kept"], found["minutes"], found["used"]) == (False, 55, 55)
    assert [one["why"] for one in found["items"] if one["about"]] == ["7 votes"]
    assert date.fromisoformat(found["planned_on"]).weekday() == 0


@pytest.mark.parametrize(
    ("because", "said"),
    [("", "It is cancelled."), ("A holiday.", "It is cancelled: A holiday.")],
)
def test_agenda_says_that_a_gathering_is_cancelled_and_leaves_out_what_waits(
    place, capsys, because, said
):
    issue(place, votes=7, surfaced_at=timezone.now())
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    make.gathering(place.series, planned_on=monday).cancel(
        because=because, by=place.ana, at=timezone.now()
    )

    call_command("agenda", "atlas", "--on", str(monday))
    (line,) = capsys.readouterr().out.splitlines()
    call_command("agenda", "atlas", "--on", str(monday), "--json")
    data = json.loads(capsys.readouterr().out)

    assert line == f"Monday round, {monday} 09:00. {said} 0 of 55 minutes."
    assert data["state"] == "cancelled"
    assert (data["items"], data["waiting"], data["offered"], data["hints"]) == ([], [], [], [])


def test_agenda_says_that_a_gathering_was_held_and_what_was_on_it(place, capsys):
    issue(place, votes=7)
    held = make.gathering(place.series, state="held", started_at=make.AT, ended_at=make.AT)
    AgendaItem.objects.create(gathering=held, position=0, title="Old price lists", minutes=20)

    call_command("agenda", "atlas", "--on", "2026-03-02")

    assert capsys.readouterr().out.splitlines() == [
        "Monday round, 2026-03-02 09:00. It was held. 20 of 55 minutes.",
        "09:00  20  Old price lists",
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere"], "no community"),
        (["atlas", "--on", "2026-03-03"], "does not meet"),
    ],
)
def test_agenda_says_why_there_is_none(place, arguments, sentence):
    with pytest.raises(Refused, match=sentence):
        call_command("agenda", *arguments)


def test_agenda_says_that_nothing_is_to_come(place):
    place.series.ends_on = timezone.now().date() - timedelta(days=30)
    place.series.save()
    with pytest.raises(Refused, match="no gathering to come"):
        call_command("agenda", "atlas")
    make.community("Empty")
    with pytest.raises(Refused, match="no gathering to come"):
        call_command("agenda", "empty")
