"""A small group of members agrees on one answer in a gathering, and it is written down."""

from __future__ import annotations

import pytest

from mandorla.value.models import Allocation
from tests import make
from tests.value.answering import GATHERED, OTHER, browser, leader, sent, sponsored, text_of
from tests.value.voting import WISHES, address

pytestmark = pytest.mark.django_db


def test_group_writes_down_what_it_agreed_on_and_may_do_so_anew():
    elicitation, _sponsors = sponsored("Ben Okafor", members=4, methods=GATHERED)
    client = browser(leader(elicitation.community))

    client.post(address(elicitation, "group"), sent(*WISHES, people="4", note="In the canteen."))
    again = client.post(
        address(elicitation, "group"), sent(*OTHER, people="3", note=""), follow=True
    )

    assert "3 people agreed on this answer" in text_of(again)
    agreed = Allocation.objects.get()
    assert (agreed.side, agreed.answer.points, agreed.people) == ("members", OTHER, 3)


def test_what_a_group_agreed_on_is_read_by_anybody_and_written_by_who_holds_the_round():
    elicitation, (ben,) = sponsored("Ben Okafor", members=4, methods=GATHERED)
    there = address(elicitation, "group")
    browser(leader(elicitation.community)).post(there, sent(*WISHES, people="4"))
    stranger = browser(make.person())

    assert "4 people agreed on this answer" in text_of(stranger.get(there))
    assert "Record what we agreed on" not in text_of(stranger.get(there))
    assert stranger.post(there, sent(*OTHER, people="1")).status_code == 404
    assert browser(ben).post(there, sent(*OTHER, people="1")).status_code == 404
    assert Allocation.objects.get().answer.points == WISHES


def test_group_page_does_not_exist_when_members_vote_one_by_one():
    elicitation, _sponsors = sponsored("Ben Okafor")

    page = browser(leader(elicitation.community)).get(address(elicitation, "group"))

    assert page.status_code == 404
