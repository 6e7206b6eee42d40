"""Measures of a community from a CSV or an Excel file, and out in the same columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.ledger.bringing_measures import bring_file
from mandorla.ledger.measures_file import COLUMNS, measures_out
from mandorla.ledger.models import Measure
from mandorla.ledger.views.file_page import file_page
from mandorla.ledger.views.measures import to_set
from mandorla.ledger.views.tables import send_csv, send_workbook
from mandorla.people.roster.upload import files_in_memory

if TYPE_CHECKING:
    from mandorla.base.tables import Problem
    from mandorla.communities.models import Community
    from mandorla.value.survey.read import SurveyFile


@allow(signed_in)
@files_in_memory
def measures_file(request: PersonRequest, slug: str) -> HttpResponse:
    """Choose a file; a POST follows every measure of it, or none when one cannot be used."""
    community = to_set(request, slug)
    return file_page(
        request,
        header_of(community, person=request.user, tab="value"),
        lambda file: _followed(request, community, file),
        columns=COLUMNS,
        template="ledger/measures_file.html",
        back="ledger:measures",
    )


def _followed(request: PersonRequest, community: Community, file: SurveyFile) -> list[Problem]:
    """What is wrong in the file; nothing when its measures are followed now."""
    now = timezone.now()
    found = bring_file(file.data, name=file.name, community=community, by=request.user, at=now)
    if found.brought:
        sentence = _("{new} measures are new, {changed} changed, {same} said so already.")
        came = found.brought
        told = sentence.format(new=came.new, changed=came.changed, same=came.same)
        messages.success(request, told)
    return found.problems


@allow(signed_in)
def measures_csv(request: PersonRequest, slug: str) -> HttpResponse:
    """What the community follows, as CSV."""
    return send_csv(f"measures-{slug}", COLUMNS, _rows(request, slug))


@allow(signed_in)
def measures_xlsx(request: PersonRequest, slug: str) -> HttpResponse:
    """What the community follows, as a workbook."""
    return send_workbook(f"measures-{slug}", "measures", COLUMNS, _rows(request, slug))


def _rows(request: PersonRequest, slug: str) -> list[list[Any]]:
    visible = Measure.objects.visible_to(request.user)
    rows = visible.filter(community=community_for(request, slug)).current()
    rows = rows.select_related("owner", "expectation").order_by("number")
    return measures_out(rows, reader=request.user)
