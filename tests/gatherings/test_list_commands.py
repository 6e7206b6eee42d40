"""When a community meets, and what people took on, on the command line."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from mandorla.base.errors import Refused
from mandorla.gatherings.models import Commitment, Gathering
from tests import make
from tests.gatherings.calendars import rhythm

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make.person("Ana Marković", email="ana@halden.example")


@pytest.fixture
def atlas(ana):
    return make.community("Atlas", leader=ana)


def take_on(community, owner, text: str, *, days: int) -> Commitment:
    """Something that is due so many days from today."""
    due_on = timezone.localdate() + timedelta(days=days)
    return Commitment.objects.create(
        community=community, text=text, owner=owner, due_on=due_on, made_at=make.AT
    )


def test_commitments_of_a_community_are_listed_with_what_is_due_first_on_top(atlas, ana, capsys):
    later, late = take_on(atlas, ana, "Ask", days=3), take_on(atlas, ana, "Write", days=-3)
    take_on(make.community("Borea"), ana, "Elsewhere", days=1)

    call_command("commitments", "atlas")

    assert capsys.readouterr().out.splitlines() == [
        f"{late.due_on} (overdue)  Atlas: Ana Marković: Write",
        f"{later.due_on}  Atlas: Ana Marković: Ask",
    ]


def test_commitments_of_a_person_are_listed_across_communities(atlas, ana, capsys):
    take_on(atlas, ana, "Ask", days=3)
    take_on(make.community("Borea"), ana, "Write", days=1).finish(
        came_of_it="Written", by=ana, at=make.AT
    )
    take_on(atlas, make.person("Ben"), "Not hers", days=1)

    call_command("commitments", "ana@halden.example", "--show", "done", "--json")

    (found,) = json.loads(capsys.readouterr().out)
    assert (found["community"], found["text"], found["state"], found["came_of_it"]) == (
        "borea",
        "Write",
        "done",
        "Written",
    )


@pytest.mark.parametrize("whose", ["nowhere", "nobody@halden.example"])
def test_commitments_are_refused_when_there_is_no_such_community_or_person(whose):
    with pytest.raises(Refused, match=whose):
        call_command("commitments", whose)


def test_gatherings_are_listed_with_what_is_cancelled(atlas, capsys):
    today = timezone.localdate()
    series = rhythm(atlas, starts_on=today + timedelta(days=1), rule="FREQ=DAILY")
    second = today + timedelta(days=2)
    Gathering.touch(series=series, planned_on=second, at=make.AT).cancel(
        because="Holiday", by=None, at=make.AT
    )

    call_command("gatherings", "atlas", "--next", "2")

    assert capsys.readouterr().out.splitlines() == [
        "Monday round: every day, 09:00, Europe/Lisbon",
        f"{today + timedelta(days=1)} 09:00  Monday round, Room 3",
        f"{second} 09:00  Monday round, Room 3, cancelled, Holiday",
    ]


def test_gatherings_are_data_when_asked_for(atlas, capsys):
    series = rhythm(atlas)

    call_command("gatherings", "atlas", "--json")

    found = json.loads(capsys.readouterr().out)
    assert found["series"][0]["number"] == series.pk
    assert len(found["gatherings"]) == 12


def test_gatherings_are_refused_when_there_is_no_such_community():
    with pytest.raises(Refused, match="nowhere"):
        call_command("gatherings", "nowhere")


def test_gatherings_say_that_none_is_to_come(atlas, capsys):
    call_command("gatherings", "atlas")

    assert capsys.readouterr().out == "No gathering is to come.\n"


def test_gatherings_say_until_when_a_rhythm_goes_on(atlas, capsys):
    rhythm(atlas).end(on=date(2026, 3, 9), by=None, at=make.AT)

    call_command("gatherings", "atlas")

    assert capsys.readouterr().out.splitlines() == [
        "Monday round: every Monday, 09:00, Europe/Lisbon, until 2026-03-09",
        "No gathering is to come.",
    ]
