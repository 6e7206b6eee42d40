"""Before an instance has an organization, every page leads to the one that sets it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from mandorla.base.models import Organization

if TYPE_CHECKING:
    from collections.abc import Callable


class FirstRunMiddleware:
    """Sends everybody to the first-run page until the organization has a name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = Organization.current()
        first_run = reverse("people:first_run")
        if known is None and request.path != first_run and not request.path.startswith("/api/"):
            return redirect(first_run)
        request.organization = known  # type: ignore[attr-defined]
        return self.get_response(request)
