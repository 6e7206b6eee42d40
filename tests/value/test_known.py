"""What is known of communities from rounds, statements and objectives, for many at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandorla.base.indicators import plain
from mandorla.communities.models import Community, Membership
from mandorla.core.conditions import Finding
from mandorla.people.models import Person
from mandorla.strategy.models import Objective
from mandorla.value.counting import close
from mandorla.value.due import due_reason
from mandorla.value.known import read
from mandorla.value.models import Elicitation, Result, Settlement, SponsorAnswer
from mandorla.value.shown import newest_round, shown_rounds
from tests import make
from tests.make import AT
from tests.value import rounds

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATE = rounds.END + 10 * DAY
WISHES = ((40, 20, 20, 10, 10, 0), (0, 10, 10, 20, 20, 40))
MEASURED = (
    "overlap",
    "overlap_high",
    "overlap_change",
    "members_covered",
    "shared_items",
    "tensions_discussed",
    "delivery_to_members",
)


def all_known(community: Community, *, at: Any = LATE) -> dict[str, Finding]:
    found = read([community.pk], at=at)
    return {name: each[community.pk] for name, each in found.items() if community.pk in each}


def known(community: Community, name: str, *, at: Any = LATE) -> Finding | None:
    return all_known(community, at=at).get(name)


def value(community: Community, name: str, *, at: Any = LATE) -> Any:
    found = known(community, name, at=at)
    return found.value if found else None


def asked(count: int) -> tuple[Community, tuple[Person, ...]]:
    people = make.members(count)
    return make.community(sponsor=make.person(), members=people), people


def hold(
    community: Community, voters: tuple[Person, ...], number: int, *, first: int = 0
) -> Elicitation:
    """One round in which exactly these people vote, the wishes of `first` ones first."""
    opened = AT + timedelta(days=30 * number)
    elicitation = make.elicitation(
        community, opens_at=opened, closes_at=opened + 9 * DAY, at=opened, seed=7
    )
    sponsor = community.memberships.get(role="sponsor").person
    answer = make.points(*WISHES[0])
    SponsorAnswer.give(elicitation=elicitation, answer=answer, by=sponsor, at=opened)
    for place, person in enumerate(voters):
        mine = WISHES[0] if place < first else WISHES[1]
        elicitation.cast(make.points(*mine), person=person, at=opened)
    close(elicitation, by=None, at=opened + 5 * DAY)
    return elicitation


def test_known_takes_as_many_queries_for_three_communities_as_for_one() -> None:
    groups = [rounds.group() for _number in range(3)]
    for one in groups:
        rounds.held(one)
        rounds.agreed(one)
        one.community.expectations.order_by("pk")[0].serve([make.objective()], by=None, at=AT)
    counts = []
    for communities in ([groups[0].community.pk], [one.community.pk for one in groups]):
        read(communities, at=LATE)
        with CaptureQueriesContext(connection) as queries:
            read(communities, at=LATE)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 10
    with CaptureQueriesContext(connection) as queries:
        assert read([], at=LATE) == {}
    assert len(queries) == 0


def test_nothing_is_measured_before_a_round_is_closed() -> None:
    community, _people = asked(6)
    make.elicitation(community)

    assert set(all_known(community)) == {
        "organization_elicited",
        "members_elicited",
        "statement_signed",
        "objectives_served",
    }
    assert value(community, "members_elicited") is False


def test_figures_are_those_that_the_value_page_shows() -> None:
    group = rounds.group()
    rounds.held(group)
    group.community.refresh_from_db()
    shown = newest_round(shown_rounds(group.community))
    assert shown
    assert shown.figures
    low, high = shown.figures.interval_80 or (None, None)

    found = all_known(group.community)

    assert found["overlap"] == Finding(shown.figures.overlap, low=low, high=high)
    assert found["overlap"].value == group.community.overlap_share
    assert found["overlap_high"].value == group.community.overlap_high
    assert found["members_covered"].value == shown.figures.coverage
    assert found["shared_items"].value == sum(item.is_shared for item in shown.figures.items)
    assert found["delivery_to_members"].value == 0.5
    # Its leader and its facilitator may vote, too, and did not.
    assert found["member_response"] == Finding(6 / 8, part=6, of=8)
    assert found["elicited_days"].value == 10
    assert found["organization_elicited"].value is True
    assert found["members_elicited"].value is True


def test_round_of_four_tells_that_it_was_held_and_nothing_it_found() -> None:
    community, people = asked(6)
    hold(community, people[:4], 0)

    found = all_known(community)

    assert not set(MEASURED) & set(found)
    assert found["members_elicited"].value is True
    assert found["member_response"] == Finding(4 / 6, part=4, of=6)


def test_result_that_would_give_one_away_is_not_told_and_the_earlier_one_stays() -> None:
    """Nine in the second round, eight of them in the first: the difference is one ballot."""
    community, people = asked(9)
    hold(community, people[:8], 0)
    before = {name: known(community, name) for name in MEASURED}
    hold(community, people, 1)

    after = {name: known(community, name) for name in MEASURED}

    assert Result.objects.get(elicitation__number=2).why_hidden == "close_to_earlier"
    assert after == before


def test_kept_findings_hold_no_weight_of_single_members() -> None:
    """What a standing keeps of a shown round is figures of all, with as few steps as shown."""
    group = rounds.group()
    rounds.held(group)

    kept = plain(all_known(group.community))

    assert not [name for name in kept if "draw" in name or "weight" in name]
    assert {type(item) for each in kept.values() for item in each.values()} <= {
        bool,
        int,
        float,
        str,
    }


def test_response_is_not_told_where_fewer_than_five_were_asked() -> None:
    community, people = asked(4)
    hold(community, people, 0)

    assert known(community, "member_response") is None


def test_response_falls_when_it_did_two_rounds_in_a_row() -> None:
    community, people = asked(20)
    hold(community, people, 0)
    hold(community, people[:14], 1)
    assert known(community, "response_falling") is None
    hold(community, people[:8], 2)
    assert value(community, "response_falling") is True
    hold(community, people[:8], 3)
    assert value(community, "response_falling") is False


def test_overlap_changes_only_when_the_rounds_can_be_told_apart() -> None:
    community, people = asked(40)
    hold(community, people, 0)
    assert known(community, "overlap_change") is None
    hold(community, people, 1)
    assert known(community, "overlap_change") == Finding(0.0)
    hold(community, people, 2, first=40)
    rose = known(community, "overlap_change")
    assert rose
    assert isinstance(rose.value, float)
    assert rose.low
    assert 0 < rose.low <= rose.value


def test_round_is_out_of_date_for_the_reasons_of_its_page() -> None:
    group = rounds.group()
    rounds.held(group)
    on = LATE.date()
    assert (due_reason(group.community, on=on), value(group.community, "round_due")) == ("", False)
    late = LATE + 400 * DAY
    assert due_reason(group.community, on=late.date())
    assert value(group.community, "round_due", at=late) is True
    Membership.appoint(
        community=group.community, person=make.person(), role="sponsor", by=None, at=LATE
    )
    assert value(group.community, "round_due") is True


def test_tensions_are_discussed_when_something_was_agreed_on_one() -> None:
    group = rounds.group()
    round_held = rounds.held(group)
    assert value(group.community, "tensions_discussed") is False
    Settlement.record(
        elicitation=round_held,
        item=round_held.catalogue.items.order_by("pk")[0],
        way="trade",
        text="An hour a week",
        by=group.ana,
        at=LATE,
    )
    assert value(group.community, "tensions_discussed") is True


def test_statement_counts_when_both_sides_have_signed() -> None:
    group = rounds.group()
    rounds.held(group)
    statement = rounds.published(group)
    assert value(group.community, "statement_signed") is False
    assert known(group.community, "statement_days") is None
    statement.sign(side="members", by=group.ana, at=rounds.AFTER)
    statement.sign(side="organization", by=group.ben, at=rounds.AFTER)

    assert value(group.community, "statement_signed") is True
    assert value(group.community, "statement_days") == 9
    assert value(group.community, "statement_past") is False
    assert value(group.community, "statement_past", at=LATE + 400 * DAY) is True


def test_objectives_are_met_when_none_it_serves_is_pursued() -> None:
    community = make.community(archetype="change_champions")
    first, second, third, *_more = make.expectations(community)
    assert (value(community, "objectives_served"), known(community, "objectives_met")) == (0, None)
    over, retired = make.objective(ends_on=AT.date()), make.objective()
    open_one = make.objective()
    first.serve([over, open_one], by=None, at=AT)
    second.serve([over, retired], by=None, at=AT)
    Objective.objects.filter(pk=retired.pk).update(retired_at=AT)
    third.serve([make.objective()], by=None, at=AT)
    third.drop(by=None, at=AT)

    assert value(community, "objectives_served") == 2
    assert value(community, "objectives_met") is False
    assert value(community, "change_finished") is False
    first.serve([over], by=None, at=AT)
    assert value(community, "objectives_met") is True
    assert value(community, "change_finished") is True
    Community.objects.filter(pk=community.pk).update(archetype="practice_guild")
    assert known(community, "change_finished") is None
