"""Measures that Mandorla counts itself are read once a month."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from mandorla.ledger.counted import countable, read_counted
from mandorla.ledger.models import Measure, Reading
from tests import make
from tests.ledger.measure_pages import FORM
from tests.ledger.measuring import FAR, measured

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=31)


def counted() -> Measure:
    """One that counts the people of a community of five."""
    community = make.community(leader=make.person("Ana"), members=make.members(4))
    return measured(community, name="People", shape="count", indicator="people")


def values() -> list[float]:
    return [reading.value for reading in Reading.objects.counting().order_by("on")]


def test_counted_measure_is_read_once_a_month():
    measure = counted()

    assert read_counted(at=FAR) == 1
    assert read_counted(at=FAR + timedelta(hours=1)) == 0
    assert read_counted(at=FAR + MONTH) == 1

    assert values() == [5, 5]
    measure.refresh_from_db()
    assert measure.outlook["readings"] == 2
    assert Reading.objects.filter(read_by=None).count() == 2


def test_counted_measure_keeps_what_somebody_entered_for_the_day():
    measure = counted()
    ana = measure.community.memberships.get(role="leader").person
    Reading.read(measure=measure, on=FAR.date(), value=7, by=ana, at=FAR)

    assert read_counted(at=FAR) == 0
    assert values() == [7]


def test_counted_measure_is_not_read_again_when_the_reading_was_taken_back():
    measure = counted()
    read_counted(at=FAR)
    Reading.objects.get().take_back(by=None, at=FAR)

    assert read_counted(at=FAR + timedelta(hours=1)) == 0
    assert values() == []
    assert measure.indicator == "people"


def test_counted_measure_is_not_read_when_it_is_not_known_or_not_followed():
    measured(make.community(), name="Overlap", shape="share", target=0.6, indicator="overlap")
    retired = counted()
    retired.retire(because="No use", by=None, at=FAR)
    closed = counted().community
    type(closed).objects.filter(pk=closed.pk).update(status="closed")

    assert read_counted(at=FAR) == 0
    assert not Reading.objects.exists()


def test_command_says_how_many_it_read():
    counted()
    first, second = io.StringIO(), io.StringIO()

    call_command("read_measures", stdout=first)
    call_command("read_measures", quiet=True, stdout=second)

    assert first.getvalue() == "1 measure is read.\n"
    assert second.getvalue() == ""


def test_counted_measure_is_begun_from_the_page(client: Client):
    ana = make.person("Ana")
    community = make.community(leader=ana)
    client.force_login(ana)
    sent = FORM | {"shape": "count", "indicator": "people", "direction": "up", "baseline": "1"}

    client.post(f"/communities/{community.slug}/measures/new/", sent)
    page = client.get(f"/communities/{community.slug}/measures/1/").content.decode()

    assert Measure.objects.get().indicator == "people"
    assert "people in it now" in page


def test_words_and_yes_or_no_cannot_be_counted():
    assert {unit for _name, _label, unit in countable()} <= {"share", "count", "days", "hours"}
    assert "value_realized" not in {name for name, _label, _unit in countable()}
