"""A survey from elsewhere: choose its two files, see what was understood, count it as a round.

What was read goes through the page: nothing of it is kept on the server in between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from mandorla.base.errors import Refused
from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.rules import facilitates
from mandorla.communities.views.members import community_for
from mandorla.people.roster.refused_file import as_csv
from mandorla.people.roster.upload import files_in_memory
from mandorla.value.bringing import bring, read_for
from mandorla.value.forms.survey import CountForm, SurveyForm
from mandorla.value.methods import METHODS
from mandorla.value.models import Expectation
from mandorla.value.survey.columns import RESPONDENT
from mandorla.value.survey.packed import Countable
from mandorla.value.survey.told import MOST_TOLD

if TYPE_CHECKING:
    from mandorla.communities.header import Header
    from mandorla.value.survey.read import Survey


def _header(request: PersonRequest, slug: str) -> Header:
    """The header for those who hold rounds; to others there is no such page."""
    header = header_of(community_for(request, slug), person=request.user, tab="value")
    if not facilitates(request.user, header.roles):
        raise Http404
    return header


@never_cache
@allow(signed_in)
@files_in_memory
def survey(request: PersonRequest, slug: str) -> HttpResponse:
    """Choose the files of a survey, and see what was understood."""
    if request.method == "POST":
        return _look(request, slug)
    return _choose_page(request, _header(request, slug), SurveyForm())


def _look(request: PersonRequest, slug: str) -> HttpResponse:
    header, form = _header(request, slug), SurveyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _choose_page(request, header, form, status=422)
    try:
        found = read_for(header.community, **form.cleaned_data)
        sealed = Countable.of(found).sealed(slug=slug) if found.can_leave_out else ""
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return _choose_page(request, header, form, status=409)
    return render(request, "value/survey_check.html", _understood(header, found, sealed))


def _understood(header: Header, found: Survey, sealed: str) -> dict[str, Any]:
    sides = [side for side in (found.organization, found.members) if side]
    return {
        "nav": "communities",
        "header": header,
        "survey": found,
        "sides": [(side, METHODS[side.method]) for side in sides],
        "is_rounded": any(
            value != int(value) for side in sides for row in side.rows for value in row.points
        ),
        "problems": found.problems[:MOST_TOLD],
        "most": MOST_TOLD,
        "form": CountForm(initial={"sealed": sealed}) if sealed else None,
    }


def _choose_page(
    request: PersonRequest, header: Header, form: SurveyForm, *, status: int = 200
) -> HttpResponse:
    words = Expectation.objects.filter(community=header.community).current()
    context = {
        "nav": "communities",
        "header": header,
        "form": form,
        "items": list(words.values_list("text", flat=True)),
    }
    return render(request, "value/survey.html", context, status=status)


@sensitive_post_parameters()
@require_POST
@allow(signed_in)
def survey_round(request: PersonRequest, slug: str) -> HttpResponse:
    """Count what was shown."""
    header, form = _header(request, slug), CountForm(request.POST)
    if not form.is_valid():
        return redirect("value:survey", slug)
    elicitation = bring(
        community=header.community,
        survey=Countable.unsealed(form.cleaned_data["sealed"], slug=slug),
        by=request.user,
        at=timezone.now(),
    )
    sentence = _("The survey is counted as round {number}.").format(number=elicitation.number)
    messages.success(request, sentence)
    return redirect("value:value", slug)


@allow(signed_in)
def survey_blank(request: PersonRequest, slug: str) -> HttpResponse:
    """A file with the headings of 100 points and no answer, to fill in."""
    header = _header(request, slug)
    items = Expectation.objects.filter(community=header.community).current()
    text = as_csv([RESPONDENT, *items.values_list("text", flat=True)], [])
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="survey-{slug}.csv"'
    return response
