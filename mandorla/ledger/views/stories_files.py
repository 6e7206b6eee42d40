"""Stories of a community from a CSV or an Excel file, and out in the same columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.ledger.bringing_stories import bring_file
from mandorla.ledger.forms.stories import StoriesFileForm
from mandorla.ledger.rules import moves_stories
from mandorla.ledger.stories_file import COLUMNS
from mandorla.ledger.stories_out import stories_out
from mandorla.ledger.views.tables import MOST_TOLD, send_csv, send_workbook
from mandorla.people.roster.upload import keep_in_memory

if TYPE_CHECKING:
    from mandorla.base.tables import Problem
    from mandorla.communities.models import Community


# Exempt only until the file is known to stay in memory: `_bring` then checks the token.
@csrf_exempt
@allow(signed_in)
def stories_file(request: PersonRequest, slug: str) -> HttpResponse:
    """Choose a file; a POST tells every story of it, or none when one cannot be used."""
    if request.method == "POST":
        keep_in_memory(request)
        return _bring(request, slug)
    return _page(request, _to_move(request, slug), StoriesFileForm())


@csrf_protect
def _bring(request: PersonRequest, slug: str) -> HttpResponse:
    community = _to_move(request, slug)
    form = StoriesFileForm(request.POST, request.FILES)
    problems: list[Problem] = []
    if not done(form, lambda: problems.extend(_told(request, community, form))):
        return _page(request, community, form)
    if problems:
        return _page(request, community, form, problems)
    return redirect("ledger:stories", slug)


def _told(request: PersonRequest, community: Community, form: StoriesFileForm) -> list[Problem]:
    """What is wrong in the file; nothing when its stories are told now."""
    file = form.cleaned_data["file"]
    now = timezone.now()
    found = bring_file(file.data, name=file.name, community=community, by=request.user, at=now)
    if found.brought:
        sentence = _("{new} stories are new, {same} were told already.")
        came = found.brought
        messages.success(request, sentence.format(new=came.new, same=came.same))
    return found.problems


@allow(signed_in)
def stories_csv(request: PersonRequest, slug: str) -> HttpResponse:
    """The stories that the person may read, as CSV."""
    rows = stories_out(_to_move(request, slug), reader=request.user)
    return send_csv(f"stories-{slug}", COLUMNS, rows)


@allow(signed_in)
def stories_xlsx(request: PersonRequest, slug: str) -> HttpResponse:
    """The stories that the person may read, as a workbook."""
    rows = stories_out(_to_move(request, slug), reader=request.user)
    return send_workbook(f"stories-{slug}", "stories", COLUMNS, rows)


def _to_move(request: PersonRequest, slug: str) -> Community:
    """The community at an address, for those who take its stories along; to others no page."""
    community = community_for(request, slug)
    if not moves_stories(request.user, community.roles_of(request.user)):
        raise Http404
    return community


def _page(
    request: PersonRequest,
    community: Community,
    form: StoriesFileForm,
    problems: list[Problem] | None = None,
) -> HttpResponse:
    problems = problems or []
    context: dict[str, Any] = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab="value"),
        "form": form,
        "columns": COLUMNS,
        "problems": problems[:MOST_TOLD],
        "count": len(problems),
    }
    status = 422 if form.errors or problems else 200
    return render(request, "ledger/stories_file.html", context, status=status)
