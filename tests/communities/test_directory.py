"""The directory: found, narrowed, sorted, counted right, and never slower for being longer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from mandorla.communities.directory import Filters, read_directory
from mandorla.communities.models import Membership, Proposal
from tests import make

pytestmark = pytest.mark.django_db


def found(**filters: Any) -> list[str]:
    directory = read_directory(
        person=make.person(),
        filters=Filters(**filters),
        number=1,
        archetypes={},
    )
    return [row.name for row in directory.page.rows]


def test_directory_names_a_proposal_that_has_no_name_yet_once(client) -> None:
    ana = make.person("Ana")
    Proposal.begin(archetype="", by=ana, at=make.AT)
    client.force_login(ana)

    page = client.get("/communities/").content.decode()

    assert "<b>Not finished:</b> a proposal without a name." in page


def test_directory_shows_fifty_at_a_time_with_the_right_count() -> None:
    for number in range(103):
        make.community(f"Community {number:03}")

    read = [
        read_directory(person=make.person(), filters=Filters(), number=number, archetypes={}).page
        for number in (1, 3, 99)
    ]

    assert [(page.first, page.last, page.total) for page in read] == [
        (1, 50, 103),
        (101, 103, 103),
        (101, 103, 103),
    ]
    assert read[0].rows[0].name == "Community 000"


def test_directory_row_says_who_leads_and_how_many_people_have_a_role() -> None:
    ana, luca, noor = make.person("Ana"), make.person("Luca"), make.person("Noor")
    community = make.community("Atlas", leader=ana, members=(make.person(), make.person()))
    for leader in (luca, noor):
        Membership.appoint(community=community, person=leader, role="leader", by=ana, at=make.AT)
    Membership.appoint(community=community, person=ana, role="steward", by=ana, at=make.AT)

    row = read_directory(person=ana, filters=Filters(), number=1, archetypes={}).page.rows[0]

    assert (row.leaders, row.people) == ("Ana, Luca and 1 more", 5)


def test_directory_leaves_closed_communities_out_unless_asked() -> None:
    make.community("Atlas")
    make.community("Helios", status="closed")

    assert found() == ["Atlas"]
    assert found(status="closed") == ["Helios"]
    assert found(status="") == ["Atlas", "Helios"]


def test_directory_counts_every_status_under_the_same_filters() -> None:
    make.community("Atlas", archetype="change_champions")
    make.community("Helios", archetype="change_champions", status="closed")
    make.community("Welding", status="active")

    directory = read_directory(
        person=make.person(), filters=Filters(archetype="change_champions"), number=1, archetypes={}
    )

    assert directory.counts == {"forming": 1, "closed": 1, "current": 1, "": 2}


def test_directory_is_narrowed_to_a_unit_and_its_parts() -> None:
    operations = make.unit("Operations")
    north = make.unit("Plant North", parent=operations)
    sales = make.unit("Sales")
    make.community("Atlas", members=(make.person(unit=north),))
    make.community("Pricing", members=(make.person(unit=sales),))

    assert found(unit=operations.pk) == ["Atlas"]
    assert found(unit=sales.pk) == ["Pricing"]
    assert found(unit=999_999) == []


def test_directory_is_sorted_as_asked_and_by_name_first_when_searched() -> None:
    make.community("Atlas", founded_on=date(2020, 1, 1), purpose="Circle of friends")
    make.community("Circle", founded_on=date(2024, 1, 1))
    make.community("Bridge", founded_on=date(2022, 1, 1))

    assert found(sort="newest") == ["Circle", "Bridge", "Atlas"]
    assert found(sort="oldest") == ["Atlas", "Bridge", "Circle"]
    assert found(words="circ") == ["Circle", "Atlas"]


@pytest.mark.parametrize("count", [1, 3])
def test_directory_page_costs_the_same_queries_for_one_and_for_three(
    client: Client, django_assert_num_queries: object, count: int
) -> None:
    unit = make.unit("Sales")
    for _ in range(count):
        make.community(leader=make.person(unit=unit), members=(make.person(unit=unit),))
    client.force_login(make.person())

    with django_assert_num_queries(10):  # type: ignore[operator]
        answer = client.get("/communities/")

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=x",
        "page=99999999",
        "unit=x",
        "unit=",
        "sort=x",
        "status=x",
        "q=%00",
    ],
)
def test_directory_shows_a_page_whatever_the_address_says(client: Client, query: str) -> None:
    make.community("Atlas")
    client.force_login(make.person())

    assert client.get(f"/communities/?{query}").status_code == 200


def test_directory_says_so_when_nothing_is_found(client: Client) -> None:
    make.community("Atlas")
    client.force_login(make.person())

    page = client.get("/communities/?q=zzz").content.decode()

    assert "No community matches what you look for." in page
    assert "/people/?q=zzz" in page


def test_directory_asks_somebody_who_is_not_signed_in_to_sign_in(client: Client) -> None:
    make.organization()

    answer = client.get("/communities/?q=weld")

    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/accounts/login/?next=/communities/%3Fq%3Dweld",
    )


def test_directory_shows_what_somebody_typed_as_text(client: Client) -> None:
    nasty = "<script>alert('x')</script> & \"quoted\""
    make.community(nasty, purpose=nasty, leader=make.person(nasty), kind=nasty, slug="nasty")
    client.force_login(make.person())

    page = client.get("/communities/").content.decode()

    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;quoted") == 4
