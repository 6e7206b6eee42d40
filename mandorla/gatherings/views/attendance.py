"""Who was at a gathering: one tap, ticks by the facilitator, a number of guests, a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mandorla.base.errors import Refused
from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.header import header_of
from mandorla.gatherings.attendance import attendance_of, keeps_attendance
from mandorla.gatherings.bringing_attendance import bring, look
from mandorla.gatherings.code import show_code
from mandorla.gatherings.forms.attendance import ConfirmForm, FileForm, GuestsForm, SealedForm
from mandorla.gatherings.matching import match
from mandorla.gatherings.models import Attendance, Gathering, Series
from mandorla.gatherings.qr import qr_path
from mandorla.gatherings.sealed_attendance import sealed, unsealed
from mandorla.gatherings.views.calendar import site_of
from mandorla.people.models import Person
from mandorla.people.roster.upload import files_in_memory

if TYPE_CHECKING:
    from datetime import date

    from mandorla.communities.header import Header
    from mandorla.gatherings.bringing_attendance import Change

MOST_TOLD = 200  # problems on a page


@dataclass(frozen=True)
class Place:
    """A gathering for somebody who may see who was there, with the header of its community."""

    header: Header
    gathering: Gathering
    keeps: bool

    @property
    def address(self) -> str:
        """The page of who was there."""
        one = self.gathering
        where = [self.header.community.slug, one.series_id, one.planned_on]
        return reverse("gatherings:attendance", args=where)


def _place(request: PersonRequest, slug: str, series: int, planned_on: date) -> Place:
    """Load it for those in the community and program managers; to others there is no such page."""
    rows = Series.objects.visible_to(request.user).with_dates()
    found = get_object_or_404(rows, community__slug=slug, pk=series)
    try:
        gathering = Gathering.on(series=found, planned_on=planned_on)
    except Refused as never:
        raise Http404 from never
    header = header_of(found.community, person=request.user, tab="gatherings")
    if not (header.roles or request.user.is_program_manager):
        raise Http404
    keeps = keeps_attendance(request.user, gathering=gathering, roles=header.roles)
    return Place(header, gathering, keeps)


def _kept_place(request: PersonRequest, slug: str, series: int, planned_on: date) -> Place:
    """The same, for those who note who was there; the gathering is kept from now on."""
    place = _place(request, slug, series, planned_on)
    if not place.keeps:
        raise Http404
    kept = Gathering.touch(series=place.gathering.series, planned_on=planned_on, at=timezone.now())
    return Place(place.header, kept, place.keeps)


@never_cache
@allow(signed_in)
def attendance(request: PersonRequest, slug: str, series: int, planned_on: date) -> HttpResponse:
    """How many were there, whether oneself was, and for thirty days who else, for facilitators."""
    return _page(request, _place(request, slug, series, planned_on), FileForm())


def _page(
    request: PersonRequest, place: Place, form: FileForm, *, status: int = 200
) -> HttpResponse:
    found = attendance_of(
        place.gathering, reader=request.user, roles=place.header.roles, at=timezone.now()
    )
    context = {
        "nav": "communities",
        "header": place.header,
        "attended": found,
        "gathering": place.gathering,
        "guests_form": GuestsForm(initial={"guests": found.guests}) if found.keeps else None,
        "file_form": form if found.keeps else None,
    }
    return render(request, "gatherings/attendance.html", context, status=status)


@require_POST
@allow(signed_in)
def own_attendance(
    request: PersonRequest, slug: str, series: int, planned_on: date
) -> HttpResponse:
    """One tap: I am here; or not after all."""
    place = _place(request, slug, series, planned_on)
    if not place.header.roles:
        raise Http404
    now = timezone.now()
    gathering = Gathering.touch(series=place.gathering.series, planned_on=planned_on, at=now)
    if "undo" in request.POST:
        Attendance.take_back(gathering=gathering, person=request.user, at=now)
    else:
        Attendance.note(gathering=gathering, person=request.user, way="tap", at=now)
    return redirect(_back(request) or place.address)


def _back(request: PersonRequest) -> str:
    """The page of ours that a form was sent from."""
    sent = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(sent, allowed_hosts=None)
    return sent if is_ours and sent.startswith("/") else ""


@require_POST
@allow(signed_in)
def person_attendance(
    request: PersonRequest, slug: str, series: int, planned_on: date, person: int
) -> HttpResponse:
    """The facilitator notes somebody else as there, or not after all."""
    place = _kept_place(request, slug, series, planned_on)
    who = get_object_or_404(Person.objects.visible_to(request.user), pk=person)
    if "undo" in request.POST:
        Attendance.take_back(gathering=place.gathering, person=who, at=timezone.now())
    elif not place.header.community.roles_of(who):
        raise Http404
    else:
        Attendance.note(gathering=place.gathering, person=who, way="told", at=timezone.now())
    return redirect(f"{place.address}#list")


@require_POST
@allow(signed_in)
def guests(request: PersonRequest, slug: str, series: int, planned_on: date) -> HttpResponse:
    """How many were there who have no account."""
    place, form = _kept_place(request, slug, series, planned_on), GuestsForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Guests are a number from 0 to 10,000."))
    Attendance.count_guests(
        gathering=place.gathering, guests=form.cleaned_data["guests"], at=timezone.now()
    )
    return redirect(place.address)


@never_cache
@allow(signed_in)
def code(request: PersonRequest, slug: str, series: int, planned_on: date) -> HttpResponse:
    """The code for the screen, large, with a picture of its address."""
    if request.method == "POST":
        place = _kept_place(request, slug, series, planned_on)
        show_code(gathering=place.gathering)
        return redirect("gatherings:code", slug, series, planned_on)
    place = _place(request, slug, series, planned_on)
    if not (place.keeps and place.gathering.code):
        raise Http404
    site = site_of(request)
    address = site + reverse("gatherings:here", args=[place.gathering.code])
    context = {
        "nav": "communities",
        "header": place.header,
        "gathering": place.gathering,
        "address": address,
        "qr": qr_path(address),
        "short": site + reverse("gatherings:here_form"),
    }
    return render(request, "gatherings/code.html", context)


@never_cache
@require_POST
@allow(signed_in)
@files_in_memory
def attendance_file(
    request: PersonRequest, slug: str, series: int, planned_on: date
) -> HttpResponse:
    """See what is understood of a file."""
    place = _kept_place(request, slug, series, planned_on)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, place, form, status=422)
    file = form.cleaned_data["file"]
    try:
        change = look(
            file.read(),
            file=file.name,
            order=form.cleaned_data["order"] or None,
            gathering=place.gathering,
            at=timezone.now(),
        )
        seal = sealed(change.found, gathering=place.gathering)
    except Refused as refusal:
        form.add_error("file", refusal.sentence)
        return _page(request, place, form, status=409)
    confirm = ConfirmForm(None, matched=change.matched, sealed=seal)
    return _preview(request, place, confirm, change=change)


def _preview(
    request: PersonRequest,
    place: Place,
    form: ConfirmForm,
    *,
    change: Change | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "nav": "communities",
        "header": place.header,
        "gathering": place.gathering,
        "form": form,
        "change": change,
        "problems": change.found.problems[:MOST_TOLD] if change else (),
    }
    return render(request, "gatherings/attendance_file.html", context, status=status)


@require_POST
@allow(signed_in)
def attendance_kept(
    request: PersonRequest, slug: str, series: int, planned_on: date
) -> HttpResponse:
    """Keep what was shown of a file, with who each name is."""
    place, sent = _kept_place(request, slug, series, planned_on), SealedForm(request.POST)
    if not sent.is_valid():
        raise Refused(_("This is not what was shown before. Choose the file again."))
    found = unsealed(sent.cleaned_data["sealed"], gathering=place.gathering)
    matched = match(found, community=place.header.community)
    form = ConfirmForm(request.POST, matched=matched)
    if not form.is_valid():
        return _preview(request, place, form, status=422)
    count = bring(
        found,
        gathering=place.gathering,
        choices=form.choices,
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, ngettext("{n} was there.", "{n} were there.", count).format(n=count))
    return redirect(place.address)
