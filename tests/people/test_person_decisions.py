"""What program managers decide about a person, from that person's page."""

from __future__ import annotations

import pytest
from django.test import Client

from mandorla.base.models import Event
from mandorla.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def karin() -> Person:
    return make.program_manager()


@pytest.fixture
def ana() -> Person:
    unit = make.unit("Plant North", parent=make.unit("Operations"))
    return make.person("Ana Marković", unit=unit, email="ana@h.example")


def _client(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _names(viewer: Person, **asked: str) -> list[str]:
    rows = _client(viewer).get("/people/", asked).context["directory"].rows
    return [row.person.name for row in rows]


def _post(karin: Person, path: str, **data: object):
    client = _client(karin)
    return client.post(path, data, follow=True)


def test_program_manager_appoints_and_relieves(karin, ana):
    page = _post(karin, f"/people/{ana.pk}/roles/auditor/").content.decode()
    assert "Ana Marković is auditor from now on." in page
    page = _post(karin, f"/people/{ana.pk}/roles/auditor/end/").content.decode()
    assert "Ana Marković is no longer auditor." in page
    assert _post(karin, f"/people/{ana.pk}/roles/king/").status_code == 404
    assert not Person.objects.get(pk=ana.pk).is_auditor


def test_last_program_manager_is_refused_with_a_sentence(karin):
    answer = _post(karin, f"/people/{karin.pk}/roles/program_manager/end/")
    assert answer.status_code == 409
    assert "Appoint another one first." in answer.content.decode()


def test_program_manager_who_leaves_the_role_lands_where_they_may_be(karin):
    make.person("Other", is_program_manager=True)
    answer = _post(karin, f"/people/{karin.pk}/roles/program_manager/end/")
    assert (answer.status_code, answer.redirect_chain) == (200, [("/people/", 302)])


def test_program_manager_places_somebody(karin, ana):
    sales = make.unit("Sales")
    page = _post(karin, f"/people/{ana.pk}/placement/", unit=sales.pk).content.decode()
    assert "Ana Marković has moved." in page
    assert ana.placements.get(until_on=None).unit == sales
    answer = _post(karin, f"/people/{ana.pk}/placement/", unit=10**9)
    assert answer.status_code == 422
    assert ana.placements.get(until_on=None).unit == sales


def test_program_manager_deactivates_and_reactivates(karin, ana):
    assert (
        "can no longer sign in" in _post(karin, f"/people/{ana.pk}/deactivation/").content.decode()
    )
    assert "can sign in again" in _post(karin, f"/people/{ana.pk}/reactivation/").content.decode()


def test_program_manager_corrects_what_is_known(karin, ana):
    new = {"name": "Ana Nova", "job_title": "Lead", "email": "Nova@H.example"}
    assert (
        "Ana Nova has been corrected."
        in _post(karin, f"/people/{ana.pk}/correction/", **new).content.decode()
    )
    ana.refresh_from_db()
    assert (ana.name, ana.job_title, ana.email) == ("Ana Nova", "Lead", "nova@h.example")
    assert Event.objects.by_person(karin).get().sentence == (
        "Karin Lindqvist corrected what is known of somebody."
    )
    assert _names(karin, q="nova") == ["Ana Nova"]


def test_address_of_somebody_else_is_refused_and_the_words_stay(karin, ana):
    new = {"name": "Ana Nova", "job_title": "", "email": str(karin.email)}
    answer = _post(karin, f"/people/{ana.pk}/correction/", **new)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Karin Lindqvist has the address" in page
    assert 'value="Ana Nova"' in page
    assert "<h1>Ana Marković</h1>" in page
