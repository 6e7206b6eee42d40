"""A community whose rhythm slips, and its people."""

from __future__ import annotations

import pytest

from mandorla.advice.judging import judge_all
from mandorla.advice.models import Warning
from mandorla.base.indicators import plain
from mandorla.communities.models import Community
from mandorla.core.conditions import Finding
from mandorla.people.models import Person
from tests import make
from tests.advice.cases import found

SLIPS = {"rhythm_held": Finding(0.25, part=2, of=8)}


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def ben() -> Person:
    return make.person("Ben Sponsor")


@pytest.fixture
def mia() -> Person:
    return make.person("Mia Member")


@pytest.fixture
def karin() -> Person:
    return make.program_manager()


@pytest.fixture
def champions(ana: Person, ben: Person, mia: Person) -> Community:
    made = make.community("Champions", leader=ana, sponsor=ben, members=(mia,), slug="champions")
    make.standing(made, findings=plain(found(SLIPS)))
    return made


@pytest.fixture
def slip(champions: Community) -> Warning:
    """That the rhythm slips, as it stands."""
    judge_all({champions.pk: found(SLIPS)}, at=make.AT)
    return Warning.objects.select_related("community").get()
