"""Choosing, wording, ordering and dropping what both sides weigh, by page and by verb."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person
from mandorla.value.catalogue import shipped_expectations
from mandorla.value.models import Catalogue, Expectation, Suggestion
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(days=1)
WORDS: dict[str, Any] = {"text": "Fewer surprises", "level": "group", "horizon": "short"}


@pytest.fixture
def faye() -> Person:
    """Somebody who facilitates and does nothing else."""
    return make.person("Faye")


@pytest.fixture
def atlas(faye: Person) -> Community:
    community = make.community(
        "Atlas", leader=make.person("Ana"), sponsor=make.person("Ben"), members=make.members(1)
    )
    Membership.appoint(community=community, person=faye, role="facilitator", by=None, at=make.AT)
    return community


def texts(community: Community) -> list[str]:
    current = Expectation.objects.filter(community=community).current()
    return list(current.values_list("text", flat=True))


def close(community: Community) -> None:
    community.start(by=None, at=make.AT)
    community.wind_down(by=None, at=make.AT, reason="Done")
    community.close(by=None, at=make.AT, on=make.AT.date(), reason="Done")


def test_expectation_is_refused_when_sixteen_are_chosen(atlas):
    make.expectations(atlas, count=16)

    with pytest.raises(Refused, match="Sixteen expectations are the most"):
        Expectation.choose(community=atlas, **WORDS, by=None, at=LATER)

    assert len(texts(atlas)) == 16


@pytest.mark.parametrize("text", ["Fewer surprises", " fewer  SURPRISES "])
def test_expectation_is_refused_when_another_one_reads_so(atlas, text):
    Expectation.choose(community=atlas, **WORDS, by=None, at=make.AT)

    with pytest.raises(Refused, match="“Fewer surprises” is among the expectations"):
        Expectation.choose(community=atlas, **{**WORDS, "text": text}, by=None, at=LATER)


def test_expectation_is_refused_when_its_entry_was_chosen_and_worded_anew(atlas):
    entry = shipped_expectations()["recognition"]
    chosen = Expectation.choose(community=atlas, **entry.words, by=None, at=make.AT)
    chosen.reword(**{**WORDS, "measure": ""}, by=None, at=LATER)

    with pytest.raises(Refused, match="among the expectations, as “Fewer surprises”"):
        Expectation.choose(community=atlas, **entry.words, by=None, at=LATER)


def test_expectation_can_be_chosen_again_when_it_was_dropped(atlas):
    chosen = Expectation.choose(community=atlas, **WORDS, by=None, at=make.AT)
    chosen.drop(by=None, at=LATER)

    Expectation.choose(community=atlas, **WORDS, by=None, at=LATER)

    assert texts(atlas) == ["Fewer surprises"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [(" ", "Say in a few words what is expected"), ("x" * 121, "at most 120 characters")],
)
def test_expectation_is_refused_when_it_says_nothing_or_too_much(atlas, text, sentence):
    with pytest.raises(Refused, match=sentence):
        Expectation.choose(community=atlas, **{**WORDS, "text": text}, by=None, at=LATER)


def test_expectations_of_a_closed_community_stay_as_they_are(atlas):
    chosen = Expectation.choose(community=atlas, **WORDS, by=None, at=make.AT)
    close(atlas)
    for verb in (
        lambda: Expectation.choose(community=atlas, **{**WORDS, "text": "New"}, by=None, at=LATER),
        lambda: chosen.reword(**WORDS, measure="", by=None, at=LATER),
        lambda: chosen.shift(place=1, by=None, at=LATER),
        lambda: chosen.serve([], by=None, at=LATER),
        lambda: chosen.drop(by=None, at=LATER),
        lambda: Suggestion.say(community=atlas, side="members", text="x", by=None, at=LATER),
    ):
        with pytest.raises(Refused, match="Atlas has closed"):
            verb()


def test_expectation_moves_and_the_others_make_room(atlas):
    one, two, three = make.expectations(atlas, count=3)
    three.shift(place=1, by=None, at=LATER)
    assert texts(atlas) == [three.text, one.text, two.text]
    one.shift(place=99, by=None, at=LATER)
    assert texts(atlas) == [three.text, two.text, one.text]
    events = Event.objects.filter(verb="expectation.moved").count()
    one.shift(place=3, by=None, at=LATER)
    assert (events, Event.objects.filter(verb="expectation.moved").count()) == (2, 2)


def test_moving_does_not_make_another_catalogue(atlas):
    *_others, last = make.expectations(atlas)
    fixed = Catalogue.fix(community=atlas, at=make.AT)
    last.shift(place=1, by=None, at=LATER)
    assert Catalogue.fix(community=atlas, at=LATER) == fixed


def test_second_of_two_who_reword_is_told_what_the_first_wrote(atlas):
    chosen = Expectation.choose(community=atlas, **WORDS, by=None, at=make.AT)
    seen = chosen.mark
    first = Expectation.objects.get()
    first.reword(**{**WORDS, "text": "No surprises"}, measure="", by=None, at=LATER, seen=seen)

    with pytest.raises(Stale, match="“No surprises”"):
        chosen.reword(**WORDS, measure="Count", by=None, at=LATER, seen=seen)

    assert texts(atlas) == ["No surprises"]


def test_rewording_leaves_no_event_when_nothing_changes(atlas):
    chosen = Expectation.choose(community=atlas, **WORDS, by=None, at=make.AT)
    chosen.reword(**WORDS, measure="", by=None, at=LATER)
    assert not Event.objects.filter(verb="expectation.reworded").exists()


def test_dropping_is_refused_when_somebody_was_first(atlas):
    chosen = Expectation.choose(community=atlas, **WORDS, by=None, at=make.AT)
    Expectation.objects.get().drop(by=None, at=LATER)

    with pytest.raises(Stale, match="dropped this expectation"):
        chosen.drop(by=None, at=LATER)

    assert Event.objects.filter(verb="expectation.dropped").count() == 1


def test_serving_is_told_once_and_names_the_objectives(atlas):
    chosen = Expectation.choose(community=atlas, **WORDS, by=None, at=make.AT)
    grow = make.objective("Grow")
    chosen.serve([grow], by=None, at=LATER)
    chosen.serve([grow], by=None, at=LATER)
    (event,) = Event.objects.filter(verb="expectation.serves")
    assert event.details["objectives"] == "Grow"
