"""What the caller brought by the API: the same lines and the same verbs as the pages."""

from __future__ import annotations

import base64
from io import BytesIO

import jwt
import pytest
from django.test import Client
from pyhanko.pdf_utils.reader import PdfFileReader

from mandorla.reports.models import Consent, Share, SigningKey
from tests import make
from tests.api.caller import Caller
from tests.reports.bringing import World, answered, everything, page_of, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> World:
    return world()


@pytest.fixture
def priya(at: World) -> Caller:
    """A program of Priya's."""
    return Caller(at.priya)


def test_lines_are_those_of_the_page(at, priya):
    everything(at)

    told = priya.get("/me/brought").json()

    page = list(page_of(at.priya).lines)
    assert [(one["line"], one["text"], one["goes"]) for one in told["lines"]] == [
        (line.key, line.text, line.goes) for line in page
    ]
    assert told["lines"][0]["section"] == "brought"
    assert told["earlier"] == {}


def test_lines_are_narrowed(at, priya):
    other = make.community("Other", members=(at.priya,))
    make.issue(other, "Elsewhere", by=at.priya)

    told = priya.get("/me/brought", community="other", since="2026-01-01").json()

    assert [one["text"] for one in told["lines"]] == ["Elsewhere", "Member"]
    assert priya.get("/me/brought", community="no-such").status_code == 422
    wrong = priya.get("/me/brought", since="2026-02-01", until="2026-01-01")
    assert wrong.json()["errors"][0]["field"] == "until"


def test_lines_are_chosen(at, priya):
    everything(at)
    [insight] = [line.key for line in page_of(at.priya).lines if line.kind == "insight"]
    sent = {"lines": [{"line": insight, "goes": True}, {"line": "story", "goes": False}]}

    assert priya.call("PUT", "/me/brought/lines", sent).status_code == 204

    goes = {line.kind: line.goes for line in page_of(at.priya).lines}
    assert (goes["insight"], goes["story"], goes["story_became"]) == (True, False, False)
    unknown = {"lines": [{"line": "issue-1", "goes": True}]}
    assert priya.call("PUT", "/me/brought/lines", unknown).status_code == 422


def test_paper_and_badges_are_signed(at, priya):
    pdf = base64.b64decode(priya.post("/me/brought/paper").json()["pdf"])
    [badge] = priya.post("/me/brought/badges").json()["badges"]

    assert len(PdfFileReader(BytesIO(pdf)).embedded_signatures) == 1
    key = jwt.PyJWK(SigningKey.objects.get().public)
    told = jwt.decode(badge["credential"], key, algorithms=["RS256"])
    assert told["name"] == badge["name"] == "Member, Guild"


def test_token_that_only_reads_signs_and_shares_nothing(at):
    reader = Caller(at.priya, scope="read")

    assert reader.get("/me/brought").status_code == 200
    assert reader.post("/me/brought/paper").status_code == 403
    assert reader.post("/me/brought/links", {"name": "Ben"}).status_code == 403


def test_link_is_made_listed_and_ended(at, priya):
    made = priya.post("/me/brought/links", {"name": "Ben", "days": 7, "community": "guild"})
    path = made.json()["address"].removeprefix("http://testserver")
    opened = Client().get(path).status_code
    [listed] = priya.get("/me/brought/links").json()["items"]
    ended = priya.call("DELETE", f"/me/brought/links/{listed['id']}").status_code

    assert (made.status_code, opened, listed["opened"], ended) == (201, 200, 1, 204)
    assert "address" not in listed
    assert Client().get(path).status_code == 404
    assert Share.objects.get().community == at.guild


@pytest.mark.parametrize("days", [0, 366, "x"])
def test_link_that_lasts_too_long_is_refused(priya, days):
    assert priya.post("/me/brought/links", {"name": "Ben", "days": days}).status_code == 422


def test_who_asked_lets_themselves_be_named(at, priya):
    answer = answered(at)
    path = f"/me/helpers/{answer.pk}"

    assert priya.call("PUT", path, {"may": True}).status_code == 404
    assert Caller(at.ben).call("PUT", path, {"may": True}).status_code == 204
    assert Consent.objects.count() == 1
    assert Caller(at.ben).call("PUT", path, {"may": False}).status_code == 204
    assert not Consent.objects.exists()
