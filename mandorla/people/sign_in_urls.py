"""Addresses of signing in, without the pages that Mandorla does not offer.

An e-mail address is changed by a program manager or the roster, because it says who somebody is; a
first password comes by invitation; and accounts at the identity provider are connected by address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import include, path, re_path

from mandorla.base.web import PersonRequest, allow

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.people.models import Person


def nobody(person: Person) -> bool:
    """Closed to everybody."""
    return person.pk is None


@allow(nobody)
def closed(request: PersonRequest, **_parts: str) -> HttpResponse:
    """There is no such page here."""
    raise Http404


urlpatterns = [
    path("email/", closed),
    path("confirm-email/", closed),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", closed),
    path("password/set/", closed),
    path("login/code/confirm/", closed),
    path("3rdparty/", closed),
    path("", include("allauth.urls")),
]
