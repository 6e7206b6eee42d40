"""Applying for a license in a few steps: what for, by whom it is sponsored, check, apply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.errors import DomainError
from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.licenses.application_page import (
    STEPS,
    asked_of,
    decided_by,
    gates_now,
    named_sponsors,
    similar_to,
    steps,
)
from mandorla.licenses.forms.application import ApplyForm, KindForm, SponsorForm
from mandorla.licenses.forms.terms import TermsForm
from mandorla.licenses.models import License, Policy
from mandorla.licenses.models.sponsor import SPONSOR_KINDS
from mandorla.licenses.rules import applies
from mandorla.licenses.terms import Terms
from mandorla.people.models import Person
from mandorla.people.rules import sees_names_only

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from mandorla.communities.models import Community

MOST_FOUND = 8


@allow(signed_in)
def application(request: PersonRequest, slug: str) -> HttpResponse:
    """Choose what to apply for (POST begins it), or go on where one left."""
    community = _community(request, slug)
    mine = asked_of(community)
    if mine is not None:
        is_draft = mine.state == "draft"
        return redirect("licenses:application_step", slug, "terms") if is_draft else redirect(mine)
    form = KindForm(request.POST or None)
    if request.method == "POST" and done(form, lambda: _draft(request, community, form)):
        return redirect("licenses:application_step", slug, "terms")
    running = License.objects.granted().filter(community=community).first()
    context = {
        "form": form,
        "running": running,
        "policy": Policy.of(community.archetype),
        "may": community.status in {"forming", "active"},
    }
    return _render(request, community, "new", status=422 if form.errors else 200, **context)


@allow(signed_in)
def step(request: PersonRequest, slug: str, step: str) -> HttpResponse:
    """One step: what it asks, or (POST) what was answered."""
    community = _community(request, slug)
    mine = asked_of(community)
    if step not in STEPS:
        raise Http404
    if mine is None or mine.state != "draft":
        return redirect("licenses:license", slug)
    return _ANSWERS[step](request, mine)


@allow(signed_in)
@require_POST
def withdrawal(request: PersonRequest, slug: str) -> HttpResponse:
    """The application is no longer asked for."""
    mine = asked_of(_community(request, slug))
    if mine is None:
        raise Http404
    mine.withdraw(by=request.user, at=timezone.now())
    messages.success(request, _("The application is withdrawn."))
    return redirect("licenses:license", slug)


def _community(request: PersonRequest, slug: str) -> Community:
    """The community at an address, for those who apply for it."""
    community = community_for(request, slug)
    if not applies(request.user, community.roles_of(request.user)):
        raise Http404
    return community


def _draft(request: PersonRequest, community: Community, form: KindForm) -> None:
    kind = form.cleaned_data["kind"]
    License.draft(community=community, kind=kind, by=request.user, at=timezone.now())


def _terms(request: PersonRequest, mine: License) -> HttpResponse:
    form = TermsForm(request.POST or None, terms=Terms.of(mine), seen=mine.edits)
    if request.method == "POST" and done(form, lambda: _write_terms(request, mine, form)):
        return redirect("licenses:application_step", mine.community.slug, "sponsors")
    status = 422 if form.errors else 200
    return _render(request, mine.community, "terms", mine=mine, form=form, status=status)


def _write_terms(request: PersonRequest, mine: License, form: TermsForm) -> None:
    mine.write(
        terms=form.terms,
        sponsors=named_sponsors(mine),
        edits=form.cleaned_data["seen"],
        by=request.user,
        at=timezone.now(),
    )


def _sponsors(request: PersonRequest, mine: License) -> HttpResponse:
    refusal = ""
    if request.method == "POST":
        try:
            _change_sponsors(request, mine)
        except DomainError as error:
            refusal = error.sentence
        else:
            return redirect("licenses:application_step", mine.community.slug, "sponsors")
    words = request.GET.get("q", "").strip()
    known = Person.objects.visible_to(request.user).filter(is_active=True)
    current = known.filter(memberships__community=mine.community, memberships__role="sponsor")
    context = {
        "mine": mine,
        "sponsors": [
            (kind, SPONSOR_KINDS[kind], who) for kind, who in named_sponsors(mine).items()
        ],
        "current": list(
            current.filter(memberships__former=False).distinct().order_by("name", "pk")
        ),
        "found": list(known.named_like(words).listed()[:MOST_FOUND]) if words else [],
        "words": words,
        "kinds": SPONSOR_KINDS,
        "names_only": sees_names_only(request.user),
        "refusal": refusal,
    }
    return _render(request, mine.community, "sponsors", status=409 if refusal else 200, **context)


def _change_sponsors(request: PersonRequest, mine: License) -> None:
    """Somebody is named as sponsor of a kind, or no longer."""
    form = SponsorForm(request.POST)
    if not form.is_valid():
        raise Http404
    known = Person.objects.visible_to(request.user)
    person = get_object_or_404(known, pk=form.cleaned_data["person"])
    kind, now = form.cleaned_data["kind"], named_sponsors(mine)
    others = [one for one in now[kind] if one != person]
    now[kind] = others if "remove" in request.POST else [*others, person]
    mine.write(
        terms=Terms.of(mine), sponsors=now, edits=mine.edits, by=request.user, at=timezone.now()
    )


def _check(request: PersonRequest, mine: License) -> HttpResponse:
    similar = similar_to(mine.community, person=request.user)
    initial = {"seen": mine.edits, "differs_because": mine.differs_because}
    form = ApplyForm(request.POST or None, initial=initial)
    if request.method == "POST" and done(form, lambda: _apply(request, mine, form, similar)):
        messages.success(request, _("You have applied. Those who decide are told."))
        return redirect(mine)
    context = {
        "mine": mine,
        "form": form,
        "similar": similar,
        "gates": gates_now(mine, at=timezone.now()),
        "deciders": decided_by(mine),
        "sponsors": mine.sponsors.select_related("person").order_by("kind", "person__name"),
    }
    return _render(request, mine.community, "check", status=422 if form.errors else 200, **context)


def _apply(request: PersonRequest, mine: License, form: ApplyForm, similar: list[Any]) -> None:
    mine.apply(
        similar=[{"slug": one.slug, "name": one.name} for one in similar],
        differs_because=form.cleaned_data["differs_because"],
        edits=form.cleaned_data["seen"],
        by=request.user,
        at=timezone.now(),
    )


def _render(
    request: PersonRequest, community: Community, page: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    known = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab="license"),
        "steps": steps(page),
        "step": page,
    }
    return render(request, f"licenses/application_{page}.html", known | context, status=status)


_ANSWERS: dict[str, Callable[[PersonRequest, License], HttpResponse]] = {
    "terms": _terms,
    "sponsors": _sponsors,
    "check": _check,
}
