"""What both sides put in, measures and stories, in files and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from mandorla.communities.models import Community
from mandorla.ledger.models import Claim, Investment, Measure, Proof, Reading, Story
from mandorla.people.models import Person
from mandorla.register.export import files
from mandorla.register.found import FoundCommunity, FoundRegister
from mandorla.register.found_ledger import FoundInvestment, FoundMeasure, FoundStory
from mandorla.register.intake import Outcome, take_in
from mandorla.register.own import read_files
from tests import make
from tests.ledger.measuring import DUE, measured, read_weekly
from tests.ledger.putting import given, hours, money, planned, proposed
from tests.ledger.telling import claim, story
from tests.register.kettles import ADA

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(days=120)
ROOM = FoundInvestment(
    "organization",
    "funding",
    "actual",
    "hand",
    make.AT.date(),
    make.AT.date(),
    make.AT,
    amount=Decimal("1200.00"),
    currency="EUR",
    entered_by=ADA,
)
DAYS = FoundMeasure(1, "Days", "outcome", Decimal("60.0"), DUE, make.AT, owner=ADA)
TOLD = FoundStory(1, "One list", make.AT, "community", {"used": "One, not three."}, teller=ADA)
OURS = FoundCommunity(
    file="kettles.yaml",
    name="Kettles",
    slug="kettles",
    investments=(ROOM,),
    measures=(DAYS,),
    stories=(TOLD,),
)


def own(*communities: FoundCommunity) -> Outcome:
    return take_in(FoundRegister("", communities), by=None, at=LATER)


def exported() -> dict[str, str]:
    return dict(files(Community.objects.all()))


@contextmanager
def nothing_kept() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def a_year() -> tuple[Community, Person, Person]:
    """A community with something of everything that its ledger can hold."""
    ana, mia = make.person("Ana", email="ana@a.example"), make.person("Mia", email="mia@a.example")
    guild = make.community("Guild", leader=ana, members=(mia,))
    sales = make.unit("Sales", parent=make.unit("Europe"))
    expectation, gone = make.expectations(guild, count=2)
    gone.drop(by=None, at=make.AT)
    _put_in(guild, ana)
    share = measured(guild, expectation=expectation, owner=ana, shape="share", target=0.6)
    read_weekly(share, 9, by=mia)
    Reading.objects.order_by("on")[0].correct(value=0.0, note="Not yet", by=ana, at=LATER)
    measured(guild, name="Old", baseline=0.0).retire(because="Done", by=ana, at=LATER)
    told = story(guild, mia, expectations=[expectation], promised_on=LATER.date())
    Proof.add(story=told, text="The list", address="https://a.example/", by=mia, at=LATER)
    Proof.add(story=told, text="As said", by=mia, at=LATER)
    Proof.add(story=told, text="A file", content=b"a", file_name="a.txt", by=mia, at=LATER)
    claim(told, ana, unit=sales, asked=mia).correct(
        low=Decimal(1),
        high=Decimal(2),
        share=Decimal(0),
        confidence=Decimal(1),
        because="Half of it",
        by=mia,
        at=LATER,
    )
    quiet = story(guild, mia, title="Quietly", is_nameless=True, seen_by="organization")
    claim(quiet, ana, kind="risk", asked=mia, hours=False, currency="EUR").confirm(by=mia, at=LATER)
    story(guild, mia, title="For Ben alone", seen_by="sponsor")
    story(guild, mia, title="Taken back").withdraw(by=mia, at=LATER)
    story(guild, mia, title="The last one")
    return guild, ana, mia


def _put_in(guild: Community, ana: Person) -> None:
    given(guild, money("1200.50", note="A room"), by=ana)
    planned(guild, hours("40.5", "leader", kind="time"))
    proposed(guild, hours("0", "member")).confirm(by=ana, at=LATER)
    given(guild, money("9", "JPY")).drop(by=ana, at=LATER)


def test_ledger_is_the_same_bytes_when_taken_into_an_empty_instance():
    with nothing_kept():
        a_year()
        before = exported()

    outcome = take_in(read_files(before.items()), by=None, at=LATER)

    assert (outcome.problems, outcome.written) == ([], ["Guild"])
    assert exported() == before
    assert take_in(read_files(before.items()), by=None, at=LATER).unchanged == ["Guild"]
    assert [one.name for one in Person.objects.filter(email__contains="@").order_by("pk")] == [
        "Ana",
        "Mia",
    ]


def test_file_holds_nothing_that_was_told_to_few_or_without_a_name():
    _guild, _ana, _mia = a_year()
    (text,) = exported().values()

    assert [words for words in ("For Ben alone", "Taken back", "A file") if words in text] == []
    quiet = text[text.index("title: Quietly") : text.index("title: The last one")]
    assert ("Mia" in quiet, "is_nameless: true" in quiet, "confirmed_by" in quiet) == (
        False,
        True,
        False,
    )


def test_measure_looks_ahead_and_claim_keeps_its_first_numbers_when_taken_in():
    with nothing_kept():
        a_year()
        before = exported()
        outlook = Measure.objects.get(number=1).outlook
    take_in(read_files(before.items()), by=None, at=LATER)

    assert Measure.objects.get(number=1).outlook == outlook
    corrected = Claim.objects.get(story__number=1)
    assert (corrected.state, corrected.first["low"], str(corrected.unit)) == (
        "confirmed",
        "2",
        "Sales",
    )
    assert Reading.objects.filter(corrected_at=None).order_by("on")[0].value == 0.0


def test_what_is_here_stays_and_what_is_new_is_added():
    own(OURS)
    other = replace(ROOM, note="A second room")
    changed = replace(
        OURS,
        investments=(other,),
        measures=(replace(DAYS, target=Decimal("61.0")), replace(DAYS, number=2, name="Two")),
        stories=(replace(TOLD, title="Another"), replace(TOLD, number=2)),
    )

    outcome = own(changed)

    assert outcome.updated == [("Kettles", ["investments", "measures", "stories"])]
    assert outcome.notes == [
        "Kettles: measure 1 says something else here, and stays",
        "Kettles: story 1 says something else here, and stays",
    ]
    assert sorted(Investment.objects.values_list("note", flat=True)) == ["", "A second room"]
    assert [one.target for one in Measure.objects.order_by("number")] == [60.0, 60.0]
    assert [one.title for one in Story.objects.order_by("number")] == ["One list", "One list"]
    assert own(changed).unchanged == ["Kettles"]


def test_story_of_a_file_stays_away_when_its_number_is_one_that_sponsors_alone_read():
    own(OURS)
    Story.objects.update(seen_by="sponsor")

    outcome = own(OURS)

    assert outcome.notes == ["Kettles: story 1 says something else here, and stays"]
    assert (outcome.unchanged, Story.objects.count()) == (["Kettles"], 1)


def test_hours_that_were_worked_out_here_are_not_entered_once_more():
    worked = replace(
        ROOM, source="gatherings", role="member", hours=Decimal("4.0"), amount=None, currency=""
    )
    own(replace(OURS, investments=(worked,)))

    own(replace(OURS, investments=(replace(worked, hours=Decimal("5.0")),)))

    assert Investment.objects.get().hours == Decimal(4)


def test_objective_that_is_not_here_is_named_and_left_out():
    told = replace(TOLD, objectives=(("Grow",),))

    assert own(replace(OURS, stories=(told,))).notes == [
        "Kettles: “One list” serves “Grow”, which is not here"
    ]
    assert not Story.objects.get().objectives.exists()


AT = "2026-03-02T09:00:00Z"
INVESTED = (
    "side: organization, kind: funding, state: actual, source: hand, begins_on: 2026-01-01, "
    f"ends_on: 2026-01-31, entered_at: '{AT}'"
)
MEASURED = f"name: Days, role: outcome, target: 60, due_on: 2026-12-31, begun_at: '{AT}'"
SAID = f"title: A, told_at: '{AT}', seen_by: community, steps: {{used: B}}"
READ = f"{{on: 2026-03-01, value: %s, read_at: '{AT}'}}"
LINK = f"{{kind: link, text: A, added_at: '{AT}', address: 'javascript:x'}}"
CLAIMED = (
    "kind: capacity, side: members, share: 1, confidence: 1, begins_on: 2026-01-01, "
    f"ends_on: 2026-01-31, claimed_at: '{AT}', hours: true"
)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        (f"investments:\n- {{{INVESTED}}}", "Write hours or money: one of both."),
        (f"investments:\n- {{{INVESTED}, amount: much}}", "has to be a number as 2.5"),
        (f"investments:\n- {{{INVESTED}, amount: 1e99}}", "not beyond measure"),
        (f"investments:\n- {{{INVESTED}, odd: 1}}", "odd: is not a field that is known here"),
        (f"investments:\n- {{{INVESTED}, amount: 1, currency: EUR, role: none}}", "Only hours"),
        (f"measures:\n- {{{MEASURED}}}", "has to be counted, from 1"),
        (f"measures:\n- {{number: 1, {MEASURED}, baseline: 90}}", "More is better"),
        (f"measures:\n- {{number: 1, {MEASURED}, expectation: Tea}}", "not among the expectations"),
        (
            f"measures:\n- {{number: 1, {MEASURED}}}\n- {{number: 1, {MEASURED}}}",
            "measures: has a number twice",
        ),
        (
            f"measures:\n- {{number: 1, {MEASURED}, shape: count, readings: [{READ % '2.5'}]}}",
            "A number of things is a whole number from 0.",
        ),
        (
            f"measures:\n- {{number: 1, {MEASURED}, readings: [{READ % 2}, {READ % 3}]}}",
            "has two readings that hold for one day",
        ),
        (f"stories:\n- {{number: 1, {SAID.replace('community', 'sponsor')}}}", "seen_by: has to"),
        (f"stories:\n- {{number: 1, {SAID.replace('used', 'dreamt')}}}", "is not a field"),
        (
            f"stories:\n- {{number: 1, {SAID}, is_nameless: true, teller: {{name: Mia}}}}",
            "is named, and the story was told without a name",
        ),
        (f"stories:\n- {{number: 1, {SAID}, expectations: [Tea]}}", "of the expectations of this"),
        (f"stories:\n- {{number: 1, {SAID}, claim: {{{CLAIMED}, low: 2}}}}", "high: has to be"),
        (
            f"stories:\n- {{number: 1, {SAID}, claim: {{{CLAIMED}, low: 2, high: 1}}}}",
            "The higher end of the range is below the lower one.",
        ),
        (
            f"stories:\n- {{number: 1, {SAID}, proofs: [{LINK}]}}",
            "address: has to be the address of a page",
        ),
    ],
)
def test_file_is_refused_with_the_place_when_a_part_is_not_one(text, refused):
    file = f"mandorla: 1\nname: Kettles\nslug: kettles\n{text}\n"
    register = read_files([("kettles.yaml", file)])
    assert register.communities == ()
    (problem,) = register.problems
    assert refused in str(problem)
    assert str(problem).startswith("kettles.yaml, line ")
