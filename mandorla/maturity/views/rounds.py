"""Members' rounds: opened, answered, closed, canceled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.core.disclosure import FEWEST
from mandorla.maturity.forms.levels import BallotForm
from mandorla.maturity.forms.rounds import RoundForm
from mandorla.maturity.models import ModelVersion, ProfileRound
from mandorla.maturity.rules import asks_members
from mandorla.maturity.statements import STATEMENTS
from mandorla.maturity.views.profile import TAB
from mandorla.value.models import Elicitation

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def open_round(request: PersonRequest, slug: str) -> HttpResponse:
    """Ask the members how far the community is."""
    header = header_of(community_for(request, slug), person=request.user, tab=TAB)
    if not asks_members(request.user, header.roles):
        raise Http404
    community, now = header.community, timezone.now()
    models = list(ModelVersion.objects.visible_to(request.user).offered())
    form = RoundForm(request.POST or None, models=models, on=timezone.localdate(now))
    if done(
        form,
        lambda: ProfileRound.open(community=community, by=request.user, at=now, **form.told()),
    ):
        messages.success(request, _("The round is open. The members are told."))
        return redirect(ProfileRound.objects.filter(community=community).latest("number"))
    context = {
        "nav": "communities",
        "header": header,
        "form": form,
        "people": len(Elicitation.voters(community)),
        "needed": FEWEST,
        "running": ProfileRound.objects.running().filter(community=community).first(),
        "statements": STATEMENTS.values(),
    }
    status = 409 if form.non_field_errors() else 422 if form.errors else 200
    return render(request, "maturity/round_open.html", context, status=status)


@allow(signed_in)
def show_round(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """How far a round is, and what one can do in it."""
    held = _round(request, slug, number)
    header = header_of(held.community, person=request.user, tab=TAB)
    token = held.tokens.of(request.user).first()
    context = {
        "nav": "communities",
        "header": header,
        "round": held,
        "is_open": held.is_open(at=timezone.now()),
        "answered": held.urn.count,
        "needed": FEWEST,
        "has_answered": bool(token and token.is_spent),
        "may_answer": bool(token and not token.is_spent),
        "holds": asks_members(request.user, header.roles),
    }
    return render(request, "maturity/round.html", context)


@allow(signed_in)
@never_cache
def ballot(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Say how far the community is, once, and without a name."""
    held, now = _round(request, slug, number), timezone.now()
    if not held.is_open(at=now) or not held.tokens.of(request.user).unspent().exists():
        return redirect(held)
    form = BallotForm(request.POST or None, rubric=held.model.rubric)
    if done(
        form,
        lambda: held.cast(
            levels=form.levels(), statements=form.statements(), person=request.user, at=now
        ),
    ):
        messages.success(request, _("Your answer is in the urn. Nobody can see or change it."))
        return redirect(held)
    header = header_of(held.community, person=request.user, tab=TAB)
    context = {"nav": "communities", "header": header, "round": held, "form": form}
    status = 409 if form.non_field_errors() else 422 if form.errors else 200
    return render(request, "maturity/ballot.html", context, status=status)


@allow(signed_in)
@require_POST
def close(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Nobody can answer any more; what the members said together is counted."""
    held = _held(request, slug, number)
    held.close(by=request.user, at=timezone.now())
    messages.success(request, _("The round is closed and its answers are counted."))
    return redirect(held)


@allow(signed_in)
@require_POST
def cancel(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """The round is not held; only as long as nobody has answered."""
    held = _held(request, slug, number)
    held.cancel(by=request.user, at=timezone.now())
    messages.success(request, _("The round is canceled. Nobody had answered."))
    return redirect("maturity:profile", slug)


def _round(request: PersonRequest, slug: str, number: int) -> ProfileRound:
    rounds = ProfileRound.objects.visible_to(request.user).select_related(
        "community", "model", "opened_by", "urn", "assessment"
    )
    return get_object_or_404(rounds, community=community_for(request, slug), number=number)


def _held(request: PersonRequest, slug: str, number: int) -> ProfileRound:
    """A round of somebody who holds it; to others there is nothing to do here."""
    held = _round(request, slug, number)
    if not asks_members(request.user, held.community.roles_of(request.user)):
        raise Http404
    return held
