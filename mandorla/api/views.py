"""The doors of the API. What is behind them loads when somebody first knocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from mandorla.base.web import PersonRequest, allow, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest


@csrf_exempt  # sessions are checked by the API itself; tokens need no such check
def answer(request: HttpRequest, path: str) -> HttpResponse:
    """Answer a call of the API."""
    from mandorla.api.interface import dispatch  # slow import

    return dispatch(request, path)


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """What the API can do, for machines. It tells nothing about the instance."""
    from mandorla.api.openapi import as_text  # slow import

    return HttpResponse(as_text(), content_type="application/json")


@require_safe
@allow(signed_in)
def reference(request: PersonRequest) -> HttpResponse:
    """What the API can do, for people, made from what machines read."""
    from mandorla.api.reference import read_reference  # slow import

    return render(request, "api/reference.html", {"reference": read_reference()})
