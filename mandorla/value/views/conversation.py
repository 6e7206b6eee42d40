"""The value conversation of a round: its agenda, and what was agreed for each tension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.errors import NotAllowed
from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.rules import facilitates
from mandorla.communities.views.members import community_for
from mandorla.value.conversation import read_conversation
from mandorla.value.forms.conversation import SettlementForm
from mandorla.value.models import Elicitation, Settlement
from mandorla.value.rules import settles

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def conversation(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """An hour's agenda from what the round found."""
    return _page(request, _round(request, slug, number))


@allow(signed_in)
@require_POST
def settle(request: PersonRequest, slug: str, number: int, position: int) -> HttpResponse:
    """Keep what was agreed for one expectation; what was agreed before stays readable."""
    found = _round(request, slug, number)
    item = get_object_or_404(found.catalogue.items, position=position)
    if not settles(request.user, found.community.roles_of(request.user)):
        raise NotAllowed(
            _("Those who run, facilitate or sponsor a community record what was agreed.")
        )
    form, now = SettlementForm(request.POST, position=position), timezone.now()
    if not done(
        form,
        lambda: Settlement.record(
            elicitation=found, item=item, by=request.user, at=now, **form.cleaned_data
        ),
    ):
        return _page(request, found, wrong=form, status=422)
    messages.success(request, _("What you agreed on is kept."))
    address = reverse("value:conversation", args=[slug, number])
    return redirect(f"{address}#tension-{position}")


def _round(request: PersonRequest, slug: str, number: int) -> Elicitation:
    community = community_for(request, slug)
    rounds = Elicitation.objects.visible_to(request.user).filter(community=community)
    found: Elicitation = get_object_or_404(rounds, number=number)
    found.community = community
    return found


def _page(
    request: PersonRequest,
    elicitation: Elicitation,
    *,
    wrong: SettlementForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with the form to correct when there is one."""
    community, now = elicitation.community, timezone.now()
    header = header_of(community, person=request.user, tab="value")
    talk = read_conversation(elicitation, person=request.user)
    may_record = settles(request.user, header.roles)
    cards = [(tension, _form(tension.weighed.item.position, wrong)) for tension in talk.tensions]
    figures = talk.shown.figures if talk.shown else None
    low, high = (figures.interval_80 if figures else None) or (None, None)
    context = {
        "nav": "communities",
        "header": header,
        "talk": talk,
        "phase": elicitation.phase(at=now),
        "cards": cards,
        "low": low,
        "high": high,
        "wrong": wrong,
        "may_record": may_record,
        "writes": facilitates(request.user, header.roles) and not community.has_closed,
    }
    return render(request, "value/conversation.html", context, status=status)


def _form(position: int, wrong: SettlementForm | None) -> SettlementForm:
    return wrong if wrong and wrong.position == position else SettlementForm(position=position)
