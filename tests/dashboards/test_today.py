"""Today: what waits for each, in order, and nothing else; for program managers what is due."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mandorla.communities.models import Community, Membership, MembershipRequest
from mandorla.dashboards.mine import Task
from mandorla.dashboards.today import read_today
from mandorla.people.models import Person
from mandorla.value.counting import close
from mandorla.value.models import (
    Allocation,
    Elicitation,
    SponsorAnswer,
    StatementSignature,
    Suggestion,
    ValueStatement,
)
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = make.AT + DAY
WISHES = (40, 20, 20, 10, 10, 0)
IN_ROUND = "/communities/atlas/value/rounds/1/"


def waits(person: Person, *, at: Any = LATER) -> list[str]:
    return [task.sentence for task in read_today(person, at=at)]


def only(person: Person, *, at: Any = LATER) -> Task:
    (task,) = read_today(person, at=at)
    return task


def answer(elicitation: Elicitation, sponsor: Person) -> None:
    SponsorAnswer.give(elicitation=elicitation, answer=make.points(*WISHES), by=sponsor, at=LATER)


@pytest.fixture
def ben() -> Person:
    return make.person("Ben Okafor")


@pytest.fixture
def mia() -> Person:
    return make.person("Mia")


@pytest.fixture
def atlas(ben: Person, mia: Person) -> Community:
    return make.community("Atlas", sponsor=ben, members=(mia, *make.members(7)))


# --- rounds ---


def test_member_votes_once_and_is_done(atlas, mia):
    elicitation = make.elicitation(atlas)

    task = only(mia)
    elicitation.cast(make.points(*WISHES), person=mia, at=LATER)

    assert task.sentence == "Round 1 of Atlas waits for your ballot."
    assert task.reason == "About four minutes. It carries no name, and it is open until 16 March."
    assert (task.action, task.address) == ("Vote", f"{IN_ROUND}ballot/")
    assert waits(mia) == []


def test_round_waits_for_nobody_before_it_opens_and_after_its_time(atlas, ben, mia):
    make.elicitation(atlas, opens_at=make.AT + 3 * DAY)

    for at in (make.AT, make.AT + 2 * DAY, make.AT + 14 * DAY):
        assert (waits(mia, at=at), waits(ben, at=at)) == ([], [])
    assert len(waits(mia, at=make.AT + 3 * DAY)) == 1


def test_newcomer_who_is_not_asked_has_no_ballot(atlas):
    make.elicitation(atlas)
    zoe = make.person("Zoe")
    Membership.join(community=atlas, person=zoe, at=LATER)

    assert waits(zoe) == []


def test_sponsor_answers_and_is_done_when_alone(atlas, ben):
    elicitation = make.elicitation(atlas)

    task = only(ben)
    answer(elicitation, ben)

    assert task.sentence == "Round 1 of Atlas waits for your answer."
    assert task.address == f"{IN_ROUND}answer/"
    assert waits(ben) == []


def test_sponsors_agree_when_all_have_answered(atlas, ben):
    elicitation = make.elicitation(atlas)
    second = make.person("Second Sponsor")
    Membership.appoint(community=atlas, person=second, role="sponsor", by=None, at=make.AT)

    answer(elicitation, ben)
    assert waits(ben) == []
    answer(elicitation, second)
    assert waits(ben) == waits(second) == ["All sponsors have answered in Atlas."]
    Allocation.record(
        elicitation=elicitation,
        side="organization",
        answer=make.points(*WISHES),
        people=2,
        note="",
        by=ben,
        at=LATER,
    )
    assert (waits(ben), waits(second)) == ([], [])


def test_sponsors_agree_in_a_gathering_and_are_done(atlas, ben):
    elicitation = make.elicitation(
        atlas, methods={"organization": "facilitated", "members": "points"}
    )

    task = only(ben)
    Allocation.record(
        elicitation=elicitation,
        side="organization",
        answer=make.points(*WISHES),
        people=1,
        note="",
        by=ben,
        at=LATER,
    )

    assert task.sentence == "The sponsors of Atlas agree on one answer together."
    assert (task.action, task.address) == ("Agree on one answer", f"{IN_ROUND}agreement/")
    assert waits(ben) == []


def test_facilitator_writes_down_what_a_small_group_agrees_on():
    ana, tom = make.person("Ana"), make.person("Tom")
    community = make.community("Atlas", leader=ana, members=(tom,))
    make.elicitation(community, methods={"organization": "points", "members": "facilitated"})

    assert only(ana).address == f"{IN_ROUND}group/"
    assert waits(tom) == []


def test_facilitator_sees_a_round_whose_time_is_over(atlas, mia):
    Membership.appoint(community=atlas, person=mia, role="facilitator", by=None, at=make.AT)
    elicitation = make.elicitation(atlas)
    end = make.AT + 14 * DAY

    assert waits(mia, at=end) == ["The time of round 1 of Atlas is over."]
    close(elicitation, by=None, at=end)
    assert waits(mia, at=end) == []


def test_facilitator_sees_that_a_round_is_due_and_why():
    ana, ben = make.person("Ana"), make.person("Ben")
    make.community("Atlas", leader=ana, sponsor=ben)

    task = only(ana)

    assert (task.sentence, task.reason) == (
        "A round is due in Atlas.",
        "Nothing was weighed before.",
    )
    assert task.address == "/communities/atlas/value/rounds/new/"
    assert waits(ben) == []


def test_what_closes_first_comes_first(mia):
    for name, days in (("Bees", 9), ("Ants", 20), ("Wasps", 5)):
        make.elicitation(make.community(name, members=(mia,)), days=days)

    assert [words.split()[3] for words in waits(mia)] == ["Wasps", "Bees", "Ants"]


# --- what others wait for ---


def test_charter_waits_for_each_side_until_it_has_signed(atlas, ben, mia):
    Membership.appoint(community=atlas, person=mia, role="leader", by=None, at=make.AT)
    make.elicitation(atlas, opens_at=make.AT + 30 * DAY, closes_at=make.AT + 40 * DAY)
    charter = make.charter(atlas, state="published", by=mia)
    sentence = "The charter of Atlas waits for your signature."

    assert (waits(ben), waits(mia)) == ([sentence], [sentence])
    charter.sign(side="organization", by=ben, at=LATER)
    assert (waits(ben), waits(mia)) == ([], [sentence])
    charter.sign(side="members", by=mia, at=LATER)
    assert waits(mia) == []


def test_charter_waits_no_more_when_a_later_version_is_published(atlas, ben):
    make.charter(atlas, state="published")
    make.charter(atlas, state="published")

    assert only(ben).address == "/communities/atlas/charter/2/"


def test_charter_waits_not_for_whoever_signed_for_the_other_side(atlas, ben):
    Membership.appoint(community=atlas, person=ben, role="leader", by=None, at=make.AT)
    make.elicitation(atlas, opens_at=make.AT + 30 * DAY, closes_at=make.AT + 40 * DAY)
    charter = make.charter(atlas, state="published")
    charter.sign(side="organization", by=ben, at=LATER)

    assert waits(ben) == []


def test_value_statement_waits_for_each_side_until_it_has_signed(atlas, ben, mia):
    statement = ValueStatement.objects.create(
        community=atlas, version=1, state="published", drafted_at=make.AT, published_at=make.AT
    )

    assert waits(ben) == ["The value statement of Atlas waits for your signature."]
    assert waits(mia) == []
    StatementSignature.objects.create(
        statement=statement,
        side="organization",
        person=make.person(),
        person_name="x",
        role="sponsor",
        signed_at=LATER,
    )
    assert waits(ben) == []


def test_requests_wait_for_those_who_may_answer_them():
    ana, core = make.person("Ana"), make.person("Core")
    community = make.community("Atlas", leader=ana, joining="ask")
    Membership.appoint(community=community, person=core, role="core", by=None, at=make.AT)
    make.elicitation(community, opens_at=make.AT + 30 * DAY, closes_at=make.AT + 40 * DAY)
    for role in ("member", "leader"):
        MembershipRequest.ask(
            community=community, person=make.person(), role=role, note="", at=make.AT
        )

    assert waits(ana) == ["2 people ask to join Atlas."]
    assert waits(core) == ["1 person asks to join Atlas."]


def test_suggestions_wait_for_those_who_word_them(atlas, mia):
    make.elicitation(atlas, opens_at=make.AT + 30 * DAY, closes_at=make.AT + 40 * DAY)
    Membership.appoint(community=atlas, person=mia, role="facilitator", by=None, at=make.AT)
    for words in ("One", "Two"):
        Suggestion.say(community=atlas, side="members", text=words, by=None, at=make.AT)

    task = only(mia)

    assert task.sentence == "2 suggestions wait to be worded in Atlas."
    assert task.address == "/communities/atlas/value/expectations/"


def test_nothing_waits_where_somebody_has_left_or_that_has_closed(atlas, ben):
    make.charter(atlas, state="published")
    Membership.leave(community=atlas, person=ben, at=LATER)
    other = make.community("Bees", sponsor=ben)
    make.charter(other, state="published")
    other.start(by=None, at=LATER)
    other.wind_down(reason="Done", by=None, at=LATER)
    other.close(reason="Done", by=None, at=LATER, on=LATER.date())

    assert waits(ben) == []
