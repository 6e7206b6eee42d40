"""Memberships: voluntary, with dates, and asked for where a community wants that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.communities.models import Membership, MembershipRequest
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(days=30)


def test_membership_begins_by_one_click_and_ends_by_one() -> None:
    community, priya = make.community(), make.person("Priya")

    Membership.join(community=community, person=priya, at=make.AT)
    Membership.leave(community=community, person=priya, at=LATER)

    membership = Membership.objects.get(person=priya)
    assert (membership.since_on, membership.until_on) == (make.AT.date(), LATER.date())
    assert community.roles_of(priya) == set()


def test_membership_joined_twice_is_one() -> None:
    community, priya = make.community(), make.person("Priya")

    Membership.join(community=community, person=priya, at=make.AT)
    Membership.join(community=community, person=priya, at=LATER)

    assert Membership.objects.filter(person=priya).count() == 1
    assert Event.objects.filter(verb="member.joined").count() == 1


@pytest.mark.parametrize("joining", ["ask", "closed"])
def test_membership_by_one_click_is_refused_when_the_charter_does_not_allow_it(
    joining: str,
) -> None:
    community = make.community(joining=joining)

    with pytest.raises(Refused, match="ask to join instead"):
        Membership.join(community=community, person=make.person(), at=make.AT)


def test_membership_of_a_closed_community_is_refused() -> None:
    community = make.community("Atlas", status="closed")

    with pytest.raises(Refused, match="Atlas has closed"):
        Membership.join(community=community, person=make.person(), at=make.AT)
    with pytest.raises(Refused, match="Atlas has closed"):
        Membership.appoint(
            community=community, person=make.person(), role="leader", by=None, at=make.AT
        )


def test_membership_ends_every_role_of_who_leaves() -> None:
    ana = make.person("Ana")
    community = make.community(leader=ana)
    Membership.appoint(community=community, person=ana, role="steward", by=ana, at=make.AT)

    Membership.leave(community=community, person=ana, at=LATER)

    assert community.roles_of(ana) == set()
    assert community.leader_names() == ""


def test_membership_cannot_be_ended_twice() -> None:
    ana = make.person("Ana")
    community = make.community(leader=ana)
    membership = community.memberships.get()
    membership.end(by=ana, at=LATER)

    with pytest.raises(Stale, match="ended already"):
        membership.end(by=ana, at=LATER)


def test_membership_role_is_given_once() -> None:
    ana = make.person("Ana")
    community = make.community(leader=ana)

    with pytest.raises(Refused, match="Ana is leader already"):
        Membership.appoint(community=community, person=ana, role="leader", by=ana, at=make.AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(community=community, person=ana, role="leader")


def test_membership_events_name_officials_and_never_plain_members() -> None:
    ana, priya = make.person("Ana"), make.person("Priya")
    community = make.community(leader=ana)
    Membership.join(community=community, person=priya, at=make.AT)
    Membership.leave(community=community, person=priya, at=LATER)
    added = Membership.appoint(community=community, person=priya, role="member", by=ana, at=LATER)
    added.end(by=ana, at=LATER)

    sentences = [event.sentence for event in Event.objects.within(community).order_by("pk")]

    assert sentences == [
        "Ana became leader.",
        "A member joined.",
        "A member left.",
        "Ana added a member.",
        "Ana ended a membership.",
    ]


def test_membership_of_the_past_shows_only_for_official_roles() -> None:
    ana, priya, karin = make.person("Ana"), make.person("Priya"), make.person("Karin")
    community = make.community(leader=ana, members=(priya,))
    for membership in community.memberships.all():
        membership.end(by=ana, at=LATER)

    visible = Membership.objects.visible_to(karin)

    assert [membership.person.name for membership in visible] == ["Ana"]


def test_request_becomes_a_role_when_accepted() -> None:
    ana, priya = make.person("Ana"), make.person("Priya")
    community = make.community(leader=ana, joining="ask")
    asked = MembershipRequest.ask(
        community=community, person=priya, role="leader", note="I did this before", at=make.AT
    )

    asked.accept(by=ana, at=LATER)

    assert community.roles_of(priya) == {"leader"}
    assert community.leader_names() == "Ana, Priya"


def test_request_leaves_things_as_they_are_when_declined() -> None:
    ana, priya = make.person("Ana"), make.person("Priya")
    community = make.community(leader=ana, joining="ask")
    asked = MembershipRequest.ask(
        community=community, person=priya, role="member", note="", at=make.AT
    )

    asked.decline(by=ana, at=LATER)

    assert community.roles_of(priya) == set()
    with pytest.raises(Stale, match="Somebody else has answered"):
        asked.accept(by=ana, at=LATER)
    assert community.roles_of(priya) == set()


def test_request_is_made_once_at_a_time() -> None:
    priya = make.person("Priya")
    community = make.community(joining="ask")
    MembershipRequest.ask(community=community, person=priya, role="member", note="", at=make.AT)

    with pytest.raises(Refused, match="You have asked already"):
        MembershipRequest.ask(community=community, person=priya, role="member", note="", at=LATER)
