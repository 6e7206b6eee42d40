from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import ProtectedError

from mandorla.base.errors import NotAllowed, Refused
from mandorla.base.models import Event
from mandorla.communities.models import Community, Membership
from mandorla.core.ballot import Answer
from mandorla.people.models import Person
from mandorla.value.counting import close
from mandorla.value.models import Allocation, Catalogue, Elicitation, SponsorAnswer, Urn
from mandorla.value.shown import newest_round, shown_rounds
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(days=1)
END = make.AT + timedelta(days=14)
WISHES = (40, 20, 20, 10, 10, 0)


def group(count: int = 8) -> tuple[Community, list[Person]]:
    people = make.members(count)
    sponsor = make.person("Ben Sponsor")
    community = make.community(sponsor=sponsor, members=people)
    return community, [sponsor, *people]


def voted(elicitation: Elicitation, people: list[Person], *answers: Answer) -> None:
    for number, person in enumerate(people):
        elicitation.cast(answers[number % len(answers)], person=person, at=LATER)


def test_round_finds_what_is_shared_when_both_sides_have_weighed():
    community, (sponsor, *people) = group()
    elicitation = make.elicitation(community)
    SponsorAnswer.give(
        elicitation=elicitation, answer=make.points(40, 25, 15, 10, 10, 0), by=sponsor, at=LATER
    )
    voted(elicitation, people, make.points(10, 20, 30, 5, 15, 20))
    close(elicitation, by=None, at=END)
    shown = newest_round(shown_rounds(community))
    assert shown is not None
    assert shown.figures is not None
    assert shown.figures.overlap == pytest.approx(0.6)
    assert shown.respondents == 8
    community.refresh_from_db()
    assert community.overlap_share == pytest.approx(0.6)


def test_round_shows_nothing_of_the_members_when_four_have_voted():
    community, (sponsor, *people) = group()
    elicitation = make.elicitation(community)
    SponsorAnswer.give(elicitation=elicitation, answer=make.points(*WISHES), by=sponsor, at=LATER)
    voted(elicitation, people[:4], make.points(*WISHES))
    result = close(elicitation, by=None, at=END)
    assert (result.is_shown, result.why_hidden) == (False, "too_few")
    assert (result.figures, bytes(result.draws)) == (None, b"")
    (shown,) = shown_rounds(community)
    assert (shown.figures, shown.why_hidden, shown.respondents) == (None, "too_few", 4)


def test_ballot_cannot_be_cast_again():
    community, (_sponsor, *people) = group()
    elicitation = make.elicitation(community)
    elicitation.cast(make.points(*WISHES), person=people[0], at=LATER)
    with pytest.raises(Refused, match="You have voted"):
        elicitation.cast(make.points(0, 10, 10, 20, 20, 40), person=people[0], at=LATER)
    urn = Urn.objects.get(elicitation=elicitation)
    assert urn.count == 1
    assert bytes(urn.ballots) == bytes([*WISHES, *(5,) * 6])


def test_ballot_leaves_no_event_and_no_order():
    community, (_sponsor, *people) = group()
    answers = [make.points(0, 10, 10, 20, 20, 40), make.points(*WISHES)]
    urns = []
    for order in (answers, answers[::-1]):
        elicitation = make.elicitation(community)
        before = Event.objects.count()
        voted(elicitation, people[:2], *order)
        assert Event.objects.count() == before
        urns.append(bytes(Urn.objects.get(elicitation=elicitation).ballots))
        close(elicitation, by=None, at=END)
    assert urns[0] == urns[1]


def test_sponsor_weighs_for_the_organization_and_not_as_a_member():
    community, (sponsor, *people) = group()
    elicitation = make.elicitation(community)
    with pytest.raises(NotAllowed):
        elicitation.cast(make.points(*WISHES), person=sponsor, at=LATER)
    with pytest.raises(NotAllowed):
        SponsorAnswer.give(
            elicitation=elicitation, answer=make.points(*WISHES), by=people[0], at=LATER
        )


