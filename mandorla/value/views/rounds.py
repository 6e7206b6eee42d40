"""The life of a round: opened, watched, given more time, closed, canceled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mandorla.base.errors import DomainError
from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.rules import facilitates
from mandorla.communities.views.members import community_for
from mandorla.value.counting import close as close_and_count
from mandorla.value.forms.rounds import ExtendForm, OpenForm
from mandorla.value.holding import ask_newcomers
from mandorla.value.models import Elicitation
from mandorla.value.round_page import read_opening, read_progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from mandorla.communities.models import Community


@allow(signed_in)
def open_round(request: PersonRequest, slug: str) -> HttpResponse:
    """Say how a round is held, and open it."""
    community, now = community_for(request, slug), timezone.now()
    header = header_of(community, person=request.user, tab="value")
    if not facilitates(request.user, header.roles):
        raise Http404
    opening = read_opening(community, on=timezone.localdate(now))
    form = OpenForm(request.POST or None, opening=opening, at=now)
    if done(
        form,
        lambda: Elicitation.open(community=community, by=request.user, at=now, **form.told()),
    ):
        messages.success(request, _("The round is there. Those who may answer are written to."))
        return redirect("value:round", slug, _newest(community).number)
    context = {"nav": "communities", "header": header, "opening": opening, "form": form}
    status = 409 if form.non_field_errors() else 422 if form.errors else 200
    return render(request, "value/round_open.html", context, status=status)


def _newest(community: Community) -> Elicitation:
    newest: Elicitation = Elicitation.objects.filter(community=community).latest("number")
    return newest


@allow(signed_in)
def show_round(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """How far a round is, and what one can do in it."""
    return _page(request, _round(request, slug, number))


@allow(signed_in)
@require_POST
def extend(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """People have until another day."""
    elicitation, now = _held(request, slug, number), timezone.now()
    form = ExtendForm(request.POST, closes_at=elicitation.closes_at)
    if not done(
        form,
        lambda: elicitation.extend(
            closes_at=form.cleaned_data["closes_on"], by=request.user, at=now
        ),
    ):
        status = 409 if form.non_field_errors() else 422
        return _page(request, elicitation, form, status=status)
    messages.success(request, _("People have more time now."))
    return redirect(elicitation)


@allow(signed_in)
@require_POST
def close(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Nobody can answer any more; the ballots are counted."""
    elicitation = _held(request, slug, number)
    return _acted(
        request,
        elicitation,
        lambda: close_and_count(elicitation, by=request.user, at=timezone.now()),
        _("The round is closed and its ballots are counted."),
    )


@allow(signed_in)
@require_POST
def cancel(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """The round is not held; only as long as nobody has answered."""
    elicitation = _held(request, slug, number)
    return _acted(
        request,
        elicitation,
        lambda: elicitation.cancel(by=request.user, at=timezone.now()),
        _("The round is canceled. Nobody had answered."),
    )


@allow(signed_in)
@require_POST
def invite(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Members who came meanwhile may vote, too."""
    elicitation = _held(request, slug, number)
    count = ask_newcomers(elicitation)
    sentence = ngettext(
        "{count} more member can vote now.", "{count} more members can vote now.", count
    )
    messages.success(request, sentence.format(count=count))
    return redirect(elicitation)


def _round(request: PersonRequest, slug: str, number: int) -> Elicitation:
    """The round at an address, when the person may see it."""
    rounds = Elicitation.objects.visible_to(request.user).select_related(
        "community", "catalogue", "opened_by", "urn"
    )
    found: Elicitation = get_object_or_404(
        rounds, community=community_for(request, slug), number=number
    )
    return found


def _held(request: PersonRequest, slug: str, number: int) -> Elicitation:
    """A round that the person holds; to others there is nothing to do here."""
    elicitation = _round(request, slug, number)
    if not facilitates(request.user, elicitation.community.roles_of(request.user)):
        raise Http404
    return elicitation


def _acted(
    request: PersonRequest, elicitation: Elicitation, act: Callable[[], object], sentence: str
) -> HttpResponse:
    """The round's page after a verb, or as it is now with what was refused."""
    try:
        act()
    except DomainError as refusal:
        number = elicitation.number
        now_there = _round(request, elicitation.community.slug, number)
        return _page(request, now_there, refusal=refusal.sentence, status=refusal.status)
    messages.success(request, sentence)
    return redirect(elicitation)


def _page(
    request: PersonRequest,
    elicitation: Elicitation,
    form: ExtendForm | None = None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    header = header_of(elicitation.community, person=request.user, tab="value")
    progress = read_progress(
        elicitation, roles=header.roles, person=request.user, at=timezone.now()
    )
    context = {
        "nav": "communities",
        "header": header,
        "round": elicitation,
        "progress": progress,
        "items": elicitation.catalogue.words,
        "form": form or ExtendForm(closes_at=elicitation.closes_at),
        "refusal": refusal,
        "zone": timezone.get_current_timezone_name(),
    }
    return render(request, "value/round.html", context, status=status)
