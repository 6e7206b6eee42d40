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
from mandorla.work.forms.board import IssuesForm, ProblemsForm, SolutionsForm
from mandorla.work.issue_list import read_issues
from mandorla.work.models import issue, solution
from mandorla.work.rules import steers, takes_part
from mandorla.work.solution_list import read_solutions
from mandorla.work.stages import MEANINGS, STAGES, read_problems

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from django.http import HttpResponse

    from mandorla.communities.header import Header

    Chip = tuple[str, str, int, bool]  # label, query, count, whether it is the current one


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
        "form": IssuesForm.of(
            filters, units=found.units, sort=filters.sort, state=filters.state or "all"
        ),
        "chips": _by_state(request, issue.STATES, found.counts, filters.state),
    }
    return render(request, "work/issues.html", context)


@allow(signed_in)
def problems(request: PersonRequest, slug: str) -> HttpResponse:
    """The problems of the community, by how far they are."""
    stage = request.GET.get("stage", "open")
    if stage not in STAGES:
        raise Http404
    header = header_of(community_for(request, slug), person=request.user, tab="work")
    wanted, number = ProblemsForm(request.GET).narrowing(), page_number(request)
    found = read_problems(
        header.community, reader=request.user, stage=stage, wanted=wanted, number=number
    )
    context = {
        "found": found,
        "filters": wanted,
        "form": ProblemsForm.of(wanted, units=found.units, stage=stage),
        "chips": _chips(request, "stage", STAGES, found.counts, stage),
        "meaning": MEANINGS[stage],
        "stage": stage,
    }
    return render(request, "work/problems.html", {**_reader(request, header), **context})


@allow(signed_in)
def solutions(request: PersonRequest, slug: str) -> HttpResponse:
    """What the community does about its problems, and how many units adopted each."""
    header = header_of(community_for(request, slug), person=request.user, tab="work")
    filters, number = SolutionsForm(request.GET).filters(), page_number(request)
    found = read_solutions(header.community, reader=request.user, filters=filters, number=number)
    context = {
        "found": found,
        "filters": filters,
        "form": SolutionsForm.of(filters, units=found.units, state=filters.state or "all"),
        "chips": _by_state(request, solution.STATES, found.counts, filters.state),
    }
    return render(request, "work/solutions.html", {**_reader(request, header), **context})


def _reader(request: PersonRequest, header: Header) -> dict[str, Any]:
    """The header, and what the reader may do on boards and lists."""
    is_open = not header.community.has_closed
    return {
        "nav": "communities",
        "header": header,
        "may_vote": is_open and takes_part(request.user, header.roles),
        "may_gather": is_open and steers(request.user, header.roles),
    }


def _by_state(
    request: PersonRequest, states: Mapping[str, object], counts: Mapping[str, int], state: str
) -> list[Chip]:
    return _chips(request, "state", {**states, "": _("all")}, counts, state)


def _chips(
    request: PersonRequest,
    name: str,
    labels: Mapping[str, object],
    counts: Mapping[str, int],
    current: str,
) -> list[Chip]:
    """The values of one filter as links that keep the others."""
    kept = request.GET.copy()
    kept.pop("page", None)
    chips = []
    for key, label in labels.items():
        kept[name] = key or "all"
        words = str(label).capitalize()
        chips.append((words, kept.urlencode(), counts.get(key, 0), key == current))
    return chips
