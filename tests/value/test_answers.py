"""Sponsors answer by name, see where they differ, and agree on one answer."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from mandorla.base.errors import Refused
from mandorla.communities.models import Membership
from mandorla.value.answer_page import Comparison, points_of
from mandorla.value.counting import close
from mandorla.value.models import Allocation, SponsorAnswer
from tests import make
from tests.value.answering import (
    BY_SCREENS,
    GATHERED,
    OTHER,
    browser,
    leader,
    sent,
    sponsored,
    text_of,
)
from tests.value.voting import WISHES, address

pytestmark = pytest.mark.django_db


def test_sponsor_is_told_that_the_answer_carries_name_and_role():
    elicitation, (ben,) = sponsored("Ben Okafor")

    page = text_of(browser(ben).get(address(elicitation, "answer")))

    assert "Your answer carries your name and role: Ben Okafor, sponsor." in page


def test_only_sponsor_answers_and_need_not_agree():
    elicitation, (ben,) = sponsored("Ben Okafor")
    client = browser(ben)

    answered = client.post(address(elicitation, "answer"), sent(*WISHES), follow=True)

    assert SponsorAnswer.objects.get().answer.points == WISHES
    assert "the only sponsor" in text_of(answered)
    assert "Record what we agreed on" not in text_of(answered)


def test_sponsor_replaces_an_answer_while_the_round_is_open():
    elicitation, (ben,) = sponsored("Ben Okafor")
    client = browser(ben)
    client.post(address(elicitation, "answer"), sent(*WISHES))

    assert 'value="40"' in text_of(client.get(address(elicitation, "answer")))
    client.post(address(elicitation, "answer"), sent(*OTHER))

    assert SponsorAnswer.objects.get().answer.points == OTHER


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ((40, 20, 10, 10, 10, 0), "here they make 90"),
        ((61, 19, 10, 10, 0, 0), "here it is 61"),
        (("x", 19, 10, 10, 0, 0), "Write a whole number of points."),
    ],
)
def test_answer_that_does_not_add_up_is_told_why(points, sentence):
    elicitation, (ben,) = sponsored("Ben Okafor")

    response = browser(ben).post(address(elicitation, "answer"), sent(*points))

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not SponsorAnswer.objects.exists()


def test_sponsor_answers_by_best_and_worst_on_one_page():
    elicitation, (ben,) = sponsored("Ben Okafor", methods=BY_SCREENS)
    client = browser(ben)
    page = text_of(client.get(address(elicitation, "answer")))
    screens = {
        number: re.findall(rf'name="screen{number}-best" value="(\d+)"', page)
        for number in range(1, 6)
    }
    picks = {f"screen{n}-best": found[0] for n, found in screens.items()}
    picks |= {f"screen{n}-worst": found[1] for n, found in screens.items()}
    drawn = re.findall(r'name="drawn" value="(\d+)"', page)[0]

    missing = client.post(
        address(elicitation, "answer"), {**picks, "drawn": drawn, "screen2-best": ""}
    )
    client.post(address(elicitation, "answer"), {**picks, "drawn": drawn})

    assert missing.status_code == 422
    answer = SponsorAnswer.objects.get().answer
    assert (sum(answer.best), sum(answer.worst), sum(answer.shown)) == (5, 5, 20)
    assert sum(points_of(answer)) == 100


def test_sponsor_sees_the_others_only_after_answering():
    elicitation, (ben, ingrid) = sponsored("Ben Okafor", "Ingrid Solheim")
    browser(ben).post(address(elicitation, "answer"), sent(*WISHES))
    client = browser(ingrid)

    before = client.get(address(elicitation, "agreement"))
    client.post(address(elicitation, "answer"), sent(*OTHER))
    after = text_of(client.get(address(elicitation, "agreement")))

    assert before.headers["Location"] == address(elicitation, "answer")
    assert "Ben Okafor" in after
    assert "They are furthest apart on" in after


def test_joint_answer_begins_with_the_mean_and_stands_for_the_organization():
    elicitation, sponsors = sponsored("Ben Okafor", "Ingrid Solheim")
    for person, points in zip(sponsors, (WISHES, (15, 25, 20, 10, 15, 15)), strict=True):
        browser(person).post(address(elicitation, "answer"), sent(*points))
    client = browser(sponsors[0])

    proposal = Comparison.of(elicitation).proposal
    assert proposal is not None
    assert (sum(proposal.points), proposal.points[0]) == (100, 28)
    page = text_of(client.get(address(elicitation, "agreement")))
    assert 'value="28"' in page
    done = client.post(
        address(elicitation, "agreement"), sent(*OTHER, note="The network first."), follow=True
    )

    assert "The sponsors agreed on one answer" in text_of(done)
    agreed = Allocation.objects.get()
    assert (agreed.side, agreed.answer.points, agreed.people) == ("organization", OTHER, 2)
    assert agreed.note == "The network first."


def test_sponsors_agree_only_when_all_have_answered():
    elicitation, (ben, _ingrid) = sponsored("Ben Okafor", "Ingrid Solheim")
    client = browser(ben)
    client.post(address(elicitation, "answer"), sent(*WISHES))

    page = text_of(client.get(address(elicitation, "agreement")))
    refused = client.post(address(elicitation, "agreement"), sent(*WISHES))

    assert "Ingrid Solheim has not answered yet." in page
    assert "Record what we agreed on" not in page
    assert refused.status_code == 422
    assert not Allocation.objects.exists()


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ((), "Nobody has answered for the organization"),
        (("Ben Okafor",), "One sponsor has answered, and that answer stands"),
    ],
)
def test_nobody_agrees_for_the_organization_when_fewer_than_two_sponsors_answered(names, sentence):
    elicitation, sponsors = sponsored(*names)
    for person in sponsors:
        browser(person).post(address(elicitation, "answer"), sent(*WISHES))
    ana = browser(leader(elicitation.community))

    page = text_of(ana.get(address(elicitation, "agreement")))
    assert "Record what we agreed on" not in page
    sent_anyway = ana.post(address(elicitation, "agreement"), sent(*OTHER, people="1"))

    assert sent_anyway.status_code == 422
    assert not elicitation.allocations.exists()
    with pytest.raises(Refused, match=sentence):
        Allocation.record(
            elicitation=elicitation,
            side="organization",
            answer=make.points(*OTHER),
            people=1,
            note="",
            by=None,
            at=timezone.now(),
        )


def test_answer_is_not_replaced_after_the_sponsors_agreed():
    elicitation, sponsors = sponsored("Ben Okafor", "Ingrid Solheim")
    for person in sponsors:
        browser(person).post(address(elicitation, "answer"), sent(*WISHES))
    client = browser(sponsors[0])
    client.post(address(elicitation, "agreement"), sent(*OTHER))

    response = client.post(address(elicitation, "answer"), sent(*OTHER))

    assert response.headers["Location"] == address(elicitation, "agreement")
    assert {given.answer.points for given in SponsorAnswer.objects.all()} == {WISHES}


def test_who_holds_the_round_sees_the_answers_and_may_record_what_was_agreed():
    elicitation, sponsors = sponsored("Ben Okafor", "Ingrid Solheim")
    for person in sponsors:
        browser(person).post(address(elicitation, "answer"), sent(*WISHES))
    client = browser(leader(elicitation.community))

    assert "Ingrid Solheim" in text_of(client.get(address(elicitation, "agreement")))
    client.post(address(elicitation, "agreement"), sent(*OTHER))

    assert Allocation.objects.get().answer.points == OTHER


@pytest.mark.parametrize("door", ["answer", "agreement"])
def test_pages_of_sponsors_do_not_exist_for_members_guests_and_strangers(door):
    elicitation, _sponsors = sponsored("Ben Okafor", members=4, methods=GATHERED)
    member = elicitation.community.memberships.filter(role="member")[0].person
    guest, stranger = make.person(), make.person()
    Membership.appoint(
        community=elicitation.community, person=guest, role="guest", by=None, at=make.AT
    )

    for person in (member, guest, stranger):
        assert browser(person).get(address(elicitation, door)).status_code == 404
        assert browser(person).post(address(elicitation, door)).status_code == 404


def test_pages_of_sponsors_say_what_is_true_before_and_after_the_round():
    now = timezone.now()
    coming, (early,) = sponsored("Ben Okafor", opens_at=now + timedelta(days=1), at=now)
    over, (late, _other) = sponsored("Ben Okafor", "Ingrid Solheim")
    over.extend(closes_at=now - timedelta(seconds=1), by=None, at=now - timedelta(seconds=9))
    closed, (last, _more) = sponsored("Ben Okafor", "Ingrid Solheim")
    close(closed, by=None, at=now)

    assert "has not begun yet" in text_of(browser(early).get(address(coming, "agreement")))
    assert "The time to answer is over" in text_of(browser(late).get(address(over, "agreement")))
    assert "No sponsor has answered yet." in text_of(
        browser(last).get(address(closed, "agreement"))
    )
    assert not SponsorAnswer.objects.exists()


def test_agreement_has_the_same_queries_for_more_sponsors(django_assert_max_num_queries):
    elicitation, sponsors = sponsored("Ben", "Ingrid", "Karl", "Mia")
    for person in sponsors:
        browser(person).post(address(elicitation, "answer"), sent(*WISHES))
    client = browser(sponsors[0])
    client.get(address(elicitation, "agreement"))

    with django_assert_max_num_queries(14):
        client.get(address(elicitation, "agreement"))
