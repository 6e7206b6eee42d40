"""Whoever asks for something does not permit it themselves while somebody else can decide."""

from __future__ import annotations

import pytest

from mandorla.base.errors import NotAllowed, Refused
from mandorla.communities.models import Membership
from mandorla.licenses.application_page import decided_by
from mandorla.licenses.models import Review
from tests import make
from tests.licenses.granting import GATES_MET, applied
from tests.licenses.reporting import EVIDENCE, LATER, handed_in, licensed, opened

pytestmark = pytest.mark.django_db
ON = LATER.date()


@pytest.fixture
def both(people):
    """The leader sponsors the community, too."""
    seat = {"community": people.community, "person": people.leader, "role": "sponsor"}
    Membership.appoint(**seat, by=people.karin, at=make.AT)
    return people


def test_leader_who_sponsors_does_not_grant_what_the_core_group_applied_for(both):
    asked = applied(both.community, by=both.core, sponsor=both.sponsor)

    with pytest.raises(NotAllowed, match="You run the community, so somebody else decides"):
        asked.decide("grant", evidence=GATES_MET, by=both.leader, at=LATER, on=ON)

    assert decided_by(asked) == [both.sponsor, both.karin]


def test_leader_who_sponsors_does_not_renew(both):
    license = licensed(both)

    with pytest.raises(NotAllowed, match="You run the community"):
        license.decide("renew", evidence=EVIDENCE, by=both.leader, at=LATER, on=ON)

    license.decide("pause", reason="A rest", evidence=EVIDENCE, by=both.leader, at=LATER, on=ON)
    assert license.state == "paused"


def test_report_is_not_decided_on_by_who_handed_it_in(people):
    review = opened(people, reader=people.sponsor)
    review.submit(evidence=EVIDENCE, by=people.karin, at=LATER)

    with pytest.raises(NotAllowed, match="You handed the report in"):
        review.license.decide(
            "renew", evidence=EVIDENCE, review=review, by=people.karin, at=LATER, on=ON
        )


def test_leader_decides_when_nobody_else_can():
    lena, mia = make.person("Lena"), make.person("Mia")
    community = make.community("Welders", leader=lena, sponsor=lena, members=(mia,))
    asked = applied(community, by=lena, sponsor=lena)

    decision = asked.decide("grant", evidence=GATES_MET, by=lena, at=LATER, on=ON)

    assert decision.as_role.endswith("nobody else can decide")


def test_report_is_not_handed_in_to_oneself(people):
    review = opened(people)

    with pytest.raises(Refused, match="somebody else reads it"):
        review.submit(evidence=EVIDENCE, by=people.karin, at=LATER)

    assert Review.objects.get().state == "open"


def test_report_is_not_answered_by_a_reader_who_runs_the_community_by_now(people):
    review = handed_in(people, reader=people.stranger)
    seat = {"community": people.community, "person": people.stranger, "role": "core"}
    Membership.appoint(**seat, by=people.leader, at=make.AT)

    with pytest.raises(NotAllowed, match="You run the community"):
        review.reply(text="Well done", by=people.stranger, at=LATER)
