from __future__ import annotations

import re

import pytest
from django.test import Client

from mandorla.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db

INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|\sstyle=|\son[a-z]+=\"")


def heading(html: str) -> str:
    found = re.findall(r"<h1>(.*?)</h1>", html)
    assert len(found) == 1
    return str(found[0])


def signed_in(client: Client) -> Person:
    """Somebody who has just typed their password twice, as changing the second step asks for."""
    person = make.person("Ana Marković")
    client.post("/accounts/login/", {"login": person.email, "password": make.PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": make.PASSWORD})
    return person


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/accounts/login/", "Sign in"),
        ("/accounts/password/reset/", "A new password"),
        ("/accounts/password/reset/done/", "Look into your mail"),
        ("/accounts/password/reset/key/1-abc/", "This link does not work any more"),
        ("/accounts/inactive/", "You cannot sign in at the moment"),
    ],
)
def test_page_speaks_plainly_when_nobody_is_signed_in(
    client: Client, address: str, said: str
) -> None:
    make.organization()
    html = client.get(address).content.decode()
    assert heading(html) == said
    assert INLINE.findall(html) == []


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/accounts/password/change/", "Your password"),
        ("/accounts/2fa/", "A second step when you sign in"),
        ("/accounts/2fa/totp/activate/", "Set up an authenticator app"),
        ("/accounts/2fa/webauthn/", "Security keys"),
        ("/accounts/2fa/webauthn/add/", "Add a security key"),
        ("/accounts/logout/", "Sign out?"),
    ],
)
def test_page_speaks_plainly_when_somebody_is_signed_in(
    client: Client, address: str, said: str
) -> None:
    signed_in(client)
    html = client.get(address).content.decode()
    assert heading(html) == said
    assert INLINE.findall(html) == []


def test_wrong_password_is_said_above_the_form_when_signing_in(client: Client) -> None:
    person = make.person("Ana Marković")
    answer = client.post("/accounts/login/", {"login": person.email, "password": "wrong"})
    html = answer.content.decode()
    assert html.count('<div class="errors" role="alert">') == 1
    assert f'value="{person.email}"' in html


def test_signing_in_is_not_announced_when_it_works(client: Client) -> None:
    signed_in(client)
    assert 'class="messages"' not in client.get("/design/").content.decode()


def test_somebody_is_asked_whether_it_is_them_when_they_set_up_a_second_step(
    client: Client,
) -> None:
    client.force_login(make.person("Ana Marković"))
    answer = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert heading(answer.content.decode()) == "Is it still you?"
