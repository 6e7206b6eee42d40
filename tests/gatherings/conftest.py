"""The people most tests of the pages on gatherings speak of, and the day it is there."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from mandorla.communities.models import Community
from mandorla.people.models import Person
from tests import make
from tests.gatherings.pages import NOW


@pytest.fixture
def tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are opened on a Tuesday; what they read is told on which one it is."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Marković", email="ana@halden.example")


@pytest.fixture
def atlas(ana: Person) -> Community:
    return make.community("Atlas", leader=ana, archetype="change_champions")


@pytest.fixture
def leader(client: Client, ana: Person, atlas: Community) -> Client:
    client.force_login(ana)
    return client
