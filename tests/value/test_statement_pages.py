"""The pages of a value statement."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mandorla.communities.models import Charter
from mandorla.people.models import Person
from mandorla.value.drafting import draft_statement
from mandorla.value.models import ValueStatement
from mandorla.value.statement_page import age_of, is_past
from tests import make
from tests.value.rounds import Group, group, held

pytestmark = pytest.mark.django_db
WRITTEN = {
    "for_organization": "faster roll-out",
    "for_members": "answers",
    "invested": "two hours a week",
    "known_on": "2030-01-31",
    "because": "plants ask for it",
    "valid_until": "2030-06-30",
}


@pytest.fixture
def atlas() -> Group:
    return group()


def at(name: str, *args: object) -> str:
    return reverse(f"value:{name}", args=["atlas", *args])


def post(client, person: Person, name: str, *args: object, **data: object):
    client.force_login(person)
    return client.post(at(name, *args), data)


def read(client, person: Person, name: str, *args: object):
    client.force_login(person)
    return client.get(at(name, *args))


def begun(atlas: Group) -> ValueStatement:
    return draft_statement(community=atlas.community, by=atlas.ana, at=timezone.now())


def published(atlas: Group) -> ValueStatement:
    statement = begun(atlas)
    statement.write(
        texts={"for_organization": "faster roll-out", "for_members": "answers"}, days={}, edits=0
    )
    statement.publish(by=atlas.ana, at=timezone.now())
    return statement


def test_statement_is_drafted_written_published_and_signed_without_a_script(client, atlas):
    held(atlas)

    assert post(client, atlas.fay, "statements").headers["location"] == at("statement_draft")
    answer = post(client, atlas.fay, "statement_draft", edits=0, **WRITTEN)
    assert answer.headers["location"] == at("statement_draft")
    post(client, atlas.ana, "statement_publish", 1)
    post(client, atlas.ben, "statement_sign", 1, side="organization")
    answer = post(client, atlas.ana, "statement_sign", 1, side="members")

    assert answer.headers["location"] == at("statement", 1)
    statement = ValueStatement.objects.get()
    assert (statement.state, statement.known_on, statement.edits) == (
        "agreed",
        date(2030, 1, 31),
        1,
    )
    assert Charter.objects.get().value_statement == statement.text
    shown = read(client, atlas.ana, "statements")
    assert shown.context["page"].charter == Charter.objects.get()
    assert "publish it, then a sponsor and a leader sign it" in shown.content.decode()
    assert "agreed today" in shown.content.decode()


def test_page_teaches_when_there_is_no_statement(client, atlas):
    assert "Draft the statement" in read(client, atlas.fay, "statements").content.decode()
    assert "Draft the statement" not in read(client, atlas.ben, "statements").content.decode()
    assert read(client, atlas.ana, "statement_draft").headers["location"] == at("statements")


def test_page_says_that_a_statement_rests_on_no_round_yet(client, atlas):
    published(atlas)
    assert "It rests on no round yet" in read(client, atlas.ben, "statements").content.decode()


def test_page_says_that_a_round_was_held_since(client, atlas):
    held(atlas)
    published(atlas)
    assert read(client, atlas.ana, "statement", 1).context["page"].newer_round is None
    held(atlas, voters=4)
    assert read(client, atlas.ana, "statement", 1).context["page"].newer_round is None
    third = held(atlas)
    answer = read(client, atlas.ana, "statement", 1)
    assert answer.context["page"].newer_round == third
    assert "Round 3 was held since." in answer.content.decode()


def test_statement_is_past_its_day_only_after_it(atlas):
    statement = published(atlas)
    until = statement.valid_until
    assert until is not None
    assert [is_past(statement, on=until + timedelta(days=days)) for days in (0, 1)] == [False, True]


def test_age_counts_from_the_agreement_and_before_that_from_publishing(atlas):
    statement = published(atlas)
    later = timezone.localdate() + timedelta(days=92)
    assert age_of(statement, on=later) == "published 3 months ago"
    for side, person in (("members", atlas.ana), ("organization", atlas.ben)):
        statement.sign(side=side, by=person, at=timezone.now())
    assert age_of(statement, on=later) == "agreed 3 months ago"
    assert age_of(ValueStatement(), on=later) == ""


def test_page_shows_the_agreed_version_and_says_that_there_is_a_later_one(client, atlas):
    statement = published(atlas)
    for side, person in (("members", atlas.ana), ("organization", atlas.ben)):
        statement.sign(side=side, by=person, at=timezone.now())
    published(atlas)
    answer = read(client, atlas.members[0], "statements")
    assert answer.context["page"].statement.version == 1
    assert [found.version for found in answer.context["later"]] == [2]
    earlier = read(client, atlas.members[0], "statement", 2)
    assert earlier.context["standing"] is None


def test_page_says_what_the_charter_kept_of_the_draft(client, atlas):
    charter = make.charter(atlas.community, by=atlas.ana)
    charter.write(texts={"value_statement": "Ours"}, forces={}, review_on=None, edits=charter.edits)
    statement = published(atlas)
    for side, person in (("members", atlas.ana), ("organization", atlas.ben)):
        statement.sign(side=side, by=person, at=timezone.now())
    assert "kept among its further texts" in read(client, atlas.ana, "statements").content.decode()
    member = read(client, atlas.members[0], "statements")
    assert member.context["page"].charter is None
    Charter.objects.get().discard(by=atlas.ana, at=timezone.now())
    assert "does not carry it" in read(client, atlas.ana, "statements").content.decode()


def test_draft_does_not_exist_for_members_and_strangers(client, atlas):
    begun(atlas)
    for person in (atlas.members[0], make.person()):
        assert read(client, person, "statement", 1).status_code == 404
        assert read(client, person, "statement_draft").status_code == 403
        assert "nobody has written" in read(client, person, "statements").content.decode().lower()


@pytest.mark.parametrize("name", ["statement_publish", "statement_discard"])
def test_draft_stays_when_a_sponsor_or_a_stranger_tries_to_move_it(client, atlas, name):
    begun(atlas)
    assert post(client, atlas.ben, name, 1).status_code == 403
    assert post(client, make.person(), name, 1).status_code == 404
    assert ValueStatement.objects.get().state == "draft"


def test_draft_is_not_begun_or_written_by_a_sponsor(client, atlas):
    assert post(client, atlas.ben, "statements").status_code == 403
    begun(atlas)
    assert post(client, atlas.ben, "statement_draft", edits=0, **WRITTEN).status_code == 403
    assert ValueStatement.objects.get().invested == ""


@pytest.mark.parametrize("name", ["statement_publish", "statement_discard", "statement_sign"])
def test_verbs_are_not_pages(client, atlas, name):
    begun(atlas)
    assert read(client, atlas.ana, name, 1).status_code == 405


def test_draft_is_begun_once_when_two_people_begin_it(client, atlas):
    begun(atlas)
    answer = post(client, atlas.ana, "statements")
    assert answer.status_code == 409
    assert answer.context["refusal"] == "Version 1 is a draft already. Go on with it."


def test_publishing_and_signing_are_refused_in_place(client, atlas):
    begun(atlas)
    answer = post(client, atlas.ana, "statement_publish", 1)
    assert answer.status_code == 409
    assert answer.context["refusal"].startswith("Say what the community provides")
    answer = post(client, atlas.ana, "statement_sign", 1, side="members")
    assert answer.context["refusal"].startswith("Publish this version first")
    post(client, atlas.ana, "statement_discard", 1)
    assert not ValueStatement.objects.exists()
    published(atlas)
    assert post(client, atlas.ana, "statement_discard", 1).status_code == 409


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"valid_until": "soon"}, {"valid_until": "This is not a date. Write it as 2027-03-31."}),
        (
            {"known_on": "0026-03-31"},
            {"known_on": "A statement speaks of the years to come: write such a day."},
        ),
        ({"because": "x" * 2001}, {"because": "At most 2,000 characters."}),
        ({"edits": "many"}, {"edits": "Enter a whole number."}),
    ],
)
def test_draft_is_corrected_in_place_when_something_is_wrong(client, atlas, sent, wrong):
    begun(atlas)
    answer = post(client, atlas.ana, "statement_draft", **{"edits": 0, **WRITTEN, **sent})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert {name: errors[0] for name, errors in form.errors.items()} == wrong
    assert form["invested"].value() == "two hours a week"
    assert ValueStatement.objects.get().invested == ""


def test_second_writer_sees_both_texts_and_decides(client, atlas):
    begun(atlas)
    post(client, atlas.fay, "statement_draft", edits=0, **WRITTEN)
    mine = WRITTEN | {"invested": "a day a month"}

    answer = post(client, atlas.ana, "statement_draft", edits=0, **mine)

    assert answer.status_code == 409
    form = answer.context["form"]
    assert (form.theirs, form["edits"].value()) == ({"invested": "two hours a week"}, "1")
    assert form["invested"].value() == "a day a month"
    post(client, atlas.ana, "statement_draft", edits=1, **mine)
    assert ValueStatement.objects.get().invested == "a day a month"


def test_words_are_still_there_when_the_draft_was_published_meanwhile(client, atlas):
    published(atlas)
    answer = post(client, atlas.ana, "statement_draft", edits=1, **WRITTEN)
    assert answer.status_code == 409
    assert "two hours a week" in answer.content.decode()
    assert ValueStatement.objects.get().invested == ""


def test_missing_version_is_not_found(client, atlas):
    assert read(client, atlas.ana, "statement", 9).status_code == 404
    assert post(client, atlas.ana, "statement_sign", 9, side="members").status_code == 404


def test_statement_of_a_closed_community_is_read_only(client, atlas):
    published(atlas)
    atlas.community.close(reason="Done", by=atlas.ana, at=make.AT, on=make.AT.date())
    assert "Begin the next version" not in read(client, atlas.ana, "statements").content.decode()
    assert post(client, atlas.ana, "statements").status_code == 409


@pytest.mark.parametrize("count", [1, 3])
def test_statement_costs_the_same_queries_for_one_and_for_three(
    client, atlas, count, django_assert_num_queries
):
    for _number in range(count):
        held(atlas)
        published(atlas)
    client.force_login(atlas.ana)
    with django_assert_num_queries(12):
        client.get(at("statement", count))
