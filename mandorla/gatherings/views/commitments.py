"""What people took on: of a community, and one's own across communities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, page_number, paged, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.models import Community
from mandorla.gatherings.commitments import line_of
from mandorla.gatherings.forms.commitments import (
    DropForm,
    FinishForm,
    HandOverForm,
    MakeForm,
    PostponeForm,
    ReopenForm,
)
from mandorla.gatherings.models import Commitment
from mandorla.gatherings.rules import changes_commitment, sees_facilitators

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpResponse

SHOWN = ("open", "overdue", "done", "dropped")
FORMS = {"finish": FinishForm, "drop": DropForm, "postpone": PostponeForm, "reopen": ReopenForm}


@allow(signed_in)
def commitments(request: PersonRequest, slug: str) -> HttpResponse:
    """Who does what by when in a community; whoever is in it takes something on."""
    community: Community = get_object_or_404(Community.objects.visible_to(request.user), slug=slug)
    header = header_of(community, person=request.user, tab="gatherings")
    if not sees_facilitators(request.user, header.roles):
        raise Http404
    now = timezone.now()
    form = MakeForm(request.POST or None, community=community, reader=request.user)
    if request.method == "POST" and done(
        form,
        lambda: Commitment.make(community=community, by=request.user, at=now, **form.cleaned_data),
    ):
        messages.success(request, _("It is written down."))
        return redirect("gatherings:commitments", slug)
    which = request.GET.get("show") if request.GET.get("show") in SHOWN else "open"
    rows = Commitment.objects.filter(community=community)
    context = {"header": header, "form": form, "which": which, **_listed(request, rows, which)}
    status = 422 if form.is_bound else 200
    return render(request, "gatherings/commitments.html", context, status=status)


@allow(signed_in)
def mine(request: PersonRequest) -> HttpResponse:
    """What the person took on, across communities; what is due first on top."""
    rows = Commitment.objects.filter(owner=request.user)
    which = request.GET.get("show") if request.GET.get("show") in SHOWN else "open"
    context = {"nav": "today", "which": which, **_listed(request, rows, which)}
    return render(request, "gatherings/my_commitments.html", context)


@allow(signed_in)
def commitment(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """One commitment, and what can become of it."""
    return _page(request, _commitment_for(request, slug, pk))


@allow(signed_in)
@require_POST
def step(request: PersonRequest, slug: str, pk: int, verb: str) -> HttpResponse:
    """It is done, dropped, postponed, handed over or taken up again."""
    found = _commitment_for(request, slug, pk)
    if not changes_commitment(request.user, found, found.community.roles_of(request.user)):
        raise Http404
    form: forms.Form
    if verb == "hand_over":
        form = HandOverForm(request.POST, community=found.community)
    elif verb in FORMS:
        form = FORMS[verb](request.POST)
    else:
        raise Http404
    now = timezone.now()
    if not done(form, lambda: getattr(found, verb)(by=request.user, at=now, **form.cleaned_data)):
        return _page(request, found, status=422, **{verb: form})
    messages.success(request, _("It is kept."))
    return redirect("gatherings:commitment", slug, pk)


def _commitment_for(request: PersonRequest, slug: str, pk: int) -> Commitment:
    rows = Commitment.objects.visible_to(request.user).filter(community__slug=slug)
    related = ("community", "owner", "gathering__series", "gathering__community")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def _listed(request: PersonRequest, rows: Any, which: str | None) -> dict[str, Any]:
    """Fifty of the commitments that were asked for."""
    today = timezone.localdate()
    chosen = rows.overdue(on=today) if which == "overdue" else rows.filter(state=which)
    page = paged(
        chosen.select_related("owner", "community").due_first(), number=page_number(request)
    )
    lines = [line_of(one, reader=request.user, on=today) for one in page.rows]
    return {"page": page, "lines": lines}


def _page(
    request: PersonRequest, found: Commitment, *, status: int = 200, **sent: forms.Form
) -> HttpResponse:
    roles = found.community.roles_of(request.user)
    context = {
        "nav": "communities",
        "header": header_of(found.community, person=request.user, tab="gatherings"),
        "line": line_of(found, reader=request.user, on=timezone.localdate()),
        "commitment": found,
        "changes": changes_commitment(request.user, found, roles),
        "finish": FinishForm(),
        "drop": DropForm(),
        "postpone": PostponeForm(initial={"due_on": found.due_on}),
        "hand_over": HandOverForm(None, community=found.community),
        **sent,
    }
    return render(request, "gatherings/commitment.html", context, status=status)
