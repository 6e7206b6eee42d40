"""Common problems that are suggested: a person confirms, splits or dismisses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.work.common import dismiss, gather, read_suggestions
from mandorla.work.embedding import has_minilm
from mandorla.work.forms.common import SuggestionForm
from mandorla.work.jobs import compare_issues_later
from mandorla.work.models import Apart
from mandorla.work.rules import steers

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def common(request: PersonRequest, slug: str) -> HttpResponse:
    """Issues that may be one problem, each suggestion with its reason."""
    header = header_of(community_for(request, slug), person=request.user, tab="work")
    context = {
        "nav": "communities",
        "header": header,
        "suggestions": read_suggestions(header.community, reader=request.user),
        "may_decide": not header.community.has_closed and steers(request.user, header.roles),
        "by_meaning": has_minilm(),
    }
    return render(request, "work/common.html", context)


@allow(signed_in)
@require_POST
def decision(request: PersonRequest, slug: str) -> HttpResponse:
    """A person says what these issues are."""
    community = community_for(request, slug)
    if not steers(request.user, community.roles_of(request.user)):
        raise Http404
    form = SuggestionForm(request.POST, community=community)
    if done(form, lambda: _decide(request, form)):
        messages.success(request, _SAID[form.cleaned_data["act"]]())
        compare_issues_later(community)
    else:
        messages.error(request, form.first_error)
    return redirect("work:common", slug)


@allow(signed_in)
@require_POST
def anew(request: PersonRequest, slug: str) -> HttpResponse:
    """Have the issues compared again, for instance after the extra was installed."""
    community = community_for(request, slug)
    if not steers(request.user, community.roles_of(request.user)):
        raise Http404
    compare_issues_later(community)
    messages.success(request, _("The issues are being compared. Come back in a minute."))
    return redirect("work:common", slug)


def _decide(request: PersonRequest, form: SuggestionForm) -> None:
    who, at = request.user, timezone.now()
    problem, act = form.cleaned_data["problem"], form.cleaned_data["act"]
    if act == "split":
        Apart.split(issues=form.ticked, others=form.others, by=who, at=at)
    elif act == "dismiss":
        dismiss(issues=list(form.cleaned_data["shown"]), problem=problem, by=who, at=at)
    else:
        statement = form.cleaned_data["statement"]
        ticked, others = form.ticked, form.others
        gather(issues=ticked, others=others, problem=problem, statement=statement, by=who, at=at)


_SAID = {
    "gather": lambda: _("They are one problem now."),
    "split": lambda: _("They are kept apart and not suggested together again."),
    "dismiss": lambda: _("It is not suggested again."),
}
