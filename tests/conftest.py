"""What every test may ask for. The people and communities themselves come from tests/make.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from hypothesis import settings

# The same examples on every run, and no time limit: a busy machine is no reason to fail.
settings.register_profile("mandorla", deadline=None, derandomize=True)
settings.load_profile("mandorla")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Limits on sign-in and other counts of one test must not reach into the next."""
    cache.clear()
    yield
    cache.clear()
