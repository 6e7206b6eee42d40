"""Give and get, and what a community brought, as a phone, a desk and a screen reader meet them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from mandorla.ledger.working_out import work_out
from tests import make
from tests.e2e.browser import Axe, SignIn, on_a_phone, runs_over, without_javascript
from tests.e2e.crowd import look_at
from tests.ledger.giving import group, rated, reached, serving
from tests.ledger.putting import given, hours, money, rates
from tests.ledger.test_working_out import claimed
from tests.value.rounds import Group

pytestmark = pytest.mark.django_db(transaction=True)


def filled() -> Group:
    """Both sides weighed and rated, with stories, a measure and what both gave."""
    atlas = group(6)
    rated(atlas)
    rates(make.program_manager())
    serving(atlas.community, "Faster roll-out", side="organization")
    serving(atlas.community, "A common way of working", side="members")
    reached(atlas.community, "Fewer repeat errors")
    claimed(atlas.community, state="confirmed", low=Decimal(800), high=Decimal(9_000))
    claimed(atlas.community, state="claimed")
    given(atlas.community, money("3000"))
    given(atlas.community, hours("20"))
    work_out([atlas.community.pk], at=make.AT)
    return atlas


def pages(atlas: Group) -> list[str]:
    at = atlas.community.get_absolute_url()
    return [f"{at}value/give-and-get/?period=2026", f"{at}value/worth/"]


def test_pages_pass_axe_wide_and_narrow_light_and_dark(page: Page, signed_in: SignIn, axe: Axe):
    full, bare, hidden = filled(), group(6), group(6)
    rated(hidden, voters=4)
    addresses = [*pages(full), *pages(bare), pages(hidden)[0]]
    look_at(signed_in(page, full.ana), axe, *addresses)


@on_a_phone
@without_javascript
def test_gap_is_seen_and_walked_to_its_story_on_a_phone(page: Page, signed_in: SignIn):
    atlas = filled()
    signed_in(page, atlas.ana).goto(f"{atlas.community.get_absolute_url()}value/")
    page.get_by_role("link", name="What each side expects, gets and gives").click()
    assert runs_over(page) == 0
    first = page.get_by_role("listitem").filter(has_text="Faster roll-out").first
    expect(first.get_by_text("expects much, gets little")).to_be_visible()

    first.get_by_role("link", name="1 story (1 confirmed for the organization)").click()

    expect(page.get_by_role("link", name="One price list").first).to_be_visible()


@on_a_phone
def test_bars_have_the_same_room_whatever_stands_beside_them(page: Page, signed_in: SignIn):
    atlas = filled()
    signed_in(page, atlas.ana).goto(pages(atlas)[0])
    boxes = [one.bounding_box() for one in page.locator(".give-get-side svg").all()]
    assert len(boxes) == 12
    assert len({round(box["width"]) for box in boxes if box}) == 1


def test_table_says_the_same_as_the_bars(page: Page, signed_in: SignIn):
    atlas = filled()
    signed_in(page, atlas.ana).goto(pages(atlas)[0])
    page.get_by_text("Show as a table").click()
    table = page.get_by_role("table", name="What each side expects, gets and misses")
    row = table.get_by_role("row").filter(has_text="Faster roll-out").first
    assert row.get_by_role("cell").all_inner_texts() == [
        "Organization",
        "40%",
        "3",
        "28%",
        "expects much, gets little",
        "1",
        "0",
    ]
