"""Surfacing what crops up, from anywhere; and what became of what one surfaced."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, page_number, signed_in
from mandorla.people.models import Unit
from mandorla.work.forms.issues import SurfaceForm
from mandorla.work.jobs import compare_issues_later
from mandorla.work.models import Issue
from mandorla.work.own_issues import surfaced_by
from mandorla.work.surfacing import Offer, offer_to

JUST_NOW = "surfaced"  # a signed note in the browser: which issue was surfaced there just now
JUST_NOW_SECONDS = 600


@allow(signed_in)
def surface(request: PersonRequest) -> HttpResponse:
    """One line and a tap. Whoever sends it can undo it, and reads what happens next."""
    if request.method != "POST":
        return _form(request)
    form = SurfaceForm(request.POST, person=request.user)
    kept: list[Issue] = []
    at = timezone.now()
    if not done(form, lambda: kept.append(Issue.surface(by=request.user, at=at, **form.issue))):
        return _form(request, wrong=form)
    compare_issues_later(kept[0].community)
    address = f"{reverse('work:surface')}?community={kept[0].community.slug}"
    # Sent in the background, the note has to wait until the page itself asks for it.
    answer = HttpResponse(status=204) if "X-Outbox" in request.headers else redirect(address)
    # In a cookie and not in the address: addresses are logged, with who asked for them.
    answer.set_signed_cookie(
        JUST_NOW,
        f"{kept[0].pk} {_left_out(kept[0], form)}".strip(),
        max_age=JUST_NOW_SECONDS,
        path=reverse("work:surface"),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return answer


@allow(signed_in)
@require_POST
def choices(request: PersonRequest) -> HttpResponse:
    """What another community changes in the form; sent, so that no address tells what was ticked.

    Whatever was ticked stays ticked.
    """
    return render(request, "work/_surface_choices.html", _choices(request))


@allow(signed_in)
@require_POST
def undo(request: PersonRequest) -> HttpResponse:
    """Take back what one surfaced; which one stands in the form, not in the address."""
    own = Issue.objects.own_of(request.user).select_related("community").listed()
    number = request.POST.get("issue", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 17
    issue = own.filter(pk=int(number)).first() if is_number else None
    if issue is None:
        raise Http404
    issue.withdraw(by=request.user, at=timezone.now())
    messages.success(request, _("It is taken back and gone."))
    return redirect(f"{reverse('work:surface')}?community={issue.community.slug}")


@allow(signed_in)
def mine(request: PersonRequest) -> HttpResponse:
    """What one surfaced, and what became of it. Nobody else sees this."""
    page = surfaced_by(request.user, number=page_number(request))
    return render(request, "work/mine.html", {"page": page})


def _form(request: PersonRequest, *, wrong: SurfaceForm | None = None) -> HttpResponse:
    context = _choices(request)
    surfaced, left_out = (None, None) if wrong else _just_now(request)
    form = wrong or _new_form(request, context["offer"])
    form.offer(Unit.objects.paths())
    context |= {"form": form, "surfaced": surfaced, "left_out": left_out}
    answer = render(request, "work/surface.html", context, status=422 if wrong else 200)
    if surfaced:
        answer.delete_cookie(JUST_NOW, path=reverse("work:surface"))
    return answer


def _choices(request: PersonRequest) -> dict[str, Any]:
    """What depends on the community: the units to tick, and whether one's own may be shown."""
    asked = request.POST.get("community", "") or request.GET.get("community", "")
    offer = offer_to(request.user, asked=asked.replace("\0", ""))
    ticked = _ticked(request, offer)
    elsewhere = ticked - {unit.pk for unit in offer.units}
    also = Unit.objects.filter(pk__in=elsewhere).order_by("name", "pk") if elsewhere else ()
    return {"offer": offer, "units": [*offer.units, *also], "ticked": ticked}


def _new_form(request: PersonRequest, offer: Offer) -> SurfaceForm:
    chosen = offer.chosen.slug if offer.chosen else ""
    return SurfaceForm(initial={"community": chosen, "key": uuid4()}, person=request.user)


def _ticked(request: PersonRequest, offer: Offer) -> set[int]:
    """The units that are ticked: one's own at first, then whatever was sent."""
    if request.method == "POST":
        return {
            int(value)
            for value in request.POST.getlist("units")
            if value.isdecimal() and len(value) < 19
        }
    return {offer.own_unit.pk} if offer.own_unit else set()


def _left_out(issue: Issue, form: SurfaceForm) -> str:
    """The number of the unit that was said and is not kept, since it would tell who it was."""
    if not issue.is_anonymous:
        return ""
    kept = set(issue.units.values_list("pk", flat=True))
    return next((str(unit.pk) for unit in form.chosen if unit.pk not in kept), "")


def _just_now(request: PersonRequest) -> tuple[Issue | None, Unit | None]:
    """What the person surfaced in this browser a moment ago, and the unit that was left out."""
    note = request.get_signed_cookie(JUST_NOW, "", max_age=JUST_NOW_SECONDS)
    if not note:
        return None, None
    number, _space, unit = note.partition(" ")
    own = Issue.objects.own_of(request.user).select_related("community").listed()
    surfaced = own.filter(pk=int(number)).first()
    return surfaced, Unit.objects.filter(pk=int(unit)).first() if surfaced and unit else None
