"""A new instance: one page, once, for whoever comes first."""

from __future__ import annotations

import threading

import pytest
from django.db import close_old_connections, connection
from django.test import Client

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Organization
from mandorla.people.models import Person
from tests import make

URL = "/welcome/"
FIRST = {
    "organization": "Halden Works",
    "name": "Karin Lindqvist",
    "email": "Karin@Halden.example",
    "password": make.PASSWORD,
}


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/", "/people/", "/accounts/login/", "/nothing/here/", "/events/"])
def test_everything_leads_to_the_first_page_before_there_is_an_organization(client, url):
    answer = client.get(url)
    assert (answer.status_code, answer["Location"]) == (302, URL)


@pytest.mark.django_db
def test_first_person_names_the_organization_and_is_in(client):
    answer = client.post(URL, FIRST)
    assert (answer.status_code, answer["Location"]) == (302, "/communities/")
    karin = Person.objects.get()
    assert (karin.name, karin.email) == ("Karin Lindqvist", "karin@halden.example")
    assert (karin.is_program_manager, karin.is_auditor) == (True, False)
    assert str(Organization.current()) == "Halden Works"
    assert client.get("/events/").status_code == 200
    assert Event.objects.get().sentence == "Karin Lindqvist set up Mandorla for Halden Works."


@pytest.mark.django_db
def test_page_is_gone_when_there_is_an_organization(client):
    make.program_manager()
    assert client.get(URL).status_code == 404
    assert client.post(URL, FIRST).status_code == 404
    assert Person.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("organization", " ", "Fill this in."),
        ("name", "", "Fill this in."),
        ("email", "karin", "Enter a valid email address"),
        ("password", "short", "This password is too short"),
        ("password", "password1234", "This password is too common"),
        ("password", "739201846592", "entirely numeric"),
        ("password", "karin lindqvist", "too similar to the name"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_set_up(client, field, value, sentence):
    answer = client.post(URL, {**FIRST, field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Halden Works"' in page or field == "organization"
    assert (Organization.current(), Person.objects.count()) == (None, 0)


@pytest.mark.django_db
def test_second_of_two_who_were_shown_the_page_is_led_to_signing_in(client, monkeypatch):
    """Both saw the form; the second one's answer is checked before the first one's is written."""
    make.program_manager()
    monkeypatch.setattr("mandorla.people.views.first_run.Organization.current", lambda: None)
    answer = client.post(URL, {**FIRST, "email": "second@halden.example"})
    assert answer["Location"] == "/accounts/login/"
    assert not Person.objects.filter(email="second@halden.example").exists()


@pytest.mark.django_db(transaction=True)
def test_one_of_two_at_the_same_moment_succeeds():
    """Two connections; what is locked waits, and what is second is refused in a sentence."""
    start, ends = threading.Barrier(2), []

    def found(number: int) -> None:
        start.wait()
        facts = {**FIRST, "email": f"k{number}@halden.example"}
        try:
            Person.found(**facts, at=make.AT)
            ends.append("founded")
        except Refused as refusal:
            ends.append(refusal.sentence)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=found, args=(n,)) for n in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["This Mandorla has been set up already. Sign in instead.", "founded"]
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_first_page_needs_the_token_of_the_form():
    answer = Client(enforce_csrf_checks=True).post(URL, FIRST)
    assert answer.status_code == 403
    assert Organization.current() is None
