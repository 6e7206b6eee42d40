"""What the folders of groups of the Kubernetes register tell of their licenses: annual reports."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from mandorla.register.found_licenses import FoundLicense, FoundReview
from mandorla.register.reading import read_text
from mandorla.register.sources.annual_reports import read_report

if TYPE_CHECKING:
    from pathlib import Path

GRANTOR = "steering committee"
NO_REASON = "In the archive of the register, which gives no reason."
_REPORT = re.compile(r"annual-report-(20\d\d)\.md")


def reports_in(root: Path, folder: str, notes: list[str]) -> tuple[FoundReview, ...]:
    """The annual reports in a group's folder, the oldest first.

    Raises:
        Unreadable: A file is too big or not text.
    """
    found = []
    for path in sorted((root / folder).glob("annual-report-*.md")):
        match = _REPORT.fullmatch(path.name)
        if match is None:
            notes.append(f"{folder}/{path.name} does not tell its year: left out")
            continue
        found.append(_report(path, int(match[1]), file=f"{folder}/{path.name}"))
    return tuple(found)


def _report(path: Path, year: int, *, file: str) -> FoundReview:
    report = read_report(read_text(path, file=file))
    return FoundReview(
        due_on=date(year, 12, 31),
        begins_on=date(year, 1, 1),
        answers=tuple(
            {"section": one.section, "question": one.question, "answer": one.answer}
            for one in report.asked
        ),
        found={"file": file, "title": report.title},
    )


def licensed(reports: tuple[FoundReview, ...]) -> FoundLicense:
    """A group that is listed is licensed; it owes a report a year from its first one on."""
    next_year = reports[-1].due_on.year + 1 if reports else None
    return FoundLicense(
        number=1,
        kind="full",
        state="active",
        grantor=GRANTOR,
        obligations="A report on every year." if reports else "",
        next_review_on=date(next_year, 12, 31) if next_year else None,
        reviews=reports,
        found={"status": "listed"},
    )


def retired(reports: tuple[FoundReview, ...]) -> FoundLicense:
    """A group in the archive has none any longer."""
    return FoundLicense(
        number=1,
        kind="full",
        state="retired",
        grantor=GRANTOR,
        end_reason=NO_REASON,
        reviews=reports,
        found={"status": "archived"},
    )
