"""Deciding on an application: what is asked for, which gates are met, on which terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.errors import DomainError
from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.licenses.application_page import asked_of, decided_by
from mandorla.licenses.evidence import gather, read_marks
from mandorla.licenses.forms.deciding import GrantForm
from mandorla.licenses.models import Condition, License
from mandorla.licenses.models.asked import gates_of
from mandorla.licenses.rules import decides
from mandorla.licenses.terms import Terms
from mandorla.licenses.views.second import second

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.communities.models import Community
    from mandorla.licenses.evidence import Evidence
    from mandorla.licenses.gates import Judged


@allow(signed_in)
def deciding(request: PersonRequest, slug: str) -> HttpResponse:
    """What is asked for beside what is known; a POST decides."""
    community = _community(request, slug)
    mine = asked_of(community)
    if mine is None or mine.state != "applied":
        return _gone(request, community)
    evidence = gather(community, at=timezone.now())
    gates = gates_of(mine, evidence.plain(), terms=Terms.of(mine), policy=evidence.policy)
    form = _form(request, mine, evidence, gates)
    if request.method != "POST":
        return _page(request, mine, evidence, gates, form)
    return _decided(request, mine, evidence, gates, form)


@allow(signed_in)
@require_POST
def condition(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """A condition is met or waived, in the words of somebody who decides."""
    community = _community(request, slug)
    rows = Condition.objects.filter(license__in=License.objects.visible_to(request.user))
    found = get_object_or_404(rows.filter(license__community=community), pk=pk)
    said, now = request.POST.get("said", "").replace("\0", ""), timezone.now()
    if "waive" in request.POST:
        found.waive(because=said, by=request.user, at=now)
        messages.success(request, _("The condition is waived."))
    else:
        found.meet(said=said, by=request.user, at=now)
        messages.success(request, _("The condition is met."))
    return redirect("licenses:license", slug)


def _community(request: PersonRequest, slug: str) -> Community:
    """The community at an address, for those who decide on its license."""
    community = community_for(request, slug)
    if not decides(request.user, community.roles_of(request.user)):
        raise Http404
    return community


def _gone(request: PersonRequest, community: Community) -> HttpResponse:
    """Nothing waits for a decision: who wanted to make one is told who was first."""
    if request.method == "POST":
        return _second(request, community)
    return redirect("licenses:license", community.slug)


def _second(request: PersonRequest, community: Community) -> HttpResponse:
    header = header_of(community, person=request.user, tab="license")
    again = reverse("licenses:license", args=[community.slug])
    return second(request, header, again=again)


def _form(
    request: PersonRequest, mine: License, evidence: Evidence, gates: list[Judged]
) -> GrantForm:
    data = request.POST if request.method == "POST" else None
    terms = Terms.of(mine)
    if data is None:
        terms = terms.filled(kind=mine.kind, policy=evidence.policy, on=timezone.localdate())
    unmet = [one for one in gates if one.is_open]
    return GrantForm(data, license=mine, terms=terms, gates=unmet, marks=evidence.marks())


def _decided(
    request: PersonRequest, mine: License, evidence: Evidence, gates: list[Judged], form: GrantForm
) -> HttpResponse:
    """Decide on what was seen; what changed since the page was drawn is shown first."""
    if not form.is_valid():
        return _page(request, mine, evidence, gates, form, status=422)
    changed = evidence.changed_since(read_marks(form.cleaned_data["marks"]) or {})
    if changed:
        return _page(request, mine, evidence, gates, form, changed=changed, status=409)
    try:
        _decide(request, mine, evidence, form)
    except DomainError as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, mine, evidence, gates, form, status=refusal.status)
    messages.success(request, _("Decided. Those whom it concerns are told."))
    return redirect(mine)


def _decide(request: PersonRequest, mine: License, evidence: Evidence, form: GrantForm) -> None:
    mine.decide(
        form.cleaned_data["kind"],
        reason=form.cleaned_data["reason"],
        terms=form.terms,
        conditions=form.conditions,
        overrides=form.overrides,
        evidence=evidence.plain(),
        seen=form.cleaned_data["seen"],
        by=request.user,
        at=evidence.at,
        on=timezone.localdate(evidence.at),
    )


def _page(
    request: PersonRequest,
    mine: License,
    evidence: Evidence,
    gates: list[Judged],
    form: GrantForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    if more.get("changed"):  # what is sent again was seen
        form.data = {**request.POST.dict(), "marks": evidence.marks()}
    context = {
        "nav": "communities",
        "header": header_of(mine.community, person=request.user, tab="license"),
        "license": mine,
        "sponsors": mine.sponsors.select_related("person").order_by("kind", "person__name"),
        "evidence": evidence,
        "gates": gates,
        "form": form,
        "deciders": decided_by(mine),
        "may": request.user in decided_by(mine),
        **more,
    }
    return render(request, "licenses/deciding.html", context, status=status)
