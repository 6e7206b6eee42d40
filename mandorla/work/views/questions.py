"""What management puts to a community: asked from its page, answered by the community."""

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
from mandorla.work.forms.questions import AskForm, ReplyForm
from mandorla.work.models import Question
from mandorla.work.models.question import speaks_for_management
from mandorla.work.questions import read_questions
from mandorla.work.rules import steers, takes_part

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.communities.models import Community


@allow(signed_in)
def questions(request: PersonRequest, slug: str) -> HttpResponse:
    """What management asked, and what was answered; a POST asks."""
    community = community_for(request, slug)
    may_ask = speaks_for_management(request.user)
    if not may_ask and not takes_part(request.user, community.roles_of(request.user)):
        raise Http404
    if request.method != "POST":
        return _list(request, community)
    if not may_ask:
        raise Http404
    form = AskForm(request.POST)
    if not done(form, lambda: _ask(request, community, form)):
        return _list(request, community, form=form)
    messages.success(request, _("Asked. It lies in their next agenda."))
    return redirect("work:questions", slug)


@allow(signed_in)
def question(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """One question or request with its answer."""
    return _one(request, _question(request, slug, pk))


@allow(signed_in)
@require_POST
def reply(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """The community answers, or says why it does not take it up."""
    found = _question(request, slug, pk)
    if not steers(request.user, found.community.roles_of(request.user)):
        raise Http404
    form = ReplyForm(request.POST)
    if not done(form, lambda: _reply(request, found, form)):
        return _one(request, found, form=form)
    messages.success(request, _("Answered. Who asked sees it."))
    return redirect(found)


@allow(signed_in)
@require_POST
def withdrawal(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Whoever asked no longer needs an answer."""
    found = _question(request, slug, pk)
    if not _may_withdraw(request, found):
        raise Http404
    found.withdraw(by=request.user, at=timezone.now())
    messages.success(request, _("Withdrawn."))
    return redirect("work:questions", slug)


def _question(request: PersonRequest, slug: str, pk: int) -> Question:
    found = Question.objects.visible_to(request.user).filter(community__slug=slug)
    return get_object_or_404(found.select_related("community", "asked_by", "answered_by"), pk=pk)


def _may_withdraw(request: PersonRequest, found: Question) -> bool:
    return found.asked_by_id == request.user.pk or request.user.is_program_manager


def _ask(request: PersonRequest, community: Community, form: AskForm) -> None:
    Question.ask(community=community, by=request.user, at=timezone.now(), **form.cleaned_data)


def _reply(request: PersonRequest, found: Question, form: ReplyForm) -> None:
    words, now = form.cleaned_data["words"], timezone.now()
    if form.cleaned_data["verb"] == "decline":
        found.decline(because=words, by=request.user, at=now)
    else:
        found.reply(answer=words, by=request.user, at=now)


def _list(
    request: PersonRequest, community: Community, *, form: AskForm | None = None
) -> HttpResponse:
    header = header_of(community, person=request.user, tab="work")
    read = read_questions(
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
        "form": form or (AskForm(initial={"key": uuid4()}) if read.may_ask else None),
    }
    return render(request, "work/questions.html", context, status=422 if form else 200)


def _one(request: PersonRequest, found: Question, **wrong: Any) -> HttpResponse:
    header = header_of(found.community, person=request.user, tab="work")
    waits = found.state == "open" and not found.community.has_closed
    context = {
        "nav": "communities",
        "header": header,
        "question": found,
        "form": ReplyForm() if waits and steers(request.user, header.roles) else None,
        "may_withdraw": waits and _may_withdraw(request, found),
        **wrong,
    }
    return render(request, "work/question.html", context, status=422 if wrong else 200)
