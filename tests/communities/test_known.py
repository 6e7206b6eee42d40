"""What is known of communities from their people and charters, for any number of them at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandorla.base.models import Event
from mandorla.communities.header import header_of
from mandorla.communities.known import read
from mandorla.communities.models import Charter, Community, Membership, MembershipRequest
from mandorla.core.conditions import Finding
from mandorla.people.models import Placement
from tests import make
from tests.make import AT

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATE = AT + 300 * DAY


def known(community: Community, name: str, *, at: Any = LATE) -> Finding | None:
    return read([community.pk], at=at).get(name, {}).get(community.pk)


def value(community: Community, name: str, *, at: Any = LATE) -> Any:
    found = known(community, name, at=at)
    return found.value if found else None


def seat(community: Community, role: str, **facts: Any) -> Membership:
    person = facts.pop("person", None) or make.person()
    facts = {"since_on": AT.date(), **facts}
    return Membership.objects.create(community=community, person=person, role=role, **facts)


def test_known_takes_as_many_queries_for_three_communities_as_for_one() -> None:
    made = [make.community(leader=make.person(unit=make.unit())) for _number in range(3)]
    for community in made:
        make.charter(community, state="published")
    counts = []
    for communities in ([made[0].pk], [one.pk for one in made]):
        with CaptureQueriesContext(connection) as asked:
            read(communities, at=LATE)
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] <= 14


def test_known_asks_nothing_when_there_is_no_community() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert read([], at=LATE) == {}

    assert len(asked) == 0


def test_known_of_one_community_is_the_same_beside_others() -> None:
    one, other = make.community("Atlas", leader=make.person()), make.community("Kettle")
    together = read([one.pk, other.pk], at=LATE)

    assert {n: f[one.pk] for n, f in together.items() if one.pk in f} == {
        n: f[one.pk] for n, f in read([one.pk], at=LATE).items()
    }


def test_people_are_those_that_the_header_of_its_pages_counts() -> None:
    north, south = make.unit(), make.unit()
    leader = make.person(unit=north)
    community = make.community(leader=leader, members=(leader, make.person(unit=south)))
    seat(community, "member", former=True)
    seat(community, "guest")
    header = header_of(community, person=leader, tab="members")

    assert (value(community, "people"), value(community, "people_units")) == (3, 2)
    assert (header.people, header.units) == (3, 2)


def test_days_since_it_was_founded_are_not_known_without_a_day() -> None:
    assert value(make.community(founded_on=date(2026, 3, 2)), "founded_days") == 300
    assert value(make.community(source="k8s", source_key="x"), "founded_days") is None


def test_core_is_who_leads_or_belongs_to_it() -> None:
    north, south = make.unit(), make.unit()
    ana = make.person(unit=north)
    community = make.community(leader=ana, members=make.members(7))
    seat(community, "core", person=ana)
    seat(community, "core", person=make.person(unit=south))
    seat(community, "core")
    seat(community, "core", former=True, until_on=AT.date())

    found = read([community.pk], at=LATE)

    assert found["core_people"][community.pk].value == 3
    assert found["core_units"][community.pk].value == 2
    assert found["core_share"][community.pk] == Finding(0.3, part=3, of=10)


def test_share_of_the_core_is_not_told_of_four_people() -> None:
    assert (
        known(make.community(leader=make.person(), members=make.members(3)), "core_share") is None
    )
    assert known(make.community(leader=make.person(), members=make.members(4)), "core_share")


def test_community_is_leaderless_since_the_last_leader_left() -> None:
    community = make.community()
    seat(community, "leader", former=True, until_on=AT.date() + 10 * DAY)
    seat(community, "leader", former=True, until_on=AT.date() + 200 * DAY)

    assert (value(community, "leaders"), value(community, "has_leader")) == (0, False)
    assert value(community, "leaderless_days") == 100
    seat(community, "leader")
    assert (value(community, "leaders"), value(community, "leaderless_days")) == (1, 0)


def test_community_that_nobody_ever_led_is_leaderless_since_it_was_founded() -> None:
    assert value(make.community(founded_on=AT.date()), "leaderless_days") == 300


def test_leaderless_days_are_not_known_when_an_end_is_not() -> None:
    community = make.community()
    seat(community, "leader", former=True, until_on=AT.date())
    seat(community, "leader", former=True)

    assert known(community, "leaderless_days") is None


def test_core_is_unchanged_since_the_last_who_came_or_went() -> None:
    community = make.community(leader=make.person())
    assert value(community, "core_unchanged_days") == 300
    assert value(community, "core_newcomers") == 1
    seat(community, "core", former=True, until_on=AT.date() + 250 * DAY)
    assert value(community, "core_unchanged_days") == 50
    assert value(community, "core_newcomers", at=AT + 700 * DAY) == 0
    seat(community, "core", since_on=None)
    assert known(community, "core_unchanged_days") is None
    assert known(community, "core_newcomers") is None


def test_who_goes_from_core_to_leader_is_no_newcomer() -> None:
    community, ana = make.community(), make.person()
    old = {"since_on": AT.date() - 900 * DAY, "former": True, "until_on": AT.date()}
    seat(community, "core", person=ana, **old)
    seat(community, "leader", person=ana)

    assert value(community, "core_newcomers") == 0


def test_leadership_is_handed_over_when_a_second_person_has_led() -> None:
    community = make.community(leader=make.person())
    assert value(community, "leadership_handed_over") is False
    seat(community, "leader", former=True, until_on=AT.date())
    assert value(community, "leadership_handed_over") is True


def test_sponsor_of_the_past_sponsors_no_more() -> None:
    community = make.community(sponsor=make.person())
    assert value(community, "has_sponsor") is True
    Membership.objects.get().stop(on=AT.date())
    assert value(community, "has_sponsor") is False


def test_charter_is_agreed_by_any_version_and_names_forces_by_the_newest() -> None:
    community = make.community(leader=make.person())
    names = ("charter_agreed", "forces_named", "fits_judged")
    assert [value(community, name) for name in names] == [False, False, False]

    first = make.charter(community)
    assert [value(community, name) for name in names] == [False, False, False]  # a draft
    first.publish(by=None, at=AT)
    for pair in ("benefit_concern", "concern_payoff", "benefit_payoff"):
        first.judge(pair=pair, score=2, reason="It holds", by=make.person(), at=AT)
    Charter.objects.update(state="agreed", agreed_at=AT)
    assert [value(community, name) for name in names] == [True, True, True]

    second = Charter.draft(community=community, by=None, at=AT)
    second.set_forces({"payoff": []})
    second.publish(by=None, at=AT)
    assert [value(community, name) for name in names] == [True, False, False]


def newcomers(community: Community, *, stayed: int, left: int) -> None:
    """People who became members on the day of `AT`."""
    for _number in range(stayed):
        seat(community, "member")
    for _number in range(left):
        seat(community, "member", former=True, until_on=AT.date() + 40 * DAY)


def test_newcomers_are_told_from_five_on() -> None:
    community = make.community()
    newcomers(community, stayed=3, left=1)
    assert known(community, "newcomers_kept") is None
    newcomers(community, stayed=0, left=1)
    assert known(community, "newcomers_kept") == Finding(0.6, part=3, of=5)


def test_newcomers_are_who_had_no_role_before_and_came_half_a_year_ago() -> None:
    community, old = make.community(), make.person()
    newcomers(community, stayed=5, left=0)
    seat(community, "guest", person=old, since_on=None, former=True)
    seat(community, "member", person=old, former=True, until_on=AT.date())
    seat(community, "member", since_on=AT.date() + 250 * DAY)

    assert known(community, "newcomers_kept") == Finding(1.0, part=5, of=5)


def test_who_changed_roles_has_stayed() -> None:
    community = make.community()
    newcomers(community, stayed=4, left=1)
    gone = Membership.objects.get(former=True)
    seat(community, "core", person=gone.person, since_on=AT.date() + 40 * DAY)

    assert known(community, "newcomers_kept") == Finding(1.0, part=5, of=5)


def test_assigned_share_counts_who_was_put_in_of_all_who_came() -> None:
    community = make.community(joining="open")
    for _number in range(3):
        Membership.join(community=community, person=make.person(), at=AT)
    assert known(community, "assigned_share") is None
    for _number in range(2):
        Membership.appoint(
            community=community, person=make.person(), role="member", by=make.person(), at=AT
        )
    assert known(community, "assigned_share") == Finding(0.4, part=2, of=5)
    assert known(community, "assigned_share", at=AT + 400 * DAY) is None


def test_who_asked_to_join_was_not_put_in() -> None:
    community = make.community(joining="ask")
    leader = make.person()
    for _number in range(5):
        asked = MembershipRequest.ask(
            community=community, person=make.person(), role="member", note="", at=AT
        )
        asked.accept(by=leader, at=AT)

    assert known(community, "assigned_share") == Finding(0.0, part=0, of=5)


def test_assigned_share_looks_up_nobody() -> None:
    """What people did for themselves is counted by community; no query asks for whose it was."""
    community = make.community(members=make.members(2))
    with CaptureQueriesContext(connection) as asked:
        read([community.pk], at=LATE)

    table = Event._meta.db_table
    assert not [one for one in asked if f'"{table}"."own_id"' in one["sql"]]


def move(people: Any, unit: Any, *, days: int) -> None:
    for person in people:
        Placement.place(
            person=person, unit=unit, on=AT.date() + days * DAY, by=None, at=AT + days * DAY
        )


def test_mix_of_units_falls_when_people_come_from_fewer() -> None:
    north, south = make.unit(), make.unit()
    here = tuple(make.person(unit=unit) for unit in (north, south) for _number in range(4))
    community = make.community(members=here)
    assert value(community, "units_diversity_fall") == 0.0

    move(here[4:6], north, days=250)

    assert value(community, "units_diversity_fall") == 0.25


@pytest.mark.parametrize(("then", "now"), [(4, 6), (6, 4)])
def test_mix_of_units_is_not_told_of_fewer_than_five(then: int, now: int) -> None:
    north, south = make.unit(), make.unit()
    community = make.community()
    for number in range(then):
        unit = north if number % 2 else south
        ended = {"former": True, "until_on": AT.date() + 200 * DAY} if number >= now else {}
        seat(community, "member", person=make.person(unit=unit), **ended)
    for _number in range(now - then):
        late = AT.date() + 250 * DAY
        seat(community, "member", person=make.person(unit=north), since_on=late)

    assert known(community, "units_diversity_fall") is None


def test_similar_community_is_a_living_one_that_says_the_same() -> None:
    welding = "People who weld robots in plants share what holds under heat"
    one = make.community("Welding circle", purpose=welding)
    assert value(one, "similar_community") is False
    other = make.community("Welders", purpose=f"{welding} and pressure")
    assert (value(one, "similar_community"), value(other, "similar_community")) == (True, True)
    Community.objects.filter(pk=other.pk).update(parent=one)
    assert value(one, "similar_community") is False
    Community.objects.filter(pk=other.pk).update(parent=None, status="closed")
    assert (value(one, "similar_community"), known(other, "similar_community")) == (False, None)
