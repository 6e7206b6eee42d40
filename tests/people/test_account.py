"""One's own account: how one is called, access tokens, colors."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from mandorla.people.models import AccessToken, Person
from tests import make

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"mdl_[\w-]{43}")


def _client(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("url", ["/account/", "/account/tokens/"])
def test_account_is_ones_own(client, url):
    make.organization()
    assert client.get(url)["Location"] == f"/accounts/login/?next={url}"
    for who in (make.program_manager(), make.auditor(), make.person()):
        assert _client(who).get(url).status_code == 200


def test_person_says_how_they_are_called():
    ana = make.person("Ana")
    answer = _client(ana).post("/account/", {"name": "Ana Nova", "job_title": "Lead"}, follow=True)
    ana.refresh_from_db()
    assert (ana.name, ana.job_title) == ("Ana Nova", "Lead")
    assert "This is how others see you from now on." in answer.content.decode()


def test_name_cannot_be_empty_and_nothing_else_can_be_changed():
    ana = make.person("Ana", email="ana@halden.example")
    answer = _client(ana).post("/account/", {"name": " ", "job_title": "Lead"})
    assert answer.status_code == 422
    extra = {"email": "x@evil.example", "is_program_manager": "on", "is_auditor": "on"}
    _client(ana).post("/account/", {"name": "Ana", "job_title": "", **extra})
    ana.refresh_from_db()
    assert (ana.email, ana.is_program_manager, ana.is_auditor) == (
        "ana@halden.example",
        False,
        False,
    )


def test_account_shows_roles_in_communities_address_and_unit():
    ana = make.person("Ana", unit=make.unit("Sales"), email="ana@halden.example")
    make.community("Welding Circle", leader=ana)
    page = _client(ana).get("/account/").content.decode()
    for word in ("Welding Circle", "leader", "Sales", "ana@halden.example"):
        assert word in page


def test_auditor_sees_all_of_their_own_account():
    vera = make.person(
        "Vera", is_auditor=True, unit=make.unit("Sales"), email="vera@halden.example"
    )
    make.community("Quiet Circle", members=(vera,))
    page = _client(vera).get("/account/").content.decode()
    for word in ("Quiet Circle", "Sales", "vera@halden.example"):
        assert word in page


def test_person_without_a_password_is_not_sent_to_change_it():
    make.organization()
    eva = Person.enter(name="Eva", email="eva@halden.example", at=make.AT)
    assert "/accounts/password/change/" not in _client(eva).get("/account/").content.decode()


def test_password_is_changed_and_other_sessions_end():
    ana = make.person("Ana")
    here, elsewhere = _client(ana), _client(ana)
    new = "quite another password"
    form = {"oldpassword": make.PASSWORD, "password1": new, "password2": new}
    assert here.post("/accounts/password/change/", form).status_code == 302
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


# --- tokens ---


def _make(client: Client, **data: str) -> str:
    form = {"name": "Laptop", "scope": "write", "days": "30", **data}
    page = client.post("/account/tokens/", form).content.decode()
    found = SECRET.search(page)
    return found[0] if found else page


def test_token_is_shown_once_and_works():
    ana = make.person("Ana")
    client = _client(ana)
    secret = _make(client)
    token = AccessToken.behind(secret=secret, at=timezone.now())
    assert token is not None
    assert (token.person, token.scope, token.name) == (ana, "write", "Laptop")
    answer = client.get("/account/tokens/")
    assert SECRET.search(answer.content.decode()) is None
    assert "Laptop" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": ""}, "Fill this in."),
        ({"scope": "admin"}, "Select a valid choice."),
        ({"days": "0"}, "greater than or equal to 1"),
        ({"days": "1000"}, "less than or equal to 366"),
        ({"days": "x"}, "Enter a whole number."),
    ],
)
def test_token_that_makes_no_sense_is_not_made(data, sentence):
    assert sentence in _make(_client(make.person()), **data)
    assert not AccessToken.objects.exists()


def test_token_is_revoked_by_its_owner_only():
    ana = make.person("Ana")
    secret = _make(_client(ana))
    token = AccessToken.objects.get()
    path = f"/account/tokens/{token.pk}/revocation/"
    answers = [
        _client(who).post(path).status_code for who in (make.program_manager(), make.person())
    ]
    assert answers == [404, 404]
    assert _client(ana).get(path).status_code == 405
    page = _client(ana).post(path, follow=True).content.decode()
    assert "“Laptop” no longer works." in page
    assert "You have none." in page
    assert AccessToken.behind(secret=secret, at=timezone.now()) is None
    assert _client(ana).post(path).status_code == 409


def test_list_tells_the_day_a_token_was_last_used():
    client = _client(make.person())
    secret = _make(client)
    assert "not used yet" in client.get("/account/tokens/").content.decode()
    AccessToken.behind(secret=secret, at=timezone.now())
    assert "last used" in client.get("/account/tokens/").content.decode()


# --- colors ---


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colors_are_chosen_without_a_script(scheme):
    client = _client(make.person())
    answer = client.post("/scheme/", {"scheme": scheme, "next": "/account/"})
    assert answer["Location"] == "/account/"
    page = client.get("/account/").content.decode()
    assert f'data-scheme="{scheme}"' in page
    client.post("/scheme/", {"scheme": "", "next": "/account/"})
    assert "data-scheme" not in client.get("/account/").content.decode()


def test_colors_lead_nowhere_else():
    answer = _client(make.person()).post(
        "/scheme/", {"scheme": "x", "next": "https://evil.example/"}
    )
    assert answer["Location"] == "/"


def test_query_count_is_the_same_with_one_and_three(django_assert_max_num_queries):
    ana = make.person("Ana", unit=make.unit())
    client, counts = _client(ana), []
    for number in (1, 2):
        for _ in range(number):
            make.community(leader=ana)
            _make(client)
        with django_assert_max_num_queries(14) as queries:
            client.get("/account/")
            client.get("/account/tokens/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
