"""Addresses that others read: they name this instance, also far away from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from mandorla.base.models import Organization
from mandorla.reports.badges import Issuer

if TYPE_CHECKING:
    from django.http import HttpRequest


def absolute(request: HttpRequest, path: str) -> str:
    """The whole address of a page here, by the public name of the instance where it has one."""
    return f"{settings.BASE_URL}{path}" if settings.BASE_URL else request.build_absolute_uri(path)


def organization_of(request: HttpRequest) -> Organization:
    """Whose instance it is; where nobody has set it up, no page is opened."""
    known: Organization | None = getattr(request, "organization", None)
    return known or Organization.objects.get()


def issuer_of(request: HttpRequest) -> Issuer:
    """Who signs what leaves here."""
    return Issuer(
        organization=organization_of(request),
        address=absolute(request, reverse("reports:profile")),
        home=absolute(request, "/"),
        keys=absolute(request, reverse("reports:issuer")) + "keys/",
    )
