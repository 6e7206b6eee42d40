from __future__ import annotations

import base64
import json
import ssl
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from re import findall
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import models, transaction

from mandorla.base.models import Organization, Record

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

BITS: Final = 3072
LASTS: Final = timedelta(days=5 * 366)  # what a certificate says
TAKEN_FOR: Final = timedelta(days=4 * 366)  # so a paper can be checked for a year at least


@dataclass(frozen=True)
class Opened:
    """A key that can sign.

    Attributes:
        key: What is published of it.
        private: The private key, in memory only.
    """

    key: SigningKey
    private: RSAPrivateKey


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    """Ways to look for the keys of this instance."""

    def published(self) -> list[SigningKey]:
        """All that ever signed something, the newest first: earlier papers stay checkable."""
        return list(self.defer("sealed").order_by("-made_at", "-pk"))


class SigningKey(Record):
    """The key by which this instance signs what people take with them.

    The private half is kept encrypted with a key made from the installation's secret key, so a
    copy of the database alone signs nothing. When the secret key changes, a new one is made; what
    the earlier one signed can still be checked.
    """

    name = models.CharField(max_length=43, unique=True)  # its thumbprint (RFC 7638)
    public = models.JSONField()  # as a JWK
    certificate = models.TextField()  # PEM, signed by itself
    sealed = models.BinaryField()
    made_at = models.DateTimeField()

    objects = SigningKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def certificate_der(self) -> bytes:
        """The certificate as bytes."""
        return ssl.PEM_cert_to_DER_cert(self.certificate)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the certificate, as programs show it."""
        return sha256(self.certificate_der).hexdigest().upper()

    @property
    def shown_fingerprint(self) -> str:
        """The same in pairs, as people compare it."""
        return ":".join(findall("..", self.fingerprint))

    @classmethod
    def current(cls, *, at: datetime) -> Opened:
        """The key that signs now; made when there is none, it is old, or it cannot be opened."""
        with transaction.atomic():
            place = Organization.objects.select_for_update().get()  # two at once make one
            newest = cls.objects.order_by("-made_at", "-pk").first()
            private = newest and newest.made_at > at - TAKEN_FOR and _open(bytes(newest.sealed))
            if newest and private:
                return Opened(newest, private)
            return cls._make(place.name, at=at)

    @classmethod
    def _make(cls, organization: str, *, at: datetime) -> Opened:
        from cryptography.hazmat.primitives import serialization  # slow import
        from cryptography.hazmat.primitives.asymmetric import rsa  # slow import

        private = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
        plain = private.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        jwk = _public_jwk(private)
        made = cls.objects.create(
            name=jwk["kid"],
            public=jwk,
            certificate=_certificate(private, organization=organization, at=at),
            sealed=_seal().encrypt(plain),
            made_at=at,
        )
        return Opened(made, private)


def _seal() -> Fernet:
    from cryptography.fernet import Fernet  # slow import
    from cryptography.hazmat.primitives.hashes import SHA256  # slow import
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # slow import

    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"mandorla reports signing key")
    return Fernet(base64.urlsafe_b64encode(made.derive(settings.SECRET_KEY.encode())))


def _open(sealed: bytes) -> RSAPrivateKey | None:
    """The private key; None when the installation has another secret key by now."""
    from cryptography.fernet import InvalidToken  # slow import
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey  # slow import
    from cryptography.hazmat.primitives.serialization import load_der_private_key  # slow import

    try:
        found = load_der_private_key(_seal().decrypt(sealed), password=None)
    except InvalidToken:
        return None
    return found if isinstance(found, RSAPrivateKey) else None


def _public_jwk(private: RSAPrivateKey) -> dict[str, Any]:
    """The public half as a JSON Web Key, named by its thumbprint (RFC 7638)."""
    numbers = private.public_key().public_numbers()
    needed = {"e": _base64url(numbers.e), "kty": "RSA", "n": _base64url(numbers.n)}
    canonical = json.dumps(needed, separators=(",", ":"), sort_keys=True)
    name = base64.urlsafe_b64encode(sha256(canonical.encode()).digest()).rstrip(b"=").decode()
    return {**needed, "alg": "RS256", "use": "sig", "kid": name}


def _base64url(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _certificate(private: RSAPrivateKey, *, organization: str, at: datetime) -> str:
    """A certificate that the key signs for itself: whoever checks compares its fingerprint."""
    from cryptography import x509  # slow import
    from cryptography.hazmat.primitives.hashes import SHA256  # slow import
    from cryptography.hazmat.primitives.serialization import Encoding  # slow import
    from cryptography.x509.oid import NameOID  # slow import

    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{organization[:50]}, Mandorla"),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    public = private.public_key()
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(private, SHA256())
    )
    return built.public_bytes(Encoding.PEM).decode()
