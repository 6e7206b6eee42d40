"""A member votes: a page for each step, kept in their own browser until the ballot is cast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_htmx.http import HttpResponseClientRedirect

from mandorla.base.errors import DomainError
from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.views.members import community_for
from mandorla.value.ballot_page import Ballot, why_closed
from mandorla.value.draft import DraftCookie
from mandorla.value.forms.ballot import DeliveryForm, PointsForm, ScreenForm
from mandorla.value.models import Elicitation
from mandorla.value.rules import side_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

OK, UNPROCESSABLE = 200, 422


def round_for(request: PersonRequest, slug: str, number: int) -> Elicitation:
    """The round at an address, when the person may see it."""
    rounds = Elicitation.objects.visible_to(request.user).select_related("community", "catalogue")
    community = community_for(request, slug)
    found: Elicitation = get_object_or_404(rounds, community=community, number=number)
    return found


def member_round(request: PersonRequest, slug: str, number: int) -> Elicitation:
    """A round in which the person is on the members' side; to others it has no ballot."""
    elicitation = round_for(request, slug, number)
    if side_of(elicitation.community.roles_of(request.user)) != "members":
        raise Http404
    return elicitation


@never_cache
@allow(signed_in)
def ballot(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Go on with the ballot where one left; or read why there is none to fill in."""
    elicitation = member_round(request, slug, number)
    why = why_closed(elicitation, person=request.user, at=timezone.now())
    if why:
        context = {"nav": "communities", "elicitation": elicitation, "why": why}
        return render(request, "value/ballot_closed.html", context)
    mine = Ballot.begun(elicitation, person=request.user, cookies=request.COOKIES)
    return redirect(mine.address(mine.first_open))


@sensitive_post_parameters()
@never_cache
@allow(signed_in)
def step(request: PersonRequest, slug: str, number: int, step: str) -> HttpResponse:
    """One step: what it asks, or (POST) what was chosen."""
    elicitation = member_round(request, slug, number)
    if why_closed(elicitation, person=request.user, at=timezone.now()):
        return _go(request, DraftCookie(elicitation, request.user).path)
    mine = Ballot.begun(elicitation, person=request.user, cookies=request.COOKIES)
    if step not in mine.steps:
        raise Http404
    if not mine.is_open(step):
        return _go(request, mine.address(mine.first_open))
    if request.method != "POST":
        return _page(request, mine, step)
    return ANSWERS.get(step, _picked)(request, mine, step)


def _go(request: PersonRequest, address: str) -> HttpResponse:
    """To another page; a script that sent the form is told so and opens it as a whole."""
    if request.htmx:
        return HttpResponseClientRedirect(address)
    return redirect(address)


def _kept(request: PersonRequest, mine: Ballot, response: HttpResponse) -> HttpResponse:
    """The answer to a request, with the draft for the browser to keep."""
    cookie = DraftCookie(mine.elicitation, request.user)
    cookie.keep(response, mine.draft, at=timezone.now())
    return response


def _page(
    request: PersonRequest, mine: Ballot, step: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    kind = "screen" if step.isdigit() else step
    known = {
        "nav": "communities",
        "ballot": mine,
        "stages": mine.stages(step),
        "step": step,
        "here": mine.address(step),
        "back": mine.before(step) and mine.address(mine.before(step)),
        **_asked(mine, step),
    }
    shown = render(request, f"value/ballot_{kind}.html", known | context, status=status)
    return _kept(request, mine, shown)


def _asked(mine: Ballot, step: str) -> dict[str, Any]:
    """What a step asks, with what is chosen already."""
    draft, items = mine.draft, mine.items
    if step == "points":
        return {"form": PointsForm(items=items, order=mine.order, points=draft.points)}
    if step == "delivery":
        return {"form": DeliveryForm(items=items, order=mine.order, delivery=draft.delivery)}
    if step == "casting":
        return {"lines": mine.lines}
    screen = int(step) - 1
    pick = draft.picks[screen] if draft.picks else None
    return {"form": ScreenForm(items=items, screen=mine.screens[screen], pick=pick)}


def _weighed(request: PersonRequest, mine: Ballot, step: str) -> HttpResponse:
    form = PointsForm(request.POST, items=mine.items, order=mine.order)
    is_whole = form.is_valid()
    if form.is_readable:
        mine = mine.with_points(form.points())
    if form.is_readable and "check" in request.POST:
        return _page(request, mine, step, is_checked=True)
    if not is_whole:
        return _page(request, mine, step, form=form, status=UNPROCESSABLE)
    return _kept(request, mine, _go(request, mine.address(mine.after(step))))


def _picked(request: PersonRequest, mine: Ballot, step: str) -> HttpResponse:
    if request.POST.get("drawn") != str(mine.draft.seed):
        return _page(request, mine, step, refusal=_anew(), status=UNPROCESSABLE)
    form = ScreenForm(request.POST, items=mine.items, screen=mine.screens[int(step) - 1])
    if not form.is_valid():
        return _page(request, mine, step, form=form, status=UNPROCESSABLE)
    mine = mine.with_pick(step, form.pick)
    return _kept(request, mine, _go(request, mine.address(mine.after(step))))


def _anew() -> str:
    """What is said when a screen was sent that is not of the draft in the browser."""
    return _("This browser no longer has what you chose before. Please pick again.")


def _rated(request: PersonRequest, mine: Ballot, step: str) -> HttpResponse:
    form = DeliveryForm(request.POST, items=mine.items, order=mine.order)
    if not form.is_valid():
        return _page(request, mine, step, form=form, status=UNPROCESSABLE)
    mine = mine.with_delivery(form.delivery())
    return _kept(request, mine, _go(request, mine.address(mine.after(step))))


def _cast(request: PersonRequest, mine: Ballot, step: str) -> HttpResponse:
    if request.POST.get("seen") != mine.seal:
        sentence = _("What you chose has changed since this page was shown. Look at it again.")
        return _page(request, mine, step, refusal=sentence, status=UNPROCESSABLE)
    try:
        mine.elicitation.cast(mine.answer, person=request.user, at=timezone.now())
    except DomainError as refusal:
        return _page(request, mine, step, refusal=refusal.sentence, status=refusal.status)
    cookie = DraftCookie(mine.elicitation, request.user)
    response = _go(request, cookie.path)
    cookie.forget(response)
    return response


ANSWERS: dict[str, Callable[[PersonRequest, Ballot, str], HttpResponse]] = {
    "points": _weighed,
    "delivery": _rated,
    "casting": _cast,
}
