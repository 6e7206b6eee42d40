from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction

from mandorla.demo.builder import build_world

ON = date(2026, 11, 21)  # a Saturday


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker) -> Iterator[date]:
    """The story world, built once for a module and taken away again."""
    with django_db_blocker.unblock(), transaction.atomic():
        build_world(on=ON)
        yield ON
        transaction.set_rollback(True)


@pytest.fixture
def world(told: date, db) -> date:
    """The story world, told on a day."""
    return told
