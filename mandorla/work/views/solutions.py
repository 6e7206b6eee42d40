"""Solutions: proposed for a problem, worded, decided; and who helped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import header_of
from mandorla.core.lifecycle import SOLUTION, possible
from mandorla.work.forms.solutions import DecisionForm, SolutionForm
from mandorla.work.models import Contribution, Problem, Solution
from mandorla.work.rules import rewords, steers, takes_part
from mandorla.work.solution_page import read_solution, recent_gatherings
from mandorla.work.views.loading import refuse_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse


@allow(signed_in)
def solution(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """What is done about a problem: the proposal, what was decided, and how far each unit is."""
    return _page(request, solution_for(request, slug, pk))


@allow(signed_in)
def proposal(request: PersonRequest, slug: str, problem: int) -> HttpResponse:
    """Propose what could be done about a problem."""
    found = Problem.objects.visible_to(request.user).select_related("community")
    about = get_object_or_404(found, community__slug=slug, pk=problem)
    header = header_of(about.community, person=request.user, tab="work")
    if not takes_part(request.user, header.roles):
        raise Http404
    refuse_form(request, about.community)
    form = SolutionForm(request.POST or None)
    if request.method == "POST" and done(form, lambda: _propose(request, about, form)):
        messages.success(request, _("Your proposal is there. Those who steer decide on it."))
        return redirect(about)
    context = {"nav": "communities", "header": header, "form": form, "problem": about}
    status = 422 if form.errors else 200
    return render(request, "work/solution_edit.html", context, status=status)


def _propose(request: PersonRequest, about: Problem, form: SolutionForm) -> None:
    words = {key: text for key, text in form.cleaned_data.items() if key != "seen"}
    Solution.propose(problem=about, by=request.user, at=timezone.now(), **words)


@allow(signed_in)
def words(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Change the words of a solution that is not decided yet."""
    found = solution_for(request, slug, pk)
    header = header_of(found.community, person=request.user, tab="work")
    if not rewords(request.user, header.roles, solution=found):
        raise Http404
    refuse_form(request, found.community)
    form, at = _words_form(request, found), timezone.now()
    if form.is_bound and done(
        form, lambda: found.reword(by=request.user, at=at, **form.cleaned_data)
    ):
        messages.success(request, _("It reads like this now."))
        return redirect(found)
    if form.errors:
        now = solution_for(request, slug, pk)
        form.data = {**request.POST.dict(), "seen": now.mark}
    context = {"nav": "communities", "header": header, "form": form, "problem": found.problem}
    status = 422 if form.errors else 200
    return render(request, "work/solution_edit.html", {**context, "solution": found}, status=status)


def _reword(request: PersonRequest, found: Solution, form: SolutionForm) -> None:
    found.reword(by=request.user, at=timezone.now(), **form.cleaned_data)


def _words_form(request: PersonRequest, found: Solution) -> SolutionForm:
    if request.method == "POST":
        return SolutionForm(request.POST)
    kept = ("proposal", "may_not_bypass", "touches_control", "detail")
    now = {name: getattr(found, name) for name in kept}
    return SolutionForm(initial={**now, "seen": found.mark})


@allow(signed_in)
@require_POST
def decision(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Write down what was decided."""
    found = solution_for(request, slug, pk)
    if not steers(request.user, found.community.roles_of(request.user)):
        raise Http404
    form = _decision_form(found, request)
    if not done(form, lambda: _decide(request, found, form)):
        return _page(request, solution_for(request, slug, pk), form=form)
    messages.success(request, _("It is {state} now.").format(state=found.state_words))
    return redirect(found)


def _decide(request: PersonRequest, found: Solution, form: DecisionForm) -> None:
    verbs: dict[str, Callable[..., None]] = {
        "accept": found.accept,
        "try": found.start_trying,
        "escalate": found.escalate,
        "reject": found.reject,
        "reconsider": found.reconsider,
    }
    verbs[form.cleaned_data["verb"]](by=request.user, at=timezone.now(), **form.told)


@allow(signed_in)
@require_POST
def helping(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Say that one helped, or take it back."""
    found = solution_for(request, slug, pk)
    if not takes_part(request.user, found.community.roles_of(request.user)):
        raise Http404
    if request.POST.get("helped") == "no":
        Contribution.withdraw(solution=found, person=request.user, at=timezone.now())
        messages.success(request, _("Taken back."))
    else:
        Contribution.help(solution=found, person=request.user, at=timezone.now())
        messages.success(request, _("Thank you. Only you see that it was you."))
    return redirect(found)


def solution_for(request: PersonRequest, slug: str, pk: int) -> Solution:
    """The solution at an address, when the person may see it."""
    found = Solution.objects.visible_to(request.user).select_related(
        "community",
        "problem__community",
        "decided_by",
        "decided_in__series",
        "decided_in__community",
    )
    return get_object_or_404(found, community__slug=slug, pk=pk)


def _decision_form(found: Solution, request: PersonRequest | None = None) -> DecisionForm:
    gatherings = recent_gatherings(found.community, at=timezone.now())
    data = request.POST if request else None
    verbs = possible(SOLUTION, state=found.state)
    return DecisionForm(data, verbs=verbs, gatherings=gatherings)


def _page(request: PersonRequest, found: Solution, **wrong: Any) -> HttpResponse:
    header = header_of(found.community, person=request.user, tab="work")
    page = read_solution(found, reader=request.user, roles=header.roles, on=timezone.localdate())
    context = {
        "nav": "communities",
        "header": header,
        "page": page,
        "form": _decision_form(found) if page.verbs else None,
        **wrong,
    }
    return render(request, "work/solution.html", context, status=422 if wrong else 200)
