"""The key of the instance: made once, kept sealed, replaced in time."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_pem_x509_certificate

from mandorla.reports.models import SigningKey
from mandorla.reports.models.signing_key import TAKEN_FOR
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place() -> None:
    make.organization("Halden Works")


def test_key_is_made_once():
    first, second = SigningKey.current(at=make.AT), SigningKey.current(at=make.AT)

    assert first.key == second.key
    assert first.private.private_numbers() == second.private.private_numbers()


def test_private_key_lies_sealed_in_the_database():
    opened = SigningKey.current(at=make.AT)
    secret = opened.private.private_numbers().p.to_bytes(192, "big")

    kept = SigningKey.objects.get()

    assert secret not in bytes(kept.sealed)
    assert set(kept.public) == {"alg", "e", "kid", "kty", "n", "use"}


def test_another_key_is_made_when_the_secret_key_of_the_installation_changed(settings):
    before = SigningKey.current(at=make.AT).key
    settings.SECRET_KEY = "quite another secret key of this installation"

    after = SigningKey.current(at=make.AT + timedelta(days=1)).key

    assert after != before
    assert SigningKey.objects.published() == [after, before]


def test_another_key_is_made_before_papers_could_not_be_checked_for_a_year():
    before = SigningKey.current(at=make.AT).key
    later = make.AT + TAKEN_FOR + timedelta(days=1)

    after = SigningKey.current(at=later).key

    assert after != before
    ends = load_pem_x509_certificate(before.certificate.encode()).not_valid_after_utc
    assert ends >= later + timedelta(days=364)


def test_key_is_named_by_its_thumbprint():
    key = SigningKey.current(at=make.AT).key
    needed = {name: key.public[name] for name in ("e", "kty", "n")}
    canonical = json.dumps(needed, separators=(",", ":"), sort_keys=True).encode()

    assert key.name == urlsafe_b64encode(sha256(canonical).digest()).decode().rstrip("=")


def test_certificate_names_the_organization_and_signs_nothing_but_papers():
    key = SigningKey.current(at=make.AT).key
    found = load_pem_x509_certificate(key.certificate.encode())

    assert "Halden Works" in found.subject.rfc4514_string()
    assert key.fingerprint == found.fingerprint(SHA256()).hex().upper()