def test_group_agrees_on_one_allocation_when_it_is_small():
    community, (sponsor, *_people) = group(4)
    elicitation = make.elicitation(
        community, methods={"organization": "points", "members": "facilitated"}
    )
    SponsorAnswer.give(elicitation=elicitation, answer=make.points(*WISHES), by=sponsor, at=LATER)
    Allocation.record(
        elicitation=elicitation,
        side="members",
        answer=make.points(*WISHES),
        people=4,
        note="",
        by=None,
        at=LATER,
    )
    close(elicitation, by=None, at=END)
    (shown,) = shown_rounds(community)
    assert shown.figures is not None
    assert (shown.figures.overlap, shown.figures.interval_95) == (1.0, None)


def test_catalogue_stays_when_nothing_changed_and_is_a_new_one_when_something_did():
    community, _people = group()
    first = make.elicitation(community)
    first.cancel(by=None, at=LATER)
    second = make.elicitation(community)
    assert first.catalogue == second.catalogue
    second.cancel(by=None, at=LATER)
    community.expectations.current()[0].reword(
        text="Roll-out in step",
        level="organization",
        horizon="short",
        measure="",
        by=None,
        at=LATER,
    )
    assert make.elicitation(community).catalogue.version == 2
    assert Catalogue.objects.count() == 2
    assert first.catalogue.words[0].text == "Faster roll-out"


def test_round_counts_a_ballot_cast_after_the_round_was_read_and_before_it_was_closed():
    community, (sponsor, *people) = group()
    elicitation = make.elicitation(community)
    SponsorAnswer.give(elicitation=elicitation, answer=make.points(*WISHES), by=sponsor, at=LATER)
    voted(elicitation, people[:7], make.points(*WISHES))
    read = Elicitation.objects.select_related("urn").get(pk=elicitation.pk)

    elicitation.cast(make.points(*WISHES), person=people[7], at=LATER)

    assert close(read, by=None, at=END).respondents == 8


def test_ballot_is_refused_when_its_person_answered_for_the_organization_in_the_round():
    community, (sponsor, *_people) = group()
    elicitation = make.elicitation(community)
    SponsorAnswer.give(elicitation=elicitation, answer=make.points(*WISHES), by=sponsor, at=LATER)
    community.memberships.get(person=sponsor, role="sponsor").end(by=None, at=LATER)
    Membership.appoint(community=community, person=sponsor, role="member", by=None, at=LATER)
    elicitation.invite_newcomers()

    with pytest.raises(Refused, match="answered for the organization"):
        elicitation.cast(make.points(*WISHES), person=sponsor, at=LATER)
    assert Urn.objects.get(elicitation=elicitation).count == 0


def test_person_who_voted_is_not_forgotten_in_passing_because_later_rounds_rest_on_it():
    community, (_sponsor, *people) = group()
    elicitation = make.elicitation(community)
    elicitation.cast(make.points(*WISHES), person=people[0], at=LATER)

    with pytest.raises(ProtectedError):
        people[0].delete()


@pytest.mark.parametrize("days", [-1, 366, 100_000])
def test_round_is_refused_when_it_opens_before_now_or_after_more_than_a_year(days):
    community, _people = group()
    opens_at = make.AT + timedelta(days=days)
    with pytest.raises(Refused, match="opens within a year"):
        make.elicitation(community, opens_at=opens_at, closes_at=opens_at + timedelta(days=7))


def test_group_of_one_is_refused_because_it_would_show_what_one_member_said():
    community, _people = group(4)
    methods = {"organization": "points", "members": "facilitated"}
    elicitation = make.elicitation(community, methods=methods)

    with pytest.raises(Refused, match="A group is two people or more"):
        Allocation.record(
            elicitation=elicitation,
            side="members",
            answer=make.points(*WISHES),
            people=1,
            note="",
            by=None,
            at=LATER,
        )
    assert not Allocation.objects.exists()
