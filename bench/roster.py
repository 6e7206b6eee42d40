"""What importing a roster costs: rows a CPU-second, and memory above start-up.

    .venv/bin/python -m bench.roster            the public roster of a city when it is here
    .venv/bin/python -m bench.roster FILE       another one

Without the public roster a made-up one of the same shape is used: 30,872 people, 38 departments,
1,085 job titles. The command is run in a process of its own on an empty SQLite database. The floor,
in the same run, is what cannot be saved: `csv.reader` and the bulk inserts of the same people and
places. Machines differ and are noisy: the ratio to the floor is the figure.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from mandorla.people.models import Person

PUBLIC = "shared/data/B_hr_roster_chicago/employees_no_names_no_pay.csv"
ROWS, DEPARTMENTS, TITLES = 30_872, 38, 1_085
LEAST_ROWS_A_SECOND = 3_000
MOST_MB = 200


def the_file() -> Path:
    """The roster to import: named, public, or made up."""
    if len(sys.argv) > 1:
        return Path(sys.argv[1]).resolve()
    public = Path(__file__).resolve().parents[2] / PUBLIC
    return public if public.exists() else made_up()


def made_up() -> Path:
    """A roster of the same shape as the public one."""
    file = Path(tempfile.gettempdir()) / "mandorla-bench-roster.csv"
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["employee_id", "job_title", "department", "full_or_part_time"])
        for row in range(ROWS):
            department = f"DEPARTMENT {row * row % DEPARTMENTS} OF THE CITY"
            writer.writerow([f"E{row:09x}", f"JOB {row * 7919 % TITLES}", department, "F"])
    return file


def rss_mb() -> float:
    """The memory this process has now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def measured(work: Callable[[], object]) -> dict[str, float]:
    """The CPU time of some work, and the most memory above what was there before it."""
    import django

    django.setup()
    before, began = rss_mb(), time.process_time()
    work()
    cpu = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    return {"cpu": cpu, "mb": peak - before}


def run_import(file: str) -> dict[str, float]:
    """Import by the command."""
    from django.core.management import call_command

    with Path(os.devnull).open("w") as nowhere:
        return measured(lambda: call_command("import_roster", file, stdout=nowhere))


def run_floor(file: str) -> dict[str, float]:
    """Read and insert the same rows, and nothing else."""
    return measured(lambda: insert_only(file))


def insert_only(file: str) -> None:
    """`csv.reader` and bulk inserts, in one transaction."""
    from django.db import transaction
    from django.utils import timezone

    from mandorla.people.models import Person, Unit

    at, units, batch = timezone.now(), {}, []
    with transaction.atomic(), Path(file).open(newline="", encoding="utf-8-sig") as source:
        rows = csv.reader(source)
        next(rows)
        for number, title, department, *_rest in rows:
            if department not in units:
                units[department] = Unit.objects.create(name=department).pk
            facts = {"employee_number": number, "job_title": title}
            batch.append((Person.unsaved(name=number, at=at, **facts), units[department]))
            if len(batch) == 1000:
                insert(batch)
                batch = []
        insert(batch)


def insert(batch: list[tuple[Person, int]]) -> None:
    """The three inserts of a thousand people."""
    from mandorla.people.models import Person, Placement, RosterEntry

    people = Person.objects.bulk_create([person for person, _unit in batch])
    RosterEntry.objects.bulk_create(RosterEntry(person_id=person.pk) for person in people)
    Placement.objects.bulk_create(
        Placement(person_id=person.pk, unit_id=unit)
        for person, (_person, unit) in zip(people, batch, strict=True)
    )


def child(step: str, file: Path, folder: str) -> dict[str, float]:
    """One step in a process of its own, on the database of a folder."""
    environment = {
        **os.environ,
        "MANDORLA_DATA": folder,
        "DJANGO_SETTINGS_MODULE": "mandorla.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.roster", "--step", step, str(file)],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def step(name: str, file: str) -> None:
    """What a child does, told as one line of JSON."""
    if name == "migrate":
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        print("{}")
    else:
        print(json.dumps(run_import(file) if name == "import" else run_floor(file)))


def main() -> None:
    """Measure and say; exit 1 when a limit is not kept."""
    file = the_file()
    with file.open(newline="", encoding="utf-8-sig") as source:
        rows = sum(1 for _row in csv.reader(source)) - 1
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        child("migrate", file, one)
        child("migrate", file, other)
        floor = child("floor", file, other)
        first = child("import", file, one)
        again = child("import", file, one)
    speed = rows / first["cpu"]
    print(f"{file.name}: {rows:,} rows")
    print(f"import  {first['cpu']:6.2f} CPU-s  {speed:9,.0f} rows a CPU-s  {first['mb']:5.0f} MB")
    print(f"again   {again['cpu']:6.2f} CPU-s  (nothing changes)        {again['mb']:5.0f} MB")
    print(f"floor   {floor['cpu']:6.2f} CPU-s  csv.reader, bulk inserts {floor['mb']:5.0f} MB")
    print(f"ratio to the floor: {first['cpu'] / floor['cpu']:.2f}")
    if speed < LEAST_ROWS_A_SECOND or first["mb"] > MOST_MB:
        sys.exit(f"Too slow or too large: {LEAST_ROWS_A_SECOND:,} rows a CPU-s, {MOST_MB} MB.")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        step(*sys.argv[2:4])
    else:
        main()
