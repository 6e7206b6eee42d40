"""What is expected of a community and its value statements, in files and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from yaml import safe_load

from mandorla.communities.models import Community
from mandorla.register.export import files
from mandorla.register.found import (
    FoundCommunity,
    FoundExpectation,
    FoundRegister,
    FoundStatement,
)
from mandorla.register.intake import Outcome, take_in
from mandorla.register.own import read_files
from mandorla.value.counting import close
from mandorla.value.models import (
    Elicitation,
    Expectation,
    SponsorAnswer,
    Suggestion,
    ValueStatement,
)
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(days=1)
TEA = FoundExpectation("Hot tea", "group", "short")
CAKE = FoundExpectation("Cake", "person", "long", measure="Crumbs")
FIRST = FoundStatement(
    1,
    "published",
    make.AT,
    round=3,
    shared=("Hot tea",),
    texts={"for_organization": "Calm", "for_members": "Tea"},
    published_at=make.AT,
)
OURS = FoundCommunity(
    file="kettles.yaml",
    name="Kettles",
    slug="kettles",
    expectations=(TEA, CAKE),
    statements=(FIRST,),
)


def own(*communities: FoundCommunity) -> Outcome:
    return take_in(FoundRegister("", communities), by=None, at=LATER)


def exported() -> dict[str, str]:
    return dict(files(Community.objects.all()))


def expected() -> list[tuple[str, str]]:
    current = Expectation.objects.filter(community__slug="kettles").current()
    return list(current.values_list("text", "horizon"))


def test_expectations_are_as_the_file_says_when_it_changed():
    own(OURS)
    tea = Expectation.objects.get(text="Hot tea")
    again = own(replace(OURS, expectations=(CAKE, replace(TEA, horizon="long"))))
    assert again.updated == [("Kettles", ["expectations"])]
    assert expected() == [("Cake", "long"), ("Hot tea", "long")]
    assert Expectation.objects.get(text="Hot tea").pk == tea.pk
    own(replace(OURS, expectations=(CAKE,)))
    assert expected() == [("Cake", "long")]
    tea.refresh_from_db()
    assert tea.dropped_at == LATER


def test_objective_is_named_and_not_invented_when_it_is_not_here():
    grow = make.objective("Grow")
    wanted = replace(TEA, objectives=(("Grow",), ("Safety", "Zero harm")))
    outcome = own(replace(OURS, expectations=(wanted,)))
    assert outcome.notes == ["Kettles: “Hot tea” serves “Safety > Zero harm”, which is not here"]
    assert list(Expectation.objects.get().objectives.all()) == [grow]
    again = own(replace(OURS, expectations=(wanted,)))
    assert (again.unchanged, again.notes) == (["Kettles"], outcome.notes)


def test_statement_is_never_overwritten_when_the_file_says_something_else():
    own(OURS)
    other = replace(FIRST, texts={"for_organization": "Storm"})
    outcome = own(replace(OURS, name="New", statements=(other,)))
    assert [str(problem) for problem in outcome.problems] == [
        "kettles.yaml, statements: version 1 of the value statement says something else here"
    ]
    assert Community.objects.get().name == "Kettles"
    assert ValueStatement.objects.get().for_organization == "Calm"


def test_statement_is_added_when_the_file_has_a_new_version_and_stays_when_it_lacks_one():
    own(replace(OURS, statements=()))
    added = own(replace(OURS, statements=(FIRST, replace(FIRST, version=2))))
    assert added.updated == [("Kettles", ["statements"])]
    left = own(replace(OURS, statements=(FIRST,)))
    assert left.unchanged == ["Kettles"]
    assert ValueStatement.objects.count() == 2


@contextmanager
def elsewhere() -> Iterator[None]:
    """Nothing of what is made here is there afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_number_of_the_round_stays_with_a_statement_when_it_goes_elsewhere():
    with elsewhere():
        ben, ana = make.person("Ben"), make.person("Ana")
        community = make.community("Kettles", sponsor=ben, leader=ana)
        elicitation = make.elicitation(community)
        close(elicitation, by=None, at=LATER)
        statement = ValueStatement.draft(
            community=community, elicitation=elicitation, shared=(), by=ana, at=LATER
        )
        texts = {"for_organization": "Calm", "for_members": "Tea"}
        statement.write(texts=texts, days={}, edits=statement.edits)
        statement.publish(by=ana, at=LATER)
        statement.sign(side="organization", by=ben, at=LATER)
        first = exported()
    (told,) = safe_load(first["kettles.yaml"])["statements"]
    assert (told["round"], told["signatures"][0]["name"]) == (1, "Ben")
    assert take_in(read_files(first.items()), by=None, at=LATER).problems == []
    assert exported() == first
    again = ValueStatement.objects.get()
    assert (again.elicitation, again.round_number) == (None, 1)


def test_file_holds_no_ballot_answer_suggestion_or_result():
    people, ben = make.members(5), make.person("Ben")
    with elsewhere():
        community = make.community("Kettles", sponsor=ben, members=people)
        elicitation = make.elicitation(community)
        before = exported()
        Suggestion.say(community=community, side="members", text="SECRET-WISH", by=None, at=LATER)
        answer = make.points(41, 19, 17, 13, 7, 3)
        SponsorAnswer.give(elicitation=elicitation, answer=answer, by=ben, at=LATER)
        for person in people:
            elicitation.cast(answer, person=person, at=LATER)
        close(elicitation, by=None, at=LATER)
        assert exported() == before
    text = before["kettles.yaml"]
    assert list(safe_load(text)) == [
        "mandorla", "name", "slug", "status", "joining", "founded_on", "purpose", "members",
        "expectations",
    ]  # fmt: skip
    take_in(read_files([("kettles.yaml", text)]), by=None, at=LATER)
    assert [model.objects.count() for model in (Elicitation, Suggestion, SponsorAnswer)] == [0] * 3
