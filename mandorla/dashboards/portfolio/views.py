"""Pages of the portfolio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, page_number
from mandorla.dashboards.models import Look, SavedView
from mandorla.dashboards.portfolio.asked import Asked
from mandorla.dashboards.portfolio.decisions import read_due, read_reports
from mandorla.dashboards.portfolio.export import all_rows, as_csv, as_workbook
from mandorla.dashboards.portfolio.forms import ViewForm
from mandorla.dashboards.portfolio.lede import read_lede
from mandorla.dashboards.portfolio.map import read_map
from mandorla.dashboards.portfolio.page import read_portfolio
from mandorla.dashboards.portfolio.rules import may_see_portfolio

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allow(may_see_portfolio)
def portfolio(request: PersonRequest) -> HttpResponse:
    """Every community somebody looks after, and what changed since they looked."""
    now = timezone.now()
    asked = Asked.of(request, since=Look.since(by=request.user, at=now), at=now)
    found = read_portfolio(
        request.user,
        asked.filters,
        number=page_number(request),
        terms=asked.terms,
        archetypes=asked.archetypes,
    )
    views = list(SavedView.objects.visible_to(request.user).order_by("name", "pk"))
    context = {
        "nav": "portfolio",
        "asked": asked,
        "found": found,
        "lede": read_lede(asked, found, at=now),
        "chips": asked.chips(found.all),
        "views": views,
        "own": [view for view in views if view.person_id == request.user.pk],
        "view_form": ViewForm(initial={"query": asked.query}),
    }
    return render(request, "dashboards/portfolio/portfolio.html", context)


@allow(may_see_portfolio)
def portfolio_map(request: PersonRequest) -> HttpResponse:
    """The communities that are looked for by overlap and stage."""
    asked = Asked.of(request, since=Look.last(request.user), at=timezone.now())
    context = {
        "nav": "portfolio",
        "asked": asked,
        "map": read_map(asked),
    }
    return render(request, "dashboards/portfolio/map.html", context)


@allow(may_see_portfolio)
def decisions(request: PersonRequest) -> HttpResponse:
    """Who decides what by when, and what happens if nobody does."""
    asked = Asked.of(request, since=None, at=timezone.now())
    context = {
        "nav": "portfolio",
        "asked": asked,
        "page": read_due(asked.communities, number=page_number(request), terms=asked.terms),
        "reports": read_reports(asked.communities, person=request.user, on=asked.terms.on),
    }
    return render(request, "dashboards/portfolio/decisions.html", context)


@allow(may_see_portfolio)
def table(request: PersonRequest, kind: str) -> HttpResponseBase:
    """All communities that are looked for, as a file."""
    asked = Asked.of(request, since=Look.last(request.user), at=timezone.now())
    name = f"portfolio-{asked.terms.on:%Y-%m-%d}.{kind}"
    rows = all_rows(
        asked.communities,
        asked.filters,
        terms=asked.terms,
        archetypes=asked.archetypes,
        reader=request.user,
    )
    if kind == "csv":
        lines = as_csv(rows, with_meanings=True)
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    else:
        answer = StreamingHttpResponse(as_workbook(rows), content_type=SHEET)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_POST
@allow(may_see_portfolio)
def save_view(request: PersonRequest) -> HttpResponse:
    """What is looked for gets a name."""
    form = ViewForm(request.POST)
    if done(
        form, lambda: SavedView.save_as(**form.cleaned_data, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("The view is saved: it stands above the table."))
        return redirect(f"/portfolio/?{form.cleaned_data['query']}")
    return render(request, "dashboards/portfolio/view.html", {"nav": "portfolio", "form": form})


@require_POST
@allow(may_see_portfolio)
def remove_view(request: PersonRequest, pk: int) -> HttpResponse:
    """A view is no longer there."""
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    view.remove(by=request.user, at=timezone.now())
    messages.success(request, _("The view is removed."))
    return redirect("dashboards:portfolio")
