from __future__ import annotations

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Every test of the API reads and writes."""


@pytest.fixture
def connection_of_queries() -> object:
    """The connection whose queries are counted."""
    return connection
