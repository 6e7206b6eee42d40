"""Proposing a community: begin, go on, ask another one instead, give up, create it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.errors import DomainError
from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.forms.proposal import NoteForm
from mandorla.communities.models import Archetype, MembershipRequest, Proposal
from mandorla.communities.views.members import community_for
from mandorla.communities.views.proposal_steps import ANSWERS, check, similar, steps_of

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def propose(request: PersonRequest) -> HttpResponse:
    """Choose a kind to start from (POST), or go on with a proposal that is not finished."""
    kinds = Archetype.in_use()
    if request.method == "POST":
        key = request.POST.get("archetype", "")
        if key and key not in kinds:
            raise Http404
        begun = Proposal.begin(archetype=key, by=request.user, at=timezone.now())
        return redirect("communities:proposal_step", begun.pk, "purpose")
    context = {
        "nav": "communities",
        "kinds": list(kinds.values()),
        "proposals": Proposal.objects.visible_to(request.user).unfinished().order_by("-saved_at"),
        "steps": steps_of(None, "kind"),
    }
    return render(request, "communities/proposal_new.html", context)


@allow(signed_in)
def proposal(request: PersonRequest, pk: int) -> HttpResponse:
    """Go on where one left."""
    mine = get_object_or_404(Proposal.objects.visible_to(request.user), pk=pk)
    if mine.community:
        return redirect("communities:charter", mine.community.slug)
    return redirect("communities:proposal_step", pk, mine.step)


@allow(signed_in)
def step(request: PersonRequest, pk: int, step: str) -> HttpResponse:
    """One step: what it asks, or (POST) what was answered."""
    mine = get_object_or_404(Proposal.objects.visible_to(request.user), pk=pk)
    if step not in ANSWERS:
        raise Http404
    if mine.community:
        return redirect("communities:charter", mine.community.slug)
    return ANSWERS[step](request, mine)


@allow(signed_in)
@require_POST
def ask(request: PersonRequest, pk: int, slug: str) -> HttpResponse:
    """Ask to co-lead a community that exists instead of proposing one."""
    mine = get_object_or_404(Proposal.objects.visible_to(request.user), pk=pk)
    community = community_for(request, slug)
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        MembershipRequest.ask(
            community=community, person=request.user, role="leader", note=note, at=timezone.now()
        )
    except DomainError as refusal:
        return similar(request, mine, refusal=refusal.sentence, status=refusal.status)
    messages.success(
        request,
        _(
            "You have asked to co-lead {name}. You can drop this proposal, or keep it until "
            "they answer."
        ).format(name=community.name),
    )
    return redirect("communities:proposal_step", pk, "similar")


@allow(signed_in)
@require_POST
def drop(request: PersonRequest, pk: int) -> HttpResponse:
    """Give a proposal up."""
    get_object_or_404(Proposal.objects.visible_to(request.user).unfinished(), pk=pk).drop()
    messages.success(request, _("The proposal is gone."))
    return redirect("communities:directory")


@allow(signed_in)
@require_POST
def submit(request: PersonRequest, pk: int) -> HttpResponse:
    """The proposal becomes a community, with a draft of its charter."""
    mine = get_object_or_404(Proposal.objects.visible_to(request.user), pk=pk)
    if mine.community:
        return redirect("communities:charter", mine.community.slug)
    try:
        community = mine.submit(at=timezone.now())
    except DomainError as refusal:
        return check(request, mine, refusal=refusal.sentence, status=refusal.status)
    messages.success(
        request,
        _("{name} is forming, and you lead it. This is the draft of its charter.").format(
            name=community.name
        ),
    )
    return redirect("communities:charter_draft", community.slug)
