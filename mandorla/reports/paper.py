"""The signed paper: what somebody brought as a tagged PDF, with the signature of the instance."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mandorla.base.models import Event
from mandorla.reports.as_file import as_values
from mandorla.reports.brought import leaving
from mandorla.reports.models import SigningKey
from mandorla.reports.pdf import make_pdf

if TYPE_CHECKING:
    from datetime import date, datetime

    from mandorla.base.models import Organization
    from mandorla.reports.brought import Brought
    from mandorla.reports.lines import Line, Wanted
    from mandorla.reports.models.signing_key import Opened

TEMPLATE: Final = Path(__file__).parent / "papers" / "brought.typ"
FIELD: Final = "Mandorla"


def take(brought: Brought, *, organization: Organization, checked_at: str, at: datetime) -> bytes:
    """The signed paper, for the person it tells of; the trail says that somebody took one.

    Args are those of `typeset`.
    """
    opened = SigningKey.current(at=at)
    pdf = typeset(brought, organization=organization, checked_at=checked_at, at=at)
    signed = sign(pdf, opened, reason=_("It says what the records here say."))
    Event.record("paper.signed", by=brought.person, at=at, about=brought.person)
    return signed


def typeset(
    brought: Brought, *, organization: Organization, checked_at: str, at: datetime
) -> bytes:
    """The paper as a tagged PDF, not signed yet.

    Args:
        brought: What the person brought; what they keep to themselves is left out here.
        organization: Whose instance it is.
        checked_at: The address at which others find how to check the signature.
        at: The moment.
    """
    data = _words(brought, organization=organization, checked_at=checked_at, at=at)
    return make_pdf(TEMPLATE, data, at=at)


def sign(pdf: bytes, opened: Opened, *, reason: str) -> bytes:
    """The PDF with a signature over all of its bytes; one that changes breaks it.

    Args:
        pdf: What is signed.
        opened: The key of the instance.
        reason: What the signature says, in words.
    """
    from io import BytesIO  # slow import

    from asn1crypto import keys, x509  # slow import
    from cryptography.hazmat.primitives import serialization  # slow import
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # slow import
    from pyhanko.sign import signers  # slow import
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # slow import

    plain = opened.private.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    no_others: Any = SimpleCertificateStore  # is not typed
    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(opened.key.certificate_der),
        signing_key=keys.PrivateKeyInfo.load(plain),
        cert_registry=no_others(),
    )
    told = signers.PdfSignatureMetadata(field_name=FIELD, reason=reason, md_algorithm="sha256")
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    signed = signers.sign_pdf(writer, told, signer=signer)
    return bytes(signed.getbuffer())


def _words(
    brought: Brought, *, organization: Organization, checked_at: str, at: datetime
) -> dict[str, Any]:
    """Everything the paper says, in words; dates as people say them."""
    today = date_format(timezone.localtime(at).date(), "j F Y")
    values = as_values(brought, organization=organization, at=at)
    return {
        "language": (get_language() or "en")[:2],
        "title": _("What {name} brought").format(name=brought.person.name),
        "person": values["person"],
        "organization": organization.name,
        "about": _about(brought.wanted, today),
        "nothing": _("Nothing was let leave."),
        "foot": _("{organization}, {day}").format(organization=organization.name, day=today),
        "checking": _(
            "Signed by the Mandorla instance of {organization} on {day}, at the wish of the person "
            "it tells of, who chose what it says. How to check the signature: {address}"
        ).format(organization=organization.name, day=today, address=checked_at),
        "sections": [
            {
                "label": section.label,
                "groups": [
                    {"label": group.label, "lines": [_line(one) for one in group.lines]}
                    for group in section.groups
                ],
            }
            for section in leaving(brought).sections
        ],
    }


def _about(wanted: Wanted, today: str) -> str:
    parts = [wanted.community.name] if wanted.community else []
    parts.append(when(wanted.since_on, wanted.until_on) or _("until {day}").format(day=today))
    return ", ".join(parts)


def _line(line: Line) -> dict[str, str]:
    below = [part for part in (line.detail, line.place.name) if part]
    ends = when(line.on, line.until_on) if line.kind == "role" else _day(line.on)
    return {"text": line.text, "below": " · ".join(below), "when": ends}


def when(first: date | None, last: date | None) -> str:
    """A time as people say it: "since 3 March 2024", "3 March 2024 – 1 May 2025"."""
    if first and last:
        return f"{_day(first)} – {_day(last)}"
    if first:
        return _("since {day}").format(day=_day(first))
    return _("until {day}").format(day=_day(last)) if last else ""


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
