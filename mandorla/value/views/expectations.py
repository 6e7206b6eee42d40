"""What a community is expected to bring: chosen, worded, put in order, and said in own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.errors import Refused
from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.rules import facilitates
from mandorla.communities.views.members import community_for
from mandorla.value.catalogue import shipped_expectations
from mandorla.value.expectation_page import may_serve, read_one, read_table
from mandorla.value.forms.expectations import (
    AsideForm,
    MergeForm,
    PlaceForm,
    RewordForm,
    SayForm,
    ServesForm,
    WordForm,
)
from mandorla.value.models import Expectation, Suggestion
from mandorla.value.rules import side_of
from mandorla.value.said import waiting
from mandorla.value.starting_points import begun_with

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse

    from mandorla.communities.models import Community


@allow(signed_in)
def expectations(request: PersonRequest, slug: str) -> HttpResponse:
    """The table on which a selection comes about; a POST words one more."""
    community = community_for(request, slug)
    if request.method != "POST":
        return _table(request, community)
    _must_facilitate(request, community)
    form = WordForm(request.POST, waiting=waiting(community))
    if not done(form, lambda: _choose(request, community, form)):
        return _table(request, community, word=form, wrong=form)
    messages.success(request, _("It is among the expectations."))
    return redirect("value:expectations", slug)


@allow(signed_in)
@require_POST
def take(request: PersonRequest, slug: str) -> HttpResponse:
    """Choose an entry of the shipped catalogue as it is worded there."""
    community = community_for(request, slug)
    _must_facilitate(request, community)
    entry = shipped_expectations().get(request.POST.get("key", ""))
    if entry is None:
        raise Refused(_("The catalogue has no such entry."))
    Expectation.choose(community=community, by=request.user, at=timezone.now(), **entry.words)
    messages.success(request, _("“{text}” is among the expectations.").format(text=entry.text))
    return redirect(f"{reverse('value:expectations', args=[slug])}#catalogue")


@allow(signed_in)
@require_POST
def suggestions(request: PersonRequest, slug: str) -> HttpResponse:
    """Say in one's own words what is expected. Of members, nothing but the words is kept."""
    community = community_for(request, slug)
    side = side_of(community.roles_of(request.user))
    if not side:
        raise Http404
    form = SayForm(request.POST)
    if not done(form, lambda: _say(request, community, side, form)):
        return _table(request, community, say=form)
    messages.success(request, _("Thank you. It waits to be worded for both sides."))
    return redirect(f"{reverse('value:expectations', args=[slug])}#say")


@allow(signed_in)
@require_POST
def merging(request: PersonRequest, slug: str) -> HttpResponse:
    """What people said is the same as an expectation that is there."""
    community = community_for(request, slug)
    _must_facilitate(request, community)
    current = Expectation.objects.filter(community=community).current()
    form = MergeForm(request.POST, waiting=waiting(community), current=current)
    if not done(form, lambda: _merge(request, form)):
        return _table(request, community, wrong=form)
    messages.success(request, _("What people said is taken up under it."))
    return redirect(f"{reverse('value:expectations', args=[slug])}#said")


@allow(signed_in)
@require_POST
def setting_aside(request: PersonRequest, slug: str) -> HttpResponse:
    """What people said is not weighed, and no longer waits."""
    community = community_for(request, slug)
    _must_facilitate(request, community)
    form = AsideForm(request.POST, waiting=waiting(community))
    if not done(form, lambda: _set_aside(request, community, form)):
        return _table(request, community, wrong=form)
    messages.success(request, _("Set aside."))
    return redirect(f"{reverse('value:expectations', args=[slug])}#said")


