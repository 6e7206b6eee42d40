"""The strategy as pages: a tree, who serves what, what nobody serves, and one objective."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from mandorla.communities.models import Community
from mandorla.people.models import Person
from mandorla.strategy.models import Objective
from mandorla.value.models import Expectation
from tests import make

pytestmark = pytest.mark.django_db


def client_of(person: Person | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def serve(community: Community, *objectives: Objective, text: str = "Faster answers") -> None:
    expectation = Expectation.choose(
        community=community, text=text, level="group", horizon="short", by=None, at=make.AT
    )
    expectation.serve(objectives, by=None, at=make.AT)


@pytest.fixture
def karin() -> Person:
    return make.program_manager()


@pytest.mark.parametrize("address", ["/strategy/", "/strategy/coverage/", "/strategy/{pk}/"])
def test_strategy_opens_for_everybody_who_is_signed_in(karin, address):
    address = address.format(pk=make.objective().pk)
    people = (karin, make.auditor(), make.person(), None)

    assert [client_of(who).get(address).status_code for who in people] == [200, 200, 200, 302]
    assert client_of(karin).get("/strategy/999999/").status_code == 404


def test_tree_tells_owner_period_and_who_serves_with_the_parts(karin):
    grow = make.objective(
        "Grow", owner=karin, starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31)
    )
    part = make.objective("Answer", parent=grow)
    make.objective("Run", kind="operation", starts_on=date(2026, 3, 2))
    make.objective("Alone")
    guild, circle = make.community("Guild"), make.community("Circle")
    serve(guild, part, grow)
    serve(circle, part)

    rows = client_of(make.person()).get("/strategy/").context["strategy"].rows

    assert [(row.branch.name, row.branch.level, row.communities) for row in rows] == [
        ("Alone", 0, 0),
        ("Grow", 0, 2),
        ("Answer", 1, 2),
        ("Run", 0, 0),
    ]
    assert [row.branch.period for row in rows] == ["", "2026–2027", "", "from 2 March 2026"]
    assert rows[1].branch.owner == "Karin Lindqvist"


def test_closed_communities_and_dropped_expectations_serve_nothing(karin):
    grow = make.objective("Grow")
    closed, guild = make.community("Closed"), make.community("Guild")
    serve(closed, grow)
    closed.close(reason="Done", by=karin, at=make.AT, on=make.AT.date())
    serve(guild, grow)
    Expectation.objects.get(community=guild).drop(by=karin, at=make.AT)

    strategy = client_of(karin).get("/strategy/").context["strategy"]

    assert (strategy.unserved, strategy.idle, strategy.communities) == (1, 1, 1)
    assert client_of(karin).get(f"/strategy/{grow.pk}/").context["page"].total == 0


def test_what_serves_only_a_retired_objective_serves_none(karin):
    top = make.objective("Top")
    old = make.objective("Old", parent=top)
    serve(make.community("Guild"), old)
    old.retire(by=karin, at=make.AT)
    client = client_of(karin)

    strategy = client.get("/strategy/?show=all").context["strategy"]

    assert (strategy.current, strategy.retired, strategy.unserved, strategy.idle) == (1, 1, 1, 1)
    assert client.get(f"/strategy/{top.pk}/").context["page"].total == 0
    assert client.get(f"/strategy/{old.pk}/").context["page"].total == 1


def test_retired_objectives_are_behind_a_filter(karin):
    make.objective("Grow")
    make.objective("Old").retire(by=karin, at=make.AT)
    client = client_of(make.person())

    def names(address: str) -> list[str]:
        return [row.branch.name for row in client.get(address).context["strategy"].rows]

    assert (names("/strategy/"), names("/strategy/?show=all")) == (["Grow"], ["Grow", "Old"])


def test_every_figure_opens_the_list_it_was_counted_from(karin):
    grow, part = make.objective("Grow"), make.objective("Save")
    lower = make.objective("Answer", parent=grow)
    guild = make.community("Guild")
    make.community("Idle")
    serve(guild, lower)
    client = client_of(make.person())

    page = client.get("/strategy/").content.decode()

    assert '<a href="/strategy/coverage/">1 of 3</a>' in page
    assert '<a href="/strategy/coverage/?of=communities">1 of 2</a>' in page
    unserved = client.get("/strategy/coverage/").context["page"].rows
    assert [branch.pk for branch in unserved] == [part.pk]
    idle = client.get("/strategy/coverage/?of=communities").context["page"].rows
    assert [community.name for community in idle] == ["Idle"]
    serving = client.get(f"/strategy/{grow.pk}/").context["page"].rows
    assert [(row.name, row.by) for row in serving] == [("Guild", ("Faster answers",))]


def test_lists_of_what_is_not_served_come_in_pages(karin):
    for number in range(51):
        make.objective(f"Objective {number:02}")
        make.community(f"Community {number:02}")
    client = client_of(karin)

    for of in ("objectives", "communities"):
        first = client.get(f"/strategy/coverage/?of={of}").context["page"]
        last = client.get(f"/strategy/coverage/?of={of}&page=2").context["page"]
        assert (len(first.rows), len(last.rows), last.total) == (50, 1, 51)


def test_only_program_managers_are_offered_to_change_something(karin):
    objective = make.objective("Grow")

    for address in ("/strategy/", f"/strategy/{objective.pk}/"):
        for who, offered in ((karin, True), (make.person(), False), (make.auditor(), False)):
            page = client_of(who).get(address).content.decode()
            assert ("/strategy/new/" in page) == offered


def test_empty_strategy_teaches_and_offers_to_begin(karin):
    mine = client_of(karin).get("/strategy/").content.decode()
    theirs = client_of(make.person()).get("/strategy/").content.decode()

    for page in (mine, theirs):
        assert "Communities say which of it they serve" in page
    assert ("Add the first objective" in mine, "Add the first objective" in theirs) == (True, False)


def test_objective_tells_its_place_and_its_history(karin):
    top = make.objective("Top")
    middle = make.objective("Middle", parent=top)
    make.objective("Lower", parent=middle)
    middle.describe(kind="operation", by=karin, at=make.AT)

    context = client_of(make.person()).get(f"/strategy/{middle.pk}/").context

    assert [branch.name for branch in context["place"].above] == ["Top"]
    assert [row.branch.name for row in context["place"].parts] == ["Lower"]
    assert [line.event.plain_sentence for line in context["stretch"].lines] == [
        "Karin Lindqvist changed the kind of Middle.",
        "Mandorla added the objective Middle.",
    ]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/strategy/", 7),
        ("/strategy/coverage/", 12),
        ("/strategy/coverage/?of=communities", 9),
        ("/strategy/{pk}/", 12),
    ],
)
def test_page_costs_the_same_queries_for_one_and_for_three(
    django_assert_num_queries, karin, count, address, queries
):
    top = make.objective("Top", owner=karin)
    for number in range(count):
        make.objective(f"Unserved {number}", owner=make.person())
        part = make.objective(f"Part {number}", parent=top, owner=make.person())
        serve(make.community(), part)
        make.community()
    client = client_of(karin)

    with django_assert_num_queries(queries):
        client.get(address.format(pk=top.pk))


def test_tree_of_five_hundred_costs_as_many_queries(django_assert_num_queries):
    person = make.person()
    top = make.objective("Top")
    Objective.objects.bulk_create(
        Objective(name=f"Part {number}", parent=top, changed_at=make.AT) for number in range(500)
    )
    client = client_of(person)

    with django_assert_num_queries(7):
        assert client.get("/strategy/").context["strategy"].current == 501
