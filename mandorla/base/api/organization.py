"""Whose instance this is."""

from __future__ import annotations

from django.http import Http404
from ninja import Router

from mandorla.base.api.fields import Answer
from mandorla.base.models import Organization
from mandorla.base.web import PersonRequest

router = Router(tags=["Organization"])


class OrganizationFound(Answer):
    """The organization of this instance."""

    name: str
    is_demo: bool


@router.get("/organization", response=OrganizationFound)
def show_organization(request: PersonRequest) -> Organization:
    """Say whose instance this is."""
    found = Organization.current()
    if found is None:
        raise Http404
    return found
