"""A license is applied for and decided on: on a phone, by keyboard, read by all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from mandorla.licenses.models import License, Policy
from tests.e2e.browser import Axe, SignIn, on_a_phone, without_javascript
from tests.e2e.crowd import LONG_LINE, LONG_WORDS, Crowd, look_at
from tests.e2e.keyboard import press_on, write_into
from tests.licenses.granting import applied, granted

pytestmark = pytest.mark.django_db(transaction=True)


def license_of(people: Crowd, name: str = "full") -> str:
    return f"{getattr(people, name).get_absolute_url()}license/"


@on_a_phone
@without_javascript
def test_trial_is_applied_for_and_granted_on_a_phone_without_javascript(
    page: Page, signed_in: SignIn, people: Crowd
):
    signed_in(page, people.ana).goto(license_of(people))
    page.get_by_role("link", name="Apply for a license").click()
    page.get_by_role("button", name="Apply for a trial license").click()
    page.get_by_label("What it may work on").fill("")
    page.get_by_role("button", name="Keep and go on").click()
    expect(page.get_by_text("Say what the community is to work on.").first).to_be_visible()
    page.get_by_label("What it may work on").fill("How Atlas is introduced")
    page.get_by_label("Hours a month for each member").fill("4")
    page.get_by_role("button", name="Keep and go on").click()
    expect(page.get_by_role("button", name=f"Take out {people.ben.name}")).to_be_visible()
    page.get_by_role("link", name="Go on").click()
    page.get_by_label("Ours differs because").fill("They are quiet.")
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(page.get_by_text("You have applied.")).to_be_visible()

    signed_in(page, people.ben).goto(license_of(people))
    page.get_by_role("link", name="Decide on the application").click()
    expect(page.get_by_text("They are quiet.")).to_be_visible()
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text("Choose what you decide.").first).to_be_visible()
    page.get_by_role("radio", name="Grant", exact=True).check()
    page.get_by_role("button", name="Decide", exact=True).click()

    expect(page.get_by_text("Decided. Those whom it concerns are told.")).to_be_visible()
    expect(page.get_by_text("on trial until").first).to_be_visible()
    license = License.objects.get()
    assert (license.state, license.until_on) == (
        "active",
        timezone.localdate() + timedelta(days=89),
    )


def test_gate_is_passed_with_a_reason_and_a_condition_closed_by_keyboard_alone(
    page: Page, signed_in: SignIn, axe: Axe, people: Crowd
):
    applied(people.full, by=people.ana, sponsor=people.ben)
    due = timezone.localdate() + timedelta(days=30)
    signed_in(page, people.karin).goto(f"{license_of(people)}decision/")
    press_on(page, "Grant", " ")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Grant with conditions")).to_be_checked()
    for gate in ("An agreed charter", "A measured overlap", "A signed value", "A core group"):
        write_into(page, gate, "It follows in spring.")
    write_into(page, "Condition", "Write a charter")
    page.get_by_label("By").first.fill(str(due))
    press_on(page, "Decide")
    expect(page.get_by_text("Decided. Those whom it concerns are told.")).to_be_visible()
    expect(page.get_by_text("licensed with conditions until").first).to_be_visible()
    axe(page)

    press_on(page, "Close it")
    write_into(page, "How it was met, or why it is waived", "It is signed.")
    press_on(page, "It is met")
    expect(page.get_by_text("The condition is met.")).to_be_visible()
    expect(page.get_by_text("licensed until").first).to_be_visible()
    assert License.objects.get().state == "active"


def test_policy_is_set_and_goes_back(page: Page, signed_in: SignIn, axe: Axe, people: Crowd):
    signed_in(page, people.karin).goto("/licenses/policy/")
    page.get_by_text("Set values of your own").click()
    page.get_by_label("Days of a trial license").fill("60")
    page.get_by_role("button", name="Set it").click()
    expect(page.get_by_text("This holds from now on.")).to_be_visible()
    expect(page.get_by_text("Days of a trial license: 90 → 60")).to_be_visible()
    assert Policy.of("").trial_days == 60

    page.get_by_text("Set values of your own").click()
    page.get_by_label("Days of a trial license").fill("")
    page.get_by_role("button", name="Set it").click()
    expect(page.get_by_text("went back to the default")).to_be_visible()
    axe(page)
    assert Policy.of("").trial_days == 90


def test_pages_of_licenses_can_be_used_by_everybody(
    page: Page, signed_in: SignIn, axe: Axe, people: Crowd
):
    now = timezone.now()
    terms: dict[str, Any] = {
        "scope": LONG_WORDS,
        "decision_rights": LONG_WORDS,
        "data_use": LONG_LINE,
        "until_on": timezone.localdate() + timedelta(days=200),
    }
    trial = granted(people.full, by=people.ana, sponsor=people.ben, kind="trial", scope=LONG_WORDS)
    running = granted(
        people.full,
        by=people.ana,
        sponsor=people.ben,
        conditions=((LONG_LINE[:150], timezone.localdate()),),
        at=now,
        **terms,
    )
    applied(people.empty, by=people.ana, sponsor=people.ben, scope=LONG_WORDS)
    decision = running.decisions.get()

    signed_in(page, people.ben)
    look_at(
        page,
        axe,
        license_of(people),
        license_of(people, "empty"),
        f"{license_of(people, 'empty')}decision/",
        decision.get_absolute_url(),
        f"{license_of(people)}past/{trial.number}/",
        "/licenses/policy/",
    )
    License.objects.get(community=people.empty).withdraw(by=people.ana, at=now)
    signed_in(page, people.ana)
    apply = f"{license_of(people, 'empty')}application/"
    look_at(page, axe, apply)
    License.draft(community=people.empty, kind="full", by=people.ana, at=now)
    look_at(page, axe, f"{apply}terms/", f"{apply}sponsors/?q=Pri", f"{apply}check/")
