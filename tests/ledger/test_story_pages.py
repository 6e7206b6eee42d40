"""The pages of stories: telling one, the shelf, one story, and what nobody may find there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandorla.communities.models import Community
from mandorla.ledger.models import Story
from mandorla.people.models import Person
from mandorla.work.models import Answer, Ask, Lesson
from tests import make
from tests.ledger.telling import claim, proposed, story

pytestmark = pytest.mark.django_db
SHELF = "/communities/guild/stories/"
NEW = f"{SHELF}new/"
SENT = {"title": "One price list", "happened": "We met.", "seen_by": "community"}


@pytest.fixture
def mia() -> Person:
    return make.person("Mia Member", unit=make.unit("Sales"))


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def guild(mia: Person, ana: Person) -> Community:
    return make.community("Guild", leader=ana, members=(mia,))


def ahead(days: int = 30) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_story_is_told_on_the_page_with_what_it_serves_and_when_to_ask_again(client, guild, mia):
    expectation = make.expectations(guild, count=1)[0]
    client.force_login(mia)
    box = f'<input type="checkbox" name="expectations" value="{expectation.pk}"'
    assert box in client.get(NEW).content.decode()

    sent = {**SENT, "promised_on": ahead(), "expectations": [expectation.pk]}
    answer = client.post(NEW, sent, follow=True)

    told = Story.objects.get()
    assert answer.redirect_chain == [(told.get_absolute_url(), 302)]
    assert (told.title, str(told.promised_on)) == ("One price list", ahead())
    assert list(told.expectations.all()) == [expectation]


def test_story_serves_an_objective_directly_and_keeps_it_when_it_is_worded_anew(client, guild, mia):
    near, far, gone = make.objective("Near"), make.objective("Far"), make.objective("Gone")
    make.expectations(guild, count=1)[0].objectives.add(near)
    gone.retire(by=None, at=make.AT)
    client.force_login(mia)
    page = client.get(NEW).content.decode()
    places = [page.find(f'name="objectives" value="{one.pk}"') for one in (near, far, gone)]

    client.post(NEW, {**SENT, "objectives": [far.pk]})
    told = Story.objects.get()
    asked = client.get(f"{told.get_absolute_url()}change/").content.decode()
    again = {**SENT, "title": "One list", "edits": told.edits, "objectives": [far.pk]}
    client.post(f"{told.get_absolute_url()}change/", again)
    shown = client.get(told.get_absolute_url()).content.decode()

    assert 0 < places[0] < page.find("Other objectives") < places[1]
    assert places[2] == -1
    assert f'value="{far.pk}" id="id_objectives_' in asked
    assert "checked" in asked[asked.find(f'name="objectives" value="{far.pk}"') :][:80]
    assert [one.name for one in told.objectives.all()] == ["Far"]
    assert (Story.objects.get().title, ">Far</a>" in shown) == ("One list", True)


def sources(guild: Community, mia: Person) -> dict[str, tuple[Any, str]]:
    """Everything a story can be told of, with what is proposed as what happened."""
    ask = Ask.open(community=guild, text="Who has one list?", by=mia, at=make.AT)
    lesson = Lesson.keep_one(
        community=guild,
        text="Ask first",
        look_again_on=make.AT.date() + timedelta(days=9),
        by=mia,
        at=make.AT,
    )
    gathering = make.gathering(make.series(guild))
    return {
        "solution": (proposed(guild), "We took on: “One price list”"),
        "ask": (ask, "I needed a hand: “Who has one list?”"),
        "gathering": (gathering, "We met: Monday round, 2 March."),
        "lesson": (lesson, "We keep as a lesson: “Ask first”"),
    }


@pytest.mark.parametrize("kind", ["solution", "ask", "gathering", "lesson"])
def test_story_is_proposed_from_what_it_is_told_of_and_hangs_on_it(client, guild, mia, kind):
    thing, happened = sources(guild, mia)[kind]
    client.force_login(mia)
    address = f"{NEW}?{kind}={thing.pk}"

    form = client.get(address).context["form"]
    client.post(address, {**SENT, "title": form["title"].value()})

    told = Story.objects.get()
    assert form["happened"].value() == happened
    assert told.title.startswith("What became of: ")
    assert getattr(told, kind) == thing


@pytest.mark.parametrize("number", ["999999", "x", "", "9" * 40, "-1", "²"])
def test_story_is_told_of_nothing_that_is_not_there(client, guild, mia, number):
    client.force_login(mia)

    for kind in ("solution", "ask", "gathering", "lesson"):
        assert client.get(f"{NEW}?{kind}={number}").status_code == 404


def test_story_is_told_of_no_ask_that_the_person_may_not_see(client, guild, mia, ana):
    secret = Ask.open(community=guild, text="A hard case", of=[mia], by=ana, at=make.AT)
    otto = make.person("Otto Outside")
    client.force_login(otto)
    assert client.get(f"{NEW}?ask={secret.pk}").status_code == 404
    told = story(guild, mia, ask=secret, seen_by="organization")

    pages = [client.get(address).content.decode() for address in (SHELF, told.get_absolute_url())]

    assert [secret.text in page for page in pages] == [False, False]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"title": ""}, "Say in one line what it is about."),
        ({"happened": "", "used": " "}, "Answer at least one of the questions"),
        ({"seen_by": "nobody"}, "Select a valid choice."),
        ({"promised_on": "2020-01-01"}, "Choose a day to be asked again"),
        ({"expectations": ["99999999999999999999999"]}, "One of these is not expected any more."),
    ],
)
def test_page_says_what_is_wrong_and_keeps_what_was_written(client, guild, mia, sent, sentence):
    client.force_login(mia)

    kept = "I keep this"
    answer = client.post(NEW, {**SENT, "title": kept, "used": kept, **sent})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert (sentence in page, kept in page) == (True, True)
    assert not Story.objects.exists()


def test_shelf_shows_what_each_may_read_and_teaches_when_it_is_empty(client, guild, mia, ana):
    client.force_login(ana)
    assert "Tell the first story" in client.get(SHELF).content.decode()
    story(guild, mia, title="For all", seen_by="organization")
    story(guild, mia, title="For us")
    story(guild, mia, title="For Ben", seen_by="sponsor")

    found = {}
    for person in (mia, ana, make.person("Otto Outside")):
        client.force_login(person)
        rows = client.get(SHELF).context["shelf"].page.rows
        found[person.name] = [told.story.title for told in rows]

    assert found == {
        "Mia Member": ["For Ben", "For us", "For all"],
        "Ana Leader": ["For us", "For all"],
        "Otto Outside": ["For all"],
    }


def test_story_page_is_not_there_for_those_who_may_not_read_it(client, guild, mia, ana):
    told = story(guild, mia, seen_by="sponsor")
    client.force_login(ana)

    assert client.get(told.get_absolute_url()).status_code == 404
    for verb in ("steps", "promise", "withdrawal", "change"):
        assert client.post(f"{told.get_absolute_url()}{verb}/", {}).status_code == 404


def test_teller_goes_on_with_it_promises_changes_and_takes_it_back(client, guild, mia, ana):
    told = story(guild, mia, seen_by="organization")
    page = told.get_absolute_url()
    client.force_login(ana)
    assert client.post(f"{page}steps/", {"step": "useful", "text": "x"}).status_code == 404
    client.force_login(mia)
    assert client.post(f"{page}promise/", {"on": "2020-01-01"}).status_code == 422
    assert client.post(f"{page}promise/", {"on": ahead()}).status_code == 302
    assert client.post(f"{page}steps/", {"step": "useful", "text": ""}).status_code == 422
    assert client.post(f"{page}steps/", {"step": "other", "text": "x"}).status_code == 422
    assert client.post(f"{page}steps/", {"step": "useful", "text": "A list"}).status_code == 302
    edits = client.get(f"{page}change/").context["form"]["edits"].value()
    sent = {**SENT, "title": "Other words", "edits": edits}
    assert client.post(f"{page}change/", sent).status_code == 302
    assert client.post(f"{page}change/", sent).status_code == 422  # it was changed since
    kept = Story.objects.get()
    assert (kept.title, kept.useful, kept.promised_on) == ("Other words", "", None)
    assert client.post(f"{page}withdrawal/").status_code == 302
    assert "Only you read this" in client.get(page).content.decode()
    client.force_login(ana)
    assert client.get(page).status_code == 404


def test_closed_community_takes_no_story_and_shows_those_it_has(client, guild, mia):
    told = story(guild, mia)
    guild.status = "closed"
    guild.save()
    client.force_login(mia)

    assert client.get(NEW).status_code == 409
    assert client.post(NEW, SENT).status_code == 422
    assert client.get(told.get_absolute_url()).status_code == 200


def test_shelf_takes_as_many_queries_for_three_stories_as_for_one(client, guild, mia):
    def tell() -> None:
        ask = Ask.open(community=guild, text="Who has one list?", by=mia, at=make.AT)
        gathering = make.gathering(make.series(guild, name=f"Round {ask.pk}"))
        told = story(guild, mia, solution=proposed(guild), ask=ask, gathering=gathering)
        claim(told, mia, apart="Each is its own")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(SHELF).status_code == 200
        return len(asked)

    tell()
    client.force_login(mia)
    client.get(SHELF)
    one = queries()
    tell()
    tell()

    assert queries() == one


def test_no_page_says_who_told_a_story_without_a_name(client: Client, guild, mia, ana):
    told = story(guild, mia, is_nameless=True, seen_by="organization")
    told.add_step(step="useful", text="A list", by=mia, at=make.AT)
    readers = [ana, make.program_manager(), make.auditor(), make.person("Otto Outside")]
    addresses = [
        SHELF,
        told.get_absolute_url(),
        f"/thread/story/{told.pk}/",
        "/communities/guild/history/",
        "/events/",
        "/events/?format=csv",
    ]

    found = []
    for reader in readers:
        client.force_login(reader)
        for address in addresses:
            answer = client.get(address)
            text = b"".join(answer).decode()
            if address in addresses[:3]:
                assert ("One price list" in text, "Sales" in text) == (True, False)
                found += [f"{reader.name} {address}"] if "Mia" in text else []
            elif "One price list" in text:
                found.append(f"{reader.name} {address}")
    assert found == []


def test_solution_answered_ask_and_held_gathering_lead_to_telling(client, guild, mia, ana):
    solution = proposed(guild)
    solution.accept(by=ana, at=make.AT)
    ask = Ask.open(community=guild, text="Who has one list?", by=mia, at=make.AT)
    Answer.give(ask=ask, text="We do", by=ana, at=make.AT)
    gathering = make.gathering(make.series(guild), state="held")
    client.force_login(mia)

    for kind, thing in (("solution", solution), ("ask", ask), ("gathering", gathering)):
        page = client.get(thing.get_absolute_url()).content.decode()
        assert f'href="{NEW}?{kind}={thing.pk}"' in page
