"""Who is at a gathering: noted by oneself, by who facilitates, by a code, or from a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Named, OneLine
from mandorla.base.api.problems import Invalid, must_be_allowed, must_see, one
from mandorla.base.errors import Refused
from mandorla.base.web import PersonRequest
from mandorla.gatherings.api.series import series_of
from mandorla.gatherings.attendance import Attended, attendance_of, keeps_attendance
from mandorla.gatherings.code import by_code, show_code
from mandorla.gatherings.models import Attendance, Gathering
from mandorla.gatherings.models.attendance import MOST_GUESTS
from mandorla.people.models import Person

router = Router(tags=["Gatherings"])
GATHERING = "/communities/{slug}/gatherings/{series_id}/{planned_on}/attendance"
KEEPERS = gettext_lazy("Those who lead or facilitate note who was there.")


class HereFound(Answer):
    """Somebody who was there."""

    person: Named
    how: str = Field(description="How it is known, in words.")
    minutes: int | None = Field(description="How long, when a file says so.")


class UnitAttendanceFound(Answer):
    """How many of a unit were there."""

    unit: str | None = Field(description="null: all other units together.")
    people: int


class AttendanceFound(Answer):
    """Who was at a gathering, as far as the reader may know."""

    people: int = Field(description="How many with an account were there.")
    guests: int = Field(description="How many without one.")
    is_open: bool = Field(description="Whether somebody can be noted as there now.")
    mine: bool | None = Field(description="Whether the reader was; null after 30 days.")
    known_until: datetime = Field(description="From then on nobody knows it by person.")
    here: list[HereFound] | None = Field(
        description="For 30 days, to those who lead or facilitate; else null."
    )
    units: list[UnitAttendanceFound] = Field(
        description="After 30 days; none is about fewer than five."
    )


class GuestsGiven(Given):
    """How many came without an account."""

    guests: int = Field(ge=0, le=MOST_GUESTS)


class CodeFound(Answer):
    """What those in the room type."""

    code: str
    path: str = Field(description="Where a camera leads to.")


class HereGiven(Given):
    """The code on the screen."""

    code: Annotated[str, OneLine(12, fewest=1)]


class GatheringHere(Answer):
    """Where the person was noted as there."""

    community: str = Field(description="Its short name.")
    series: Id
    planned_on: date


@dataclass(frozen=True)
class Place:
    gathering: Gathering
    roles: frozenset[str]


def _place(request: PersonRequest, slug: str, series_id: int, planned_on: date) -> Place:
    """A gathering for those in its community and program managers."""
    series = series_of(request, slug, series_id)
    roles = frozenset(series.community.roles_of(request.user))
    must_see(roles or request.user.is_program_manager)
    try:
        return Place(Gathering.on(series=series, planned_on=planned_on), roles)
    except Refused:
        raise Http404 from None


def kept_place(request: PersonRequest, slug: str, series_id: int, planned_on: date) -> Place:
    """The same for those who note who was there; it is kept from now on."""
    place = _place(request, slug, series_id, planned_on)
    keeps = keeps_attendance(request.user, gathering=place.gathering, roles=place.roles)
    must_be_allowed(keeps, KEEPERS)
    return Place(_touched(place.gathering), place.roles)


def _touched(gathering: Gathering) -> Gathering:
    return Gathering.touch(
        series=gathering.series, planned_on=gathering.planned_on, at=timezone.now()
    )


def _told(request: PersonRequest, place: Place) -> dict[str, Any]:
    found = attendance_of(
        place.gathering, reader=request.user, roles=place.roles, at=timezone.now()
    )
    return {
        "people": found.people,
        "guests": found.guests,
        "is_open": found.is_open,
        "mine": found.mine,
        "known_until": found.last_on,
        "here": _here(found) if found.keeps else None,
        "units": [{"unit": each.name or None, "people": each.people} for each in found.units],
    }


def _here(found: Attended) -> list[dict[str, Any]]:
    return [
        {"person": {"id": each.pk, "name": each.name}, "how": each.way, "minutes": each.minutes}
        for each in found.here
    ]


@router.get(GATHERING, response=AttendanceFound)
def show_attendance(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date
) -> dict[str, Any]:
    """Show how many were there; who, for 30 days and to those who lead or facilitate."""
    return _told(request, _place(request, slug, series_id, planned_on))


@router.put(f"{GATHERING}/me", response=AttendanceFound)
def attend(request: PersonRequest, slug: str, series_id: Id, planned_on: date) -> dict[str, Any]:
    """Say that one is, or was, there."""
    place = _place(request, slug, series_id, planned_on)
    must_be_allowed(place.roles, _("Who is not in this community types the code on the screen."))
    place = Place(_touched(place.gathering), place.roles)
    Attendance.note(gathering=place.gathering, person=request.user, way="tap", at=timezone.now())
    return _told(request, place)


@router.api_operation(["DELETE"], f"{GATHERING}/me", response=AttendanceFound)
def take_attendance_back(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date
) -> dict[str, Any]:
    """Say that one was not there after all."""
    place = _place(request, slug, series_id, planned_on)
    place = Place(_touched(place.gathering), place.roles)
    Attendance.take_back(gathering=place.gathering, person=request.user, at=timezone.now())
    return _told(request, place)


@router.put(f"{GATHERING}/people/{{person_id}}", response=AttendanceFound)
def note_attendance(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date, person_id: Id
) -> dict[str, Any]:
    """Note a member as there, as who leads or facilitates."""
    place = kept_place(request, slug, series_id, planned_on)
    person = one(Person.objects.visible_to(request.user), pk=person_id)
    must_see(place.gathering.community.roles_of(person))
    Attendance.note(gathering=place.gathering, person=person, way="told", at=timezone.now())
    return _told(request, place)


@router.api_operation(["DELETE"], f"{GATHERING}/people/{{person_id}}", response=AttendanceFound)
def take_person_off(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date, person_id: Id
) -> dict[str, Any]:
    """Take somebody off, as who leads or facilitates."""
    place = kept_place(request, slug, series_id, planned_on)
    person = one(Person.objects.visible_to(request.user), pk=person_id)
    Attendance.take_back(gathering=place.gathering, person=person, at=timezone.now())
    return _told(request, place)


@router.put(f"{GATHERING}/guests", response=AttendanceFound)
def count_guests(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date, body: GuestsGiven
) -> dict[str, Any]:
    """Say how many came who have no account."""
    place = kept_place(request, slug, series_id, planned_on)
    Attendance.count_guests(gathering=place.gathering, guests=body.guests, at=timezone.now())
    return _told(request, place)


@router.put(f"{GATHERING}/code", response=CodeFound)
def make_code(request: PersonRequest, slug: str, series_id: Id, planned_on: date) -> dict[str, str]:
    """Make the code for the screen; the same one when there is one."""
    code = show_code(gathering=kept_place(request, slug, series_id, planned_on).gathering)
    return {"code": code, "path": f"/here/{code}/"}


@router.post("/here", response=GatheringHere)
def attend_by_code(request: PersonRequest, body: HereGiven) -> dict[str, Any]:
    """Say that one is there by the code on the screen."""
    now = timezone.now()
    found = by_code(body.code, by=request.user, at=now)
    if found is None:
        raise Invalid(code=_("No gathering that takes place now has this code."))
    Attendance.note(gathering=found, person=request.user, way="code", at=now)
    return {
        "community": found.community.slug,
        "series": found.series_id,
        "planned_on": found.planned_on,
    }
