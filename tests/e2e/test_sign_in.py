"""The way in, in a real browser: the first page, an invitation, a second step, and out again."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

from mandorla.base.models import Organization
from mandorla.people.models import Person
from tests import make
from tests.e2e.browser import in_both_schemes, on_a_phone, without_javascript

pytestmark = pytest.mark.django_db(transaction=True)


def _sign_in(page, email: str) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@in_both_schemes
def test_first_person_sets_up_invites_and_the_invited_one_comes_in(page, axe):
    page.goto("/")
    axe(page)
    page.get_by_role("button", name="Begin").click()
    axe(page)
    page.get_by_label("What is your organization called?").fill("Halden Works")
    page.get_by_label("Your name").fill("Karin Lindqvist")
    page.get_by_label("Your e-mail address").fill("karin@halden.example")
    page.get_by_label("A password").fill(make.PASSWORD)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/communities/")
    page.goto("/invitations/")
    page.get_by_label("E-mail address").fill("nora@halden.example")
    page.get_by_role("button", name="Make the link").click()
    link = page.locator(".secret code").inner_text()
    axe(page)
    page.context.clear_cookies()
    page.goto(link)
    axe(page)
    page.get_by_label("Your name").fill("Nora New")
    page.get_by_label("A password").fill(make.PASSWORD)
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url("**/today/")
    page.context.clear_cookies()
    page.goto(link)
    axe(page)

    assert page.get_by_role("heading").first.inner_text() == "This link does not work any more"
    assert str(Organization.current()) == "Halden Works"
    assert [(p.name, p.is_program_manager) for p in Person.objects.order_by("pk")] == [
        ("Karin Lindqvist", True),
        ("Nora New", False),
    ]


def test_person_sets_up_an_app_and_is_asked_for_it_from_then_on(page, axe):
    ana = make.person("Ana")
    page.goto("/account/")
    _sign_in(page, str(ana.email))
    page.get_by_role("link", name="App, security key and recovery codes").click()
    page.get_by_role("link", name="Set up an app").click()
    axe(page)
    page.locator("[name=password]").fill(make.PASSWORD)  # asked again before a key is changed
    page.locator("main form button.button").first.click()
    page.wait_for_url("**/totp/activate/")
    axe(page)
    secret = re.findall(r"\b[A-Z2-7]{32}\b", page.content())[0]
    page.locator("[name=code]").fill(_digits(secret))
    page.locator("main form button.button").first.click()
    page.get_by_role("heading", name="Recovery codes").first.wait_for()
    page.context.clear_cookies()
    page.goto("/account/")
    _sign_in(page, str(ana.email))
    axe(page)
    codes = Authenticator.objects.get(user=ana, type="recovery_codes").wrap().get_unused_codes()
    page.locator("[name=code]").fill(codes[0])
    page.locator("main form button.button").first.click()
    page.wait_for_url("**/account/")
    axe(page)


def _digits(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


@on_a_phone
@without_javascript
def test_person_signs_in_and_out_on_a_phone_without_scripts(page):
    ana = make.person("Ana")
    page.goto("/people/")
    _sign_in(page, str(ana.email))
    page.wait_for_url("**/people/")
    page.locator("summary").first.click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    page.goto("/people/")

    assert "/accounts/login/" in page.url
