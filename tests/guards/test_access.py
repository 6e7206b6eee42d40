"""Who gets in where: every page has a rule, or a reason to have none."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import make
from tests.guards.pages import Address, addresses, ours
from tests.guards.tree import refuse

PUBLIC = {
    "home": "leads to the directory, which has a rule",
    "people:first_run": "nobody is here yet; gone once the organization has a name",
    "people:invitation": "whoever holds the one-time link comes in by it",
    "gatherings:feed": "a calendar program cannot sign in: the secret address is the key",
    "people:unsubscribe": "whoever holds the mail stops the mails, without signing in",
    "reports:shared": "whoever has the link reads what its owner let leave, until it ends",
    "reports:issuer": "says to anybody how papers and badges are checked",
    "reports:profile": "who signs, as badges name it",
    "reports:keys": "public keys, by which badges are checked",
    "reports:key": "one of them, which a badge leads to",
    "reports:certificate": "the certificate by which a paper is checked",
    "demo:sign_in": "one-click sign-in of the demo, on loopback only",
    "api:schema": "describes the API and holds nothing of the organization",
    "api:answer": "the API asks for a token itself, as tests/guards/test_api.py shows",
}
# Pages of the sign-in package that somebody who is not signed in has to reach.
SIGN_IN = {
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
}
INLINE = ("unsafe-inline", "unsafe-eval", "*")


def test_pages_have_a_rule_or_a_reason():
    found = [
        f"{address.name} /{address.route} ({address.module})"
        for address in ours()
        if not hasattr(address.view, "rule") and address.name not in PUBLIC
    ]

    refuse(found, "Decorate the view with @allow(rule)")


def test_public_pages_exist_and_have_no_rule():
    by_name = {address.name: address for address in addresses()}
    found = [name for name in PUBLIC if name not in by_name or hasattr(by_name[name].view, "rule")]

    refuse(found, "Take it off the PUBLIC list")


@pytest.fixture
def client() -> Client:
    """Shows what a browser would get, also where a page breaks."""
    return Client(raise_request_exception=False)


def _plain() -> list[Address]:
    return [address for address in addresses() if address.is_plain]


@pytest.mark.django_db
def test_pages_ask_to_sign_in_when_nobody_is_signed_in(client: Client):
    make.organization()
    found = []
    for address in _plain():
        answer = client.get(f"/{address.route}")
        asks = answer.status_code in {
            401,
            403,
            404,
            405,
        } or "/accounts/login" in answer.headers.get("Location", "")
        moved = answer.status_code == 301  # an old address of the sign-in package
        if not asks and not moved and address.name not in {*PUBLIC, *SIGN_IN}:
            found.append(f"{address.name} /{address.route}: {answer.status_code}")

    refuse(found, "This page answers to anybody")


@pytest.mark.django_db
def test_pages_answer_and_send_the_policy_when_a_program_manager_opens_them(client: Client):
    client.force_login(make.program_manager())
    found = []
    for address in _plain():
        answer = client.get(f"/{address.route}")
        policy = answer.headers.get("Content-Security-Policy", "")
        weak = [word for word in INLINE if word in policy.replace("'", "").split()]
        if answer.status_code >= 500 or "default-src" not in policy or weak:
            found.append(f"{address.name} /{address.route}: {answer.status_code} {policy}")

    refuse(found, "Every page answers, under a policy without inline code")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/no-such-page/", "/communities/no-such-community/", "/static/no"]
)
def test_missing_pages_send_the_policy(client: Client, path):
    client.force_login(make.person())

    answer = client.get(path)

    assert answer.status_code == 404
    assert "default-src" in answer.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_first_run_sends_the_policy(client: Client):
    answer = client.get("/", follow=True)

    assert answer.status_code == 200
    assert "default-src" in answer.headers["Content-Security-Policy"]
