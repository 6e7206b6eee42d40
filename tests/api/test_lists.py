"""Lists come in pages of a fixed number of queries, and following them shows each row once."""

from __future__ import annotations

from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from mandorla.base.models import Event
from mandorla.communities.models import Community, Membership, MembershipRequest, Proposal
from mandorla.gatherings.models import Series
from mandorla.people.models import Invitation, Person
from tests import make
from tests.api.caller import Caller, everything


def test_list_shows_each_row_once_page_after_page():
    for number in range(7):
        make.community(f"Community {number}")
    caller = Caller(make.person())

    found = everything(caller, "/communities", limit=3)

    assert [row["name"] for row in found] == [f"Community {number}" for number in range(7)]


def test_list_goes_on_after_the_row_when_rows_come_and_go_meanwhile():
    for name in ("B", "D", "F"):
        make.community(name)
    caller = Caller(make.person())
    page = caller.get("/communities", limit=2).json()
    make.community("A")
    make.community("E")

    rest = caller.get(page["next"]).json()

    assert [row["name"] for row in page["items"]] == ["B", "D"]
    assert [row["name"] for row in rest["items"]] == ["E", "F"]
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("name", ["A", "B", "C", "D"]),
        ("newest", ["C", "A", "B", "D"]),
        ("oldest", ["B", "A", "C", "D"]),
    ],
)
def test_list_keeps_its_order_across_pages(sort, names):
    days = {"A": date(2020, 5, 1), "B": date(2019, 1, 1), "C": date(2021, 1, 1), "D": None}
    for name, day in days.items():
        make.community(name, founded_on=day, source="a register", source_key=name)
    caller = Caller(make.person())

    found = everything(caller, "/communities", sort=sort, limit=1)

    assert [row["name"] for row in found] == names


def test_next_keeps_the_filters():
    for name in ("A", "B", "C"):
        make.community(name, archetype="helping_network")
    make.community("D")
    caller = Caller(make.person())

    found = everything(caller, "/communities", archetype="helping_network", limit=1)

    assert [row["name"] for row in found] == ["A", "B", "C"]


@pytest.mark.parametrize("limit", ["0", "201", "-1", "many", ""])
def test_limit_is_refused_when_it_is_out_of_range(limit):
    response = Caller(make.person()).get("/communities", limit=limit)

    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == ["limit"]


@pytest.mark.parametrize("cursor", ["x", "W10:1xTpgV:abc", "a:b:c", "%00"])
def test_cursor_is_refused_when_it_was_made_up(cursor):
    response = Caller(make.person()).get("/communities", cursor=cursor)

    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == ["cursor"]


def test_cursor_is_refused_when_it_is_of_another_list():
    caller = Caller(make.person())
    for name in ("A", "B"):
        make.unit(name)
    following = caller.get("/units", limit=1).json()["next"].split("cursor=")[1]

    response = caller.get(f"/api/v1/people?cursor={following}")

    assert response.status_code == 422


def _grow(number: int) -> None:
    """One more of everything that is listed."""
    leader, sponsor = make.person(), make.person(unit=make.unit())
    community = make.community(leader=leader, sponsor=sponsor, members=(make.person(),))
    charter = make.charter(community, state="published", by=leader)
    charter.judge(pair="benefit_concern", score=1, reason="So.", by=leader, at=make.AT)
    host = Community.objects.order_by("pk")[0]
    Membership.appoint(community=host, person=make.person(), role="leader", by=None, at=make.AT)
    MembershipRequest.ask(community=host, person=make.person(), role="member", note="", at=make.AT)
    Series.enter(community=host, name=f"Series {number}")
    manager = Person.objects.get(is_program_manager=True)
    Proposal.begin(archetype="", by=manager, at=make.AT)
    Invitation.invite(email=f"new{number}@halden.example", name="", role="", by=manager, at=make.AT)
    first = host.charters.get(version=1)
    first.judge(pair="concern_payoff", score=2, reason="So.", by=leader, at=make.AT)
    make.charter(host, state="published", by=leader)
    make.objective(parent=make.objective(owner=leader), owner=sponsor)


LISTS = [
    "/communities",
    "/communities?sort=newest",
    "/people",
    "/units",
    "/proposals",
    "/archetypes",
    "/objectives",
    "/strategy/unserved-objectives",
    "/strategy/idle-communities",
    "/invitations",
    "/events",
    "/me/tokens",
    "/communities/host/memberships",
    "/communities/host/requests",
    "/communities/host/charters",
    "/communities/host/charters/1",
    "/communities/host/charters/1/fits",
    "/communities/host/series",
    "/communities/host/events",
]


@pytest.mark.parametrize("path", LISTS)
def test_list_costs_the_same_queries_whatever_it_finds(path, connection_of_queries):
    manager = make.program_manager()
    make.charter(make.community("host"), state="published")
    _grow(1)
    caller = Caller(manager)
    caller.get(path)
    with CaptureQueriesContext(connection_of_queries) as with_one:
        assert caller.get(path).status_code == 200
    _grow(2)
    _grow(3)
    with CaptureQueriesContext(connection_of_queries) as with_three:
        assert caller.get(path).status_code == 200

    assert len(with_three) == len(with_one)
    assert len(with_three) <= 12


def test_list_of_everything_that_happened_is_complete():
    manager = make.program_manager()
    make.community(leader=manager)

    found = everything(Caller(manager), "/events", limit=1)

    assert len(found) == Event.objects.count()
