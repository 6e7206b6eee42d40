"""What a page takes the API takes as well, and no more than can be changed on the page."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from django.forms import Form
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from mandorla.communities.api.forces import FitGiven
from mandorla.communities.forms.charter import JudgeForm
from mandorla.gatherings.api.gatherings import MoveGiven
from mandorla.gatherings.forms.series import MoveForm
from mandorla.maturity.api.profiles import TargetsGiven
from mandorla.maturity.forms.levels import TargetsForm
from mandorla.people.api.invitations import InvitationGiven
from mandorla.people.api.me import OwnFacts
from mandorla.people.forms import DescriptionForm, InvitationForm
from mandorla.value.api.conversations import SettlementGiven
from mandorla.value.api.statements import StatementGiven
from mandorla.value.forms.conversation import SettlementForm
from mandorla.value.forms.statements import StatementForm
from mandorla.work.api.asks import AskAnswerGiven, AskGiven
from mandorla.work.api.insights import MoreGiven
from mandorla.work.api.issues import IssueChange, IssueGiven
from mandorla.work.api.lessons import LessonGiven
from mandorla.work.api.problems import ProblemGiven
from mandorla.work.api.questions import DeclineGiven, QuestionGiven, ReplyGiven
from mandorla.work.api.solutions import SolutionGiven
from mandorla.work.forms import asks as ask_forms
from mandorla.work.forms import insights as insight_forms
from mandorla.work.forms import issues as issue_forms
from mandorla.work.forms import lessons as lesson_forms
from mandorla.work.forms import problems as problem_forms
from mandorla.work.forms import questions as question_forms
from mandorla.work.forms import solutions as solution_forms

Pair = tuple[type[BaseModel], str, type[Form], str]
PAIRS: list[Pair] = [
    (FitGiven, "reason", JudgeForm, "reason"),
    (MoveGiven, "place", MoveForm, "place"),
    (TargetsGiven, "because", TargetsForm, "because"),
    (OwnFacts, "name", DescriptionForm, "name"),
    (OwnFacts, "job_title", DescriptionForm, "job_title"),
    (InvitationGiven, "name", InvitationForm, "name"),
    (SettlementGiven, "text", SettlementForm, "text"),
    (StatementGiven, "for_members", StatementForm, "for_members"),
    (AskGiven, "detail", ask_forms.AskForm, "detail"),
    (AskAnswerGiven, "text", ask_forms.AnswerForm, "text"),
    (MoreGiven, "more", insight_forms.MoreForm, "more"),
    (IssueGiven, "text", issue_forms.SurfaceForm, "text"),
    (IssueGiven, "detail", issue_forms.SurfaceForm, "detail"),
    (IssueChange, "detail", issue_forms.WordsForm, "detail"),
    (LessonGiven, "detail", lesson_forms.LessonForm, "detail"),
    (ProblemGiven, "statement", problem_forms.GatherForm, "statement"),
    (ProblemGiven, "detail", problem_forms.GatherForm, "detail"),
    (QuestionGiven, "detail", question_forms.AskForm, "detail"),
    (ReplyGiven, "answer", question_forms.ReplyForm, "words"),
    (DeclineGiven, "because", question_forms.ReplyForm, "words"),
    (SolutionGiven, "proposal", solution_forms.SolutionForm, "proposal"),
    (SolutionGiven, "detail", solution_forms.SolutionForm, "detail"),
]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0].__name__}.{pair[1]}")
def test_text_is_as_long_in_the_api_as_on_the_page(pair: Pair):
    body, name, form, called = pair
    longest = form.base_fields[called].max_length  # type: ignore[attr-defined]
    assert takes(body, name, "x" * longest)
    assert not takes(body, name, "x" * (longest + 1))


def takes(body: type[BaseModel], name: str, text: str) -> bool:
    """Whether a field of the API takes a text."""
    field: Any = body.model_fields[name]
    try:
        told = TypeAdapter(Annotated[field.annotation, *(field.metadata or [Field()])])
        told.validate_python(text)
    except ValidationError:
        return False
    return True
