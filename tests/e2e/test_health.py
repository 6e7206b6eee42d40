"""How a community does, and how units talk, in a real browser."""

from __future__ import annotations

from datetime import date

import pytest

from mandorla.conversations.models import ProgramSnapshot
from tests import make
from tests.conversations.measured import AT
from tests.conversations.test_health_page import snapshots
from tests.e2e.browser import in_both_schemes, on_a_phone, runs_over, without_javascript

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def atlas():
    community = make.community("Atlas", leader=make.person("Ana Leader"))
    snapshots(community, 20, None, 14, 12)
    return community


@pytest.fixture
def cracks(atlas):
    one, other = make.unit("Sales and service of the far north"), make.unit("Works")
    pair = {
        "first": one.pk,
        "second": other.pk,
        "ties": 7,
        "expected": 20.4,
        "p_value": 0.001,
        "is_crack": True,
        "bridges": [{"community": atlas.pk, "share": 0.6}],
    }
    unit = {"unit": one.pk, "people": 12, "internal": 5, "external": 9, "ei_index": 0.29}
    figures = {"ei_index": 0.1, "ei_expected": 0.5, "p_value": 0.001}
    talk = {**figures, "pairs": [pair, pair | {"is_crack": False, "ties": None}], "units": [unit]}
    ProgramSnapshot.keep_month(date(2026, 4, 1), made_of=90, people=40, talk=talk, shared=[], at=AT)


@in_both_schemes
def test_lights_open_their_figures(page, signed_in, axe, atlas):
    signed_in(page, make.person("Mia")).goto("/communities/atlas/")
    axe(page)
    page.get_by_role("link", name="The months, and the figures behind it").click()
    page.get_by_role("heading", name="Health, by what people write").wait_for()
    page.get_by_text("The figures behind it: Who takes part").click()
    axe(page)

    assert page.get_by_role("row", name="people who wrote").is_visible()


@on_a_phone
def test_health_fits_a_phone(page, signed_in, axe, atlas):
    signed_in(page, make.person("Mia")).goto("/communities/atlas/health/")
    axe(page)

    assert not runs_over(page)


@without_javascript
def test_months_open_without_javascript(page, signed_in, atlas):
    signed_in(page, make.person("Mia")).goto("/communities/atlas/health/")
    page.get_by_text("Show the months").click()

    assert page.get_by_role("row", name="February 2026").get_by_text("fewer than five").is_visible()


@in_both_schemes
def test_cracks_lead_to_who_bridges_them(page, signed_in, axe, cracks):
    signed_in(page, make.program_manager()).goto("/portfolio/")
    page.get_by_role("link", name="Between units").click()
    page.get_by_role("heading", name="Between units", exact=True).wait_for()
    axe(page)
    page.locator("#cracks").get_by_role("link", name="Atlas").click()
    page.get_by_role("heading", name="Atlas").first.wait_for()


@on_a_phone
def test_cracks_fit_a_phone(page, signed_in, axe, cracks):
    signed_in(page, make.program_manager()).goto("/conversations/units/")
    axe(page)

    assert not runs_over(page)
