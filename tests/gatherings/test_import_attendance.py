"""Who was at a gathering, from a file, by the command line."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.formats import date_format

from mandorla.base.errors import Refused
from mandorla.gatherings.models import Attendance, Gathering
from tests import make
from tests.gatherings.reports import FILES

pytestmark = pytest.mark.django_db
REPORT = FILES / "teams_english.csv"  # of 22 July 2026


@pytest.fixture
def gathering() -> Gathering:
    ana = make.person("Ana Marković", email="ana.markovic@halden.example")
    nora = make.person("Nora Lie", email="nora.lie@halden.example")
    community = make.community("Atlas", leader=ana, members=(nora,))
    begun = timezone.now() - timedelta(days=1)
    return make.gathering(make.series(community), starts_at=begun)


@pytest.fixture(autouse=True)
def of_the_day(gathering: Gathering, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report as it would be had the meeting been on the day of the gathering."""
    day = gathering.local_start
    text = REPORT.read_text(encoding="utf-16").replace("7/22/26", f"{day:%-m/%-d/%y}")
    (tmp_path / "report.csv").write_text(text, encoding="utf-16")
    monkeypatch.chdir(tmp_path)


def bring(*arguments: str, on: str = "2026-03-02", file: str = "report.csv") -> str:
    out = StringIO()
    given = ["--community", "atlas", "--on", on, "--order", "month", *arguments]
    call_command("import_attendance", file, *given, stdout=out)
    return out.getvalue()


def there() -> list[str]:
    return sorted(Attendance.objects.values_list("person__name", flat=True))


def test_command_says_what_is_understood_and_keeps_nothing_when_dry():
    said = bring("--dry-run").splitlines()

    assert said[0] == "Microsoft Teams attendance report: Change Champions, Monday round"
    assert said[2:] == [
        "1 known by e-mail, 1 to confirm, 4 guests.",
        "  “Nora Lie” could be: Nora Lie",
    ]
    assert there() == []


def test_command_refuses_while_a_name_is_not_decided():
    with pytest.raises(Refused, match="Say who this is: Nora Lie"):
        bring()
    assert there() == []


def test_command_keeps_who_was_there():
    said = bring("--is", "Nora Lie=nora.lie@halden.example")

    assert said.splitlines()[-1] == "6 were there."
    assert there() == ["Ana Marković", "Nora Lie"]


def test_command_counts_the_others_as_guests(gathering):
    bring("--others-are-guests")

    gathering.refresh_from_db()
    assert (there(), gathering.guests) == (["Ana Marković"], 5)


def test_command_refuses_a_file_of_another_day_unless_that_is_meant(gathering):
    file, known = str(REPORT), ("--is", "Nora Lie=nora.lie@halden.example")
    day = date_format(gathering.local_start, "j F Y")
    sentence = f"The file is about 22 July 2026, the gathering was on {day}."

    dry = bring("--dry-run", file=file).splitlines()
    with pytest.raises(Refused) as refusal:
        bring(*known, file=file)

    assert dry[1] == f"  Careful. {sentence}"
    assert refusal.value.sentence.startswith(sentence)
    assert "--another-day" in refusal.value.sentence
    assert there() == []
    bring(*known, "--another-day", file=file)
    assert there() == ["Ana Marković", "Nora Lie"]


def test_command_prints_json():
    told = json.loads(bring("--dry-run", "--json"))

    assert told["unsure"] == [{"name": "Nora Lie", "offers": ["Nora Lie"]}]
    assert told["known"] == ["Ana Marković"]


@pytest.mark.parametrize(
    ("arguments", "on", "sentence"),
    [
        (("--community", "nowhere"), "2026-03-02", "no community called “nowhere”"),
        ((), "2026-03-03", "does not meet on 2026-03-03"),
        (("--is", "Nobody=nora.lie@halden.example"), "2026-03-02", "does not ask who “Nobody” is"),
        (("--is", "Nora Lie=x@halden.example"), "2026-03-02", "Nobody here has the address"),
    ],
)
def test_command_says_what_it_cannot_find(arguments, on, sentence):
    with pytest.raises(Refused, match=sentence):
        bring(*arguments, on=on)


def test_command_asks_for_the_series_when_several_meet(gathering):
    make.series(gathering.community, name="Evening round")

    with pytest.raises(Refused, match="Several meet on that day"):
        bring("--dry-run")
    assert bring("--dry-run", "--series", "Monday round")


def test_command_says_when_the_file_is_not_there(gathering):
    with pytest.raises(Refused, match="cannot be read"):
        call_command("import_attendance", "nowhere.csv", community="atlas", on=gathering.planned_on)
