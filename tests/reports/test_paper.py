"""The signed paper: it says what the page lets leave, and breaks when a byte of it changes."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from mandorla.base.models import Event, Organization
from mandorla.reports.as_file import as_values
from mandorla.reports.brought import leaving
from mandorla.reports.models import Choice, SigningKey
from mandorla.reports.paper import _words, take, typeset
from tests import make
from tests.reports.bringing import LATER, World, everything, page_of, world

pytestmark = pytest.mark.django_db
WHERE = "https://halden.example/issuer/"


@pytest.fixture
def at() -> World:
    return world()


def paper(at: World) -> bytes:
    """Priya's signed paper."""
    place = Organization.objects.get()
    return take(page_of(at.priya), organization=place, checked_at=WHERE, at=LATER)


def checked(pdf: bytes, certificate: str):
    """What a program that checks signatures says, when it trusts this certificate."""
    import ssl

    root = x509.Certificate.load(ssl.PEM_cert_to_DER_cert(certificate))
    context = ValidationContext(trust_roots=[root], moment=LATER, allow_fetching=False)
    [signature] = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(signature, context)


def test_signature_of_the_paper_holds_with_the_certificate_of_the_instance(at):
    everything(at)

    found = checked(paper(at), SigningKey.objects.get().certificate)

    assert (found.valid, found.intact, found.trusted, found.bottom_line) == (True,) * 4
    assert found.coverage.name == "ENTIRE_FILE"


def test_signature_of_the_paper_breaks_when_a_byte_changes(at):
    pdf = bytearray(paper(at))
    place = pdf.index(b"stream") + 40
    pdf[place] ^= 1

    found = checked(bytes(pdf), SigningKey.objects.get().certificate)

    assert (found.intact, found.bottom_line) == (False, False)


def test_signature_of_the_paper_does_not_hold_with_another_certificate(at):
    pdf = paper(at)
    SigningKey.objects.all().delete()
    other = SigningKey.current(at=LATER).key.certificate

    found = checked(pdf, other)

    assert (found.intact, found.trusted) == (True, False)


def test_paper_is_tagged_and_says_its_title_and_language(at):
    everything(at)
    pdf = typeset(
        page_of(at.priya), organization=Organization.objects.get(), checked_at=WHERE, at=LATER
    )

    root = PdfFileReader(BytesIO(pdf)).root

    assert bool(root["/MarkInfo"]["/Marked"])
    assert str(root["/Lang"]) == "en"
    assert b"pdfuaid:part" in root["/Metadata"].data


def test_paper_says_what_leaves_and_nothing_else(at):
    everything(at)
    page = page_of(at.priya)
    Choice.keep_all({"lesson": False}, usual=page.usual, by=at.priya)
    page, place = page_of(at.priya), Organization.objects.get()

    told = _words(page, organization=place, checked_at=WHERE, at=LATER)
    said = [line["text"] for s in told["sections"] for g in s["groups"] for line in g["lines"]]

    assert said == [line.text for line in leaving(page).lines]
    assert "Ben Okafor" not in json.dumps(told)


def test_paper_prints_words_that_look_like_markup_as_they_are(at):
    make.issue(at.guild, '#panic("x") *a* $b$ @c \\ "', by=at.priya)

    assert paper(at).startswith(b"%PDF-")


def test_paper_of_somebody_who_brought_nothing_is_a_paper_too(at):
    place = Organization.objects.get()
    made = typeset(page_of(at.karin), organization=place, checked_at=WHERE, at=LATER)

    assert made.startswith(b"%PDF-")


def test_trail_says_that_somebody_took_a_paper(at):
    paper(at)

    told = Event.objects.get(verb="paper.signed")

    assert (told.sentence, told.by_id) == (
        "Somebody took a signed paper of what they brought.",
        None,
    )


def test_file_holds_exactly_what_leaves_the_page(at):
    everything(at)
    page, place = page_of(at.priya), Organization.objects.get()

    values = as_values(page, organization=place, at=LATER)
    told = [
        (group["kind"], one["text"], one["detail"], one["on"], one["until_on"], one["community"])
        for section in values["sections"]
        for group in section["groups"]
        for one in group["lines"]
    ]

    assert told == [
        (
            line.kind,
            line.text,
            line.detail,
            line.on and line.on.isoformat(),
            line.until_on and line.until_on.isoformat(),
            line.place.name,
        )
        for line in page.lines
        if line.goes
    ]
    assert json.loads(json.dumps(values)) == values
