"""A rhythm with its past, its last day and its agenda is the same after a round of files."""

from __future__ import annotations

from datetime import date

import pytest

from mandorla.communities.models import Community
from mandorla.gatherings.models import Gathering, Series, reenter_series
from mandorla.register.export import files
from mandorla.register.intake import take_in
from mandorla.register.own import read_files
from tests import make

pytestmark = pytest.mark.django_db


def text() -> str:
    ((_name, content),) = files(Community.objects.all())
    return content


def facts(**changed: object) -> dict[str, object]:
    return {"name": "Monday round", "rule": "FREQ=WEEKLY;BYDAY=FR", **changed}


def test_series_is_the_same_bytes_when_its_file_comes_back():
    community = make.community("Atlas")
    series = make.series(community, template=[{"title": "Round", "minutes": 55}])
    series.change(from_on=date(2026, 4, 1), rule="FREQ=WEEKLY;BYDAY=TU", by=None, at=make.AT)
    series.end(on=date(2026, 9, 1), by=None, at=make.AT)
    before = text()
    Series.objects.all().delete()

    take_in(read_files([("atlas.yaml", before)]), by=None, at=make.AT)

    assert text() == before
    assert "until_on: 2026-03-31" in before
    kept = Series.objects.get()
    assert [row.until_on for row in kept.former.all()] == [date(2026, 3, 31)]
    assert kept.ends_on == date(2026, 9, 1)


def test_series_stays_the_same_one_when_it_keeps_its_name():
    community = make.community()
    series = make.series(community)
    kept = make.gathering(series)

    reenter_series(community=community, series=[facts()], at=make.AT)

    kept.refresh_from_db()
    assert kept.series.rule == "FREQ=WEEKLY;BYDAY=FR"
    assert kept.series.sequence == 1


def test_series_is_removed_when_it_is_gone_and_nothing_was_kept_of_it():
    community = make.community()
    make.series(community)

    reenter_series(community=community, series=[facts(name="Another")], at=make.AT)

    assert [one.name for one in Series.objects.all()] == ["Another"]


def test_series_has_ended_when_it_is_gone_and_gatherings_of_it_were_kept():
    community = make.community()
    series = make.series(community)
    make.gathering(series, state="held")

    reenter_series(community=community, series=[], at=make.AT)

    series.refresh_from_db()
    assert series.ends_on == make.AT.date()
    assert Gathering.objects.count() == 1
