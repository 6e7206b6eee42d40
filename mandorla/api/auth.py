"""Who calls the API: a token's owner, somebody signed in, or whom the shell names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from mandorla.api.problems import Problem
from mandorla.people.models import AccessToken

if TYPE_CHECKING:
    from django.http import HttpRequest

    from mandorla.people.models import Person

SAFE = {"GET", "HEAD", "OPTIONS"}
FAILURES_ALLOWED = 20
FAILURES_SECONDS = 300
BEARER = 'Bearer realm="Mandorla"'


class PersonalToken(HttpBearer):
    """A personal access token, made on the account page: `Authorization: Bearer mdl_…`."""

    openapi_description = (
        "A personal access token, made on the account page. It can do what its owner can do; "
        "a token that only reads is refused where something would change."
    )

    def authenticate(self, request: HttpRequest, token: str) -> Person:
        """The owner of a token that works.

        Raises:
            Problem: The token does not work, or may only read.
        """
        found = AccessToken.behind(secret=token, at=timezone.now())
        if found is None:
            raise _token_failed(request)
        if found.scope == "read" and request.method not in SAFE:
            raise Problem(
                403,
                "read-only",
                _("This token may only read. Make one that reads and writes to change something."),
                headers={"WWW-Authenticate": f'{BEARER}, error="insufficient_scope"'},
            )
        request.user = found.person
        return found.person


def _token_failed(request: HttpRequest) -> Problem:
    """What a token that does not work is answered; after some, for a while, a little more.

    Only failures are counted and held up, so that one script with an old token does not lock out
    everybody behind the same proxy. The tokens themselves are too long to be found by trying.
    """
    key = f"api-tokens-refused-{get_adapter(request).get_client_ip(request)}"
    count = cache.get(key, 0) + 1
    cache.set(key, count, FAILURES_SECONDS)
    if count > FAILURES_ALLOWED:
        return Problem(
            429,
            "too-many",
            _("Too many tokens from this address did not work. Wait five minutes."),
            headers={"Retry-After": str(FAILURES_SECONDS)},
        )
    return Problem(
        401,
        "unauthorized",
        _("This token is unknown, was revoked or has expired. Make another one."),
        headers={"WWW-Authenticate": f'{BEARER}, error="invalid_token"'},
    )


class BrowserSession(AuthBase):
    """Somebody signed in on the pages; what changes something carries the page's CSRF token."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = settings.SESSION_COOKIE_NAME
    openapi_description = (
        "The session of somebody signed in on the pages. Requests that change something carry "
        "the page's CSRF token in the header X-CSRFToken."
    )

    def __call__(self, request: HttpRequest) -> Person | None:
        """Whoever is signed in.

        Raises:
            Problem: A request that would change something does not come from a page.
        """
        if not request.user.is_authenticated or not request.user.is_active:
            return None
        if request.method not in SAFE and check_csrf(request) is not None:
            raise Problem(
                403,
                "not-from-a-page",
                _("The CSRF token of the page is missing or wrong. Load the page again."),
            )
        return request.user


class Shell(AuthBase):
    """A person named by somebody with access to the shell of the instance."""

    openapi_type = ""

    def __init__(self) -> None:
        """Not part of what the schema tells: nothing that comes over the network can be this."""

    def __call__(self, request: HttpRequest) -> Person | None:
        """The person that the command line names, who has to be active like anybody else."""
        person: Person | None = getattr(request, "acts_as", None)
        if person is None or not person.is_active:
            return None
        request.user = person
        return person
