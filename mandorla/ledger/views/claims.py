"""What a story claims: said once, beside what may be the same gain, and answered by who has it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import header_of
from mandorla.ledger.claims import ANSWERS, can, overlaps, said_back
from mandorla.ledger.forms.claims import ClaimForm, CorrectForm
from mandorla.ledger.models import Claim, Currency
from mandorla.ledger.models.claiming import may_claim
from mandorla.ledger.views.stories import story_page, told_to
from mandorla.people.models import Unit
from mandorla.work.views.loading import refuse_form

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse

    from mandorla.ledger.models import Story


@allow(signed_in)
def claim(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Say what a story was worth; what may be the same gain is shown beside it first."""
    told = told_to(request, slug, number)
    story = told.story
    if not may_claim(story, request.user):
        raise Http404
    if told.claim and request.method != "POST":
        return redirect(story)
    refuse_form(request, story.community)
    form = _form(request, story)
    if request.method == "POST" and done(form, lambda: _make(request, story, form)):
        return redirect(story)
    is_read = _is_read(form)
    context = {
        "nav": "communities",
        "header": header_of(story.community, person=request.user, tab="value"),
        "story": story,
        "form": form,
        "said": said_back(form) if is_read else "",
        "same": overlaps(form.gain, story=story, reader=request.user) if is_read else [],
    }
    return render(request, "ledger/claim.html", context, status=422 if form.is_bound else 200)


@allow(signed_in)
@require_POST
def claim_answer(request: PersonRequest, slug: str, number: int, verb: str) -> HttpResponse:
    """Confirm, correct or refuse what a story claims, or take it back."""
    told = told_to(request, slug, number)
    found = told.claim
    if found is None or verb not in can(found, person=request.user):
        raise Http404
    form, said = ANSWERS[verb]
    sent = form(request.POST)
    if not done(sent, lambda: _answer(request, found, verb, sent)):
        return story_page(request, told, answers={verb: sent})
    messages.success(request, said)
    return redirect(told.story)


def _form(request: PersonRequest, story: Story) -> ClaimForm:
    paths = Unit.objects.paths()
    if request.method == "POST":
        return ClaimForm(request.POST, paths=paths)
    begins_on = timezone.localdate(story.told_at)
    year = {"begins_on": begins_on, "ends_on": begins_on + timedelta(days=364)}
    base = Currency.base()
    usual = {"unit": story.unit_id, "currency": base.code if base else ""}
    return ClaimForm(initial={**year, **usual}, paths=paths)


def _is_read(form: ClaimForm) -> bool:
    """Whether every field could be read, also when the verb refused."""
    return form.is_bound and not set(form.errors) - {"__all__"}


def _make(request: PersonRequest, story: Story, form: ClaimForm) -> None:
    beside = {name: form.cleaned_data[name] for name in ("asked", "apart")}
    Claim.make(story=story, gain=form.gain, by=request.user, at=timezone.now(), **beside)
    sentence = _("Claimed: {said} Somebody who has the gain can confirm it.")
    messages.success(request, sentence.format(said=said_back(form)))


def _answer(request: PersonRequest, found: Claim, verb: str, form: Form) -> None:
    said: dict[str, Any] = dict(form.cleaned_data)
    if isinstance(form, CorrectForm):
        said |= form.numbers
    getattr(found, verb)(by=request.user, at=timezone.now(), **said)
