"""What each side expected, gets and gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.ledger.give_get import read_give_get
from mandorla.ledger.give_get_out import as_csv
from mandorla.ledger.give_get_page import read_give_get_page
from mandorla.ledger.periods import Period

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def give_get(request: PersonRequest, slug: str) -> HttpResponse:
    """Beside each expectation what a side gets of it; beside both what they gave in a period."""
    community = community_for(request, slug)
    period = _period(request)
    context = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab="value"),
        "page": read_give_get_page(community, period, reader=request.user),
        "quarters": [Period(period.year, number) for number in (1, 2, 3, 4)],
    }
    return render(request, "ledger/give_get.html", context)


@allow(signed_in)
def give_get_csv(request: PersonRequest, slug: str) -> StreamingHttpResponse:
    """The same as CSV: a line for each expectation and side."""
    community = community_for(request, slug)
    found = read_give_get(community, _period(request), reader=request.user)
    answer = StreamingHttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="give-and-get-{slug}.csv"'
    return answer


def _period(request: PersonRequest) -> Period:
    """The one that is asked for; else the year we are in."""
    return Period.read(request.GET.get("period", "")) or Period(timezone.localdate().year)
