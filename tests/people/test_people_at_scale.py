"""Lists of people are answered from indexes, so that 100,000 of them cost what a page costs."""

from __future__ import annotations

import pytest
from django.db import connection

from mandorla.people.models import Person
from mandorla.people.search import Search
from tests import make

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite how it would do it"),
]


def _plan(people) -> str:
    return str(people.listed()[:50].explain())


def _active():
    return Person.objects.filter(is_active=True)


def test_list_is_read_in_order_from_an_index():
    plan = _plan(_active())
    assert "USING INDEX people_person_list" in plan
    assert "TEMP B-TREE" not in plan


def test_inactive_people_are_read_in_order_from_an_index():
    plan = _plan(Person.objects.filter(is_active=False))
    assert "USING INDEX people_person_inactive" in plan
    assert "TEMP B-TREE" not in plan


def test_word_is_looked_up_in_an_index_for_each_place_it_may_have():
    plan = _plan(_active().named_like("ana"))
    for key in ("name_key>", "second_name_key>", "last_name_key>"):
        assert key in plan
    assert "SCAN" not in plan


def test_address_is_looked_up_in_an_index():
    assert "(email>? AND email<?)" in _plan(_active().reached_at("ana@"))


def test_frequent_word_is_found_along_the_list_of_names():
    plan = _plan(Search("a", None).along_names(_active()))
    assert "SCAN people_person USING INDEX people_person_list" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("words", ["", "a", "ma an", "zz", "a%", "Ána"])
def test_both_ways_lead_to_the_same_people(words):
    unit, other = make.unit(), make.unit()
    for number, name in enumerate(
        ("Ana Marković", "Mara Ante", "Bo A. Zed", "Cher", "Anna Maria Lund")
    ):
        make.person(name, unit=unit if number % 2 else other)
    for units in (None, frozenset({unit.pk}), frozenset[int]()):
        search = Search(words, units)
        by_index = list(search.by_index(_active()).listed())
        assert list(search.along_names(_active()).listed()) == by_index
