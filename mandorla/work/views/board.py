"""The work of a community: its board, and the lists behind its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from mandorla.base.web import PersonRequest, allow, page_number, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.work.board import read_board
from mandorla.work.forms.board import IssuesForm
from mandorla.work.issue_list import read_issues
from mandorla.work.models.issue import STATES
from mandorla.work.rules import steers, takes_part
from mandorla.work.stages import MEANINGS, STAGES, read_problems

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from django.http import HttpResponse

    from mandorla.communities.header import Header


@allow(signed_in)
def work(request: PersonRequest, slug: str) -> HttpResponse:
    """From what cropped up to what is solved, in columns."""
    header = header_of(community_for(request, slug), person=request.user, tab="work")
    board = read_board(header.community, reader=request.user)
    return render(request, "work/board.html", {**_reader(request, header), "board": board})


@allow(signed_in)
def issues(request: PersonRequest, slug: str) -> HttpResponse:
    """Every issue of the community, narrowed by what somebody looks for."""
    header = header_of(community_for(request, slug), person=request.user, tab="work")
    filters = IssuesForm(request.GET).filters()
    number = page_number(request)
    found = read_issues(header.community, reader=request.user, filters=filters, number=number)
    context = {
        **_reader(request, header),
        "found": found,
        "filters": filters,
        "form": IssuesForm.of(filters, units=found.units),
        "chips": _chips(request, found.counts, filters.state),
        "is_narrowed": bool(filters.words or filters.unit),
    }
    return render(request, "work/issues.html", context)


@allow(signed_in)
def problems(request: PersonRequest, slug: str) -> HttpResponse:
    """The problems of the community, by how far they are."""
    stage = request.GET.get("stage", "open")
    if stage not in STAGES:
        raise Http404
    header = header_of(community_for(request, slug), person=request.user, tab="work")
    page, counts = read_problems(
        header.community, reader=request.user, stage=stage, number=page_number(request)
    )
    chips = [(key, label, counts.get(key, 0), key == stage) for key, label in STAGES.items()]
    context = {"page": page, "chips": chips, "meaning": MEANINGS[stage]}
    return render(request, "work/problems.html", {**_reader(request, header), **context})


def _reader(request: PersonRequest, header: Header) -> dict[str, Any]:
    """The header, and what the reader may do on boards and lists."""
    is_open = header.community.status != "closed"
    return {
        "nav": "communities",
        "header": header,
        "may_vote": is_open and takes_part(request.user, header.roles),
        "may_gather": is_open and steers(request.user, header.roles),
    }


def _chips(
    request: PersonRequest, counts: Mapping[str, int], state: str
) -> list[tuple[str, str, int, bool]]:
    """The states as links that keep the other filters: label, query, count, whether current."""
    kept = request.GET.copy()
    kept.pop("page", None)
    chips = []
    for key, label in {**STATES, "": _("all")}.items():
        kept["state"] = key or "all"
        chips.append((str(label).capitalize(), kept.urlencode(), counts.get(key, 0), key == state))
    return chips
