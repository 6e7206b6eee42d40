"""Stories of what became of what a community did: told, read, gone on with, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, page_number, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.ledger.claims import forms_for
from mandorla.ledger.cycles import cycles
from mandorla.ledger.forms.stories import ChangeForm, PromiseForm, ProofForm, StepForm, TellForm
from mandorla.ledger.models import Story
from mandorla.ledger.models.claiming import WHO_CONFIRMS, may_claim
from mandorla.ledger.rules import moves_stories
from mandorla.ledger.shelf import Told, is_asked, read_shelf, read_story
from mandorla.ledger.story_sources import Source, kind_in, read_source
from mandorla.work.views.loading import refuse_form

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse

    from mandorla.communities.models import Community


@allow(signed_in)
def stories(request: PersonRequest, slug: str) -> HttpResponse:
    """The stories of a community that the person may read."""
    community = community_for(request, slug)
    shelf = read_shelf(community, reader=request.user, number=page_number(request))
    header = header_of(community, person=request.user, tab="value")
    moves = moves_stories(request.user, header.roles)
    context = {"nav": "communities", "header": header, "shelf": shelf, "moves": moves}
    return render(request, "ledger/stories.html", context)


@allow(signed_in)
def story_new(request: PersonRequest, slug: str) -> HttpResponse:
    """Tell a story: five short questions, any of them can be the start."""
    community = community_for(request, slug)
    refuse_form(request, community)
    source = _source(request, community)
    form = _tell_form(request, community, source)
    told: list[Story] = []
    sent = {"community": community, **({source.kind: source.thing} if source else {})}
    if request.method == "POST" and done(form, lambda: told.append(_tell(request, form, sent))):
        messages.success(request, _("Told. Thank you: this is how others see what it brought."))
        return redirect(told[0])
    context = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab="value"),
        "form": form,
        "source": source,
        "cycles": cycles(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "ledger/story_new.html", context, status=status)


@allow(signed_in)
def story(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """One story, and what its teller can do with it."""
    return story_page(request, told_to(request, slug, number))


@allow(signed_in)
def story_change(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Its teller words it anew, or chooses who may read it."""
    found = own_story(request, slug, number).story
    refuse_form(request, found.community)
    sent = request.method == "POST"
    form = ChangeForm.of(found, request.POST) if sent else ChangeForm.of(found)
    now = timezone.now()
    if sent and done(form, lambda: found.change(by=request.user, at=now, **form.story)):
        messages.success(request, _("It reads so from now on."))
        return redirect(found)
    header = header_of(found.community, person=request.user, tab="value")
    context = {"nav": "communities", "header": header, "story": found, "form": form}
    return render(request, "ledger/story_change.html", context, status=422 if sent else 200)


@allow(signed_in)
@require_POST
def story_step(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Its teller says how it went on."""
    told = own_story(request, slug, number)
    form, now = StepForm(request.POST), timezone.now()
    if not done(form, lambda: told.story.add_step(by=request.user, at=now, **form.cleaned_data)):
        return story_page(request, told, step=form)
    messages.success(request, _("That belongs to the story now."))
    return redirect(told.story)


@allow(signed_in)
@require_POST
def story_promise(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Its teller says when to ask again."""
    told = own_story(request, slug, number)
    form, now = PromiseForm(request.POST), timezone.now()
    if not done(form, lambda: told.story.promise(by=request.user, at=now, **form.cleaned_data)):
        return story_page(request, told, promise=form)
    messages.success(request, _("You are asked once, on that day."))
    return redirect(told.story)


@allow(signed_in)
@require_POST
def story_withdrawal(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Its teller takes it back."""
    told = own_story(request, slug, number)
    told.story.withdraw(by=request.user, at=timezone.now())
    messages.success(request, _("It is taken back. Nobody else reads it any more."))
    return redirect("ledger:stories", slug)


def _source(request: PersonRequest, community: Community) -> Source | None:
    """What the address asks to tell of; what the person may not see is not there."""
    kind = kind_in(request.GET)
    if not kind:
        return None
    found = read_source(kind, request.GET[kind], community=community, reader=request.user)
    if found is None:
        raise Http404
    return found


def _tell_form(request: PersonRequest, community: Community, source: Source | None) -> TellForm:
    if request.method == "POST":
        return TellForm(request.POST, community=community)
    proposed = source.proposed if source else {}
    return TellForm(initial={"key": uuid4(), **proposed}, community=community)


def _tell(request: PersonRequest, form: TellForm, sent: dict[str, Any]) -> Story:
    return Story.tell(by=request.user, at=timezone.now(), **form.story, **sent)


def told_to(request: PersonRequest, slug: str, number: int) -> Told:
    """A story that the person may read."""
    community = community_for(request, slug)
    told = read_story(community, number=number, reader=request.user)
    if told is None:
        raise Http404
    return told


def own_story(request: PersonRequest, slug: str, number: int) -> Told:
    """A story of the person; what others told is theirs alone to change."""
    told = told_to(request, slug, number)
    if not told.is_mine:
        raise Http404
    return told


def story_page(
    request: PersonRequest,
    told: Told,
    *,
    step: Form | None = None,
    promise: Form | None = None,
    proof: Form | None = None,
    answers: dict[str, Form] | None = None,
) -> HttpResponse:
    """The page of a story, with what was sent and could not be done."""
    found = told.story
    may = told.is_mine and found.state == "told" and not found.community.has_closed
    steps = [StepForm(initial={"step": name}, auto_id=f"id_{name}_%s") for name in told.open_steps]
    context = {
        "nav": "communities",
        "header": header_of(found.community, person=request.user, tab="value"),
        "told": told,
        "story": found,
        "may_change": may,
        "steps": ([step] if step else steps) if may else [],
        "promise": promise or (PromiseForm() if may and not found.asked_again_at else None),
        "proof": proof or (ProofForm() if may else None),
        "is_asked": may and is_asked(found, on=timezone.localdate()),
        **_claimed(request, told, answers or {}),
    }
    wrong = step or promise or proof or answers
    return render(request, "ledger/story.html", context, status=422 if wrong else 200)


def _claimed(request: PersonRequest, told: Told, wrong: dict[str, Form]) -> dict[str, Any]:
    """What the story claims, and what the person can say to it."""
    story = told.story
    if told.claim is None:
        stands = story.state == "told" and not story.community.has_closed
        return {"may_claim": stands and may_claim(story, request.user)}
    answers = {**forms_for(told.claim, person=request.user), **wrong}
    return {"answers": answers, "who_confirms": WHO_CONFIRMS}
