"""Calls the API in tests, the way a program does: with a token and JSON."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client
from django.utils import timezone

from mandorla.people.models import AccessToken, Person

PREFIX = "/api/v1"
PROBLEM = "application/problem+json"


def token_of(person: Person, *, scope: str = "write") -> str:
    """The secret of a new token of somebody."""
    _token, secret = AccessToken.issue(
        person=person, name="a script", scope=scope, days=30, at=timezone.now()
    )
    return secret


class Caller:
    """A program that calls the API as somebody, or as nobody."""

    def __init__(self, person: Person | None = None, *, scope: str = "write") -> None:
        headers = {"Authorization": f"Bearer {token_of(person, scope=scope)}"} if person else {}
        self.client = Client(headers=headers)

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """The response to a call below `/api/v1`, or to a whole address as `next` gives it."""
        address = path if path.startswith(PREFIX) else PREFIX + path
        sent: dict[str, Any] = (
            {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        )
        return self.client.generic(method, address, **sent)

    def get(self, path: str, **query: Any) -> Any:
        """The response to a question."""
        address = path if path.startswith(PREFIX) else PREFIX + path
        return self.client.get(address, query)

    def post(self, path: str, body: Any = None) -> Any:
        """The response to a verb."""
        return self.call("POST", path, body)


def everything(caller: Caller, path: str, **query: Any) -> list[Any]:
    """All items of a list, page after page."""
    page = caller.get(path, **query).json()
    found = list(page["items"])
    while page["next"]:
        page = caller.get(page["next"]).json()
        found += page["items"]
    return found
