"""Who may call: owners of tokens that work, people signed in on the pages, and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from mandorla.api.auth import FAILURES_ALLOWED
from mandorla.people.models import AccessToken
from tests import make
from tests.api.caller import PROBLEM, Caller, token_of


def test_token_lets_its_owner_in():
    ana = make.person("Ana")

    assert Caller(ana).get("/me").json()["name"] == "Ana"


def test_token_notes_the_day_it_was_used():
    Caller(make.person()).get("/me")

    assert AccessToken.objects.get().used_on == timezone.now().date()


@pytest.mark.parametrize("path", ["/me", "/communities", "/people/1", "/events"])
def test_call_is_asked_who_it_is_when_it_brings_nothing(path):
    response = Caller().get(path)

    assert response.status_code == 401
    assert response["Content-Type"] == PROBLEM
    assert response["WWW-Authenticate"] == 'Bearer realm="Mandorla"'


@pytest.mark.parametrize("secret", ["mdl_unknown", "", "a b c", "Ω"])
def test_token_is_refused_when_it_is_unknown(secret):
    response = Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/me")

    assert response.status_code == 401
    assert "invalid_token" in response["WWW-Authenticate"]


def test_token_is_refused_when_it_was_revoked():
    ana = make.person()
    caller = Caller(ana)
    AccessToken.objects.get().revoke(by=ana, at=timezone.now())

    assert caller.get("/me").status_code == 401


def test_token_is_refused_when_it_has_expired():
    then = timezone.now() - timedelta(days=2)
    _token, secret = AccessToken.issue(
        person=make.person(), name="old", scope="read", days=1, at=then
    )

    response = Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/me")

    assert response.status_code == 401


def test_token_is_refused_when_its_owner_is_no_longer_active():
    manager, ana = make.program_manager(), make.person()
    caller = Caller(ana)
    ana.deactivate(by=manager, at=timezone.now())

    assert caller.get("/me").status_code == 401


def test_token_is_refused_a_change_when_it_may_only_read():
    ana = make.person("Ana")
    caller = Caller(ana, scope="read")

    response = caller.call("PATCH", "/me", {"name": "Other"})

    assert response.status_code == 403
    assert response.json()["type"] == "/api/v1/#read-only"
    ana.refresh_from_db()
    assert ana.name == "Ana"
    assert caller.get("/me").status_code == 200


def test_tokens_are_answered_with_patience_when_too_many_failed():
    client = Client(headers={"Authorization": "Bearer mdl_guess"})
    statuses = [client.get("/api/v1/me").status_code for _ in range(FAILURES_ALLOWED + 1)]

    assert statuses == [401] * FAILURES_ALLOWED + [429]
    assert client.get("/api/v1/me")["Retry-After"] == "300"


def test_token_works_when_others_from_the_same_address_failed():
    guesser = Client(headers={"Authorization": "Bearer mdl_guess"})
    for _ in range(FAILURES_ALLOWED + 1):
        guesser.get("/api/v1/me")

    assert Caller(make.person()).get("/me").status_code == 200


def test_session_reads_without_a_token():
    client = Client()
    client.force_login(make.person("Ana"))

    assert client.get("/api/v1/me").json()["name"] == "Ana"


def test_session_is_refused_a_change_when_it_does_not_come_from_a_page():
    ana = make.person("Ana")
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)

    response = client.patch("/api/v1/me", {"name": "Eve"}, content_type="application/json")

    assert response.status_code == 403
    assert response.json()["type"] == "/api/v1/#not-from-a-page"
    ana.refresh_from_db()
    assert ana.name == "Ana"


def test_session_changes_something_when_it_brings_the_token_of_the_page():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.person("Ana"))
    client.get("/design/")
    secret = client.get("/communities/").context["csrf_token"]

    response = client.patch(
        "/api/v1/me",
        {"name": "Ana M."},
        content_type="application/json",
        headers={"X-CSRFToken": str(secret)},
    )

    assert response.json()["name"] == "Ana M."


def test_token_needs_no_csrf_token():
    client = Client(
        enforce_csrf_checks=True,
        headers={"Authorization": f"Bearer {token_of(make.person())}"},
    )

    response = client.patch("/api/v1/me", {"name": "Ana"}, content_type="application/json")

    assert response.status_code == 200


def test_session_of_somebody_else_is_not_used_when_the_token_does_not_work():
    client = Client(headers={"Authorization": "Bearer mdl_unknown"})
    client.force_login(make.person())

    assert client.get("/api/v1/me").status_code == 401


def test_person_is_refused_when_their_account_ended_while_signed_in():
    manager, ana = make.program_manager(), make.person()
    client = Client()
    client.force_login(ana)
    ana.deactivate(by=manager, at=timezone.now())

    assert client.get("/api/v1/me").status_code == 401


def test_answers_are_not_kept_by_caches():
    assert Caller(make.person()).get("/me")["Cache-Control"] == "no-store"
