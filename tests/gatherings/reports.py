"""Attendance files for tests, as meeting programs write them. Everybody in them is invented."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from mandorla.gatherings.attendance_files import AttendanceFile, read_attendance
from mandorla.gatherings.attendance_files.found import Order

FILES = Path(__file__).parent / "files"


def report(name: str, *, order: Order | None = None) -> AttendanceFile:
    """A file of the folder, read."""
    return read_attendance((FILES / name).read_bytes(), file=name, order=order)


def teams(*lines: str) -> bytes:
    """Rows as Teams writes them: UTF-16 with tabs, here written as " | "."""
    text = "\r\n".join(line.replace(" | ", "\t").replace(" |", "\t") for line in lines)
    return b"\xff\xfe" + text.encode("utf-16-le")


def read(*lines: str, order: Order | None = None) -> AttendanceFile:
    """Rows as Teams writes them, read."""
    return read_attendance(teams(*lines), file="file.csv", order=order)


def read_text(text: str, *, encoding: str = "utf-8", order: Order | None = None) -> AttendanceFile:
    """A text with commas, read."""
    return read_attendance(text.encode(encoding), file="file.csv", order=order)


def moment(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
) -> datetime:
    """A moment by the clock of a file, which names no time zone."""
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC).replace(tzinfo=None)


def people(found: AttendanceFile) -> list[tuple[str, str, int | None]]:
    """Name, address and seconds of everybody."""
    return [(who.name, who.email, who.seconds) for who in found.people]


def problems(found: AttendanceFile) -> list[str]:
    """What was noted, as sentences."""
    return [str(problem) for problem in found.problems]
