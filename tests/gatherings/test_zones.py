"""Time zones as people name them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from mandorla.gatherings.zones import zone_named
from tests import make
from tests.gatherings.calendars import calendar


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Lisbon", "Europe/Lisbon"),
        ("Zürich", "Europe/Zurich"),
        ("ZÜRICH", "Europe/Zurich"),
        ("Sa\u0303o Paulo", "America/Sao_Paulo"),  # the accent as a sign of its own
        ("São Paulo", "America/Sao_Paulo"),
        ("Bogotá", "America/Bogota"),
        ("europe/lisbon", "Europe/Lisbon"),
        ("America/New York", "America/New_York"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("gmt standard time", "Europe/London"),
        ("UTC", "UTC"),
        ("Atlantis", ""),
    ],
)
def test_zone_is_found_by_what_people_call_it(text: str, zone: str):
    assert zone_named(text) == zone


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["W. Europe Standard Time", "Berlin", "Europe/Berlin"])
def test_command_takes_every_name_of_a_zone_that_a_calendar_may_hold(tmp_path: Path, name: str):
    file, out = tmp_path / "team.ics", io.StringIO()
    file.write_bytes(calendar("UID:1\nSUMMARY:Lunch\nDTSTART:20990302T090000\nDURATION:PT1H"))

    slug = make.community().slug
    given = ["--community", slug, "--timezone", name, "--dry-run"]
    call_command("import_calendar", str(file), *given, stdout=out)

    assert "times without a time zone are taken as those of Europe/Berlin" in out.getvalue()
