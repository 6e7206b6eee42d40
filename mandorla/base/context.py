"""What every page knows: whose Mandorla this is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mandorla.base.models import Organization

if TYPE_CHECKING:
    from django.http import HttpRequest


def organization(request: HttpRequest) -> dict[str, Any]:
    """The organization, and the color scheme the person chose."""
    known = getattr(request, "organization", None) or Organization.current()
    scheme = request.COOKIES.get("scheme", "")
    return {
        "organization": known,
        "scheme": scheme if scheme in {"light", "dark"} else "",
    }
