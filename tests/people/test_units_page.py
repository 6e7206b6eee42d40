"""The tree of units: everybody reads it, program managers keep it."""

from __future__ import annotations

import pytest
from django.test import Client

from mandorla.people.models import Person, Unit
from tests import make

pytestmark = pytest.mark.django_db


def _client(person: Person | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


@pytest.fixture
def karin() -> Person:
    return make.program_manager()


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/units/new/", {"name": "New"}),
        ("/units/{pk}/name/", {"name-name": "New"}),
        ("/units/{pk}/parent/", {"parent-parent": ""}),
        ("/units/{pk}/merger/", {"merger-into": "{other}"}),
    ],
)
def test_units_are_changed_by_program_managers_only(karin, path, data):
    unit, other = make.unit("Sales"), make.unit("North")
    before = list(Unit.objects.values())
    path = path.format(pk=unit.pk)
    data = {key: value.format(other=other.pk) for key, value in data.items()}
    answers = [
        _client(who).post(path, data).status_code for who in (make.auditor(), make.person(), None)
    ]
    assert answers == [404, 404, 302]
    assert list(Unit.objects.values()) == before
    assert _client(karin).get(path).status_code == 405
    assert _client(karin).post(path, data).status_code == 302


def test_page_of_one_unit_is_for_program_managers(karin):
    unit = make.unit()
    viewers = [karin, make.auditor(), make.person(), None]
    answers = [_client(who).get(f"/units/{unit.pk}/").status_code for who in viewers]
    assert answers == [200, 404, 404, 302]
    assert _client(karin).get(f"/units/{10**9}/").status_code == 404


def test_tree_counts_people_with_the_units_below(karin):
    ops = make.unit("Operations")
    plant = make.unit("Plant", parent=ops)
    make.person(unit=ops)
    make.person(unit=plant)
    gone = make.person(unit=plant)
    gone.deactivate(by=karin, at=make.AT)
    tree = _client(make.person()).get("/units/").context["tree"]
    assert [(b.name, b.level, b.within, b.people) for b in tree] == [
        ("Operations", 0, "", 2),
        ("Plant", 1, "Operations", 1),
    ]


def test_every_count_opens_the_list_it_was_counted_from(karin):
    unit = make.unit("Sales")
    make.person("Ana", unit=unit)
    client = _client(karin)
    assert f'href="/people/?unit={unit.pk}">1<' in client.get("/units/").content.decode()
    rows = client.get(f"/people/?unit={unit.pk}").context["directory"].rows
    assert [row.person.name for row in rows] == ["Ana"]


def test_auditor_sees_the_tree_without_people(karin):
    make.person(unit=make.unit("Sales"))
    page = _client(make.auditor()).get("/units/").content.decode()
    assert "Sales" in page
    assert "/people/?unit=" not in page


def test_unit_is_added_renamed_and_moved(karin):
    client, north = _client(karin), make.unit("North")
    client.post("/units/new/", {"name": "Sale", "parent": north.pk})
    unit = Unit.objects.get(name="Sale")
    client.post(f"/units/{unit.pk}/name/", {"name-name": "Sales"})
    client.post(f"/units/{unit.pk}/parent/", {"parent-parent": ""})
    assert sorted(Unit.objects.paths().values()) == ["North", "Sales"]


@pytest.mark.parametrize(
    ("path", "data", "sentence"),
    [
        ("/units/new/", {"name": "Sales"}, "There is a unit called “Sales” here already."),
        ("/units/new/", {"name": ""}, "Fill this in."),
        ("/units/new/", {"name": "X", "parent": "999999999"}, "Select a valid choice."),
        ("/units/{pk}/name/", {"name-name": "Sales"}, "merge the two instead."),
        ("/units/{pk}/parent/", {"parent-parent": "{pk}"}, "cannot be a part of itself."),
        ("/units/{pk}/merger/", {"merger-into": "{pk}"}, "cannot be merged into itself"),
        ("/units/{pk}/merger/", {}, "Fill this in."),
    ],
)
def test_refusal_is_said_where_it_was_asked(karin, path, data, sentence):
    make.unit("Sales")
    unit = make.unit("North")
    data = {key: value.format(pk=unit.pk) for key, value in data.items()}
    answer = _client(karin).post(path.format(pk=unit.pk), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "<h1>North</h1>" in page or "<h1>Units</h1>" in page


def test_near_duplicates_are_offered_and_merged(karin):
    make.person(unit=make.unit("Services"))
    typo = make.unit("Servcies")
    make.unit("Finance")
    client = _client(karin)
    pairs = client.get("/units/").context["twins"]
    assert [(p.one.name, p.other.name) for p in pairs] == [("Servcies", "Services")]
    other = pairs[0].other.pk
    page = client.get(f"/units/{typo.pk}/?into={other}").content.decode()
    assert f'<option value="{other}" selected>Services</option>' in page
    answer = client.post(f"/units/{typo.pk}/merger/", {"merger-into": other}, follow=True)
    assert "Servcies is a part of Services now, with everybody in it." in answer.content.decode()
    assert client.get("/units/").context["twins"] == []


def test_offers_are_not_shown_to_others(karin):
    make.unit("Services")
    make.unit("Servcies")
    assert "Probably one unit" not in _client(make.person()).get("/units/").content.decode()


def test_name_of_a_unit_is_escaped_in_lists_and_choices(karin):
    unit = make.unit("<script>alert(1)</script>")
    for path in ("/units/", f"/units/{unit.pk}/", f"/people/{karin.pk}/"):
        page = _client(karin).get(path).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_query_count_is_the_same_with_one_and_three(karin, django_assert_max_num_queries):
    client, counts = _client(karin), []
    for number in (1, 2):
        for _ in range(number):
            make.person(unit=make.unit(parent=make.unit()))
        with django_assert_max_num_queries(9) as queries:
            client.get("/units/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
