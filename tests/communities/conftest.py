"""The people most tests of communities speak of."""

from __future__ import annotations

import pytest

from mandorla.communities.models import Community
from mandorla.people.models import Person
from tests import make


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Marković")


@pytest.fixture
def ben() -> Person:
    return make.person("Ben Okafor")


@pytest.fixture
def atlas(ana: Person, ben: Person) -> Community:
    return make.community("Atlas", leader=ana, sponsor=ben)
