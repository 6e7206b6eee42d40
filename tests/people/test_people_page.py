"""The list of people and the page of one: no more than the reader's role asks for."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from mandorla.communities.models import Membership
from mandorla.people.models import Person, Placement
from tests import make

pytestmark = pytest.mark.django_db


def _client(person: Person | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def _read(viewer: Person, url: str = "/people/", **asked: Any) -> str:
    return _client(viewer).get(url, asked).content.decode()


def _names(viewer: Person, **asked: Any) -> list[str]:
    rows = _client(viewer).get("/people/", asked).context["directory"].rows
    return [row.person.name for row in rows]


@pytest.fixture
def karin() -> Person:
    return make.program_manager()


PAGES = ["/people/", "/people/{pk}/", "/units/"]
DECISIONS = {
    "/people/{pk}/correction/": {"name": "X", "email": "x@halden.example"},
    "/people/{pk}/placement/": {"unit": "{unit}"},
    "/people/{pk}/roles/auditor/": {},
    "/people/{pk}/roles/auditor/end/": {},
    "/people/{pk}/deactivation/": {},
    "/people/{pk}/reactivation/": {},
}


@pytest.mark.parametrize("url", PAGES)
def test_pages_of_people_are_open_to_everybody_who_is_signed_in(karin, url):
    path = url.format(pk=make.person().pk)
    viewers = [karin, make.auditor(), make.person(), None]
    assert [_client(who).get(path).status_code for who in viewers] == [200, 200, 200, 302]


def _kept(person: Person) -> dict[str, object]:
    values = Person.objects.values().get(pk=person.pk)
    return {key: value for key, value in values.items() if key != "last_login"}


@pytest.mark.parametrize("url", DECISIONS)
def test_decisions_do_not_exist_for_others_than_program_managers(url):
    make.program_manager()
    ana, unit = make.person("Ana"), make.unit()
    before = _kept(ana)
    data = {key: value.format(unit=unit.pk) for key, value in DECISIONS[url].items()}
    answers = [
        _client(who).post(url.format(pk=ana.pk), data).status_code
        for who in (make.auditor(), make.person(), ana, None)
    ]
    assert answers == [404, 404, 404, 302]
    assert _kept(ana) == before
    assert not Placement.objects.exists()


@pytest.mark.parametrize("url", DECISIONS)
def test_decisions_are_not_made_by_opening_a_link(karin, url):
    assert _client(karin).get(url.format(pk=make.person().pk)).status_code == 405


@pytest.mark.parametrize("url", DECISIONS)
def test_decision_about_nobody_does_not_exist(karin, url):
    assert _client(karin).post(url.format(pk=10**9)).status_code == 404


def test_list_is_found_by_words_of_names(karin):
    for name in ("Ana Marković", "Ben Okafor", "Marko Anastas"):
        make.person(name)
    assert _names(karin, q="mark an") == ["Ana Marković", "Marko Anastas"]
    assert _names(karin, q="nobody") == []
    assert "Nobody is called so." in _read(karin, q="nobody")


def test_address_is_looked_up_for_program_managers_only(karin):
    ana = make.person("Ana")
    assert _names(karin, q=ana.email) == ["Ana"]
    for viewer in (make.auditor(), make.person("Ben")):
        assert _names(viewer, q=ana.email) == []


def test_list_counts_right_over_pages(karin):
    Person.objects.bulk_create(Person.unsaved(name=f"Zed {n:03}", at=make.AT) for n in range(119))
    page = _client(karin).get("/people/", {"page": 3}).context["directory"]
    assert (page.page.total, page.page.first, page.page.last) == (120, 101, 120)
    assert _names(karin, page=99) == _names(karin, page=3)
    assert _names(karin, page="x")[0] == "Karin Lindqvist"


def test_long_list_of_namesakes_is_cut_and_says_so(karin):
    Person.objects.bulk_create(Person.unsaved(name=f"Zed {n:04}", at=make.AT) for n in range(1005))
    assert "More than 1000 people are called so" in _read(karin, q="zed")
    assert _names(karin, q="zed")[0] == "Zed 0000"
    assert _names(karin, q="zed", page=20)[-1] == "Zed 0999"
    assert _names(karin, q="zed 0") == _names(karin, q="zed")


def test_unit_filter_takes_the_units_below_along(karin):
    ops = make.unit("Operations")
    plant = make.unit("Plant", parent=ops)
    make.person("Ana", unit=ops)
    make.person("Ben", unit=plant)
    make.person("Eva", unit=make.unit("Sales"))
    assert _names(karin, unit=ops.pk) == ["Ana", "Ben"]
    assert _names(karin, unit=plant.pk) == ["Ben"]
    assert _names(karin, unit=ops.pk, q="be") == ["Ben"]
    assert "Operations / Plant" in _read(karin, unit=plant.pk)


@pytest.mark.parametrize("unit", ["0", "-1", "x", "9" * 30, str(10**9)])
def test_unit_that_makes_no_sense_is_left_out(karin, unit):
    assert _names(karin, unit=unit) == ["Karin Lindqvist"]


def test_inactive_people_are_found_by_program_managers_only(karin):
    gone = make.person("Gone", is_active=False)
    assert _names(karin, inactive="on") == ["Gone"]
    assert "Gone" not in _names(karin)
    for viewer in (make.auditor(), make.person()):
        assert "Gone" not in _names(viewer, inactive="on")
        assert _client(viewer).get(f"/people/{gone.pk}/").status_code == 404
    assert "not active: cannot sign in" in _read(karin, f"/people/{gone.pk}/")


# --- who sees what of whom ---


@pytest.fixture
def ana() -> Person:
    unit = make.unit("Plant North", parent=make.unit("Operations"))
    return make.person(
        "Ana Marković", unit=unit, job_title="Service engineer", email="ana@h.example"
    )


def _told(viewer: Person, person: Person) -> dict[str, bool]:
    page = _read(viewer, f"/people/{person.pk}/")
    words = {
        "job": "Service engineer",
        "unit": "Operations / Plant North",
        "email": "ana@h.example",
    }
    return {what: word in page for what, word in words.items()}


def test_colleague_sees_job_and_unit_but_no_address(ana):
    assert _told(make.person(), ana) == {"job": True, "unit": True, "email": False}


def test_program_manager_and_the_person_see_the_address(karin, ana):
    everything = {"job": True, "unit": True, "email": True}
    assert (_told(karin, ana), _told(ana, ana)) == (everything, everything)


def test_auditor_sees_name_and_roles_only(ana):
    vera = make.auditor()
    community = make.community("Welding Circle", leader=ana)
    make.community("Quiet Circle", members=(ana, vera))
    Membership.appoint(community=community, person=vera, role="core", by=None, at=make.AT)
    assert _told(vera, ana) == {"job": False, "unit": False, "email": False}
    page = _read(vera, f"/people/{ana.pk}/")
    assert "Welding Circle" in page
    assert "Quiet Circle" not in page
    listed = _read(vera)
    assert "Service engineer" not in listed
    assert "Plant North" not in listed
    assert _names(vera, unit=ana.placements.get().unit_id) == _names(vera)


def test_address_is_not_opened_by_putting_somebody_into_a_community(ana):
    curious = make.person("Curious")
    mine = make.community("Mine", leader=curious)
    for role in ("member", "sponsor"):
        Membership.appoint(community=mine, person=ana, role=role, by=curious, at=make.AT)
    assert _told(curious, ana)["email"] is False


def test_auditor_who_is_a_program_manager_sees_as_one(ana):
    both = make.person("Both", is_auditor=True, is_program_manager=True)
    assert _told(both, ana)["email"] is True


def test_roles_in_communities_are_named_without_any_figure(ana):
    community = make.community("Welding Circle", leader=ana)
    Membership.appoint(
        community=community, person=ana, role="core", title="chair", by=None, at=make.AT
    )
    make.community("Data Stewards", members=(ana,))
    page = _read(make.person(), f"/people/{ana.pk}/")
    main = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    assert re.findall(r"Data Stewards\s+member|Welding Circle\s+leader, chair", main) == [
        "Data Stewards   member",
        "Welding Circle   leader, chair",
    ]
    assert re.findall(r"\d", main) == []


def test_no_page_counts_what_a_person_is_or_does(karin, ana):
    """Not in the list either: nothing to rank people by."""
    for name in ("A", "B", "C"):
        make.community(name, leader=ana)
    heads = re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", _read(karin))
    assert heads == ["Name", "Unit", "Role for the organization"]


@pytest.mark.parametrize("url", ["/people/", "/people/?q=zed", "/people/{pk}/"])
def test_query_count_is_the_same_with_one_and_three(karin, django_assert_max_num_queries, url):
    client = _client(karin)
    zed = make.person("Zed", unit=make.unit())
    counts = []
    for number in (1, 2):
        for _ in range(number):
            make.person("Zed", unit=make.unit())
            make.community(leader=zed)
        with django_assert_max_num_queries(12) as queries:
            client.get(url.format(pk=zed.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]
