"""The pages on which what both sides weigh is chosen, worded, put in order and dropped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person
from mandorla.value.catalogue import shipped_expectations
from mandorla.value.models import Expectation, Suggestion
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(days=1)
WORDS = {"text": "Fewer surprises", "level": "group", "horizon": "short"}


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


@pytest.fixture
def table(client: Client, faye: Person, atlas: Community) -> Client:
    """The facilitator at the page."""
    assert atlas.pk
    client.force_login(faye)
    return client


PAGE = "/communities/atlas/value/expectations/"


def texts(community: Community) -> list[str]:
    current = Expectation.objects.filter(community=community).current()
    return list(current.values_list("text", flat=True))


def test_page_says_how_many_are_chosen_and_who_is_silent(table, atlas):
    make.expectations(atlas, count=9)
    assert (
        "9 chosen; a round needs 6 to 16. Neither side has said yet what it expects."
        in table.get(PAGE).content.decode()
    )
    Suggestion.say(community=atlas, side="members", text="Peace", by=None, at=LATER)
    answer = table.get(PAGE)
    assert "The organization has not said yet what it expects." in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_number_of_questions_whatever_it_shows(
    table, atlas, count, django_assert_num_queries
):
    ben = Person.objects.get(name="Ben")
    make.charter(atlas, state="published")
    for expectation in make.expectations(atlas, count=count):
        expectation.serve([make.objective() for _n in range(count)], by=None, at=LATER)
    for number in range(count):
        for side in ("members", "organization"):
            Suggestion.say(community=atlas, side=side, text=f"Say {number}", by=ben, at=LATER)
    table.get(PAGE)
    with django_assert_num_queries(15):
        table.get(PAGE)


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_one_asks_the_same_number_of_questions(
    table, atlas, count, django_assert_num_queries
):
    (chosen,) = make.expectations(atlas, count=1)
    chosen.serve([make.objective() for _n in range(count)], by=None, at=LATER)
    for number in range(count):
        said = Suggestion.say(community=atlas, side="members", text=f"{number}", by=None, at=LATER)
        chosen.take_up([said], by=None, at=LATER)
    with django_assert_num_queries(13):
        table.get(f"{PAGE}{chosen.pk}/")


def test_facilitator_takes_an_entry_of_the_catalogue_by_one_click(table, atlas):
    table.post(f"{PAGE}catalogue/", {"key": "recognition"})
    (chosen,) = Expectation.objects.filter(community=atlas)
    assert chosen.key == "recognition"
    assert chosen.measure == shipped_expectations()["recognition"].measure


def test_taking_is_refused_when_the_catalogue_has_no_such_entry(table, atlas):
    answer = table.post(f"{PAGE}catalogue/", {"key": "free_lunch"})
    assert answer.status_code == 409
    assert "The catalogue has no such entry." in answer.content.decode()
    assert texts(atlas) == []


def test_entry_of_the_charter_is_offered_and_marked_when_it_was_taken(table, atlas):
    charter = make.charter(atlas, state="published")
    force = charter.forces.get(kind="concern")
    offered = table.get(f"{PAGE}?force={force.pk}").content.decode()
    assert "A hard role</textarea>" in offered
    assert '<input type="radio" name="level" value="group"' in offered

    table.post(PAGE, {**WORDS, "measure": "", "force": force.pk})

    (chosen,) = Expectation.objects.filter(community=atlas)
    assert chosen.begun_as == "A hard role"
    page = table.get(PAGE).content.decode()
    assert f'taken as <a href="{PAGE}{chosen.pk}/">Fewer surprises</a>' in page


def test_entry_of_another_charter_is_nothing_to_begin_with(table, atlas):
    make.charter(atlas, state="published")
    other = make.charter(make.community("Other"), state="published").forces.get(kind="concern")
    table.post(PAGE, {**WORDS, "force": other.pk})
    (chosen,) = Expectation.objects.filter(community=atlas)
    assert chosen.begun_as == ""


def test_page_keeps_what_was_typed_when_it_is_refused(table, atlas):
    make.expectations(atlas, count=16)
    said = Suggestion.say(community=atlas, side="members", text="Peace", by=None, at=LATER)
    answer = table.post(PAGE, {**WORDS, "suggestions": [said.pk]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Sixteen expectations are the most anybody can weigh." in page
    assert "Fewer surprises</textarea>" in page
    assert f'name="suggestions" value="{said.pk}" checked' in page


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text": ""}, "Say in a few words what is expected."),
        ({"text": "x" * 121}, "An expectation has at most 120 characters"),
        ({"level": "nobody"}, "nobody is not one of the available choices"),
        ({"horizon": ""}, "Say when it can be there."),
        ({"key": "free_lunch"}, "The catalogue has no such entry."),
        ({"text": "a\u202eb"}, "in letters that can be seen"),
        ({"suggestions": ["12"]}, "Somebody else has dealt with one of these."),
        ({"suggestions": ["x"]}, "Somebody else has dealt with one of these."),
    ],
)
def test_wording_is_refused_in_a_sentence(table, atlas, sent, sentence):
    answer = table.post(PAGE, {**WORDS, **sent})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert texts(atlas) == []


def test_facilitator_moves_rewords_and_drops(table, atlas):
    one, two, three = make.expectations(atlas, count=3)
    table.post(f"{PAGE}{three.pk}/place/", {"place": "1"})
    table.post(f"{PAGE}{one.pk}/", {**WORDS, "measure": "Calls"})
    table.post(f"{PAGE}{two.pk}/removal/")
    assert texts(atlas) == [three.text, "Fewer surprises"]
    assert table.post(f"{PAGE}{one.pk}/place/", {"place": "0"}).status_code == 409


def test_buttons_move_within_a_level(table, atlas):
    make.expectations(atlas)
    page = table.get(PAGE).content.decode()
    two = Expectation.objects.get(text="Fewer repeat errors")
    address = f'formaction="{PAGE}{two.pk}/place/" name="place" value="1"'
    assert address in page
    assert page.count(">Up<") == page.count(">Down<") == 3


def test_facilitator_says_what_an_expectation_serves(table, atlas):
    (chosen,) = make.expectations(atlas, count=1)
    grow, old = make.objective("Grow"), make.objective("Old")
    chosen.serve([old], by=None, at=LATER)
    old.retire(by=None, at=LATER)
    page = table.get(f"{PAGE}{chosen.pk}/").content.decode()
    assert f'<a href="/strategy/{old.pk}/">Old</a> (retired)' in page

    table.post(f"{PAGE}{chosen.pk}/objectives/", {"objectives": [grow.pk, old.pk]})
    assert set(chosen.objectives.all()) == {grow, old}
    table.post(f"{PAGE}{chosen.pk}/objectives/", {"objectives": [grow.pk]})
    answer = table.post(f"{PAGE}{chosen.pk}/objectives/", {"objectives": [old.pk]})

    assert answer.status_code == 422
    assert "retired or removed meanwhile" in answer.content.decode()
    assert set(chosen.objectives.all()) == {grow}
    assert f'<a href="/strategy/{grow.pk}/">Grow</a>' in table.get(PAGE).content.decode()


def test_page_of_a_dropped_one_says_so_and_changes_nothing(table, atlas):
    (chosen,) = make.expectations(atlas, count=1)
    chosen.drop(by=None, at=LATER)
    page = table.get(f"{PAGE}{chosen.pk}/").content.decode()
    assert "Not weighed any more." in page
    assert "Save the words" not in page
    answer = table.post(f"{PAGE}{chosen.pk}/", {**WORDS, "measure": ""})
    assert "Somebody else has dropped this expectation." in answer.content.decode()


def test_expectation_of_another_community_is_not_there(table, atlas):
    (other,) = make.expectations(make.community("Other"), count=1)
    assert table.get(f"{PAGE}{other.pk}/").status_code == 404
    for part in ("", "place/", "objectives/", "removal/"):
        assert table.post(f"{PAGE}{other.pk}/{part}", {"place": 1}).status_code == 404
    assert atlas.expectations.count() == 0


@pytest.mark.parametrize("name", ["Ben", "Person", "Nobody"])
def test_page_is_for_reading_to_those_who_do_not_facilitate(client, atlas, name):
    (chosen,) = make.expectations(atlas, count=1)
    said = Suggestion.say(community=atlas, side="members", text="Peace", by=None, at=LATER)
    reader = Person.objects.filter(name__startswith=name).first() or make.person("Nobody")
    client.force_login(reader)
    page = client.get(PAGE).content.decode()
    assert chosen.text in page
    assert "Peace" not in page
    assert "Word one for both sides" not in page
    assert client.get(f"{PAGE}{chosen.pk}/").status_code == 200
    for address, sent in (
        (PAGE, WORDS),
        (f"{PAGE}catalogue/", {"key": "recognition"}),
        (f"{PAGE}{chosen.pk}/", WORDS),
        (f"{PAGE}{chosen.pk}/place/", {"place": 1}),
        (f"{PAGE}{chosen.pk}/objectives/", {}),
        (f"{PAGE}{chosen.pk}/removal/", {}),
        ("/communities/atlas/value/suggestions/merging/", {"suggestions": [said.pk]}),
        ("/communities/atlas/value/suggestions/setting-aside/", {"suggestions": [said.pk]}),
    ):
        assert client.post(address, sent).status_code == 404
    assert texts(atlas) == [chosen.text]


def test_search_finds_entries_by_how_people_say_it(table):
    page = table.get(f"{PAGE}?find=mentor").content.decode()
    assert "Experience is passed on from person to person" in page
    assert "Changes take hold in every unit sooner" not in page
    assert "Nothing in the catalogue is called so" in table.get(f"{PAGE}?find=zz").content.decode()


def test_entries_that_suit_the_archetype_come_first(client, faye):
    community = make.community("Guild", leader=faye, archetype="practice_guild")
    client.force_login(faye)
    page = client.get(f"/communities/{community.slug}/value/expectations/").content.decode()
    suited = page.index("New people do the work well sooner")
    assert suited < page.index("Everything else, with a search") < page.index("Changes take hold")


def test_scarce_good_asks_how_it_is_shared_out(table, atlas):
    entry = shipped_expectations()["recognition"]
    chosen = Expectation.choose(community=atlas, **entry.words, by=None, at=make.AT)
    assert entry.note in table.get(f"{PAGE}{chosen.pk}/").content.decode()


@pytest.mark.parametrize("number", ["9" * 19, "9" * 30, "9" * 5000, "x", ""])
def test_ticked_number_that_cannot_be_is_answered_with_a_sentence(table, atlas, number):
    (chosen, *_others) = make.expectations(atlas)
    sent = {"suggestions": [number], "expectation": chosen.pk}

    for door in ("merging", "setting-aside"):
        answer = table.post(f"/communities/{atlas.slug}/value/suggestions/{door}/", sent)
        assert answer.status_code == 422
        assert "Somebody else has dealt with one of these." in answer.content.decode()
