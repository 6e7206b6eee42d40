from __future__ import annotations

from pathlib import Path

import pytest

from mandorla.people import jobs
from mandorla.people.models import Placement, RosterImport
from tests import make
from tests.e2e.browser import in_both_schemes, on_a_phone, runs_over, without_javascript

FILES = Path(__file__).parents[1] / "people" / "files"
pytestmark = pytest.mark.django_db(transaction=True)


def look_at(page, name: str) -> None:
    page.goto("/roster/")
    page.get_by_label("Roster", exact=True).set_input_files(FILES / name)
    page.get_by_role("button", name="See what would change").click()


@in_both_schemes
def test_roster_is_looked_at_merged_imported_and_watched(page, signed_in, axe):
    signed_in(page, make.program_manager()).goto("/roster/")
    axe(page)
    look_at(page, "hris.csv")
    axe(page)
    page.get_by_text("How the columns are used").click()
    axe(page)
    page.get_by_label("Operations / Dept of Plant North (1) →").check()
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("This is what it changes now.").wait_for()
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("Waiting for its turn").wait_for()
    axe(page)
    jobs.apply_roster_now(RosterImport.objects.get().pk)
    page.get_by_text("Imported just now.").wait_for()
    axe(page)

    assert Placement.objects.filter(unit__name="Department of Plant North").count() == 2


@on_a_phone
@without_javascript
def test_roster_is_imported_on_a_phone_without_scripts(page, signed_in):
    signed_in(page, make.program_manager())
    look_at(page, "workplace.csv")
    page.get_by_role("button", name="Import", exact=True).click()
    jobs.apply_roster_now(RosterImport.objects.get().pk)
    page.get_by_role("link", name="How far is it now?").click()

    assert page.locator(".lede").inner_text() == "Imported just now."


@in_both_schemes
def test_refusal_is_said_beside_the_file(page, signed_in, axe):
    signed_in(page, make.program_manager())
    look_at(page, "picture.png")

    page.get_by_text("This is a PNG file.").first.wait_for()
    axe(page)


@on_a_phone
def test_import_fits_a_phone(page, signed_in):
    signed_in(page, make.program_manager())
    look_at(page, "hris.csv")

    assert runs_over(page) <= 0
