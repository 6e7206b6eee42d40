"""What every test may ask for. The people and communities themselves come from tests/make.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import settings as property_tests

from tests.mail_server import Away

# The same examples on every run, and no time limit: a busy machine is no reason to fail.
property_tests.register_profile("mandorla", deadline=None, derandomize=True)
property_tests.load_profile("mandorla")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Limits on sign-in and other counts of one test must not reach into the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _connection_outlives_requests() -> Iterator[None]:
    """A test is one transaction over all its requests, also of those sent past Django's client.

    Before each test, because that client connects the signals again after each of its requests.
    """
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@pytest.fixture
def refuses(settings: Any) -> dict[str, Exception]:
    """What the mail server does not take, by a word of the subject or by an address."""
    settings.EMAIL_BACKEND = f"{Away.__module__}.{Away.__qualname__}"
    Away.refuses.clear()
    return Away.refuses
