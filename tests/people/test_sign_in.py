"""Signing in: by password, by the organization's provider; nothing tells who is known here."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings as configured
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django_tasks_db.models import DBTaskResult

from mandorla.config import settings as product
from mandorla.people.models import Person
from mandorla.people.models.invitation import VALID_FOR
from mandorla.people.reset import send_reset_link
from tests import make

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
RESET = "/accounts/password/reset/"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"')


def _sign_in(client: Client, email: str | None, password: str = make.PASSWORD, **extra: Any):
    return client.post(LOGIN, {"login": email or "", "password": password}, **extra)


def _is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_person_signs_in_with_address_and_password(client):
    ana = make.person("Ana")
    answer = _sign_in(client, str(ana.email).upper())
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert _is_in(client)
    assert not EmailAddress.objects.exists()


def test_session_gets_another_key_when_somebody_signs_in(client):
    ana = make.person("Ana")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    client.cookies[configured.SESSION_COOKIE_NAME] = before
    _sign_in(client, ana.email)
    assert client.cookies[configured.SESSION_COOKIE_NAME].value != before


def test_next_page_is_followed_only_within_this_site(client):
    ana = make.person("Ana")
    for there, expected in (("/people/", "/people/"), ("https://evil.example/", "/")):
        client.logout()
        data = {"login": ana.email, "password": make.PASSWORD, "next": there}
        assert client.post(LOGIN, data)["Location"] == expected


def test_inactive_person_cannot_sign_in(client):
    ana = make.person("Ana", is_active=False)
    assert _sign_in(client, ana.email)["Location"] == "/accounts/inactive/"
    assert not _is_in(client)


def test_open_session_ends_when_the_person_is_deactivated(client):
    karin, ana = make.program_manager(), make.person("Ana")
    client.force_login(ana)
    assert _is_in(client)
    ana.deactivate(by=karin, at=make.AT)
    assert not _is_in(client)


def test_person_from_a_roster_cannot_sign_in_before_they_are_invited(client):
    make.organization()
    Person.enter(name="Eva", email="eva@halden.example", at=make.AT)
    for password in ("", "!", "None"):
        assert _sign_in(client, "eva@halden.example", password).status_code == 200
    assert not _is_in(client)


# --- nothing tells whether an address is known ---


def _known_and_unknown() -> tuple[str, str, str, str]:
    """Addresses of the same length: with an account, without one, inactive, unknown."""
    make.person("Ana", email="somebody-1@halden.example")
    make.person("Ina", email="somebody-2@halden.example", is_active=False)
    Person.enter(name="Eva", email="somebody-3@halden.example", at=make.AT)
    return tuple(f"somebody-{n}@halden.example" for n in (1, 2, 3, 4))  # type: ignore[return-value]


def _seen(answer, address: str) -> tuple[int, bytes, list[tuple[str, str]]]:
    """What a browser sees, without the token of the form, the typed address and the clock."""
    body = TOKEN.sub(b"TOKEN", answer.content).replace(address.encode(), b"ADDRESS")
    headers = sorted(
        (k, v) for k, v in answer.headers.items() if k not in {"Content-Length", "Expires"}
    )
    return answer.status_code, body, headers


def test_wrong_password_is_answered_alike_for_every_address():
    seen = []
    for address in _known_and_unknown():
        answer = _sign_in(Client(), address, "not the password")
        seen.append(_seen(answer, address))
    assert seen[0][0] == 200
    assert seen == [seen[0]] * 4


def test_forgotten_password_is_answered_alike_for_every_address(
    django_capture_on_commit_callbacks,
):
    seen, followed = [], []
    for address in _known_and_unknown():
        client = Client()
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(RESET, {"email": address})
        seen.append(_seen(answer, address))
        followed.append(_seen(client.get(answer["Location"]), address))
    assert seen[0][0] == 302
    assert seen == [seen[0]] * 4
    assert followed == [followed[0]] * 4
    assert DBTaskResult.objects.count() == 4
    assert mail.outbox == []


def test_unknown_address_costs_a_hash_too(settings):
    """With a hasher that takes its time, so that the difference would show."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    addresses = _known_and_unknown()
    Person.objects.get(email=addresses[0]).set_password(make.PASSWORD)
    took = []
    for address in (*addresses, *addresses):
        cache.clear()
        begun = time.process_time()
        _sign_in(Client(), address, "not the password")
        took.append(time.process_time() - begun)
    known, unknown = min(took[0], took[4]), min(took[3], took[7])
    assert unknown > known / 2


