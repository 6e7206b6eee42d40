"""A story: told, changed, gone on with, promised and taken back, with or without a name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.base.models.event import day_of
from mandorla.communities.models import Community, Membership
from mandorla.ledger.models import Story
from mandorla.people.models import Person, Placement, Unit
from mandorla.work.models import Ask
from tests import make
from tests.ledger.telling import STEPS, proposed, story

pytestmark = pytest.mark.django_db
DAY = make.AT.date()
LATER = make.AT + timedelta(days=3)


@pytest.fixture
def mia() -> Person:
    return make.person("Mia Member", unit=make.unit("Sales"))


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def ben() -> Person:
    return make.person("Ben Sponsor")


@pytest.fixture
def guild(mia: Person, ana: Person, ben: Person) -> Community:
    return make.community("Guild", leader=ana, sponsor=ben, members=(mia,))


def changed(told: Story, by: Person, **facts: Any) -> None:
    told.change(
        **{
            "title": told.title,
            "steps": told.steps,
            "seen_by": told.seen_by,
            "is_nameless": told.is_nameless,
            "edits": told.edits,
            "by": by,
            "at": LATER,
            **facts,
        }
    )


def test_stories_are_numbered_per_community(guild, mia):
    other = make.community("Other")

    numbers = [story(guild, mia).number, story(guild, mia).number, story(other, mia).number]

    assert numbers == [1, 2, 1]


def test_story_keeps_what_it_was_told_of_and_what_it_serves(guild, mia, ana):
    solution = proposed(guild)
    gathering = make.gathering(make.series(guild))
    expectation, objective = make.expectations(guild, count=1)[0], make.objective()

    story(
        guild,
        mia,
        solution=solution,
        gathering=gathering,
        expectations=[expectation],
        objectives=[objective],
    )

    told = Story.objects.get()
    assert (told.solution, told.gathering, told.unit) == (solution, gathering, Unit.objects.get())
    assert (*told.expectations.all(), *told.objectives.all()) == (expectation, objective)
    assert told.first_words == STEPS["happened"]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"title": " "}, "Say in one line"),
        ({"title": "x" * 121}, "at most 120"),
        ({"steps": {"happened": "  "}}, "at least one"),
        ({"steps": {"happened": "x" * 2_001}}, "at most 2,000"),
        ({"steps": {"other": "x"}}, "There is no “other”"),
        ({"seen_by": "nobody"}, "There is no “nobody”"),
        ({"promised_on": DAY}, "Choose a day"),
        ({"promised_on": DAY + timedelta(days=800)}, "Choose a day"),
    ],
)
def test_story_is_refused_with_a_sentence_when_it_cannot_be_told(guild, mia, facts, sentence):
    with pytest.raises(Refused, match=sentence):
        story(guild, mia, **facts)
    assert not Story.objects.exists()


def test_story_hangs_on_nothing_of_another_community(guild, mia, ana):
    other = make.community("Other")
    solution = proposed(other)

    with pytest.raises(Refused, match="its own community"):
        story(guild, mia, solution=solution)
    with pytest.raises(Refused, match="its own community"):
        story(guild, mia, expectations=make.expectations(other, count=1))


def test_story_is_told_by_whoever_is_active_and_of_no_closed_community(guild):
    assert story(guild, make.person("Otto Outside")).number == 1
    with pytest.raises(Refused):
        story(guild, make.person(is_active=False))
    guild.status = "closed"
    guild.save()
    with pytest.raises(Refused, match="has closed"):
        story(guild, make.person())


def test_story_sent_twice_is_told_once_and_never_by_somebody_else(guild, mia, ana):
    key = uuid4()

    assert story(guild, mia, key=key) == story(guild, mia, key=key)
    with pytest.raises(Refused):
        story(guild, ana, key=key)


def test_story_is_changed_by_its_teller_alone_and_by_one_page_at_a_time(guild, mia, ana):
    told, again = story(guild, mia), Story.objects.get()

    changed(told, mia, title="One list", steps={"difference": "Two hours a week"})

    kept = Story.objects.get()
    assert (kept.title, kept.happened, kept.difference) == ("One list", "", "Two hours a week")
    with pytest.raises(Stale):
        changed(again, mia)
    with pytest.raises(Refused, match="Only who told"):
        changed(kept, ana)


def test_promised_step_is_told_once_and_ends_the_promise(guild, mia):
    told = story(guild, mia)
    told.promise(on=DAY + timedelta(days=30), by=mia, at=make.AT)

    told.add_step(step="difference", text="Two hours a week", by=mia, at=LATER)

    kept = Story.objects.get()
    assert (kept.difference, kept.promised_on) == ("Two hours a week", None)
    with pytest.raises(Refused, match="told already"):
        kept.add_step(step="difference", text="Three", by=mia, at=LATER)


def test_story_that_was_taken_back_is_read_by_its_teller_alone(guild, mia, ana):
    told = story(guild, mia, seen_by="organization")

    told.withdraw(by=mia, at=LATER)

    readers = [
        person.name
        for person in (mia, ana, make.program_manager())
        if Story.objects.visible_to(person).exists()
    ]
    assert readers == ["Mia Member"]
    with pytest.raises(Refused, match="already"):
        told.withdraw(by=mia, at=LATER)
    with pytest.raises(Refused, match="taken back"):
        changed(told, mia)


@pytest.mark.parametrize(
    ("seen_by", "readers"),
    [
        ("community", ["Mia Member", "Ana Leader", "Ben Sponsor", "Karin Lindqvist"]),
        ("organization", ["Mia Member", "Ana Leader", "Ben Sponsor", "Karin Lindqvist", "Otto"]),
        ("sponsor", ["Mia Member", "Ben Sponsor"]),
    ],
)
def test_story_is_read_by_those_its_teller_chose(guild, mia, ana, ben, seen_by, readers):
    story(guild, mia, seen_by=seen_by)
    people = (mia, ana, ben, make.program_manager(), make.person("Otto"))

    found = [person.name for person in people if Story.objects.visible_to(person).exists()]

    assert found == readers


def test_trail_names_nobody_who_told_a_story(guild, mia):
    told = story(guild, mia)
    told.promise(on=DAY + timedelta(days=30), by=mia, at=make.AT)
    told.add_step(step="difference", text="Two hours", by=mia, at=LATER)
    changed(told, mia)
    told.withdraw(by=mia, at=LATER)

    events = Event.objects.filter(verb__startswith="story.").order_by("pk")

    assert [event.sentence for event in events] == [
        "A member told a story.",
        "A member will tell how a story went on.",
        "A member told how a story went on.",
        "A member changed a story they had told.",
        "A member took a story back.",
    ]
    assert not Event.objects.by_person(mia).filter(verb__startswith="story.").exists()


def test_story_without_a_name_leaves_nothing_that_leads_to_who_told_it(guild, mia):
    ask = Ask.open(community=guild, text="Who has one list?", by=mia, at=make.AT)
    gathering = make.gathering(make.series(guild))
    before = Event.objects.count()

    told = story(guild, mia, is_nameless=True, ask=ask, gathering=gathering)
    told.promise(on=DAY + timedelta(days=30), by=mia, at=make.AT)
    told.add_step(step="difference", text="Two hours", by=mia, at=LATER)
    changed(told, mia, title="Other words")
    told.withdraw(by=mia, at=LATER)

    kept = Story.objects.get()
    assert Event.objects.count() == before
    assert (kept.shown_teller, kept.unit, kept.ask, kept.gathering) == (None, None, None, None)
    assert kept.told_at == day_of(make.AT)


def test_unit_is_said_without_a_name_when_five_of_it_are_here(guild, mia):
    sales = Unit.objects.get()
    for who in make.members(4):
        Placement.place(person=who, unit=sales, on=DAY, by=None, at=make.AT)
        Membership.appoint(community=guild, person=who, role="member", by=None, at=make.AT)

    assert story(guild, mia, is_nameless=True).unit == sales


def test_name_that_is_taken_out_later_takes_hour_unit_ask_and_gathering_along(guild, mia):
    gathering = make.gathering(make.series(guild))
    told = story(guild, mia, gathering=gathering)

    changed(told, mia, is_nameless=True)

    kept = Story.objects.get()
    assert (kept.shown_teller, kept.unit, kept.gathering) == (None, None, None)
    assert kept.told_at == day_of(make.AT)
    assert Event.objects.filter(verb="story.changed").count() == 0
