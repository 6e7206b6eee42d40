"""Signing in through the organization's own identity provider."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from mandorla.people.models import Person
from tests import make
from tests.people.provider import Provider

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def _is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


@pytest.fixture
def provider(settings):
    """A tiny identity provider on this machine, set up as the environment would."""
    with Provider() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "APPS": [
                    {
                        "provider_id": "organization",
                        "name": "Halden ID",
                        "client_id": "mandorla",
                        "secret": "s3cret",
                        "settings": {"server_url": provider.url, "oauth_pkce_enabled": True},
                    }
                ]
            }
        }
        yield provider


def _come_through(client: Client, provider: Provider):
    """Press the button, be sent to the provider, and come back with its code."""
    begun = client.post("/accounts/oidc/organization/login/?process=login")
    asked = parse_qs(urlsplit(begun["Location"]).query)
    assert begun["Location"].startswith(f"{provider.url}/authorize")
    assert asked["code_challenge_method"] == ["S256"]
    back = "/accounts/oidc/organization/login/callback/"
    return client.get(back, {"code": "any", "state": asked["state"][0]})


def test_provider_is_offered_when_it_is_set_up(client, provider):
    make.organization()
    assert "Continue with Halden ID" in client.get(LOGIN).content.decode()


def test_provider_is_not_offered_when_none_is_set_up(client):
    make.organization()
    assert "Continue with" not in client.get(LOGIN).content.decode()


def test_known_address_comes_in_through_the_provider_and_stays_the_same_person(client, provider):
    make.organization()
    eva = Person.enter(name="Eva", email="eva@halden.example", at=make.AT)
    provider.says = {"sub": "77", "email": "Eva@Halden.example", "email_verified": True}
    assert _come_through(client, provider)["Location"] == "/"
    assert client.get("/account/").context["profile"].person == eva
    assert SocialAccount.objects.get().user == eva
    provider.says = {"sub": "77", "email": "changed@halden.example", "email_verified": True}
    again = Client()
    _come_through(again, provider)
    assert again.get("/account/").context["profile"].person == eva
    assert Person.objects.get(pk=eva.pk).email == "eva@halden.example"


@pytest.mark.parametrize(
    "says",
    [
        {"sub": "78", "email": "stranger@halden.example", "email_verified": True},
        {"sub": "78", "email": "eva@halden.example", "email_verified": False},
        {"sub": "78", "email": "eva@halden.example"},
        {"sub": "78"},
    ],
)
def test_unknown_or_unverified_address_stays_outside(client, provider, says):
    make.organization()
    Person.enter(name="Eva", email="eva@halden.example", at=make.AT)
    provider.says = says
    answer = _come_through(client, provider)
    page = client.get(answer["Location"]) if answer.status_code == 302 else answer
    assert "People come in by invitation" in page.content.decode()
    assert not _is_in(client)
    assert (Person.objects.count(), SocialAccount.objects.count()) == (1, 0)


def test_address_without_a_word_on_it_is_trusted_when_asked_for(client, provider, settings):
    make.organization()
    Person.enter(name="Eva", email="eva@halden.example", at=make.AT)
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["verified_email"] = True
    provider.says = {"sub": "78", "email": "eva@halden.example"}
    _come_through(client, provider)
    assert _is_in(client)


def test_inactive_person_does_not_come_in_through_the_provider(client, provider):
    make.person("Ina", email="ina@halden.example", is_active=False)
    provider.says = {"sub": "79", "email": "ina@halden.example", "email_verified": True}
    assert _come_through(client, provider)["Location"] == "/accounts/inactive/"
    assert not _is_in(client)


def test_password_set_here_ends_when_the_person_comes_through_the_provider(client, provider):
    """Whoever held the invitation link may have chosen it; from now on the provider answers."""
    ana = make.person("Ana", email="ana@halden.example")
    provider.says = {"sub": "80", "email": "ana@halden.example", "email_verified": True}
    _come_through(client, provider)
    assert _is_in(client)
    assert not Person.objects.get(pk=ana.pk).has_usable_password()


def test_answer_of_the_provider_to_another_browser_is_refused(client, provider):
    make.person("Ana", email="ana@halden.example")
    provider.says = {"sub": "81", "email": "ana@halden.example", "email_verified": True}
    begun = client.post("/accounts/oidc/organization/login/?process=login")
    state = parse_qs(urlsplit(begun["Location"]).query)["state"][0]
    other = Client()
    other.get("/accounts/oidc/organization/login/callback/", {"code": "any", "state": state})
    assert not _is_in(other)
