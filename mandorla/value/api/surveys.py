"""A survey from elsewhere: what is understood of its two files, and counting it as a round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile
from pydantic import Field

from mandorla.base.api.fields import Answer, Given
from mandorla.base.api.problems import must_be_allowed
from mandorla.base.errors import Refused
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.communities.rules import facilitates
from mandorla.value.bringing import bring, read_for
from mandorla.value.survey.packed import Countable
from mandorla.value.survey.read import SurveyFile
from mandorla.value.survey.told import problems_as_data

if TYPE_CHECKING:
    from mandorla.communities.models import Community
    from mandorla.value.survey.read import Side, Survey

router = Router(tags=["Rounds"])
HOLDERS = gettext_lazy("Those who run a community and its facilitators hold its rounds.")


class SurveyProblem(Answer):
    """Something in a file that cannot be used, and where it stands."""

    file: str
    row: int | None = Field(description="As in a spreadsheet; null when it is the whole file.")
    column: str | None = Field(description="The heading, or the letter of a column without one.")
    what: str


class SurveySide(Answer):
    """What was understood of one side."""

    file: str
    method: str = Field(description="`points` or `best_worst`.")
    answers: int = Field(description="Rows that can be counted.")
    is_rated: bool = Field(description="Whether it says how well each item is delivered so far.")


class SurveyFound(Answer):
    """What was understood of a survey. Nothing is counted yet."""

    items: list[str] = Field(description="The expectations, in their order.")
    organization: SurveySide | None = Field(description="null when its file cannot be read.")
    members: SurveySide | None = Field(description="null when its file cannot be read.")
    problems: list[SurveyProblem] = Field(description="The first 200.")
    count: int = Field(description="How many problems there are.")
    left_out: int = Field(description="How many rows have to be left out to count the rest.")
    can_be_counted: bool = Field(description="Whether the rest can be counted, then.")


class SurveyGiven(Given):
    """What is chosen for a survey."""

    leave_out: bool = Field(default=False, description="Leave out the rows with problems.")


class SurveyCounted(Answer):
    """The round that a survey was counted as."""

    number: int
    respondents: int = Field(description="How many members' answers were counted.")
    left_out: int = Field(description="How many rows were left out.")


def _read(request: PersonRequest, slug: str, **files: UploadedFile) -> tuple[Community, Survey]:
    community = community_of(request, slug)
    roles = community.roles_of(request.user)
    must_be_allowed(facilitates(request.user, roles), HOLDERS)
    given = {side: SurveyFile(file.name or side, file.read()) for side, file in files.items()}
    survey = read_for(community, organization=given["organization"], members=given["members"])
    return community, survey


def _told(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "file": side.file,
        "method": side.method,
        "answers": len(side.rows),
        "is_rated": side.is_rated,
    }


@router.post("/communities/{slug}/surveys/check", response=SurveyFound)
def check_survey(
    request: PersonRequest, slug: str, organization: File[UploadedFile], members: File[UploadedFile]
) -> dict[str, Any]:
    """See what is understood of two files, CSV or Excel, and what is wrong with them."""
    _community, survey = _read(request, slug, organization=organization, members=members)
    return {
        "items": survey.items,
        "organization": _told(survey.organization),
        "members": _told(survey.members),
        **problems_as_data(survey.problems),
        "left_out": survey.left_out,
        "can_be_counted": survey.can_leave_out,
    }


@router.post("/communities/{slug}/surveys", response={201: SurveyCounted})
def bring_survey(
    request: PersonRequest,
    slug: str,
    organization: File[UploadedFile],
    members: File[UploadedFile],
    choices: Form[SurveyGiven],
) -> Status[dict[str, int]]:
    """Count a survey as a closed round. Who answered for the members is not kept."""
    community, survey = _read(request, slug, organization=organization, members=members)
    if survey.problems and not choices.leave_out:
        sentence = _("The survey cannot be counted as it is. {problem}")
        raise Refused(sentence.format(problem=survey.problems[0]))
    brought = Countable.of(survey)
    elicitation = bring(community=community, survey=brought, by=request.user, at=timezone.now())
    counted = {
        "number": elicitation.number,
        "respondents": len(brought.ballots),
        "left_out": brought.left_out,
    }
    return Status(201, counted)
