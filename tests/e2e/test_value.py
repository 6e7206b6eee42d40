"""The Value tab and the lens in a browser: on a desk, on a phone, on paper, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import make
from tests.e2e.browser import in_both_schemes, runs_over, without_javascript
from tests.value.rounds import group, held

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 390, "height": 844}
# Every pair of words in the picture that is on the page, as drawn, and what sticks out of it.
MEET = """() => {
  const picture = [...document.querySelectorAll("svg.lens[role=img]")].find(
    (svg) => svg.getBoundingClientRect().width);
  const frame = picture.getBoundingClientRect();
  const texts = [...picture.querySelectorAll("text")].map((text) =>
    [text.textContent, text.getBoundingClientRect()]);
  const found = texts.filter(([, box]) => box.left < frame.left - 0.5 ||
    box.right > frame.right + 0.5 || box.bottom > frame.bottom + 0.5).map(([words]) => words);
  texts.forEach(([one, a], place) => texts.slice(place + 1).forEach(([other, b]) => {
    // A line of letters has air above and below, which may meet.
    const air = 0.2 * Math.min(a.height, b.height);
    if (a.left < b.right - 1 && b.left < a.right - 1 &&
        a.top + air < b.bottom - air && b.top + air < a.bottom - air) found.push(one + " / " + other);
  }));
  return found;
}"""
MEMBERS = {
    0: (0, 0, 0, 0, 40, 60),
    45: (5, 10, 30, 5, 15, 35),
    60: (10, 20, 30, 5, 15, 20),
    97: (37, 25, 15, 10, 10, 3),
    100: (40, 25, 15, 10, 10, 0),
}


@in_both_schemes
def test_value_tab_is_accessible_on_a_desk_and_on_a_phone(page, signed_in, axe):
    atlas = group(8)
    held(atlas)
    held(atlas, member=MEMBERS[97])
    signed_in(page, atlas.ana).goto("/communities/atlas/value/")

    axe(page)
    page.set_viewport_size(PHONE)
    axe(page)
    table = page.get_by_role("table", name="The weight that each side")
    expect(table.get_by_role("rowheader")).to_have_count(len(make.EXPECTATIONS))


@pytest.mark.parametrize("overlap", list(MEMBERS))
def test_words_of_the_lens_never_meet_as_they_are_drawn(page, signed_in, overlap):
    atlas = group(8)
    sponsor = (60, 40, 0, 0, 0, 0) if overlap == 0 else (40, 25, 15, 10, 10, 0)
    held(atlas, sponsor=sponsor, member=MEMBERS[overlap])
    signed_in(page, atlas.ana).goto("/communities/atlas/value/")

    assert page.evaluate(MEET) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate(MEET) == []
    assert runs_over(page) == 0


@without_javascript
def test_lens_is_shown_large_and_leads_back(page, signed_in):
    atlas = group(8)
    held(atlas)
    signed_in(page, atlas.ana).goto("/communities/atlas/value/")
    page.get_by_role("link", name="Show it large").click()

    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("img", name="What both sides share in round 1")).to_be_visible()
    page.get_by_role("link", name="Back to Value").click()
    expect(page.get_by_role("heading", name="What it means")).to_be_visible()


@in_both_schemes
def test_large_lens_is_accessible(page, signed_in, axe):
    atlas = group(8)
    held(atlas)
    signed_in(page, atlas.ana).goto("/communities/atlas/value/lens/1/")

    axe(page)
    assert page.evaluate(MEET) == []


def test_printed_lens_keeps_its_words_apart_and_leaves_the_links_out(page, signed_in):
    atlas = group(8)
    held(atlas)
    page.set_viewport_size({"width": 673, "height": 900})  # A4 less its margins
    signed_in(page, atlas.ana).goto("/communities/atlas/value/lens/1/")
    page.emulate_media(media="print")

    assert page.evaluate(MEET) == []
    expect(page.get_by_role("link", name="Back to Value")).to_be_hidden()
    assert runs_over(page) == 0


@in_both_schemes
def test_way_to_a_first_round_and_a_hidden_round_are_accessible(page, signed_in, axe):
    atlas = group(8)
    signed_in(page, atlas.ana).goto("/communities/atlas/value/")
    axe(page)
    held(atlas, voters=3)
    page.reload()
    axe(page)
    page.goto("/communities/atlas/")
    axe(page)
