"""One click signs in on the machine of a demo only; these try to get in from elsewhere."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from mandorla.base.models import Organization
from mandorla.demo.rules import is_loopback, one_click_people
from mandorla.people.models import Person
from tests import make

ANA = "ana.markovic@halden.example"
ADDRESS = "/demo/sign-in/"


@pytest.fixture
def demo(db) -> Person:
    Organization.found(name="Halden Works", at=make.AT, is_demo=True)
    return make.person("Ana Marković", email=ANA)


@pytest.fixture
def click(demo):
    """Click on Ana from somewhere; answers the response and whether somebody is signed in."""

    def clicked(*, data=None, method="post", **elsewhere):
        client = Client(headers={"host": elsewhere.pop("host", "127.0.0.1:8000")})
        sent = {"person": demo.pk} if data is None else data
        response = getattr(client, method)(ADDRESS, sent, **elsewhere)
        return response, "_auth_user_id" in client.session

    return clicked


def test_address_is_where_the_sign_in_page_sends_to():
    assert reverse("demo:sign_in") == ADDRESS


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "localhost", "[::1]:8000"])
def test_click_signs_in_when_it_comes_from_the_machine_itself(click, host):
    response, signed_in = click(host=host, REMOTE_ADDR="127.0.0.1")

    assert (response.status_code, response["Location"], signed_in) == (302, "/", True)


def test_click_signs_in_when_it_comes_over_ipv6(click):
    assert click(REMOTE_ADDR="::1")[1]


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"REMOTE_ADDR": "192.168.1.20"},
        {"REMOTE_ADDR": "10.0.0.1"},
        {"REMOTE_ADDR": "128.0.0.1"},
        {"REMOTE_ADDR": "::2"},
        {"REMOTE_ADDR": "::ffff:127.0.0.1"},
        {"REMOTE_ADDR": "::ffff:192.168.1.20"},
        {"REMOTE_ADDR": "127.0.0.1.example.org"},
        {"REMOTE_ADDR": "127.1"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "localhost"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_FOR": ""},
        {"HTTP_X_FORWARDED_HOST": "localhost"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
    ],
    ids=str,
)
def test_click_is_not_there_when_it_comes_from_elsewhere(click, elsewhere):
    response, signed_in = click(**elsewhere)

    assert (response.status_code, signed_in) == (404, False)


@pytest.mark.parametrize(
    "host",
    ["demo.halden.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.localhost"],
)
def test_click_is_not_there_when_the_machine_is_called_by_another_name(click, settings, host):
    settings.ALLOWED_HOSTS = ["*"]

    response, signed_in = click(host=host)

    assert (response.status_code, signed_in) == (404, False)


def test_click_is_not_there_when_a_proxy_hides_that_it_is_one(click, settings):
    settings.BASE_URL = "https://demo.halden.example"

    response, signed_in = click(host="127.0.0.1:8000", REMOTE_ADDR="127.0.0.1")

    assert (response.status_code, signed_in) == (404, False)


@pytest.mark.parametrize("address", ["http://localhost:8000", "http://[::1]:8000", ""])
def test_click_signs_in_when_the_address_is_the_machine_itself(click, settings, address):
    settings.BASE_URL = address

    assert click()[1]


def test_click_is_not_there_when_the_instance_is_no_demo(click):
    Organization.objects.update(is_demo=False)

    response, signed_in = click()

    assert (response.status_code, signed_in) == (404, False)


def test_click_is_not_there_when_no_organization_is(click):
    Organization.objects.all().delete()

    _response, signed_in = click()

    assert not signed_in


def test_click_is_refused_when_it_is_not_a_post(click):
    response, signed_in = click(method="get")

    assert (response.status_code, response["Allow"], signed_in) == (405, "POST", False)


def test_click_is_refused_without_a_token_against_forgery(demo):
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})

    response = client.post(ADDRESS, {"person": demo.pk})

    assert response.status_code == 403
    assert "_auth_user_id" not in client.session


def test_click_is_not_there_for_people_who_are_not_offered(click):
    manager = make.program_manager("Somebody Else")

    response, signed_in = click(data={"person": manager.pk})

    assert (response.status_code, signed_in) == (404, False)


@pytest.mark.parametrize("person", ["", "0", "-1", "ana", "1 OR 1=1", "९"])
def test_click_is_not_there_when_nobody_is_named(click, person):
    response, signed_in = click(data={"person": person})

    assert (response.status_code, signed_in) == (404, False)


def test_click_is_not_there_for_somebody_who_has_left(click, demo):
    demo.is_active = False
    demo.keep("is_active")

    assert click()[0].status_code == 404


def test_click_leads_to_where_the_person_wanted_to_go(click, demo):
    response, _ = click(data={"person": demo.pk, "next": "/communities/?q=atlas"})

    assert response["Location"] == "/communities/?q=atlas"


@pytest.mark.parametrize(
    "there", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_click_never_leads_to_another_site(click, demo, there):
    response, _ = click(data={"person": demo.pk, "next": there})

    assert response["Location"] == "/"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("127.0.0.1", True),
        ("127.255.255.254", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("0:0:0:0:0:0:0:1", True),
        ("2130706433", False),
        ("0x7f.1", False),
    ],
)
def test_loopback_is_only_the_machine_itself(value, expected):
    assert is_loopback(value) == expected


@pytest.mark.django_db
def test_nobody_is_offered_when_the_story_world_is_not_there():
    assert one_click_people() == []


def test_sign_in_page_offers_people_on_the_machine_itself(demo):
    page = Client(headers={"host": "localhost"}).get("/accounts/login/")

    assert [person.name for person in page.context["demo_people"]] == ["Ana Marković"]


def test_sign_in_page_offers_nobody_when_it_is_asked_for_from_elsewhere(demo):
    client = Client(headers={"host": "localhost", "x-forwarded-for": "192.168.1.20"})

    page = client.get("/accounts/login/")

    assert list(page.context["demo_people"]) == []
    assert ADDRESS not in page.content.decode()
