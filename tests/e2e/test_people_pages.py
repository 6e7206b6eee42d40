"""The pages of people, units, the account and the trail, as a person and a screen reader meet them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from mandorla.people.models import AccessToken, Invitation, Person
from tests import make
from tests.e2e.browser import in_both_schemes, on_phone_and_desk, runs_over, without_javascript

PAGES = [
    "/people/",
    "/people/?q=nobody",
    "/people/?inactive=on",
    "/people/{ana}/",
    "/people/{gone}/",
    "/units/",
    "/units/{unit}/",
    "/invitations/",
    "/account/",
    "/account/tokens/",
    "/events/",
    "/events/?since=nonsense",
    "/events/?who=Ana+Markovic",
    "/no/such/page/",
]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def karin() -> Person:
    """A program manager of an organization in which something has happened."""
    karin = make.program_manager()
    ops = make.unit("Operations with a rather long name for a narrow screen")
    plant = make.unit("Plant North", parent=ops)
    make.unit("Plant Nort", parent=ops)
    make.unit("Umweltverträglichkeitsprüfungsabteilung", parent=plant)
    ana = make.person("Ana Marković", unit=plant, job_title="Service engineer")
    make.person("Gone", is_active=False)
    community = make.community("Welding Circle", leader=ana, sponsor=karin)
    community.start(by=ana, at=make.AT)
    Invitation.invite(email="nora@halden.example", name="", role="auditor", by=karin, at=make.AT)
    AccessToken.issue(person=karin, name="Laptop", scope="read", days=300, at=make.AT)
    return karin


@in_both_schemes
@on_phone_and_desk
def test_pages_are_readable_for_everybody_and_fit(page, signed_in, axe, karin):
    signed_in(page, karin)
    numbers = {
        "ana": Person.objects.get(name="Ana Marković").pk,
        "gone": Person.objects.get(name="Gone").pk,
        "unit": Person.objects.get(name="Ana Marković").placements.get().unit_id,
    }
    over = {}
    for path in PAGES:
        page.goto(path.format(**numbers))
        axe(page)
        if wide := runs_over(page):
            over[path] = wide

    assert over == {}


@without_javascript
def test_program_manager_finds_appoints_and_deactivates_without_scripts(page, signed_in, karin):
    signed_in(page, karin).goto("/people/")
    page.get_by_label("Name or e-mail address").fill("marko")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Ana Marković").click()
    page.get_by_role("button", name="Make auditor").click()
    page.get_by_text("Ana Marković is auditor from now on.").wait_for()
    page.get_by_role("button", name="Deactivate the account…").click()
    page.get_by_role("button", name="Deactivate", exact=True).click()
    page.get_by_text("Ana Marković can no longer sign in.").wait_for()

    assert Person.objects.filter(is_active=False).count() == 2


def test_near_duplicate_units_are_merged_by_keyboard(page, signed_in, karin):
    signed_in(page, karin).goto("/units/")
    page.get_by_role("link", name="Look at merging").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Merge…").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Merge them").focus()
    page.keyboard.press("Enter")
    page.get_by_text("with everybody in it").wait_for()
    page.goto("/events/")

    expect(page.get_by_text("merged Plant Nort into Plant North")).to_have_count(1)
