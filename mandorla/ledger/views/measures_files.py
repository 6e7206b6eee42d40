"""Measures of a community from a CSV or an Excel file, and out in the same columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.ledger.bringing_measures import bring_file
from mandorla.ledger.forms.measures import MeasuresFileForm
from mandorla.ledger.measures_file import COLUMNS, measures_out
from mandorla.ledger.models import Measure
from mandorla.ledger.views.measures import to_set
from mandorla.ledger.views.tables import MOST_TOLD, send_csv, send_workbook
from mandorla.people.roster.upload import keep_in_memory

if TYPE_CHECKING:
    from mandorla.base.tables import Problem
    from mandorla.communities.models import Community


# Exempt only until the file is known to stay in memory: `_bring` then checks the token.
@csrf_exempt
@allow(signed_in)
def measures_file(request: PersonRequest, slug: str) -> HttpResponse:
    """Choose a file; a POST follows every measure of it, or none when one cannot be used."""
    if request.method == "POST":
        keep_in_memory(request)
        return _bring(request, slug)
    return _page(request, to_set(request, slug), MeasuresFileForm())


@csrf_protect
def _bring(request: PersonRequest, slug: str) -> HttpResponse:
    community = to_set(request, slug)
    form = MeasuresFileForm(request.POST, request.FILES)
    problems: list[Problem] = []
    if not done(form, lambda: problems.extend(_followed(request, community, form))):
        return _page(request, community, form)
    if problems:
        return _page(request, community, form, problems)
    return redirect("ledger:measures", slug)


def _followed(
    request: PersonRequest, community: Community, form: MeasuresFileForm
) -> list[Problem]:
    """What is wrong in the file; nothing when its measures are followed now."""
    file = form.cleaned_data["file"]
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


def _page(
    request: PersonRequest,
    community: Community,
    form: MeasuresFileForm,
    problems: list[Problem] | None = None,
) -> HttpResponse:
    problems = problems or []
    context: dict[str, Any] = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab="value"),
        "form": form,
        "columns": ",".join(COLUMNS),
        "problems": problems[:MOST_TOLD],
        "count": len(problems),
    }
    status = 422 if form.errors or problems else 200
    return render(request, "ledger/measures_file.html", context, status=status)
