"""Files of the ledger: what both sides put in, stories, measures, readings, and proofs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, Router
from ninja.files import UploadedFile
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, OneLine
from mandorla.base.api.problems import Invalid, must_be_allowed
from mandorla.base.errors import Refused
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.ledger import bringing_measures, bringing_stories
from mandorla.ledger.api.investments import WRITERS
from mandorla.ledger.api.measures import SETTERS, measure_of
from mandorla.ledger.api.readings import TAKERS, ReadingsBrought
from mandorla.ledger.api.stories import ToldStoryFound, found_for, own_story
from mandorla.ledger.investments_file import read_investments_file
from mandorla.ledger.models import Investment, Proof, Reading
from mandorla.ledger.models.proof import LARGEST_BYTES
from mandorla.ledger.readings_file import read_readings
from mandorla.ledger.rules import (
    enters_investments,
    moves_stories,
    sets_measures,
    takes_readings,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.base.tables import Problem
    from mandorla.ledger.models.bringing import StoriesBrought
    from mandorla.ledger.models.bringing_measures import MeasuresBrought
    from mandorla.ledger.models.taking import Brought

router = Router(tags=["Files of the ledger"])
MOVERS = _("Those who run a community bring its stories from a file.")
MOST_TOLD = 200  # problems of a file


class InvestmentsBrought(Answer):
    """What came of a file of what both sides put in."""

    new: int
    same: int = Field(description="Rows that were there already.")


class StoriesFileBrought(Answer):
    """What came of a file of stories."""

    new: int
    same: int = Field(description="Stories that were told already; they stay as they are.")
    claims: int = Field(description="How many gains of the new ones wait to be confirmed.")


class MeasuresFileBrought(Answer):
    """What came of a file of measures."""

    new: int
    changed: int = Field(description="Those that said something else under the same name.")
    same: int


class ProofFileGiven(Given):
    """What a file shows."""

    text: Annotated[str, OneLine(300, fewest=1)]


@router.post("/communities/{slug}/investments/file", response=InvestmentsBrought)
def bring_investments_file(
    request: PersonRequest, slug: str, file: File[UploadedFile]
) -> dict[str, int]:
    """Write down the rows of a CSV or Excel file, all or none; those that are there stay once."""
    community = community_of(request, slug)
    must_be_allowed(enters_investments(request.user, community.roles_of(request.user)), WRITERS)
    today, now = timezone.localdate(), timezone.now()
    found = read_investments_file(_content(file), file=_name(file), latest=today)
    _refuse(found.problems)
    rows = [(one.state, one.put_in) for one in found.rows]
    new = Investment.bring(community=community, rows=rows, by=request.user, at=now)
    return {"new": new, "same": len(rows) - new}


@router.post("/communities/{slug}/stories/file", response=StoriesFileBrought)
def bring_stories_file(
    request: PersonRequest, slug: str, file: File[UploadedFile]
) -> StoriesBrought | None:
    """Tell the stories of a CSV or Excel file, all or none; those that are told stay."""
    community = community_of(request, slug)
    must_be_allowed(moves_stories(request.user, community.roles_of(request.user)), MOVERS)
    data, now = _content(file), timezone.now()
    found = bringing_stories.bring_file(
        data, name=_name(file), community=community, by=request.user, at=now
    )
    _refuse(found.problems)
    return found.brought


@router.post("/communities/{slug}/measures/file", response=MeasuresFileBrought)
def bring_measures_file(
    request: PersonRequest, slug: str, file: File[UploadedFile]
) -> MeasuresBrought | None:
    """Follow the measures of a CSV or Excel file, all or none; one of that name is changed."""
    community = community_of(request, slug)
    must_be_allowed(sets_measures(request.user, community.roles_of(request.user)), SETTERS)
    data, now = _content(file), timezone.now()
    found = bringing_measures.bring_file(
        data, name=_name(file), community=community, by=request.user, at=now
    )
    _refuse(found.problems)
    return found.brought


@router.post("/communities/{slug}/measures/{int:number}/readings/file", response=ReadingsBrought)
def bring_readings_file(
    request: PersonRequest, slug: str, number: int, file: File[UploadedFile]
) -> Brought:
    """Enter the readings of a CSV or Excel file, all or none; another value corrects a day."""
    community = community_of(request, slug)
    found = measure_of(request, community, number)
    roles = community.roles_of(request.user)
    must_be_allowed(takes_readings(request.user, roles, found), TAKERS)
    today, now = timezone.localdate(), timezone.now()
    read = read_readings(_content(file), file=_name(file), kind=found.shape, latest=today)
    _refuse(read.problems)
    return Reading.read_all(measure=found, readings=read.readings, by=request.user, at=now)


@router.post("/communities/{slug}/stories/{int:number}/proofs/file", response={201: ToldStoryFound})
def prove_story_by_file(
    request: PersonRequest,
    slug: str,
    number: int,
    file: File[UploadedFile],
    said: Form[ProofFileGiven],
) -> dict[str, Any]:
    """Add a file that shows that a story is so: PNG, JPEG, PDF, text or CSV, at most 5 MB."""
    story = own_story(request, slug, number)
    content = _content(file)
    if not content:
        raise Refused(_("The file is empty."))
    Proof.add(
        story=story,
        text=said.text,
        content=content,
        file_name=_name(file),
        by=request.user,
        at=timezone.now(),
    )
    return found_for(request, slug, number)


def _content(file: UploadedFile) -> bytes:
    """The bytes of a file, unless there are more than anything here takes."""
    if (file.size or 0) > LARGEST_BYTES:
        raise Refused(_("A file may have at most 5 MB."))
    content: bytes = file.read()
    return content


def _name(file: UploadedFile) -> str:
    return file.name or "file"


def _refuse(problems: Iterable[Problem]) -> None:
    """Nothing of a file was kept; each thing that is wrong is named with its row and column."""
    found = list(problems)[:MOST_TOLD]
    if found:
        raise Invalid(**{_place(problem, found): problem.what for problem in found})


def _place(problem: Problem, among: list[Problem]) -> str:
    """Where it stands, as `file.3.hours`; one of several at a place says which."""
    row = [] if problem.row is None else [str(problem.row)]
    place = ".".join(["file", *row, *([problem.column] if problem.column else [])])
    same = [one for one in among if (one.row, one.column) == (problem.row, problem.column)]
    at = next(n for n, one in enumerate(same) if one is problem)
    return f"{place}.{at + 1}" if at else place