def test_only_somebody_with_a_password_gets_the_letter():
    with_account, inactive, from_roster, unknown = _known_and_unknown()
    sent = [
        send_reset_link(email=address, origin="https://m.example/")
        for address in (with_account, inactive, from_roster, unknown)
    ]
    assert sent == [True, False, False, False]
    assert [letter.to for letter in mail.outbox] == [[with_account]]


def test_link_of_the_letter_sets_a_new_password_once(client):
    ana = make.person("Ana")
    send_reset_link(email=str(ana.email).upper(), origin="https://m.example/")
    link = re.search(r"https://m\.example(/accounts/\S+)", str(mail.outbox[0].body))
    assert link
    form = client.get(link[1])["Location"]
    new = {"password1": "another long password", "password2": "another long password"}
    assert client.post(form, new).status_code == 302
    assert _sign_in(Client(), ana.email, "another long password").status_code == 302
    assert Client().get(link[1]).context["token_fail"]
    assert not _is_in(client)
    assert not EmailAddress.objects.exists()


# --- limits ---


def test_sign_in_is_limited_for_one_address_whoever_asks():
    known = str(make.person("Ana").email)
    for address in (known, "nobody@halden.example"):
        cache.clear()
        answers = [
            _sign_in(Client(), address, "wrong", REMOTE_ADDR=f"192.0.2.{number}")
            for number in range(6)
        ]
        said = ["Too many failed login attempts" in a.content.decode() for a in answers]
        assert said == [False] * 5 + [True]
    locked = Client()
    _sign_in(locked, "nobody@halden.example", REMOTE_ADDR="192.0.2.9")
    assert not _is_in(locked)


def test_sign_in_is_limited_for_one_machine_whatever_it_asks():
    make.organization()
    said = [
        "Too many failed login attempts"
        in _sign_in(Client(), f"somebody{n}@halden.example", "wrong").content.decode()
        for n in range(12)
    ]
    assert said == [False] * 10 + [True] * 2


def test_forgotten_passwords_are_limited():
    make.organization()
    answers = [Client().post(RESET, {"email": "a@halden.example"}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]


def test_limits_are_counted_where_all_processes_see_them():
    backend = product.CACHES["default"]["BACKEND"]
    assert backend == "django.core.cache.backends.db.DatabaseCache"


# --- what is not offered ---


@pytest.mark.parametrize("url", ["/accounts/signup/", "/accounts/3rdparty/signup/"])
def test_nobody_signs_up_by_themselves(client, url):
    make.organization()
    title = {
        "/accounts/signup/": "<h1>People come in by invitation</h1>",
        "/accounts/3rdparty/signup/": "<h1>Sign in</h1>",
    }
    assert title[url] in client.get(url, follow=True).content.decode()
    data = {"email": "eve@evil.example", "password1": make.PASSWORD, "password2": make.PASSWORD}
    client.post(url, data)
    assert not Person.objects.filter(email="eve@evil.example").exists()


@pytest.mark.parametrize(
    "path",
    [
        "email/",
        "password/set/",
        "3rdparty/",
        "confirm-email/",
        "confirm-email/a:b/",
        "login/code/confirm/",
    ],
)
def test_closed_pages_do_not_exist(client, path):
    ana = make.person("Ana")
    assert client.get(f"/accounts/{path}")["Location"].startswith(LOGIN)
    client.force_login(ana)
    assert client.get(f"/accounts/{path}").status_code == 404
    assert client.post(f"/accounts/{path}", {"email": "eve@evil.example"}).status_code == 404


# --- a second step ---


def test_person_with_an_app_is_asked_for_its_digits(client):
    ana = make.person("Ana")
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(ana, secret)
    assert _sign_in(client, ana.email)["Location"].startswith("/accounts/2fa/authenticate/")
    assert not _is_in(client)
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    assert client.post("/accounts/2fa/authenticate/", {"code": code})["Location"] == "/"
    assert _is_in(client)


def test_invitation_lasts_longer_than_a_letter_takes():
    assert timedelta(days=14) == VALID_FOR
