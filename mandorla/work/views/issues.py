"""One issue: what it says, what became of it, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import header_of
from mandorla.people.models import Unit
from mandorla.work.forms.issues import DroppedForm, SolvedForm, UnitsForm, WordsForm
from mandorla.work.issue_page import read_issue
from mandorla.work.jobs import compare_issues_later
from mandorla.work.models import Issue
from mandorla.work.nearest import nearest_issues
from mandorla.work.rules import changes_issue, steers, takes_part

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def issue(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """What cropped up, whom it touches, and what became of it."""
    return _page(request, _issue(request, slug, pk))


@allow(signed_in)
@require_POST
def vote(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """It matters to me too; or not after all."""
    found = _issue(request, slug, pk)
    if not takes_part(request.user, found.community.roles_of(request.user)):
        raise Http404
    has_voted = request.POST.get("vote") != "no"
    if has_voted:
        found.vote(by=request.user)
    else:
        found.unvote(by=request.user)
    if request.htmx:
        context = {"issue": found, "has_voted": has_voted, "slug": slug, "may_vote": True}
        return render(request, "work/_vote.html", context)
    back = _back(request) or found.get_absolute_url()
    return redirect(f"{back.partition('#')[0]}#vote-{pk}")


@allow(signed_in)
@require_POST
def words(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Say it in other words."""
    found = _to_change(request, slug, pk)
    form, at = WordsForm(request.POST), timezone.now()
    if not done(form, lambda: found.reword(by=request.user, at=at, **form.cleaned_data)):
        return _page(request, _issue(request, slug, pk), words=form)
    compare_issues_later(found.community)
    messages.success(request, _("It reads like this now."))
    return redirect(found)


@allow(signed_in)
@require_POST
def units(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Say which units it touches."""
    found = _to_change(request, slug, pk)
    form, at = UnitsForm(request.POST, paths=Unit.objects.paths()), timezone.now()
    if not done(form, lambda: found.touch(units=form.chosen, by=request.user, at=at)):
        return _page(request, _issue(request, slug, pk), touched=form)
    messages.success(request, _("The units are kept."))
    return redirect(found)


@allow(signed_in)
@require_POST
def solving(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """It is solved by itself."""
    found = _to_settle(request, slug, pk)
    form, at = SolvedForm(request.POST, auto_id="solved_%s"), timezone.now()
    if not done(form, lambda: found.solve(by=request.user, at=at, **form.cleaned_data)):
        return _page(request, _issue(request, slug, pk), solved=form)
    messages.success(request, _("Solved. Whoever surfaced it reads how."))
    return redirect(found)


@allow(signed_in)
@require_POST
def dropping(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Nothing more is done about it."""
    found = _to_settle(request, slug, pk)
    form, at = DroppedForm(request.POST, auto_id="dropped_%s"), timezone.now()
    if not done(form, lambda: found.drop(by=request.user, at=at, **form.cleaned_data)):
        return _page(request, _issue(request, slug, pk), dropped=form)
    messages.success(request, _("Dropped. Whoever surfaced it reads why."))
    return redirect(found)


@allow(signed_in)
@require_POST
def reopening(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """It is not settled after all."""
    found = _to_settle(request, slug, pk)
    found.reopen(by=request.user, at=timezone.now())
    messages.success(request, _("It is open again."))
    return redirect(found)


def _issue(request: PersonRequest, slug: str, pk: int) -> Issue:
    visible = Issue.objects.visible_to(request.user).listed()
    related = visible.select_related(
        "community", "problem__community", "gathering__series", "surfaced_by"
    )
    return get_object_or_404(related, community__slug=slug, pk=pk)


def _to_change(request: PersonRequest, slug: str, pk: int) -> Issue:
    found = _issue(request, slug, pk)
    roles = found.community.roles_of(request.user)
    if not changes_issue(request.user, roles, issue=found):
        raise Http404
    return found


def _to_settle(request: PersonRequest, slug: str, pk: int) -> Issue:
    found = _issue(request, slug, pk)
    if not steers(request.user, found.community.roles_of(request.user)):
        raise Http404
    return found


def _back(request: PersonRequest) -> str:
    """The page somebody voted on, when it is one of ours."""
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return back if is_ours and back.startswith("/") else ""


def _page(request: PersonRequest, found: Issue, **wrong: Any) -> HttpResponse:
    header = header_of(found.community, person=request.user, tab="work")
    page = read_issue(found, reader=request.user, roles=header.roles)
    context: dict[str, Any] = {"nav": "communities", "header": header, "page": page}
    if found.state in {"open", "gathered"}:
        context["alike"] = nearest_issues(found, reader=request.user)
    if page.may_change:
        context["words"] = WordsForm(initial={"text": found.text, "detail": found.detail})
        context["touched"] = UnitsForm(paths=Unit.objects.paths())
    if page.may_settle:
        context["solved"] = SolvedForm(auto_id="solved_%s")
        context["dropped"] = DroppedForm(auto_id="dropped_%s")
    if wrong and found.state not in {"open", "gathered"}:
        # Somebody settled it meanwhile, so the form is gone; why it was refused is said on top.
        context["refused"] = next(iter(wrong.values()))
    return render(request, "work/issue.html", {**context, **wrong}, status=422 if wrong else 200)
