"""The License tab of a community: what is permitted, by whom, until when, and how it came so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from mandorla.base.indicators import read_plain
from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.licenses.ending_page import read_signs
from mandorla.licenses.evidence import parts_of
from mandorla.licenses.held import read_held
from mandorla.licenses.license_page import TEXTS, read_license
from mandorla.licenses.models import Decision, License, Policy
from mandorla.licenses.reports_page import read_reports
from mandorla.licenses.rules import ends, is_inside
from mandorla.licenses.spans import spans_of
from mandorla.licenses.terms import Terms

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def license(request: PersonRequest, slug: str) -> HttpResponse:
    """The license that runs, its conditions, its reports, and past decisions."""
    community = community_for(request, slug)
    header = header_of(community, person=request.user, tab="license")
    page = read_license(header, person=request.user, on=timezone.localdate())
    may_end = ends(request.user, header.roles) and not community.has_closed
    context = {
        "nav": "communities",
        "header": header,
        "page": page,
        "may_end": may_end,
        "signs": read_signs(community) if may_end else [],
    }
    return render(request, "licenses/license.html", context)


@allow(signed_in)
def past(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """A license of before, with its terms and what became of its conditions."""
    rows = License.objects.visible_to(request.user).filter(community__slug=slug)
    found = get_object_or_404(rows.select_related("community", "granted_by"), number=number)
    header = header_of(found.community, person=request.user, tab="license")
    spans, on = spans_of(found), timezone.localdate()
    policy = Policy.of(found.community.archetype)
    context = {
        "nav": "communities",
        "header": header,
        "license": found,
        "held": read_held(found, spans, on=on),
        "reports": read_reports(found, spans, policy=policy, on=on),
        "is_inside": is_inside(request.user, header.roles),
        "texts": [(label, getattr(found, name)) for name, label in TEXTS.items()],
        "sponsors": found.sponsors.select_related("person").order_by("kind", "person__name"),
        "conditions": found.conditions.select_related("closed_by").order_by("due_on", "pk"),
        "decisions": Decision.objects.visible_to(request.user)
        .filter(license=found)
        .select_related("by", "community")
        .order_by("-at", "-pk"),
    }
    return render(request, "licenses/past.html", context)


@allow(signed_in)
def decision(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """One decision, with its terms and the evidence as it was seen."""
    visible = Decision.objects.visible_to(request.user).filter(community__slug=slug)
    rows = visible.select_related("community", "license", "review", "by")
    found = get_object_or_404(rows, pk=pk)
    findings = read_plain(found.evidence)
    terms = Terms.read(found.terms)
    context = {
        "nav": "communities",
        "header": header_of(found.community, person=request.user, tab="license"),
        "decision": found,
        "terms": terms,
        "texts": [(label, getattr(terms, name)) for name, label in TEXTS.items()],
        "known": parts_of(findings, slug=slug),
    }
    return render(request, "licenses/decision.html", context)
