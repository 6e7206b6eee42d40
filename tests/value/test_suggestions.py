"""What becomes of what people say in their own words."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from mandorla.base.errors import Stale
from mandorla.base.models import Event
from mandorla.communities.models import Community
from mandorla.people.models import Person
from mandorla.value.models import Expectation, Suggestion
from mandorla.value.said import heard, read_said
from tests import make
from tests.value.saying import LATER, said

pytestmark = pytest.mark.django_db
PAGE = "/communities/atlas/value/expectations/"
SAY = "/communities/atlas/value/suggestions/"
WORDS = [f"{letter} word" for letter in "qwertzuiopasdfgh"]


@pytest.fixture
def mia() -> Person:
    return make.person("Mia Member")


@pytest.fixture
def ben() -> Person:
    return make.person("Ben Sponsor")


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def atlas(mia: Person, ben: Person, ana: Person) -> Community:
    return make.community("Atlas", leader=ana, sponsor=ben, members=(mia,))


@pytest.fixture
def table(client: Client, ana: Person, atlas: Community) -> Client:
    """The leader at the page."""
    assert atlas.pk
    client.force_login(ana)
    return client


def test_what_is_alike_stands_together_beside_what_it_is_like(table, atlas):
    Expectation.choose(
        community=atlas,
        text="Answers for the stuck",
        level="person",
        horizon="short",
        by=None,
        at=LATER,
    )
    said(atlas, "Answers when I am stuck", "get an answer when stuck", "less bureaucracy")
    first, second = read_said(atlas, list(Expectation.objects.all()), ticked=set())
    assert [one.text for one in first.said] == [
        "Answers when I am stuck",
        "get an answer when stuck",
    ]
    assert str(first.expectation) == "Answers for the stuck"
    assert [entry.key for entry in second.entries] == ["projects_unblocked"]
    assert "Word these 2 as one" in table.get(PAGE).content.decode()


def test_link_of_a_group_ticks_it_and_begins_with_its_words(table, atlas):
    one, other = said(atlas, "Answers when I am stuck", "get answers")
    page = table.get(f"{PAGE}?suggestions={one.pk}&suggestions={other.pk}").content.decode()
    assert page.count(" checked>") == 2
    assert "get answers</textarea>" in page
    assert "It will stand for the 2 you ticked." in page


def test_facilitator_words_what_several_said_as_one(table, atlas):
    rows = said(atlas, "Answers when I am stuck", "get answers")
    sent = {"text": "Questions are answered", "level": "person", "horizon": "short"}
    table.post(PAGE, {**sent, "suggestions": [row.pk for row in rows]})
    (chosen,) = Expectation.objects.all()
    assert set(chosen.suggestions.all()) == set(rows)
    assert {row.state for row in chosen.suggestions.all()} == {"taken_up"}
    page = table.get(f"{PAGE}{chosen.pk}/").content.decode()
    assert "“get answers”" in page


def test_facilitator_takes_it_up_under_one_that_is_there(table, atlas):
    (chosen,) = make.expectations(atlas, count=1)
    rows = said(atlas, "Faster", "Sooner")
    table.post(f"{SAY}merging/", {"expectation": chosen.pk, "suggestions": [r.pk for r in rows]})
    assert chosen.suggestions.count() == 2
    (event,) = Event.objects.filter(verb="expectation.merged")
    assert event.details["number"] == 2
    assert "stands for 2 suggestions" in table.get(PAGE).content.decode()


def test_facilitator_sets_it_aside(table, atlas):
    rows = said(atlas, "Free lunch", "More lunch")
    table.post(f"{SAY}setting-aside/", {"suggestions": [row.pk for row in rows]})
    assert set(Suggestion.objects.values_list("state", flat=True)) == {"set_aside"}
    (event,) = Event.objects.filter(verb="suggestion.set_aside")
    assert event.details == {"number": 2}
    assert "Free lunch" not in table.get(PAGE).content.decode()


@pytest.mark.parametrize("part", ["merging/", "setting-aside/"])
@pytest.mark.parametrize(
    ("ticked", "sentence"),
    [([], "Tick what people said first."), (["7"], "Somebody else has dealt with one of these.")],
)
def test_sorting_is_refused_when_nothing_that_waits_is_ticked(table, atlas, part, ticked, sentence):
    (chosen,) = make.expectations(atlas, count=1)
    sent = {"expectation": chosen.pk, "suggestions": ticked, "text": "Half a thought"}
    answer = table.post(f"{SAY}{part}", sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Half a thought</textarea>" in answer.content.decode()


def test_merging_is_refused_when_no_expectation_is_chosen_or_it_was_dropped(table, atlas):
    (chosen,) = make.expectations(atlas, count=1)
    (row,) = said(atlas, "Faster")
    answer = table.post(f"{SAY}merging/", {"suggestions": [row.pk]})
    assert "Choose the expectation that says the same." in answer.content.decode()
    chosen.drop(by=None, at=LATER)
    answer = table.post(f"{SAY}merging/", {"suggestions": [row.pk], "expectation": chosen.pk})
    assert "Somebody else has dropped this expectation." in answer.content.decode()
    assert f'value="{row.pk}" checked' in answer.content.decode()


def test_suggestion_is_dealt_with_once(atlas):
    one, other = make.expectations(atlas, count=2)
    (row,) = said(atlas, "Faster")
    again = Suggestion.objects.get()
    one.take_up([row], by=None, at=LATER)
    with pytest.raises(Stale, match="dealt with this suggestion"):
        other.take_up([again], by=None, at=LATER)
    with pytest.raises(Stale, match="dealt with this suggestion"):
        Suggestion.set_aside([again], community=atlas, by=None, at=LATER)
    assert not Event.objects.filter(verb="suggestion.set_aside").exists()
    assert other.suggestions.count() == 0


def test_nothing_is_taken_up_when_one_of_them_was_dealt_with(atlas):
    (chosen,) = make.expectations(atlas, count=1)
    one, other = said(atlas, "Faster", "Sooner")
    Suggestion.set_aside([Suggestion.objects.get(pk=other.pk)], community=atlas, by=None, at=LATER)
    with pytest.raises(Stale):
        chosen.take_up([one, other], by=None, at=LATER)
    assert chosen.suggestions.count() == 0


def test_suggestion_of_another_community_cannot_be_taken_up(table, atlas):
    (chosen,) = make.expectations(atlas, count=1)
    (row,) = said(make.community("Other"), "Faster")
    with pytest.raises(Stale):
        chosen.take_up([row], by=None, at=LATER)
    answer = table.post(f"{SAY}merging/", {"expectation": chosen.pk, "suggestions": [row.pk]})
    assert answer.status_code == 422


def test_words_said_while_others_are_dealt_with_wait_beside_them(atlas):
    rows = said(atlas, "One", "Two")
    Suggestion.set_aside(rows[:1], community=atlas, by=None, at=timezone.now())
    said(atlas, "Three")
    assert set(Suggestion.objects.filter(state="open").values_list("text", flat=True)) == {
        "Two",
        "Three",
    }
    assert Suggestion.objects.count() == 3


def test_side_has_spoken_also_when_all_it_said_was_dealt_with(atlas):
    rows = said(atlas, "One")
    assert heard(atlas).silent == ("organization",)
    assert heard(atlas).waits
    Suggestion.set_aside(rows, community=atlas, by=None, at=LATER)
    assert heard(atlas).silent == ("organization",)
    assert not heard(atlas).waits
