"""A round's lens alone, for a wall and for paper; and on the Overview."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests import make
from tests.value.rounds import group, held

pytestmark = pytest.mark.django_db
LENS = "/communities/atlas/value/lens/{}/"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_lens_stands_alone_with_its_sentence_and_its_table(client: Client):
    atlas = group(8)
    held(atlas)
    client.force_login(make.person())

    html = client.get(LENS.format(1)).content.decode()

    assert '<main class="projector"' in html
    assert "<nav" not in html
    assert "60% of the weight is shared" in words(html)
    assert html.count('role="rowheader"') == 6


def test_lens_of_an_earlier_round_stays_where_it_was(client: Client):
    atlas = group(8)
    held(atlas)
    held(atlas, member=(40, 25, 15, 10, 10, 0))
    client.force_login(atlas.ana)

    first, second = (words(client.get(LENS.format(n)).content.decode()) for n in (1, 2))

    assert "60% of the weight is shared" in first
    assert "100% of the weight is shared" in second


def test_lens_says_why_it_is_not_shown_and_leads_to_the_one_that_is(client: Client):
    atlas = group(9)
    held(atlas, voters=8)
    held(atlas)
    client.force_login(atlas.ana)

    html = client.get(LENS.format(2)).content.decode()

    assert "9 answered in round 2, 1 more than in round 1." in words(html)
    assert "of the weight is shared" not in words(html)
    assert f'<a href="{LENS.format(1)}">Show round 1</a>' in html


def test_lens_is_not_there_when_no_such_round_is_closed(client: Client):
    atlas = group(8)
    make.elicitation(atlas.community)
    client.force_login(atlas.ana)

    assert client.get(LENS.format(1)).status_code == 404
    assert client.get(LENS.format(7)).status_code == 404


def test_overview_draws_the_same_lens_and_its_number_opens_the_value_tab(client: Client):
    atlas = group(8)
    held(atlas)
    client.force_login(atlas.ana)

    html = client.get("/communities/atlas/").content.decode()

    assert '<a class="is-shared" href="/communities/atlas/value/">60%</a>' in html
    assert '<a class="to-lens" href="/communities/atlas/value/">' in html
    assert html.count('class="lens is-wide"') == 1


def test_overview_says_that_few_answered_when_nothing_may_be_shown(client: Client):
    atlas = group(8)
    held(atlas, voters=3)
    client.force_login(atlas.ana)

    said = words(client.get("/communities/atlas/").content.decode())

    assert "3 answers: shown from 5." in said
    assert "of the weight is shared" not in said
