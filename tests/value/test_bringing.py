"""A survey counted as a round: what is kept of it, what is shown, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.value.bringing import bring, read_for
from mandorla.value.counting import close
from mandorla.value.models import Elicitation, SponsorAnswer, Token, Urn
from mandorla.value.shown import newest_round, shown_rounds
from mandorla.value.survey.packed import Countable
from mandorla.value.survey.read import SurveyFile
from tests import make
from tests.value.surveys import P, Q, picks_csv, points_csv

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = make.AT + 30 * DAY


def read(community, organization: str = points_csv(P), members: str = points_csv(*[Q] * 6)):
    return read_for(
        community,
        organization=SurveyFile("o.csv", organization.encode()),
        members=SurveyFile("m.csv", members.encode()),
    )


def counted(community, *texts: str) -> Elicitation:
    survey = Countable.of(read(community, *texts))
    return bring(community=community, survey=survey, by=None, at=LATER)


def weighed():
    community = make.community("Welding")
    make.expectations(community)
    return community


def test_survey_is_a_closed_round_when_it_is_counted():
    community = weighed()
    elicitation = counted(community)
    assert (elicitation.number, elicitation.reason, elicitation.state) == (1, "survey", "closed")
    shown = newest_round(shown_rounds(community))
    assert shown is not None
    assert shown.figures is not None
    assert shown.figures.overlap == pytest.approx(0.6)
    assert (shown.invited, shown.respondents, shown.is_below_floor) == (6, 6, False)
    community.refresh_from_db()
    assert community.overlap_share == pytest.approx(0.6)
    (event,) = Event.objects.filter(verb__startswith="elicitation.")
    assert event.verb == "elicitation.brought"


def test_survey_keeps_who_answered_for_the_organization_and_nobody_else():
    community = weighed()
    named = points_csv(P).replace("r1", "Head of Operations")
    elicitation = counted(community, named, points_csv(*[Q] * 5).replace("r3", "Ana Weld"))
    given = SponsorAnswer.objects.get()
    assert (given.person, given.person_name, given.points) == (None, "Head of Operations", list(P))
    assert not Token.objects.exists()
    urn = Urn.objects.get(elicitation=elicitation)
    assert (bytes(urn.ballots), urn.count) == (bytes([*Q, *[255] * 6]) * 5, 5)


def test_survey_leaves_no_order_behind():
    rows = [(10, 20, 30, 5, 15, 20), (60, 40, 0, 0, 0, 0), (0, 0, 0, 0, 60, 40)]
    urns = set()
    for order in (rows, rows[::-1]):
        elicitation = counted(weighed(), points_csv(P), points_csv(*order))
        urns.add(bytes(Urn.objects.get(elicitation=elicitation).ballots))
    assert len(urns) == 1


def test_survey_shows_nothing_of_the_members_when_four_answered():
    community = weighed()
    counted(community, points_csv(P), points_csv(*[Q] * 4))
    (shown,) = shown_rounds(community)
    assert (shown.figures, shown.why_hidden) == (None, "too_few")


def test_survey_is_counted_once_when_somebody_clicks_twice():
    community = weighed()
    counted(community)
    with pytest.raises(Refused, match="This survey is counted already, as round 1"):
        counted(community)
    assert Elicitation.objects.count() == 1


def test_survey_is_counted_anew_when_what_the_organization_answered_was_corrected():
    community = weighed()
    counted(community)
    assert counted(community, points_csv(Q)).number == 2


def test_survey_is_hidden_when_one_more_answered_than_in_the_last():
    community = weighed()
    counted(community)
    counted(community, points_csv(P), points_csv(*[Q] * 7))
    assert [shown.why_hidden for shown in shown_rounds(community)] == ["", "close_to_earlier"]


@pytest.mark.parametrize(("voters", "why"), [(6, ""), (7, "close_to_earlier"), (11, "")])
def test_round_after_a_survey_is_hidden_when_a_few_more_have_voted(voters, why):
    people = make.members(11)
    sponsor = make.person()
    community = make.community("Welding", sponsor=sponsor, members=people)
    make.expectations(community)
    counted(community)
    elicitation = make.elicitation(community, opens_at=LATER, closes_at=LATER + DAY, at=LATER)
    SponsorAnswer.give(elicitation=elicitation, answer=make.points(*P), by=sponsor, at=LATER)
    for person in people[:voters]:
        elicitation.cast(make.points(*Q), person=person, at=LATER)
    close(elicitation, by=None, at=LATER + DAY)
    assert [shown.why_hidden for shown in shown_rounds(community)] == ["", why]


def test_survey_by_best_and_worst_is_counted_and_points_become_whole():
    community = weighed()
    third = points_csv((33.33, 33.33, 33.34, 0, 0, 0))
    elicitation = counted(community, third, picks_csv(6))
    assert elicitation.member_method == "best_worst"
    assert SponsorAnswer.objects.get().points == [33, 33, 34, 0, 0, 0]
    (shown,) = shown_rounds(community)
    assert shown.figures is not None


def test_survey_is_refused_when_a_round_is_open_or_the_community_has_closed():
    community = weighed()
    survey = Countable.of(read(community))
    running = make.elicitation(community)
    with pytest.raises(Refused, match="Round 1 is open"):
        bring(community=community, survey=survey, by=None, at=LATER)
    running.cancel(by=None, at=LATER)
    community.status = "closed"
    with pytest.raises(Refused, match="has closed"):
        bring(community=community, survey=survey, by=None, at=LATER)


def test_survey_is_stale_when_the_expectations_changed_meanwhile():
    community = weighed()
    survey = Countable.of(read(community))
    first = community.expectations.current()[0]
    facts = {"level": "group", "horizon": "long", "measure": ""}
    first.reword(text="Slower roll-out", by=None, at=LATER, **facts)
    with pytest.raises(Stale):
        bring(community=community, survey=survey, by=None, at=LATER)


def test_survey_is_refused_when_the_community_has_no_expectations():
    with pytest.raises(Refused, match="has no expectations yet"):
        read(make.community())


def test_what_was_looked_at_is_what_is_counted_and_says_no_name():
    survey = Countable.of(read(weighed(), points_csv(P), points_csv(Q, Q).replace("r2", "Ana")))
    sealed = survey.sealed(slug="welding")
    assert Countable.unsealed(sealed, slug="welding") == survey
    assert "Ana" not in str(survey)
    for text, slug in ((sealed, "other"), (f"{sealed}x", "welding"), ("", "welding")):
        with pytest.raises(Refused, match="not what was shown"):
            Countable.unsealed(text, slug=slug)


def test_survey_cannot_be_counted_when_leaving_rows_out_is_not_enough():
    with pytest.raises(Refused, match="Correct the files"):
        Countable.of(read(weighed(), "", ""))


def test_members_who_prefer_nothing_do_not_seem_to_agree_when_points_become_whole():
    community = weighed()
    counted(community, points_csv(P), points_csv(*[("16.6667",) * 6] * 40))
    shown = newest_round(shown_rounds(community))
    assert shown is not None
    assert shown.figures is not None
    assert (shown.figures.agreement_w or 0) < 0.5  # by lot it is about 1 / 40
