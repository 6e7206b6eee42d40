"""A value statement: drafted from a round, written, published, signed, carried by the charter."""

from __future__ import annotations

from datetime import date

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.communities.models import Membership
from mandorla.value.models import ValueStatement
from tests import make
from tests.value.rounds import AFTER, Group, agreed, drafted, group, held, published, verbs

pytestmark = pytest.mark.django_db
AT = AFTER


@pytest.fixture
def atlas() -> Group:
    return group()


def test_draft_says_what_both_sides_share_and_rests_on_the_round(atlas):
    elicitation = held(atlas)

    statement = drafted(atlas)

    assert (statement.version, statement.elicitation, statement.state) == (1, elicitation, "draft")
    assert statement.shared == [
        "Fewer repeat errors",
        "A common way of working",
        "Faster roll-out",
        "Answers to my problems",
    ]
    assert statement.for_organization == (
        "fewer repeat errors and faster roll-out, measured by faults seen twice; days to roll out"
    )
    assert statement.for_members == "a common way of working and answers to my problems"
    assert (statement.known_on, statement.valid_until) == (date(2026, 9, 15), date(2027, 3, 17))


def test_draft_rests_on_no_round_when_none_may_be_shown(atlas):
    held(atlas, voters=4)

    statement = drafted(atlas)

    assert (statement.elicitation, statement.shared, statement.for_organization) == (None, [], "")


def test_draft_rests_on_the_round_that_stays_up_when_a_later_one_is_hidden(atlas):
    shown = held(atlas)
    held(atlas, voters=4)

    assert drafted(atlas).elicitation == shown


def test_next_draft_begins_with_what_the_last_one_says_when_the_round_is_the_same(atlas):
    held(atlas)
    published(atlas)

    assert drafted(atlas).for_members == "answers"


def test_next_draft_begins_with_what_is_shared_now_when_another_round_was_held(atlas):
    held(atlas)
    first = drafted(atlas)
    first.write(texts={"for_members": "answers", "invested": "an hour a week"}, days={}, edits=0)
    first.publish(by=atlas.ana, at=AT)
    held(atlas, member=(0, 20, 40, 0, 15, 25), sponsor=(0, 30, 30, 0, 10, 30))

    second = drafted(atlas)

    assert second.shared == [
        "A common way of working",
        "A network across units",
        "Fewer repeat errors",
        "Answers to my problems",
    ]
    assert second.for_members == (
        "a common way of working, a network across units and answers to my problems"
    )
    assert second.invested == "an hour a week"


def test_draft_is_there_once(atlas):
    drafted(atlas)
    with pytest.raises(Refused, match="Version 1 is a draft already"):
        drafted(atlas)


def test_draft_is_refused_when_the_community_has_closed(atlas):
    atlas.community.close(reason="Done", by=atlas.ana, at=AT, on=AT.date())
    with pytest.raises(Refused, match="Atlas has closed"):
        drafted(atlas)


def test_second_writer_is_told_when_somebody_wrote_meanwhile(atlas):
    one, other = drafted(atlas), ValueStatement.objects.get()
    one.write(texts={"invested": "mine"}, days={}, edits=0)
    with pytest.raises(Stale):
        other.write(texts={"invested": "yours"}, days={}, edits=0)
    assert ValueStatement.objects.get().invested == "mine"


def test_draft_is_not_written_when_a_part_is_too_long(atlas):
    with pytest.raises(Refused, match="2,000"):
        drafted(atlas).write(texts={"because": "x" * 2001}, days={}, edits=0)


def test_publishing_is_refused_when_a_side_gets_nothing(atlas):
    statement = drafted(atlas)
    statement.write(texts={"for_organization": "faster roll-out"}, days={}, edits=0)
    with pytest.raises(Refused, match="what for its members"):
        statement.publish(by=atlas.ana, at=AT)


