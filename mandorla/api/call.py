"""The API without a network: for whoever has the shell of the instance, as one of its people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.utils.functional import SimpleLazyObject

from mandorla.api.interface import dispatch
from mandorla.base.models import Organization

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.people.models import Person

PREFIX = "/api/v1/"


@dataclass(frozen=True)
class Called:
    """What the API answered.

    Attributes:
        status: The status of HTTP.
        content: The document, or None when there is none.
    """

    status: int
    content: Any

    @property
    def refusal(self) -> str:
        """Why it was refused, in sentences; empty when it was not."""
        if self.status < 400:
            return ""
        wrong = [
            f"{error['field']}: {error['message']}" for error in self.content.get("errors", [])
        ]
        return "\n".join([self.content["detail"], *wrong])


def call(
    *,
    method: str,
    path: str,
    person: Person,
    query: Mapping[str, str] | None = None,
    body: object = None,
) -> Called:
    """Call the API as a person.

    Args:
        method: GET, POST, PUT, PATCH or DELETE.
        path: A path below `/api/v1/`, or the whole of it, perhaps with a query.
        person: Who calls; may do what the person may do, and is named in the events.
        query: What is asked for.
        body: What is sent, as plain values; None sends nothing.
    """
    path, _mark, asked = path.partition("?")
    below = path.removeprefix(PREFIX).lstrip("/")
    request = _request(
        method=method,
        path=PREFIX + below,
        query="&".join(part for part in (asked, urlencode(query or {})) if part),
        body=b"" if body is None else json.dumps(body).encode(),
    )
    request.user = person
    request.acts_as = person  # type: ignore[attr-defined]
    request.organization = SimpleLazyObject(Organization.current)  # type: ignore[attr-defined]
    response = dispatch(request, below)
    return Called(response.status_code, json.loads(response.content) if response.content else None)


def _request(*, method: str, path: str, query: str, body: bytes) -> WSGIRequest:
    return WSGIRequest(
        {
            "REQUEST_METHOD": method.upper(),
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": settings.ALLOWED_HOSTS[0],
            "SERVER_PORT": "80",
            "wsgi.input": BytesIO(body),
            "wsgi.url_scheme": "http",
        }
    )
