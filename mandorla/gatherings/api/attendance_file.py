"""Who was at a gathering, from the file of a meeting program."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Form, Router
from ninja.files import UploadedFile
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Named
from mandorla.base.api.problems import Invalid
from mandorla.base.web import PersonRequest
from mandorla.gatherings.api.attendance import GATHERING, kept_place
from mandorla.gatherings.bringing_attendance import Change, all_guests, bring, look
from mandorla.gatherings.models import Gathering

router = Router(tags=["Gatherings"])


class FileGiven(Given):
    """How a file is read."""

    order: Literal["day", "month"] | None = Field(
        default=None, description="What stands first in its dates, when the file does not tell."
    )


class FileChosen(FileGiven):
    """How a file is read, and who is meant by its names."""

    names: str = Field(
        default="{}",
        max_length=100_000,
        description="JSON: for the place of a name its person, or 0 for a guest.",
    )
    others_are_guests: bool = Field(
        default=False, description="Count names that `names` does not decide as guests."
    )


class Unsure(Answer):
    """A name that could be somebody's here."""

    place: int
    name: str
    offers: list[Named]


class FileFound(Answer):
    """What is understood of a file. Nothing is kept yet."""

    format: str
    title: str
    days: list[date] = Field(description="The day of the file, two when the order is open.")
    is_of_this_day: bool
    known: list[Named] = Field(description="People found by their address.")
    unsure: list[Unsure] = Field(description="Names that somebody has to confirm.")
    guests: int = Field(description="How many are guests for sure.")
    gone: int = Field(description="How many only an earlier file named.")
    problems: list[str] = Field(description="What was not used, with its row; the first 200.")


class FileKept(Answer):
    """What was kept of a file."""

    count: int = Field(description="How many were there, guests included.")


def _looked(gathering: Gathering, file: UploadedFile, choices: FileGiven) -> Change:
    return look(
        file.read(),
        file=file.name or "file",
        order=choices.order,
        gathering=gathering,
        at=timezone.now(),
    )


@router.post(f"{GATHERING}/file/check", response=FileFound)
def check_attendance_file(
    request: PersonRequest,
    slug: str,
    series_id: Id,
    planned_on: date,
    *,
    file: File[UploadedFile],
    choices: Form[FileGiven],
) -> dict[str, Any]:
    """See what is understood of a file of Microsoft Teams, Zoom or Google Meet."""
    change = _looked(kept_place(request, slug, series_id, planned_on).gathering, file, choices)
    return {
        "format": change.source,
        "title": change.found.title,
        "days": change.found.days,
        "is_of_this_day": change.held_on is None,
        "known": [{"id": each.pk, "name": each.name} for each in change.matched.known],
        "unsure": [
            {
                "place": each.place,
                "name": each.label,
                "offers": [{"id": offer.pk, "name": offer.name} for offer in each.offers],
            }
            for each in change.matched.unsure
        ],
        "guests": change.guests,
        "gone": change.gone,
        "problems": [str(problem) for problem in change.found.problems[:200]],
    }


@router.post(f"{GATHERING}/file", response=FileKept)
def bring_attendance_file(
    request: PersonRequest,
    slug: str,
    series_id: Id,
    planned_on: date,
    *,
    file: File[UploadedFile],
    choices: Form[FileChosen],
) -> dict[str, int]:
    """Keep who was there from a file. The file itself is not kept; an earlier one is replaced."""
    gathering = kept_place(request, slug, series_id, planned_on).gathering
    change = _looked(gathering, file, choices)
    names = _names(choices.names)
    if choices.others_are_guests:
        names = {**all_guests(change.matched), **names}
    count = bring(
        change.found, gathering=gathering, choices=names, by=request.user, at=timezone.now()
    )
    return {"count": count}


def _names(text: str) -> dict[int, int]:
    try:
        return {int(place): int(person) for place, person in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise Invalid(names=_("This is no JSON object of numbers.")) from None
