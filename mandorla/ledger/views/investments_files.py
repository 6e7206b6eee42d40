"""What both sides put in from a CSV or an Excel file, and out in the same format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.ledger.forms.investments import InvestmentsFileForm
from mandorla.ledger.investments_file import COLUMNS, read_investments_file
from mandorla.ledger.investments_out import rows_out
from mandorla.ledger.models import Investment
from mandorla.ledger.views.investments import header_for
from mandorla.ledger.views.tables import MOST_TOLD, send_csv, send_workbook
from mandorla.people.roster.upload import keep_in_memory

if TYPE_CHECKING:
    from mandorla.base.tables import Problem
    from mandorla.communities.header import Header
    from mandorla.ledger.investments_file import FoundRow


# Exempt only until the file is known to stay in memory: `_bring` then checks the token.
@csrf_exempt
@allow(signed_in)
def investments_file(request: PersonRequest, slug: str) -> HttpResponse:
    """Choose a file; a POST writes down every row of it, or none when one cannot be used."""
    if request.method == "POST":
        keep_in_memory(request)
        return _bring(request, slug)
    return _page(request, header_for(request, slug, enters=True), InvestmentsFileForm())


@csrf_protect
def _bring(request: PersonRequest, slug: str) -> HttpResponse:
    header = header_for(request, slug, enters=True)
    form = InvestmentsFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, header, form)
    file = form.cleaned_data["file"]
    found = read_investments_file(file.data, file=file.name, latest=timezone.localdate())
    if found.problems:
        return _page(request, header, form, found.problems)
    if done(form, lambda: _write(request, header, found.rows)):
        return redirect("ledger:investments", slug)
    return _page(request, header, form)


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


def _write(request: PersonRequest, header: Header, rows: tuple[FoundRow, ...]) -> None:
    new = Investment.bring(
        community=header.community,
        rows=[(one.state, one.put_in) for one in rows],
        by=request.user,
        at=timezone.now(),
    )
    sentence = _("{new} rows are new, {same} were there already.")
    messages.success(request, sentence.format(new=new, same=len(rows) - new))


def _page(
    request: PersonRequest,
    header: Header,
    form: InvestmentsFileForm,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    context: dict[str, Any] = {
        "nav": "communities",
        "header": header,
        "form": form,
        "columns": ",".join(COLUMNS),
        "problems": problems[:MOST_TOLD],
        "count": len(problems),
    }
    status = 422 if form.errors or problems else 200
    return render(request, "ledger/investments_file.html", context, status=status)
