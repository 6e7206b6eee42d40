"""`mandorla forecast`: the odds that a measure reaches its target, from a file of readings."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from mandorla.base.errors import Refused
from mandorla.core.forecast import forecast
from mandorla.core.pace import Reading

BY = "2026-06-29"
VALUES = [41, 42.5, 42, 44, 45.5, 45, 47, 46.5, 48, 49.5]
DAYS = [date(2026, 1, 5) + timedelta(weeks=n) for n in range(len(VALUES))]


def run(path: Path, *arguments: object) -> str:
    out = StringIO()
    call_command("forecast", str(path), *map(str, arguments), stdout=out)
    return out.getvalue()


def table(values, *, separator=",", head="on,value", days=DAYS):
    lines = [f"{day}{separator}{value}" for day, value in zip(days, values, strict=False)]
    return "\n".join([head.replace(",", separator), *lines])


def written(folder: Path, data: bytes | str, name: str = "readings.csv") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def told(path: Path, *, target: object = 60, by: str = BY, **more):
    options = [part for name, value in more.items() for part in (f"--{name}", value)]
    return json.loads(run(path, "--target", target, "--by", by, "--json", *options))


def refusal(path: Path, *, target: object = 60, by: str = BY, kind: str = "level") -> list[str]:
    with pytest.raises(Refused) as refused:
        run(path, "--target", target, "--by", by, "--kind", kind)
    return refused.value.sentence.splitlines()


def test_command_prints_the_odds_as_json(tmp_path):
    data = told(written(tmp_path, table(VALUES)))
    found = forecast(
        [Reading(on, value) for on, value in zip(DAYS, VALUES, strict=True)],
        target=60,
        by=date.fromisoformat(BY),
    )

    assert data["probability_on_date"] == found.probability_on_date
    assert data["probability_by_date"] == found.probability_by_date
    assert data["bands"] == {
        f"{band.share:.0%}".rstrip("%"): [band.low, band.high] for band in found.fan[-1].bands
    }
    assert list(data["bands"]) == ["50", "80", "95"]
    assert data["readings"] == 10
    assert data["fan"][-1]["on"] == BY
    assert "reason" not in data


def test_command_says_it_for_people_when_it_is_not_asked_for_json(tmp_path):
    path = written(tmp_path, table([5, 6, 5, 6, 7, 6, 8, 7, 9, 8]))
    first, at, by, *bands, needed, so_far = run(
        path, "--target", 12, "--by", BY, "--kind", "count"
    ).splitlines()

    assert first == "10 readings from 2026-01-05 to 2026-03-09."
    assert at.endswith("% to be at 12 or more on 2026-06-29.")
    assert by.endswith("% to get there by then, if readings go on every 7 days as usual.")
    assert [band.split("%")[0] for band in bands] == ["50", "80", "95"]
    assert needed == "Needed from the last reading on: +0.25 a week, +1.09 a month."
    assert so_far == "So far: +0.382 a week, +1.66 a month."


def test_command_says_how_many_readings_it_needs_when_there_are_few(tmp_path):
    path = written(tmp_path, table(VALUES[:5]))
    data = told(path)

    assert data["reason"] == "5 of 8 readings: it needs 3 more before odds mean anything."
    assert (data["readings"], data["missing"]) == (5, 3)
    assert data["pace"]["needed_per_week"] == pytest.approx(14.5 / 21, abs=1e-6)
    assert {"probability_on_date", "probability_by_date", "bands"}.isdisjoint(data)
    assert run(path, "--target", 60, "--by", BY).splitlines() == [
        "5 readings from 2026-01-05 to 2026-02-02.",
        "5 of 8 readings: it needs 3 more before odds mean anything.",
        "Needed from the last reading on: +0.69 a week, +3 a month.",
        "So far: +1.05 a week, +4.57 a month.",
    ]


def test_command_says_that_the_day_is_over_when_readings_go_beyond_it(tmp_path):
    data = told(written(tmp_path, table(VALUES)), by="2026-03-09")

    assert data["reason"] == (
        "The day is not after the last reading, so nothing is left to foresee."
    )
    assert data["pace"]["needed_per_week"] is None


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(table(VALUES).encode("utf-8-sig"), id="with a mark"),
        pytest.param(table(VALUES).encode("utf-16"), id="UTF-16"),
        pytest.param((table(VALUES) + "\n\n").replace("\n", "\r\n").encode(), id="Windows lines"),
        pytest.param(("\n" + table(VALUES, head=" On ,VALUE")).encode(), id="another heading"),
        pytest.param(table(VALUES, separator=";").encode(), id="semicolons"),
        pytest.param(table(VALUES, separator=";").replace(".", ",").encode(), id="commas"),
        pytest.param(table(VALUES, separator="\t").encode(), id="tabs"),
        pytest.param(
            table([f'"{value}"'.replace(".", ",") for value in VALUES]).encode(), id="quoted"
        ),
        pytest.param(
            "\n".join(reversed([*table(VALUES).splitlines()[1:], "on,value"])).encode(),
            id="last first",
        ),
        pytest.param(
            table([f"{value},by hand" for value in VALUES], head="on,value,source").encode(),
            id="more columns",
        ),
    ],
)
def test_command_reads_files_as_programs_write_them(tmp_path, data):
    plain = told(written(tmp_path, table(VALUES), "plain.csv"))

    assert told(written(tmp_path, data)) == plain


def test_command_reads_excel_files(tmp_path):
    book, data = Workbook(), BytesIO()
    for row in (["on", "value"], *zip(DAYS, VALUES, strict=True)):
        book.active.append(list(row))  # type: ignore[union-attr]
    book.save(data)
    plain = told(written(tmp_path, table(VALUES), "plain.csv"))

    assert told(written(tmp_path, data.getvalue(), "readings.xlsx")) == plain


def test_command_reads_shares_in_percent(tmp_path):
    signed = written(tmp_path, table([f"{value} %" for value in VALUES]))
    plain = written(tmp_path, table([round(value / 100, 4) for value in VALUES]), "plain.csv")

    assert told(signed, target="60%", kind="share") == told(plain, target="0.6", kind="share")
    assert " to be at 60% or more on 2026-06-29." in run(
        signed, "--target", "60%", "--by", BY, "--kind", "share"
    )


def test_command_aims_down_when_the_target_lies_below_every_reading(tmp_path):
    path = written(tmp_path, table([61 - value for value in VALUES]))

    assert told(path, target=5)["direction"] == "down"
    assert told(path, target=5, direction="up")["direction"] == "up"
    assert told(path, target=12)["direction"] == "up"


def test_command_says_that_the_target_is_reached(tmp_path):
    path = written(tmp_path, table(VALUES))
    data = told(path, target=49)

    assert (data["probability_by_date"], data["reached_on"]) == (1, "2026-03-09")
    assert "It is there already, by the last reading." in run(path, "--target", 49, "--by", BY)


def test_command_gives_the_same_odds_when_the_seed_is_the_same(tmp_path):
    path = written(tmp_path, table(VALUES))

    assert told(path, seed=3) == told(path, seed=3)
    assert told(path, seed=3) != told(path, seed=4)


LAST = "Nothing was used: a forecast needs every row. Correct them and run it again."


def test_command_tells_some_problems_when_there_are_many(tmp_path):
    found = refusal(written(tmp_path, "on,value\n" + "x,1\n" * 30))

    assert len(found) == 22
    assert found[-2:] == ["… and 10 more.", LAST]


def test_command_names_the_row_when_nothing_is_used(tmp_path):
    path = written(tmp_path, "on,value\n2026-01-05,45\n2026-01-12,much")

    assert refusal(path) == [
        (
            "readings.csv, row 3, column “value”: “much” is not a number. "
            "Write it as 1234.5, without units and spaces."
        ),
        LAST,
    ]


def test_command_names_the_file_when_there_is_none(tmp_path):
    path = tmp_path / "none.csv"

    assert refusal(path) == [f"{path} cannot be read: No such file or directory."]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {"target": "much"},
            "--target: “much” is not a number. Write it as 1234.5, without units and spaces.",
        ),
        (
            {"target": 60, "kind": "share"},
            "--target: “60” is more than the whole. Write 45% as 0.45, or with its sign.",
        ),
        (
            {"by": "in June"},
            "--by: “in June” is not a day of the calendar. Write it as 2027-03-31.",
        ),
    ],
)
def test_command_names_the_option_when_it_cannot_be_used(tmp_path, more, sentence):
    assert refusal(written(tmp_path, table(VALUES)), **more) == [sentence]


def test_command_refuses_a_seed_below_0(tmp_path):
    path = written(tmp_path, table(VALUES))
    with pytest.raises(Refused, match="The seed is a whole number, 0 or more"):
        run(path, "--target", 60, "--by", BY, "--seed", -1)


def test_command_refuses_numbers_beyond_measure_and_names_their_rows(tmp_path):
    huge = written(tmp_path, table([f"{n}e300" for n in range(1, 11)]))
    assert refusal(huge)[:2] == [
        f"readings.csv, row {row}, column “value”: “{row - 1}e300” is beyond what can be counted "
        "with: at most 1,000,000,000,000,000."
        for row in (2, 3)
    ]
    assert refusal(written(tmp_path, table(VALUES)), target="1e300") == [
        "--target: “1e300” is beyond what can be counted with: at most 1,000,000,000,000,000."
    ]


def test_command_prints_numbers_alone_when_readings_are_as_large_as_they_can_be(tmp_path):
    values = [f"{'-' * (n % 2)}1e15" for n in range(10)]

    data = told(written(tmp_path, table(values)), target="1e15")

    assert 0 < data["probability_on_date"] <= data["probability_by_date"] <= 1
    assert all(low < high for low, high in data["bands"].values())
