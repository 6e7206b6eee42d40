"""Asks: somebody needs a hand, others say what they know, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, page_number, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.work.asks import read_ask, read_asks
from mandorla.work.forms.asks import AnswerForm, AskForm, EndForm
from mandorla.work.helping import REMINDED, could_help
from mandorla.work.models import Answer, Ask
from mandorla.work.rules import takes_part

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.communities.models import Community

ENDED = {
    "solve": gettext_lazy("Solved. Whoever answered is told."),
    "give_up": gettext_lazy("Nobody is asked any more."),
    "reopen": gettext_lazy("It is asked again."),
}
KEPT_SECONDS = 300  # by a browser that looks at a running gathering every few seconds


@allow(signed_in)
def asks(request: PersonRequest, slug: str) -> HttpResponse:
    """Who needs a hand here; a POST asks for one, or first looks who could help."""
    community = community_for(request, slug)
    if request.method != "POST":
        return _list(request, community)
    form = AskForm(request.POST, asker=request.user)
    if "look" in request.POST or not done(form, lambda: _open(request, community, form)):
        return _list(request, community, form=form)
    messages.success(request, _("Asked. Whoever knows something can answer."))
    return redirect("work:asks", slug)


@allow(signed_in)
def ask(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """One ask with its answers; a POST answers it."""
    found = _ask(request, slug, pk)
    if request.method != "POST":
        return _one(request, found)
    is_mine, now = found.asked_by_id == request.user.pk, timezone.now()
    form = AnswerForm(request.POST, asks=is_mine)
    if not done(form, lambda: Answer.give(ask=found, by=request.user, at=now, **form.cleaned_data)):
        return _one(request, found, form=form)
    messages.success(request, _("Added.") if is_mine else _("Answered. Who asked sees it."))
    return redirect(found)


@allow(signed_in)
def helpers(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Who could help, as a part of the running page; the browser keeps it for a while."""
    found = _ask(request, slug, pk)
    roles = found.community.roles_of(request.user)
    if not (found.is_for_all and takes_part(request.user, roles)):
        raise Http404
    words = f"{found.text} {found.detail}"
    known = could_help(words, community=found.community, without={found.asked_by_id}, most=REMINDED)
    answer = render(request, "work/_helpers.html", {"helpers": known})
    patch_cache_control(answer, private=True, max_age=KEPT_SECONDS)
    return answer


@allow(signed_in)
@require_POST
def ending(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Who asked says whether it is solved."""
    found = _ask(request, slug, pk)
    form = EndForm(request.POST)
    if not done(form, lambda: _end(request, found, form)):
        return _one(request, found, end=form)
    messages.success(request, ENDED[form.cleaned_data["verb"]])
    return redirect(found)


@allow(signed_in)
@require_POST
def thanks(request: PersonRequest, slug: str, pk: int, answer: int) -> HttpResponse:
    """Who asked says thank you for an answer."""
    found = _ask(request, slug, pk)
    get_object_or_404(found.answers, pk=answer).thank(by=request.user, at=timezone.now())
    messages.success(request, _("Thanked."))
    return redirect(found)


@allow(signed_in)
@require_POST
def answer_removal(request: PersonRequest, slug: str, pk: int, answer: int) -> HttpResponse:
    """Who answered takes it back."""
    found = _ask(request, slug, pk)
    get_object_or_404(found.answers, pk=answer).take_back(by=request.user)
    messages.success(request, _("Your answer is gone."))
    return redirect(found)


def _ask(request: PersonRequest, slug: str, pk: int) -> Ask:
    found = Ask.objects.visible_to(request.user).filter(community__slug=slug)
    return get_object_or_404(found.select_related("community", "asked_by"), pk=pk)


def _open(request: PersonRequest, community: Community, form: AskForm) -> None:
    words = {name: form.cleaned_data[name] for name in ("text", "detail", "key")}
    now = timezone.now()
    Ask.open(community=community, of=form.asked_of, by=request.user, at=now, **words)


def _end(request: PersonRequest, found: Ask, form: EndForm) -> None:
    verb, now = form.cleaned_data["verb"], timezone.now()
    if verb == "reopen":
        found.reopen(by=request.user, at=now)
    else:
        end = found.solve if verb == "solve" else found.give_up
        end(came_of_it=form.cleaned_data["came_of_it"], by=request.user, at=now)


def _list(
    request: PersonRequest, community: Community, *, form: AskForm | None = None
) -> HttpResponse:
    looks = form is not None and "look" in request.POST
    read = read_asks(
        community,
        reader=request.user,
        shown=request.GET.get("show", ""),
        number=page_number(request),
    )
    helpers = None
    if form is not None and looks and form.is_valid():
        words = f"{form.cleaned_data['text']} {form.cleaned_data['detail']}"
        helpers = could_help(words, community=community, without={request.user.pk}, most=5)
    fresh = AskForm(asker=request.user, initial={"key": uuid4()}) if read.may_ask else None
    context = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab="work"),
        "read": read,
        "form": form or fresh,
        "helpers": helpers,
        "chosen": set(request.POST.getlist("of")),
    }
    wrong = form is not None and bool(form.errors)
    return render(request, "work/asks.html", context, status=422 if wrong else 200)


def _one(request: PersonRequest, found: Ask, **wrong: Any) -> HttpResponse:
    read = read_ask(found, reader=request.user)
    context = {
        "nav": "communities",
        "header": header_of(found.community, person=request.user, tab="work"),
        "read": read,
        "form": AnswerForm(asks=read.is_mine, initial={"key": uuid4()}) if read.is_open else None,
        "end": EndForm() if read.is_mine else None,
        **wrong,
    }
    return render(request, "work/ask.html", context, status=422 if wrong else 200)
