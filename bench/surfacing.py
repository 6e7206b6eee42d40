"""Capturing an issue: the request that has to be quicker than a thought is gone."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.test import Client
from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable

    from mandorla.people.models import Person


def surfacer(person: Person, *, slug: str) -> Callable[[], None]:
    """What surfaces one more issue with two units each time it is called."""
    client = Client(HTTP_HOST="127.0.0.1:8000")
    client.force_login(person)
    sent = {"community": slug, "text": "Old price lists are printed", "units": ["9", "10"]}

    def surface() -> None:
        answer = client.post(reverse("work:surface"), {**sent, "key": str(uuid.uuid4())})
        if answer.status_code != HTTPStatus.FOUND:
            raise SystemExit(f"The issue was not taken: {answer.status_code}")

    return surface
