from __future__ import annotations

import io
from itertools import chain

import pytest
from django.test import Client
from pyhanko.pdf_utils.reader import PdfFileReader

from mandorla.reports.data_use import sections
from tests import make

pytestmark = pytest.mark.django_db


def test_pack_is_a_tagged_pdf_for_everybody_who_is_signed_in(client: Client):
    client.force_login(make.person())

    answer = client.get("/data-use/pack.pdf")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    root = PdfFileReader(io.BytesIO(answer.content)).root
    assert root["/MarkInfo"]["/Marked"].value


def test_pack_says_what_the_page_says(client: Client):
    client.force_login(make.person())
    page = client.get("/data-use/").content.decode()

    for section in sections()[:-1]:
        for cell in [*section["paragraphs"], *chain(*section["rows"])]:
            assert all(word in page for word in cell.replace("\u2019", " ").split(", ")[:3]), cell
