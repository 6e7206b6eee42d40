"""Stories of a community from a CSV or an Excel file, and out in the same columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.ledger.bringing_stories import bring_file
from mandorla.ledger.rules import moves_stories
from mandorla.ledger.stories_file import COLUMNS
from mandorla.ledger.stories_out import stories_out
from mandorla.ledger.views.file_page import file_page
from mandorla.ledger.views.tables import send_csv, send_workbook
from mandorla.people.roster.upload import files_in_memory

if TYPE_CHECKING:
    from mandorla.base.tables import Problem
    from mandorla.communities.models import Community
    from mandorla.value.survey.read import SurveyFile


@allow(signed_in)
@files_in_memory
def stories_file(request: PersonRequest, slug: str) -> HttpResponse:
    """Choose a file; a POST tells every story of it, or none when one cannot be used."""
    community = _to_move(request, slug)
    return file_page(
        request,
        header_of(community, person=request.user, tab="value"),
        lambda file: _told(request, community, file),
        columns=COLUMNS,
        template="ledger/stories_file.html",
        back="ledger:stories",
    )


def _told(request: PersonRequest, community: Community, file: SurveyFile) -> list[Problem]:
    """What is wrong in the file; nothing when its stories are told now."""
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
