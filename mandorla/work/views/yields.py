"""What the work of a community yields, and the rows each figure was counted from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from mandorla.base.web import PAGE_SIZE, Page, PersonRequest, allow, page_number, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.work.yields.rows import PERIODS, CountedRow, Span, span_of
from mandorla.work.yields.told import FIGURES, read_figure, read_yields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from mandorla.communities.models import Community
    from mandorla.people.models import Person


@allow(signed_in)
def yields(request: PersonRequest, slug: str) -> HttpResponse:
    """Every figure of the work, each with the way to its rows."""
    community = community_for(request, slug)
    context = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab="work"),
        "yields": read_yields(_span(request, community)),
        "periods": PERIODS,
    }
    return render(request, "work/yields.html", context)


@allow(signed_in)
def figure(request: PersonRequest, slug: str, figure: str) -> HttpResponse:
    """The rows one figure was counted from."""
    community = community_for(request, slug)
    if figure not in FIGURES:
        raise Http404
    span = _span(request, community, reader=request.user)
    told = read_figure(figure, span)
    context = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab="work"),
        "told": told,
        "span": span,
        "periods": PERIODS,
        "page": _slice(told.counted.rows, number=page_number(request)),
    }
    return render(request, "work/yield.html", context)


def _span(request: PersonRequest, community: Community, reader: Person | None = None) -> Span:
    now = timezone.localtime()
    asked = request.GET.get("period", "")
    return span_of(community, period=asked, on=now.date(), at=now, reader=reader)


def _slice(rows: Sequence[CountedRow], *, number: int) -> Page[CountedRow]:
    """Fifty of the rows, which were all read to count them."""
    number = min(number, max(1, -(-len(rows) // PAGE_SIZE)))
    begin = (number - 1) * PAGE_SIZE
    shown = rows[begin : begin + PAGE_SIZE]
    first = begin + 1 if shown else 0
    return Page(shown, number=number, total=len(rows), first=first, last=begin + len(shown))
