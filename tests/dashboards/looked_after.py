"""What tests of the portfolio begin with: somebody who looks, and licenses that end some day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from mandorla.communities.models import Community
from mandorla.people.models import Person
from tests import make


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def licensed(name: str, *, left: int, state: str = "active", **facts: Any) -> Community:
    """A community whose license is reviewed in so many days."""
    made = make.community(name, **facts)
    until = timezone.localdate() + timedelta(days=left)
    make.license(made, state=state, until_on=until, next_review_on=until)
    return made
