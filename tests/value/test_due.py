"""When a community should weigh its value again, and why: each reason, and the days around it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.communities.models import Community, Membership
from mandorla.value import due
from mandorla.value.counting import close
from mandorla.value.due import due_rounds, due_rounds_of, months_before
from mandorla.value.models import Elicitation
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def due_reason(community: Community, *, on: date) -> str:
    """What a page of the community says, which is what the database finds among many."""
    among = due_rounds(Community.objects.filter(pk=community.pk), on=on)
    found = [getattr(one, "due_reason", "") for one in among]
    said = due.due_reason(community, on=on)
    assert found == ([said] if said else [])
    return said


def at(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


def weighed(community: Community, *closings: date) -> None:
    """Rounds of the community that were closed on these days."""
    for closing in closings:
        opened = at(closing - 14 * DAY)
        elicitation = make.elicitation(community, opens_at=opened, at=opened, closes_at=at(closing))
        close(elicitation, by=None, at=at(closing))


def test_round_is_due_when_there_was_none():
    community = make.community()

    assert due_reason(community, on=make.AT.date()) == "founding"


def test_round_is_still_due_when_the_only_one_was_canceled():
    community = make.community()
    make.elicitation(community).cancel(by=None, at=make.AT)

    assert due_reason(community, on=make.AT.date()) == "founding"


@pytest.mark.parametrize(
    ("closings", "on", "reason"),
    [
        (["2026-03-16"], "2026-09-15", ""),
        (["2026-03-16"], "2026-09-16", "six_months"),
        (["2026-03-16"], "2030-01-01", "six_months"),
        (["2025-08-31"], "2026-02-28", ""),  # there is no 31 February: a day later
        (["2025-08-31"], "2026-03-01", "six_months"),
        (["2025-08-28"], "2026-02-28", "six_months"),
        (["2025-01-10", "2025-07-20"], "2026-01-20", ""),
        (["2025-01-10", "2025-07-20"], "2026-07-19", ""),
        (["2025-01-10", "2025-07-20"], "2026-07-20", "yearly"),
        (["2023-02-01", "2024-02-29"], "2025-02-28", ""),
        (["2023-02-01", "2024-02-29"], "2025-03-01", "yearly"),
    ],
)
def test_round_is_due_when_its_time_has_come(closings: list[str], on: str, reason: str):
    community = make.community()
    weighed(community, *(date.fromisoformat(closing) for closing in closings))

    assert due_reason(community, on=date.fromisoformat(on)) == reason


def test_round_is_due_when_a_sponsor_began_on_a_day_after_the_last_one():
    community = make.community(sponsor=make.person())
    closing = make.AT.date() + 14 * DAY
    weighed(community, closing)
    zoe = make.person()
    later = Membership.appoint(
        community=community, person=zoe, role="sponsor", by=None, at=at(closing + DAY)
    )

    assert due_reason(community, on=closing) == ""
    assert due_reason(community, on=closing + DAY) == "sponsor"
    weighed(community, closing + 30 * DAY)
    assert due_reason(community, on=closing + 31 * DAY) == ""
    later.end(by=None, at=at(closing + 40 * DAY))
    assert due_reason(community, on=closing + 41 * DAY) == "sponsor"


def test_round_is_not_due_when_a_plain_member_came():
    community = make.community()
    weighed(community, make.AT.date())
    Membership.appoint(
        community=community, person=make.person(), role="leader", by=None, at=make.AT + 5 * DAY
    )

    assert due_reason(community, on=make.AT.date() + 10 * DAY) == ""


def test_round_is_due_when_the_archetype_is_another_one():
    community = make.community(archetype="change_champions")
    weighed(community, make.AT.date())
    assert due_reason(community, on=make.AT.date()) == ""

    community.archetype = "technical_specialists"
    community.keep("archetype")

    assert due_reason(community, on=make.AT.date()) == "archetype"


def test_round_is_due_when_an_objective_it_serves_changed():
    community = make.community()
    objective, other = make.objective("Grow in service"), make.objective("Something else")
    weighed(community, make.AT.date())
    served = community.expectations.current()[0]
    served.serve([objective], by=None, at=make.AT)

    other.describe(name="Another", by=None, at=make.AT + 5 * DAY)
    assert due_reason(community, on=make.AT.date() + 6 * DAY) == ""
    objective.describe(name="Grow by service", by=None, at=make.AT + 5 * DAY)
    assert due_reason(community, on=make.AT.date() + 6 * DAY) == "objective"

    served.drop(by=None, at=make.AT + 6 * DAY)
    assert due_reason(community, on=make.AT.date() + 6 * DAY) == ""


def test_round_is_never_due_when_one_is_open_or_the_community_ends():
    open_now, closing, closed = make.community(), make.community(), make.community()
    make.elicitation(open_now)
    for community in (closing, closed):
        community.start(by=None, at=make.AT)
        community.wind_down(reason="Done", by=None, at=make.AT)
    closed.close(reason="Done", by=None, at=make.AT, on=make.AT.date())

    assert list(due_rounds(Community.objects.all(), on=date(2030, 1, 1))) == []


def test_due_rounds_of_a_person_are_those_they_hold_or_sponsor():
    ana = make.person("Ana")
    led, sponsored = make.community(leader=ana), make.community(sponsor=ana)
    make.community(members=(ana,))
    left = make.community(leader=ana)
    Membership.leave(community=left, person=ana, at=make.AT)

    found = due_rounds_of(ana, on=make.AT.date())

    assert {community.pk for community in found} == {led.pk, sponsored.pk}
    assert {community.due_reason for community in found} == {"founding"}


def test_due_rounds_ask_the_database_once(django_assert_num_queries):
    for _number in range(3):
        weighed(make.community(), make.AT.date())
    make.community()

    with django_assert_num_queries(1):
        found = list(due_rounds(Community.objects.order_by("name"), on=date(2026, 12, 1)))

    assert sorted(community.due_reason for community in found) == ["founding", *["six_months"] * 3]


@given(
    day=st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)), months=st.integers(1, 24)
)
def test_months_before_never_goes_back_when_days_go_on(day: date, months: int):
    earlier = months_before(day, months)

    assert earlier <= months_before(day + DAY, months)
    assert (day.year - earlier.year) * 12 + day.month - earlier.month == months


def test_round_stays_due_until_it_is_held_when_days_go_by():
    community = make.community()
    weighed(community, date(2025, 8, 31))
    reasons = [due_reason(community, on=date(2025, 9, 1) + n * DAY) for n in range(0, 400, 5)]

    first = reasons.index("six_months")
    assert Elicitation.objects.count() == 1
    assert set(reasons[:first]) == {""}
    assert set(reasons[first:]) == {"six_months"}
