"""Sponsors answer by name and agree on one answer; a small group of members agrees on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.rules import facilitates
from mandorla.value.answer_page import Comparison, may_answer, may_compare, own_answer, ranked
from mandorla.value.forms.answers import AgreedForm, AnswerForm
from mandorla.value.models import Allocation, SponsorAnswer
from mandorla.value.rules import sees_sponsors_answers
from mandorla.value.views.ballot import OK, UNPROCESSABLE, round_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.value.models import Elicitation


def _round(request: PersonRequest, slug: str, number: int) -> tuple[Elicitation, set[str]]:
    """A round with the roles of somebody who may see what its sponsors answered."""
    elicitation = round_for(request, slug, number)
    roles = elicitation.community.roles_of(request.user)
    if not sees_sponsors_answers(request.user, roles):
        raise Http404
    return elicitation, roles


def _page(
    request: PersonRequest, template: str, elicitation: Elicitation, form: AnswerForm, **also: Any
) -> HttpResponse:
    phase = elicitation.phase(at=timezone.now())
    known = {"nav": "communities", "elicitation": elicitation, "form": form, "phase": phase}
    status = UNPROCESSABLE if any(part.errors for part in form.parts) else OK
    return render(request, f"value/{template}.html", known | also, status=status)


@allow(signed_in)
def answer(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """A sponsor weighs for the organization (POST), and may do so anew while the round is open."""
    elicitation, roles = _round(request, slug, number)
    is_asked = "sponsor" in roles and may_answer(elicitation, at=timezone.now())
    if not is_asked:
        return redirect("value:agreement", slug, number)
    before = own_answer(elicitation, request.user)
    form = AnswerForm(
        request.POST or None,
        items=elicitation.catalogue.words,
        is_points=elicitation.organization_method == "points",
        before=before.answer if before else None,
    )

    def give() -> None:
        SponsorAnswer.give(
            elicitation=elicitation, answer=form.answer, by=request.user, at=timezone.now()
        )

    if request.method == "POST" and done(form, give):
        messages.success(
            request, _("Your answer is in. You can replace it until the round closes.")
        )
        return redirect("value:agreement", slug, number)
    seat = elicitation.community.memberships.current().filter(person=request.user, role="sponsor")
    context = {"before": before, "seat": seat.order_by("pk").first()}
    return _page(request, "answer", elicitation, form, **context)


@allow(signed_in)
def agreement(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """The sponsors' answers side by side, and (POST) the one they agree on."""
    elicitation, roles = _round(request, slug, number)
    now = timezone.now()
    if not may_compare(elicitation, person=request.user, roles=roles, at=now):
        return _nothing_yet(request, elicitation)
    compared = Comparison.of(elicitation)
    agreed = compared.allocation
    form = AgreedForm(
        request.POST or None,
        items=compared.items,
        before=compared.proposal,
        people=len(compared.answers) or (agreed.people if agreed else None),
        note=agreed.note if agreed else "",
        asks_people=not compared.asks_each,
    )
    if request.method == "POST" and _recorded(request, elicitation, form, side="organization"):
        messages.success(request, _("What you agreed on stands for the organization."))
        return redirect("value:agreement", slug, number)
    context = {
        "compared": compared,
        "waiting": ", ".join(person.name for person in compared.waiting),
        "may_replace": "sponsor" in roles and may_answer(elicitation, at=now),
        "agreed_rows": ranked(agreed.answer, compared.items) if agreed else [],
    }
    return _page(request, "answer_agreement", elicitation, form, **context)


@allow(signed_in)
def group(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """What a small group agreed on in a gathering, written down (POST) by who holds the round."""
    elicitation = round_for(request, slug, number)
    writes = facilitates(request.user, elicitation.community.roles_of(request.user))
    if elicitation.member_method != "facilitated" or (request.method == "POST" and not writes):
        raise Http404
    agreed = elicitation.allocations.filter(side="members").first()
    items = elicitation.catalogue.words
    form = AgreedForm(
        request.POST or None,
        items=items,
        before=agreed.answer if agreed else None,
        people=agreed.people if agreed else None,
        note=agreed.note if agreed else "",
    )
    if request.method == "POST" and _recorded(request, elicitation, form, side="members"):
        messages.success(request, _("What the group agreed on is recorded."))
        return redirect("value:group", slug, number)
    rows = ranked(agreed.answer, items) if agreed else []
    context = {"agreed": agreed, "agreed_rows": rows, "writes": writes}
    return _page(request, "group", elicitation, form, **context)


def _recorded(
    request: PersonRequest, elicitation: Elicitation, form: AgreedForm, *, side: str
) -> bool:
    """Whether what a side agreed on was recorded; the form says why not."""
    return done(
        form,
        lambda: Allocation.record(
            elicitation=elicitation,
            side=side,
            answer=form.answer,
            people=form.people,
            note=form.note,
            by=request.user,
            at=timezone.now(),
        ),
    )


def _nothing_yet(request: PersonRequest, elicitation: Elicitation) -> HttpResponse:
    """A sponsor answers before they see the others; and not before or after the round."""
    phase = elicitation.phase(at=timezone.now())
    if phase == "open":
        return redirect("value:answer", elicitation.community.slug, elicitation.number)
    context = {"nav": "communities", "elicitation": elicitation, "phase": phase}
    return render(request, "value/answer_closed.html", context)
