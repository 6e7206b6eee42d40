"""Readings of a measure from a CSV or an Excel file, and out in the same format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.errors import DomainError
from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.views.members import community_for
from mandorla.ledger.figures import typed
from mandorla.ledger.forms.measures import ReadingsFileForm
from mandorla.ledger.models import Reading
from mandorla.ledger.readings_file import ON, VALUE, read_readings
from mandorla.ledger.table_out import Figure
from mandorla.ledger.views.file_page import MOST_TOLD
from mandorla.ledger.views.measures import measure_of
from mandorla.ledger.views.readings import must_take, show
from mandorla.ledger.views.tables import send_csv, send_workbook
from mandorla.people.roster.upload import files_in_memory

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.ledger.models import Measure
    from mandorla.ledger.models.taking import Brought

COLUMNS: Final = (ON, VALUE)


@require_POST
@allow(signed_in)
@files_in_memory
def brought(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Enter every reading of a file, or none when one of them cannot be used."""
    found = measure_of(request, community_for(request, slug), number)
    must_take(request, found)
    form = ReadingsFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, found, file_form=form)
    return _entered(request, found, form)


def _entered(request: PersonRequest, found: Measure, form: ReadingsFileForm) -> HttpResponse:
    """Back to the page when all was entered; the page with what is wrong when nothing was."""
    file = form.cleaned_data["file"]
    today = timezone.localdate()
    read = read_readings(file.data, file=file.name, kind=found.shape, latest=today)
    if read.problems:
        told = {"problems": read.problems[:MOST_TOLD], "problem_count": len(read.problems)}
        return show(request, found, **told)
    now = timezone.now()
    try:
        came = Reading.read_all(measure=found, readings=read.readings, by=request.user, at=now)
    except DomainError as refusal:
        form.add_error(None, refusal.sentence)
        return show(request, found, file_form=form)
    messages.success(request, _said(came))
    return redirect(found)


@allow(signed_in)
def readings_csv(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """The readings that count, in the format in which they come in."""
    return send_csv(f"readings-{slug}-{number}", COLUMNS, _rows(request, slug, number))


@allow(signed_in)
def readings_xlsx(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """The readings that count, as a workbook."""
    rows = _rows(request, slug, number)
    return send_workbook(f"readings-{slug}-{number}", "readings", COLUMNS, rows)


def _rows(request: PersonRequest, slug: str, number: int) -> list[list[Any]]:
    found = measure_of(request, community_for(request, slug), number)
    rows = Reading.objects.visible_to(request.user).filter(measure=found).counting()
    return [
        [on, Figure(typed(value, found.shape), value)]
        for on, value in rows.order_by("on").values_list("on", "value")
    ]


def _said(came: Brought) -> str:
    sentence = _("{new} new, {corrected} corrected, {same} as they were.")
    return sentence.format(new=came.new, corrected=came.corrected, same=came.same)
