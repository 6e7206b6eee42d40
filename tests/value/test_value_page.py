"""The Value tab says what both sides share, as the newest round that may be shown found it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mandorla.communities.models import Membership
from mandorla.value.counting import close
from mandorla.value.models import Allocation, Settlement, SponsorAnswer
from tests import make
from tests.value.rounds import END, LATER, MEMBER, SPONSOR, Group, group, held
from tests.value.value_pages import opened, read, words

pytestmark = pytest.mark.django_db


# --- a round that is shown ----------------------------------------------------------------------


def test_page_reads_the_newest_round_as_it_was_measured():
    atlas = group(8)
    held(atlas)

    reading = read(atlas.community, atlas.ana).reading

    assert reading is not None
    assert reading.figures.overlap == pytest.approx(0.6)
    assert [bar.item.item for bar in reading.bars][:2] == [
        "Fewer repeat errors",
        "A common way of working",
    ]
    assert [bar.share for bar in reading.bars] == ["20%", "15%", "10%", "10%", "5%", "0%"]
    assert [(bar.organization, bar.members, bar.points) for bar in reading.bars][2:4] == [
        ("40%", "10%", 30),
        ("10%", "15%", 5),
    ]


def test_lens_names_what_is_shared_and_what_one_side_wants_more():
    atlas = group(8)
    held(atlas)

    reading = read(atlas.community, atlas.ana).reading

    assert reading is not None
    names = reading.names
    assert [(named.words, named.detail) for named in names.organization] == [
        ("Faster roll-out", "30 points more"),
        ("Fewer repeat errors", "5 points more"),
    ]
    assert [named.words for named in names.shared] == [
        "Fewer repeat errors",
        "A common way of working",
        "Faster roll-out",
    ]
    assert [(named.words, named.detail) for named in names.members] == [
        ("A network across units", "20 points more"),
        ("A common way of working", "15 points more"),
    ]


def test_tensions_say_who_wants_more_and_what_was_agreed():
    atlas = group(8)
    elicitation = held(atlas)
    item = elicitation.catalogue.words[0]
    for text in ("Later", "One plant at a time"):
        Settlement.record(
            elicitation=elicitation, item=item, way="sequence", text=text, by=None, at=END
        )

    reading = read(atlas.community, atlas.ana).reading

    assert reading is not None
    assert [(one.bar.item.item, one.bar.points, one.sentence) for one in reading.tensions] == [
        ("Faster roll-out", 30, "the organization wants it more; delivered 5 of 10"),
        ("A network across units", 20, "the members want it more; delivered 5 of 10"),
        ("A common way of working", 15, "the members want it more; delivered 5 of 10"),
    ]
    agreed = [one.agreed.text if one.agreed else None for one in reading.tensions]
    assert agreed == ["One plant at a time", None, None]


def test_page_says_it_in_a_sentence_and_draws_it(client: Client):
    atlas = group(8)
    held(atlas)

    html = opened(client, atlas.members[0], atlas.community)

    said = words(html)
    assert "60% of the weight is shared" in said
    assert "Round 1, closed 16 March" in said
    assert "1 sponsor · 8 of 10 members" in said
    assert "The circles overlap." in said
    assert "A ballot holds no unit" in said
    assert html.count('class="lens is-wide"') == 1
    assert html.count('role="rowheader"') == 6


def test_sponsors_who_agreed_are_said_to_have():
    atlas = group(8)
    elicitation = make.elicitation(atlas.community)
    second = make.person("Second Sponsor")
    Membership.appoint(
        community=atlas.community, person=second, role="sponsor", by=None, at=make.AT
    )
    for sponsor in (atlas.ben, second):
        SponsorAnswer.give(
            elicitation=elicitation, answer=make.points(*SPONSOR), by=sponsor, at=LATER
        )
    Allocation.record(
        elicitation=elicitation,
        side="organization",
        answer=make.points(*SPONSOR),
        people=2,
        note="",
        by=None,
        at=LATER,
    )
    for person in atlas.members:
        elicitation.cast(make.points(*MEMBER), person=person, at=LATER)
    close(elicitation, by=None, at=END)

    reading = read(atlas.community, atlas.ana).reading

    assert reading is not None
    assert reading.answered == ("2 sponsors, agreed", "8 of 10 members")


def test_rounds_are_joined_when_they_can_be_compared():
    atlas = group(8)
    held(atlas)
    held(atlas)
    atlas.community.expectations.current()[0].reword(
        text="Roll-out in step", level="organization", horizon="short", measure="", by=None,
        at=make.AT,
    )  # fmt: skip
    held(atlas)

    page = read(atlas.community, atlas.ana)

    assert page.waves is not None
    assert [wave.share for wave in page.waves.waves] == ["60%", "60%", "60%"]
    assert len(page.waves.joins) == 1
    assert [shown.elicitation.number for shown in page.rounds] == [3, 2, 1]
    assert page.reading is not None
    assert (
        "It cannot be compared with round 2, which weighed other expectations."
        in page.reading.facts
    )


# --- a round that is not ------------------------------------------------------------------------


def test_page_shows_the_organization_alone_when_too_few_members_answered(client: Client):
    atlas = group(8)
    held(atlas, voters=3)

    page = read(atlas.community, atlas.ana)

    assert page.reading is None
    assert page.hidden == "3 answers in round 1: shown from 5."
    assert [(one.text, one.weight) for one in page.stated][:2] == [
        ("Faster roll-out", "40%"),
        ("Fewer repeat errors", "25%"),
    ]
    said = words(opened(client, atlas.ana, atlas.community))
    assert "3 answers in round 1: shown from 5." in said
    assert "of the weight is shared" not in said


def test_earlier_round_stays_up_when_one_more_has_voted(client: Client):
    atlas = group(9)
    held(atlas, voters=8)
    held(atlas, member=(0, 0, 0, 0, 40, 60))

    page = read(atlas.community, atlas.ana)

    assert page.reading is not None
    assert page.reading.shown.elicitation.number == 1
    assert page.hidden.startswith("9 answered in round 2, 1 more than in round 1.")
    said = words(opened(client, atlas.ana, atlas.community))
    assert "60% of the weight is shared" in said
    assert "To keep that one person" in said


def test_page_says_that_the_organization_is_missing():
    atlas = group(8)
    held(atlas, sponsor=())

    page = read(atlas.community, atlas.ana)

    assert page.hidden.startswith("Nobody answered for the organization in round 1")
    assert page.stated == ()


def test_page_costs_the_same_queries_however_many_rounds_there_were(client: Client):
    atlas: Group = group(8)
    client.force_login(atlas.ana)
    asked = []
    for _round in range(3):
        held(atlas)
        client.get("/communities/atlas/value/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/communities/atlas/value/")
        asked.append(len(queries))

    assert asked == [asked[0]] * 3
    assert asked[0] <= 20
