"""What both sides put in from a CSV or an Excel file, and out in the same format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.ledger.investments_file import COLUMNS, read_investments_file
from mandorla.ledger.investments_out import rows_out
from mandorla.ledger.models import Investment
from mandorla.ledger.views.file_page import file_page
from mandorla.ledger.views.investments import header_for
from mandorla.ledger.views.tables import send_csv, send_workbook
from mandorla.people.roster.upload import files_in_memory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.base.tables import Problem
    from mandorla.communities.models import Community
    from mandorla.value.survey.read import SurveyFile


@allow(signed_in)
@files_in_memory
def investments_file(request: PersonRequest, slug: str) -> HttpResponse:
    """Choose a file; a POST writes down every row of it, or none when one cannot be used."""
    header = header_for(request, slug, enters=True)
    return file_page(
        request,
        header,
        lambda file: _written(request, header.community, file),
        columns=COLUMNS,
        template="ledger/investments_file.html",
        back="ledger:investments",
    )


def _written(request: PersonRequest, community: Community, file: SurveyFile) -> Sequence[Problem]:
    """What is wrong in the file; nothing when its rows are written down now."""
    found = read_investments_file(file.data, file=file.name, latest=timezone.localdate())
    if not found.problems:
        rows = [(one.state, one.put_in) for one in found.rows]
        now = timezone.now()
        new = Investment.bring(community=community, rows=rows, by=request.user, at=now)
        sentence = _("{new} rows are new, {same} were there already.")
        messages.success(request, sentence.format(new=new, same=len(rows) - new))
    return found.problems


@allow(signed_in)
def investments_csv(request: PersonRequest, slug: str) -> HttpResponse:
    """What is planned and given, as CSV."""
    return send_csv(f"put-in-{slug}", COLUMNS, rows_out(_rows(request, slug)))


@allow(signed_in)
def investments_xlsx(request: PersonRequest, slug: str) -> HttpResponse:
    """What is planned and given, as a workbook."""
    rows = rows_out(_rows(request, slug))
    return send_workbook(f"put-in-{slug}", "investments", COLUMNS, rows)


def _rows(request: PersonRequest, slug: str) -> list[Investment]:
    community = header_for(request, slug).community
    rows = Investment.objects.visible_to(request.user).filter(community=community)
    return list(rows.counted().order_by("begins_on", "pk"))
