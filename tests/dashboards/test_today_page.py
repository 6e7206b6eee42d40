"""The page Today: what it costs, what it says when nothing waits, and what is due where."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from mandorla.communities.models import MembershipRequest
from mandorla.dashboards.due import read_due_rounds
from mandorla.value.counting import close
from mandorla.value.models import (
    Suggestion,
)
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.parametrize("count", [1, 4])
def test_page_costs_the_same_queries_for_one_and_for_four(
    client: Client, django_assert_num_queries, count
):
    ana = make.person("Ana", is_program_manager=True)
    now = timezone.now()
    for number in range(count):
        members = (*make.members(8), make.person())
        led = make.community(f"Led {number}", leader=ana, members=members, joining="ask")
        make.elicitation(led, opens_at=now, at=now, closes_at=now + 9 * DAY)
        make.charter(led, state="published")
        Suggestion.say(community=led, side="members", text="One", by=None, at=now)
        MembershipRequest.ask(community=led, person=make.person(), role="member", note="", at=now)
        sponsored = make.community(f"Sponsored {number}", sponsor=ana)
        make.elicitation(sponsored, opens_at=now, at=now, closes_at=now + 9 * DAY)
        make.community(f"Due {number}", leader=ana)
    client.force_login(ana)

    with django_assert_num_queries(41):  # small ones: a large one takes longer to put together
        shown = client.get("/today/")

    assert len(shown.context["tasks"]) == 6 * count


def test_page_is_kind_when_nothing_waits(client: Client):
    client.force_login(make.person())

    shown = client.get("/today/").content.decode()

    assert "Nothing waits for you." in shown
    assert "Until then your time is yours." in shown
    assert "Rounds that are due" not in shown
    assert '<a href="/today/" aria-current="page">Today</a>' in shown


def test_program_manager_sees_where_a_round_is_due(client: Client):
    client.force_login(make.program_manager())
    for number in range(60):
        make.community(f"Community {number:02}")

    shown = client.get("/today/").content.decode()
    second = client.get("/today/?page=2&reason=founding").content.decode()

    assert "1 to 50 of 60" in shown
    assert "Community 00" in shown
    assert "Community 59" in second
    assert "Community 00" not in second


def test_due_rounds_are_counted_by_reason_and_narrowed_to_one():
    new, weighed = make.community("New"), make.community("Weighed")
    close(make.elicitation(weighed), by=None, at=make.AT + DAY)
    on = make.AT.date() + 400 * DAY

    found = read_due_rounds(reason="six_months", number=1, on=on)
    everything = read_due_rounds(reason="nonsense", number=1, on=on)

    assert found.total == 2
    assert [(one.key, one.count) for one in found.reasons] == [("founding", 1), ("six_months", 1)]
    assert [row.community for row in found.page.rows] == [weighed]
    assert everything.reason == ""
    assert [row.community for row in everything.page.rows] == [new, weighed]
