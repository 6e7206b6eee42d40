"""What I brought, to take along: a signed paper, a file, badges."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.reports import badges as badges_module
from mandorla.reports.addresses import absolute, issuer_of, organization_of
from mandorla.reports.as_file import as_values
from mandorla.reports.badges import badges_of
from mandorla.reports.paper import take as take_paper
from mandorla.reports.views.brought import asked_for, own


@never_cache
@allow(signed_in)
def taking(request: PersonRequest) -> HttpResponse:
    """In which forms I can take it along, and which badges there are."""
    found, form = own(request)
    context = {
        "brought": found,
        "form": form,
        "badges": badges_of(found),
        "asked": asked_for(request),
        "tab": "taking",
    }
    return render(request, "reports/taking.html", context)


@never_cache
@allow(signed_in)
@require_POST
def paper(request: PersonRequest) -> HttpResponse:
    """The signed PDF."""
    found, _form = own(request)
    made = take_paper(
        found,
        organization=organization_of(request),
        checked_at=absolute(request, reverse("reports:issuer")),
        at=timezone.now(),
    )
    return _kept(made, "what-i-brought.pdf", "application/pdf")


@never_cache
@allow(signed_in)
def file(request: PersonRequest) -> HttpResponse:
    """The same as JSON."""
    found, _form = own(request)
    values = as_values(found, organization=organization_of(request), at=timezone.now())
    return _kept(_json(values), "what-i-brought.json", "application/json")


@never_cache
@allow(signed_in)
@require_POST
def badges(request: PersonRequest) -> HttpResponse:
    """One badge as a token for a wallet, or all of them as a list."""
    found, _form = own(request)
    which = request.POST.get("badge", "")
    made = badges_module.take(found, which=which, issuer=issuer_of(request), at=timezone.now())
    if not made:
        raise Http404
    if which:
        return _kept(made[0][1].encode(), f"badge-{which}.jwt", "application/jwt")
    listed = {"badges": [badges_module.told(badge, token) for badge, token in made]}
    return _kept(_json(listed), "badges.json", "application/json")


def _json(values: dict[str, Any]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


def _kept(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file that browsers keep and do not show."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
