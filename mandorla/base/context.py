"""What every page knows: whose Mandorla this is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from mandorla.base.models import Organization

if TYPE_CHECKING:
    from django.http import HttpRequest


def organization(request: HttpRequest) -> dict[str, Any]:
    """The organization, the color scheme the person chose, and the moment the page is read."""
    known = getattr(request, "organization", None) or Organization.current()
    scheme = request.COOKIES.get("scheme", "")
    return {
        "organization": known,
        "now": timezone.now(),  # noqa: TID251 - a page is an edge; its dates are said as of now
        "scheme": scheme if scheme in {"light", "dark"} else "",
    }