@allow(signed_in)
def expectation(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """One expectation: its words, what it stands for, which objectives it serves."""
    community = community_for(request, slug)
    found = _expectation(request, community, pk)
    if request.method != "POST":
        return _one(request, found)
    _must_facilitate(request, community)
    form = RewordForm(request.POST)
    at = timezone.now()
    if not done(form, lambda: found.reword(by=request.user, at=at, **form.cleaned_data)):
        return _one(request, found, words=form)
    messages.success(request, _("It reads so from the next round on."))
    return redirect("value:expectation", slug, pk)


@allow(signed_in)
@require_POST
def objectives(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Which objectives of the organization it serves."""
    community = community_for(request, slug)
    _must_facilitate(request, community)
    found = _expectation(request, community, pk)
    form = ServesForm(request.POST, among=may_serve(found, person=request.user))
    if not done(form, lambda: _serve(request, found, form)):
        return _one(request, found, serves=form)
    messages.success(request, _("What it serves is kept."))
    return redirect("value:expectation", slug, pk)


@allow(signed_in)
@require_POST
def place(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Move an expectation among the others."""
    community = community_for(request, slug)
    _must_facilitate(request, community)
    found = _expectation(request, community, pk)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        raise Refused(_("There is no such place among the expectations."))
    found.shift(place=form.cleaned_data["place"], by=request.user, at=timezone.now())
    return redirect(f"{reverse('value:expectations', args=[slug])}#e{pk}")


@allow(signed_in)
@require_POST
def removal(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Drop an expectation; earlier rounds keep it."""
    community = community_for(request, slug)
    _must_facilitate(request, community)
    found = _expectation(request, community, pk)
    found.drop(by=request.user, at=timezone.now())
    messages.success(
        request, _("“{text}” is not weighed from the next round on.").format(text=found.text)
    )
    return redirect("value:expectations", slug)


def _must_facilitate(request: PersonRequest, community: Community) -> None:
    if not facilitates(request.user, community.roles_of(request.user)):
        raise Http404


def _expectation(request: PersonRequest, community: Community, pk: int) -> Expectation:
    visible = Expectation.objects.visible_to(request.user).filter(community=community)
    return get_object_or_404(visible.select_related("community"), pk=pk)


def _choose(request: PersonRequest, community: Community, form: WordForm) -> None:
    Expectation.choose(
        community=community,
        by=request.user,
        at=timezone.now(),
        begun_as=begun_with(community, form.cleaned_data["force"], person=request.user),
        **form.words,
    )


def _say(request: PersonRequest, community: Community, side: str, form: SayForm) -> None:
    text = form.cleaned_data["text"]
    Suggestion.say(community=community, side=side, text=text, by=request.user, at=timezone.now())


def _merge(request: PersonRequest, form: MergeForm) -> None:
    said = list(form.cleaned_data["suggestions"])
    form.cleaned_data["expectation"].take_up(said, by=request.user, at=timezone.now())


def _set_aside(request: PersonRequest, community: Community, form: AsideForm) -> None:
    said = list(form.cleaned_data["suggestions"])
    Suggestion.set_aside(said, community=community, by=request.user, at=timezone.now())


def _serve(request: PersonRequest, found: Expectation, form: ServesForm) -> None:
    found.serve(list(form.cleaned_data["objectives"]), by=request.user, at=timezone.now())


def _table(
    request: PersonRequest,
    community: Community,
    *,
    word: WordForm | None = None,
    say: SayForm | None = None,
    wrong: Form | None = None,
) -> HttpResponse:
    """The page; with a form that was wrong, everything typed and ticked is still there."""
    header = header_of(community, person=request.user, tab="value")
    table = read_table(header, person=request.user, asked=request.POST or request.GET)
    context: dict[str, Any] = {
        "nav": "communities",
        "header": header,
        "table": table,
        "word": word or WordForm(initial=table.initial, waiting=waiting(community)),
        "say": say or SayForm(),
        "wrong": wrong,
    }
    is_wrong = bool(wrong or say)
    return render(request, "value/expectations.html", context, status=422 if is_wrong else 200)


def _one(
    request: PersonRequest,
    found: Expectation,
    *,
    words: RewordForm | None = None,
    serves: ServesForm | None = None,
) -> HttpResponse:
    header = header_of(found.community, person=request.user, tab="value")
    page = read_one(found, header=header, person=request.user)
    context = {
        "nav": "communities",
        "header": header,
        "page": page,
        "words": words or RewordForm(initial={**found.words, "seen": found.mark}),
        "serves": serves,
    }
    is_wrong = bool(words or serves)
    return render(request, "value/expectation.html", context, status=422 if is_wrong else 200)
