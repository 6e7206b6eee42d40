"""The log of the server holds no key to come in by."""

from __future__ import annotations

import io
import logging

import pytest
from django.test import Client
from django.utils import timezone

from mandorla.people.models import Invitation
from tests import make


@pytest.fixture
def logged():
    """What the handler of an installation writes."""
    out = io.StringIO()
    (console,) = (found for found in logging.getLogger().handlers if found.name == "console")
    assert isinstance(console, logging.StreamHandler)
    before = console.setStream(out)
    yield out.getvalue
    console.setStream(before)


@pytest.mark.django_db
def test_secret_of_an_invitation_is_not_logged_when_a_password_is_refused(logged):
    make.organization()
    _invitation, secret = Invitation.invite(
        email="nora@halden.example", name="Nora", role="", by=None, at=timezone.now()
    )

    answer = Client().post(f"/invitation/{secret}/", {"name": "Nora", "password": "short"})

    written = logged()
    assert answer.status_code == 422
    assert secret not in written
    assert "Unprocessable Entity: /invitation/***/" in written


@pytest.mark.django_db
def test_key_of_a_calendar_is_not_logged_when_nothing_is_there_any_more(logged):
    make.organization()
    key = "k7Yb2v" * 7

    answer = Client().get(f"/calendar/{key}.ics")

    assert answer.status_code == 404
    assert "Not Found: /calendar/***" in logged()
    assert key not in logged()


def test_key_of_a_new_password_is_not_logged(logged):
    logging.getLogger("django.request").warning(
        "%s: %s", "Not Found", "/accounts/password/reset/key/1a-c0ffee-secret/"
    )

    assert "Not Found: /accounts/password/reset/key/***/" in logged()
