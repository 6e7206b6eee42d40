"""What every test may ask for. The people and communities themselves come from tests/make.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Limits on sign-in and other counts of one test must not reach into the next."""
    cache.clear()
    yield
    cache.clear()
