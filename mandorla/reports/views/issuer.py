"""Who signs what people take along, so that anybody can check it: the only facts here for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from mandorla.reports.addresses import issuer_of
from mandorla.reports.badges import CONTEXT
from mandorla.reports.models import SigningKey

if TYPE_CHECKING:
    from django.db.models import QuerySet


@require_safe
def issuer(request: HttpRequest) -> HttpResponse:
    """How a paper and a badge are checked, with the certificates of this instance."""
    context = {"issuer": issuer_of(request), "keys": SigningKey.objects.published()}
    return render(request, "reports/issuer.html", context)


@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """Who signs, as badges name it: a profile of Open Badges 3.0."""
    found = {"@context": CONTEXT, **issuer_of(request).profile}
    return _open(JsonResponse(found, content_type="application/ld+json"))


@require_safe
def keys(_request: HttpRequest) -> HttpResponse:
    """All keys as a JSON Web Key Set."""
    found = {"keys": [key.public for key in SigningKey.objects.published()]}
    return _open(JsonResponse(found, content_type="application/jwk-set+json"))


@require_safe
def key(_request: HttpRequest, name: str) -> HttpResponse:
    """One key as a JSON Web Key: what the `kid` of a badge leads to."""
    found = get_object_or_404(_published(), name=name)
    return _open(JsonResponse(found.public, content_type="application/jwk+json"))


@require_safe
def certificate(_request: HttpRequest, name: str) -> HttpResponse:
    """The certificate of one key, by which the signature of a paper is checked."""
    found = get_object_or_404(_published(), name=name)
    answer = HttpResponse(found.certificate, content_type="application/x-pem-file")
    answer["Content-Disposition"] = 'attachment; filename="mandorla.pem"'
    return _open(answer)


def _published() -> QuerySet[SigningKey]:
    return SigningKey.objects.defer("sealed")


def _open(answer: HttpResponse) -> HttpResponse:
    """Programs in browsers of others may read it: it holds nothing but what checks signatures."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
