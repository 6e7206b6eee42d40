"""Who is signed in, read by a prepared query: every page does."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from mandorla.base.prepared import prepared
from mandorla.people.models import Person


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in as `allauth` does."""

    def get_user(self, user_id: int) -> Person | None:
        """The person of a session, as long as their account is active."""
        return next(iter(_person(int(user_id))), None)


_also: dict[str, Any] = {}


def read_also(**known: Any) -> None:
    """What a module above knows of a person is read with them; called once, when it is loaded."""
    _also.update(known)


@prepared
def _person(number: int) -> QuerySet[Person, Any]:
    return Person.objects.filter(pk=number, is_active=True).annotate(**_also)
