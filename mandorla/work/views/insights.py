"""Insights: brought from a unit, heard by a gathering, answered by leadership."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, page_number, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.people.models import Placement, Unit
from mandorla.strategy.models import Objective
from mandorla.work.forms.insights import AnswerForm, BringForm, MoreForm
from mandorla.work.insights import brought_by, read_insight, read_insights
from mandorla.work.models import Insight, Response
from mandorla.work.rules import answers_insights, takes_part

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.communities.models import Community


@allow(signed_in)
def insights(request: PersonRequest, slug: str) -> HttpResponse:
    """What came back from the units, and what became of it; a POST brings one more."""
    community = community_for(request, slug)
    if not takes_part(request.user, community.roles_of(request.user)):
        raise Http404
    if request.method != "POST":
        return _list(request, community)
    form = _bring_form(request, bound=True)
    if not done(form, lambda: _bring(request, community, form)):
        return _list(request, community, form=form)
    messages.success(
        request, _("It lies in the next agenda. You will see here what becomes of it.")
    )
    return redirect("work:insights", slug)


@allow(signed_in)
def insight(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """One insight with everything leadership said about it."""
    return _one(request, _insight(request, slug, pk))


@allow(signed_in)
@require_POST
def answer(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Leadership says what becomes of it."""
    found = _insight(request, slug, pk)
    if not answers_insights(request.user, found.community.roles_of(request.user)):
        raise Http404
    form, now = AnswerForm(request.POST, auto_id=f"id_{pk}_%s"), timezone.now()
    if not done(
        form,
        lambda: Response.give(insight=found, by=request.user, at=now, **form.cleaned_data),
    ):
        return _one(request, found, answer=form)
    messages.success(request, _("Answered. Those who brought it see it."))
    return redirect("work:insights", slug)


@allow(signed_in)
@require_POST
def addition(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Who brought it says what leadership needed to know."""
    found = _insight(request, slug, pk)
    if found.brought_by_id != request.user.pk:
        raise Http404
    form, now = MoreForm(request.POST), timezone.now()
    if not done(form, lambda: found.add(by=request.user, at=now, **form.cleaned_data)):
        return _one(request, found, more=form)
    messages.success(request, _("Thank you. It waits for leadership again."))
    return redirect(found)


@allow(signed_in)
def brought(request: PersonRequest) -> HttpResponse:
    """What the person brought from their unit, and what became of it. Nobody else sees this."""
    page, rows = brought_by(request.user, number=page_number(request))
    return render(request, "work/brought.html", {"page": page, "rows": rows})


def _insight(request: PersonRequest, slug: str, pk: int) -> Insight:
    found = Insight.objects.visible_to(request.user).select_related(
        "community", "unit", "objective"
    )
    return get_object_or_404(found, community__slug=slug, pk=pk)


def _bring(request: PersonRequest, community: Community, form: BringForm) -> None:
    Insight.bring(community=community, by=request.user, at=timezone.now(), **form.cleaned_data)


def _bring_form(request: PersonRequest, *, bound: bool = False) -> BringForm:
    own = Placement.objects.current().filter(person=request.user).first()
    return BringForm(
        request.POST if bound else None,
        units=Unit.objects.paths(),
        objectives=Objective.objects.current().paths(),
        initial={"unit": own.unit_id if own else None, "key": uuid4()},
    )


def _list(
    request: PersonRequest, community: Community, *, form: BringForm | None = None
) -> HttpResponse:
    header = header_of(community, person=request.user, tab="work")
    read = read_insights(
        community,
        reader=request.user,
        roles=header.roles,
        shown=request.GET.get("show", ""),
        number=page_number(request),
    )
    context = {
        "nav": "communities",
        "header": header,
        "read": read,
        "cards": [(row, _answer_form(row.insight.pk, len(row.responses))) for row in read.rows],
        "form": form or (_bring_form(request) if read.may_bring else None),
    }
    return render(request, "work/insights.html", context, status=422 if form else 200)


def _one(request: PersonRequest, found: Insight, **wrong: Any) -> HttpResponse:
    header = header_of(found.community, person=request.user, tab="work")
    row = read_insight(found, reader=request.user, roles=header.roles)
    context = {
        "nav": "communities",
        "header": header,
        "row": row,
        "answer": _answer_form(found.pk, len(row.responses)) if row.may_answer else None,
        "more": MoreForm() if row.may_add else None,
        **wrong,
    }
    return render(request, "work/insight.html", context, status=422 if wrong else 200)


def _answer_form(pk: int, seen: int) -> AnswerForm:
    return AnswerForm(auto_id=f"id_{pk}_%s", initial={"seen": seen})
