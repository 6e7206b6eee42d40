from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, QuerySet
from hypothesis import given
from hypothesis import strategies as st

from mandorla.base.prepared import counted, prepared
from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
LATER = datetime(2090, 1, 1, tzinfo=UTC)


@prepared
def members(community: int, role: str, before: datetime) -> QuerySet[Membership]:
    rows = Membership.objects.filter(community=community, role=role, person__joined_at__lt=before)
    return rows.select_related("person").order_by("person__name")[:5]


@prepared
def named(numbers: tuple[int, ...], *, also: bool = True) -> QuerySet[Community, tuple[int, str]]:
    rows = Community.objects.filter(pk__in=numbers).order_by("pk")
    return rows.values_list("pk", "name") if also else rows.none().values_list("pk", "name")


@pytest.fixture
def atlas():
    return make.community("Atlas", leader=make.person("Ana"), members=(make.person("Bo"),))


def test_query_gives_the_rows_of_each_value_it_is_asked_with(atlas, django_assert_num_queries):
    bees = make.community("Bees", leader=make.person("Cy"))

    found = {
        (group.name, role): [one.person.name for one in members(group.pk, role, LATER)]
        for group in (atlas, bees)
        for role in ("leader", "member")
    }

    assert found == {
        ("Atlas", "leader"): ["Ana"],
        ("Atlas", "member"): ["Bo"],
        ("Bees", "leader"): ["Cy"],
        ("Bees", "member"): [],
    }
    with django_assert_num_queries(1):
        assert [one.person.name for one in members(atlas.pk, "leader", LATER)] == ["Ana"]
    assert members(atlas.pk, "leader", LATER - timedelta(days=40_000)) == []


def test_rows_are_what_the_query_set_gives(atlas):
    direct = list(members.write(atlas.pk, "member", LATER))

    found = members(atlas.pk, "member", LATER)

    assert found == direct
    assert [one.__dict__.keys() for one in found] == [one.__dict__.keys() for one in direct]


def test_tuple_of_any_length_and_an_empty_one_are_asked_for(atlas):
    bees, cats = make.community("Bees"), make.community("Cats")

    assert named(()) == []
    assert named((bees.pk,)) == [(bees.pk, "Bees")]
    assert named((cats.pk, atlas.pk)) == [(atlas.pk, "Atlas"), (cats.pk, "Cats")]
    assert named((cats.pk, cats.pk)) == [(cats.pk, "Cats")]
    assert named((atlas.pk, *range(10**6, 10**6 + 200))) == [(atlas.pk, "Atlas")]


def test_tuples_of_similar_length_have_one_statement(atlas):
    numbers = [make.community(f"Group {number}").pk for number in range(8)]
    named.statements.clear()

    found = [len(named(tuple(numbers[:length]))) for length in range(1, 9)]

    assert found == list(range(1, 9))
    assert len(named.statements) == 4


def test_rows_are_counted(atlas):
    @prepared
    def many(community: int) -> QuerySet[Membership, int]:
        return counted(Membership.objects.filter(community=community))

    assert many(atlas.pk) == [2]
    assert many(atlas.pk + 1) == [0]


def test_day_reaches_the_database_as_a_day(atlas):
    @prepared
    def begun(day: date) -> QuerySet[Community]:
        return Community.objects.filter(founded_on__lte=day)

    Community.objects.update(founded_on=date(2026, 3, 1))

    assert begun(date(2026, 2, 28)) == []
    assert begun(date(2026, 3, 1)) == [atlas]


def test_rows_bring_what_belongs_to_them(atlas):
    @prepared
    def with_members(name: str) -> QuerySet[Community]:
        return Community.objects.filter(name=name).prefetch_related("memberships__person")

    (found,) = with_members("Atlas")

    assert {one.person.name for one in found.memberships.all()} == {"Ana", "Bo"}


def test_groups_are_counted(atlas):
    @prepared
    def counted(community: int) -> QuerySet[Membership, tuple[str, int]]:
        rows = Membership.objects.filter(community=community).values_list("role")
        return rows.annotate(count=Count("pk")).order_by("role")

    assert counted(atlas.pk) == [("leader", 1), ("member", 1)]


@given(number=st.integers(0, 100), text=st.text(max_size=8).filter(lambda text: "\0" not in text))
def test_values_never_become_part_of_the_question(number, text):
    assert members(number, text, LATER) == []


def test_value_that_is_changed_before_it_is_asked_with_is_refused():
    @prepared
    def soon(day: datetime) -> QuerySet[Community]:
        return Community.objects.filter(memberships__person__joined_at__lt=day + timedelta(days=1))

    @prepared
    def partly(day: datetime) -> QuerySet[Person]:
        later = day + timedelta(days=1)
        return Person.objects.filter(joined_at__gte=day, joined_at__lt=later)

    @prepared
    def first(most: int) -> QuerySet[Community]:
        return Community.objects.all()[:most]

    @prepared
    def like(text: str) -> QuerySet[Community]:
        return Community.objects.filter(name__contains=text)

    cases: list[tuple[Any, object]] = [(soon, LATER), (partly, LATER), (first, 3), (like, "a")]
    for ask, value in cases:
        with pytest.raises(ValueError, match=r"each value it is given|something else of a value"):
            ask(value)


def test_record_is_asked_for_by_its_number_and_may_change_the_query(atlas):
    @prepared
    def seen(person: Person) -> QuerySet[Community]:
        return Community.objects.visible_to(person).filter(memberships__person=person)

    @prepared
    def named_like(person: Person) -> QuerySet[Community]:
        return Community.objects.filter(name=person.name)

    @prepared
    def read_before(person: Person) -> QuerySet[Community]:
        return Community.objects.filter(memberships__in=list(person.memberships.all()))

    ana, manager = Person.objects.get(name="Ana"), make.program_manager()

    assert (seen(ana), seen(manager), seen(make.person())) == ([atlas], [], [])
    assert len(seen.statements) == 2
    with pytest.raises(ValueError, match="reads nothing while"):
        named_like(ana)
    with pytest.raises(ValueError, match="reads nothing while"):
        read_before(ana)


def test_value_of_another_kind_is_refused():
    with pytest.raises(TypeError, match="cannot be prepared for float"):
        members(2.5, "leader", LATER)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="without names"):
        members(community=1, role="leader", before=LATER)


@pytest.mark.django_db(transaction=True)
def test_query_is_asked_from_several_threads():
    atlas = make.community("Atlas")
    found: list[object] = []

    def ask() -> None:
        found.append(named((atlas.pk,)))
        connection.close()

    threads = [Thread(target=ask) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [[(atlas.pk, "Atlas")]] * 4
