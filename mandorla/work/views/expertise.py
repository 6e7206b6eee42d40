"""Who can help with what: what each person states, and what they chose to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, page_number, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.people.rules import sees_names_only
from mandorla.work.asks import own_expertise, read_brain_trust
from mandorla.work.forms.asks import ExpertiseForm
from mandorla.work.models import Answer, Contribution, Expertise

if TYPE_CHECKING:
    from django.http import HttpResponse

MOST_LETTERS = 100


@allow(lambda person: signed_in(person) and not sees_names_only(person))
def brain_trust(request: PersonRequest, slug: str) -> HttpResponse:
    """Who in a community can help with what, in their own words."""
    community = community_for(request, slug)
    words = request.GET.get("q", "")[:MOST_LETTERS]
    page, known = read_brain_trust(
        community, reader=request.user, words=words, number=page_number(request)
    )
    context = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab="work"),
        "page": page,
        "known": known,
        "q": words,
    }
    return render(request, "work/brain_trust.html", context)


@allow(signed_in)
def expertise(request: PersonRequest) -> HttpResponse:
    """What I can help with; a POST states one more."""
    form, now = ExpertiseForm(request.POST or None), timezone.now()
    if form.is_bound and done(
        form, lambda: Expertise.state(by=request.user, at=now, **form.cleaned_data)
    ):
        messages.success(request, _("Colleagues can find you for it."))
        return redirect("work:expertise")
    context = {"own": own_expertise(request.user), "form": form}
    return render(request, "work/expertise.html", context, status=422 if form.is_bound else 200)


@allow(signed_in)
@require_POST
def showing(request: PersonRequest) -> HttpResponse:
    """Let others see something I helped to solve."""
    now = timezone.now()
    if "solution" in request.POST:
        which = _number(request.POST["solution"])
        own = Contribution.objects.filter(person=request.user)
        helped = get_object_or_404(own, pk=which)
        Expertise.show(contribution=helped, by=request.user, at=now)
    else:
        which = _number(request.POST.get("answer", ""))
        answers = Answer.objects.filter(answered_by=request.user).select_related("ask")
        Expertise.show(answer=get_object_or_404(answers, pk=which), by=request.user, at=now)
    messages.success(request, _("Others can see that you solved this."))
    return redirect("work:expertise")


@allow(signed_in)
@require_POST
def hiding(request: PersonRequest, pk: int) -> HttpResponse:
    """State or show it no longer."""
    Expertise.hide(which=pk, by=request.user)
    messages.success(request, _("It is gone."))
    return redirect("work:expertise")


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else 0