@pytest.mark.parametrize("day", [None, AT.date()])
def test_publishing_is_refused_when_it_would_not_be_valid(atlas, day):
    held(atlas)
    statement = drafted(atlas)
    statement.write(texts={}, days={"valid_until": day}, edits=0)
    with pytest.raises(Refused, match="until when it is valid"):
        statement.publish(by=atlas.ana, at=AT)


def test_version_is_never_changed_when_it_was_published(atlas):
    statement = published(atlas)
    with pytest.raises(Refused, match="has been published"):
        statement.write(texts={"because": "more"}, days={}, edits=statement.edits)
    with pytest.raises(Refused, match="has been published"):
        statement.discard(by=atlas.ana, at=AT)
    with pytest.raises(Stale):
        statement.publish(by=atlas.ana, at=AT)


def test_draft_is_not_written_when_it_was_published_at_this_moment(atlas):
    held(atlas)
    seen = drafted(atlas)
    ValueStatement.objects.get().publish(by=atlas.ana, at=AT)
    with pytest.raises(Stale):
        seen.write(texts={"because": "more"}, days={}, edits=0)
    with pytest.raises(Stale):
        seen.discard(by=atlas.ana, at=AT)
    assert ValueStatement.objects.get().because == ""


def test_draft_is_gone_when_it_was_discarded(atlas):
    drafted(atlas).discard(by=atlas.ana, at=AT)
    assert not ValueStatement.objects.exists()
    assert verbs(atlas, "statement") == ["statement.drafted", "statement.discarded"]


def test_statement_is_agreed_when_two_people_sign_for_the_two_sides(atlas):
    statement = agreed(atlas)
    assert (statement.state, statement.agreed_at) == ("agreed", AT)
    assert [(s.side, s.person_name, s.role) for s in statement.signatures.order_by("pk")] == [
        ("members", "Ana Marković", "leader"),
        ("organization", "Ben Okafor", "sponsor"),
    ]
    assert verbs(atlas, "statement") == [
        "statement.drafted",
        "statement.published",
        "statement.signed",
        "statement.signed",
        "statement.agreed",
    ]


def test_statement_is_agreed_when_both_sides_sign_at_the_same_moment(atlas):
    published(atlas)
    one, other = ValueStatement.objects.get(), ValueStatement.objects.get()
    one.sign(side="organization", by=atlas.ben, at=AT)
    other.sign(side="members", by=atlas.ana, at=AT)
    assert ValueStatement.objects.get().state == "agreed"
    assert atlas.community.charters.count() == 1


def test_statement_is_signed_by_two_people(atlas):
    Membership.appoint(community=atlas.community, person=atlas.ana, role="sponsor", by=None, at=AT)
    statement = published(atlas)
    statement.sign(side="members", by=atlas.ana, at=AT)
    with pytest.raises(Refused, match="It takes two people"):
        statement.sign(side="organization", by=atlas.ana, at=AT)
    with pytest.raises(Refused, match="Ana Marković has signed for this side"):
        statement.sign(side="members", by=atlas.ana, at=AT)


@pytest.mark.parametrize("side", ["organization", "members", "nobody"])
def test_statement_is_not_signed_by_those_who_hold_no_role_for_the_side(atlas, side):
    with pytest.raises(Refused, match="A sponsor signs for the organization"):
        published(atlas).sign(side=side, by=atlas.fay, at=AT)


def test_draft_is_not_signed(atlas):
    with pytest.raises(Refused, match="Publish this version first"):
        drafted(atlas).sign(side="members", by=atlas.ana, at=AT)


def test_draft_is_there_for_those_who_write_or_sign_and_for_nobody_else(atlas):
    statement = drafted(atlas)
    sees = {
        name: ValueStatement.objects.visible_to(person).filter(pk=statement.pk).exists()
        for name, person in {
            "leader": atlas.ana,
            "sponsor": atlas.ben,
            "facilitator": atlas.fay,
            "member": atlas.members[0],
            "program manager": make.program_manager(),
            "stranger": make.person(),
        }.items()
    }
    assert sees == {
        "leader": True,
        "sponsor": True,
        "facilitator": True,
        "member": False,
        "program manager": True,
        "stranger": False,
    }
