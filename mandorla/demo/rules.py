"""Who may come in by one click: somebody at the machine of a demo, and nobody else."""

from __future__ import annotations

from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port

from mandorla.base.models import Organization
from mandorla.demo import texts
from mandorla.demo.population import address
from mandorla.people.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest

# A request that carries one of these came through another machine or a proxy, whatever the
# address of the last hop.
FORWARDED: Final = (
    "HTTP_FORWARDED",
    "HTTP_VIA",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_SERVER",
    "HTTP_X_REAL_IP",
)


def may_come_in_by_one_click(request: HttpRequest) -> bool:
    """Whether one click is enough: a demo, asked from the machine it runs on, under its own name.

    The name matters because a page elsewhere may point a name of its own at this machine.
    """
    return came_from_this_machine(request) and not is_published() and is_demo()


def is_demo() -> bool:
    """Whether this instance is a demo."""
    organization = Organization.current()
    return organization is not None and organization.is_demo


def came_from_this_machine(request: HttpRequest) -> bool:
    """Whether the request was sent on the machine itself, directly, to a name of the machine."""
    if any(header in request.META for header in FORWARDED):
        return False
    host, _port = split_domain_port(request.META.get("HTTP_HOST", ""))
    named = host == "localhost" or is_loopback(host.removeprefix("[").removesuffix("]"))
    return named and is_loopback(request.META.get("REMOTE_ADDR", ""))


def is_published() -> bool:
    """Whether people reach it under an address of another machine.

    A proxy that hides itself makes every request look as if it was sent here.
    """
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return host != "localhost" and not is_loopback(host)


def is_loopback(value: str) -> bool:
    """Whether this is an address of the machine itself: 127.0.0.0/8 or ::1, nothing else."""
    for kind in (IPv4Address, IPv6Address):
        try:
            return kind(value).is_loopback and not getattr(kind(value), "ipv4_mapped", None)
        except AddressValueError:
            continue
    return False


def one_click_people() -> list[tuple[Person, str]]:
    """The people a demo offers to be, in the order of the story, with what each does in it."""
    story = texts.organization()
    parts = {
        address(facts["name"], domain=story["domain"]): facts["part"]
        for facts in story["people"].values()
        if "part" in facts
    }
    found = {
        person.email: person for person in Person.objects.filter(email__in=parts, is_active=True)
    }
    return [(found[email], part) for email, part in parts.items() if email in found]
