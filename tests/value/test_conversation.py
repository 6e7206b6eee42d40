"""The page of a value conversation, and what is recorded on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from mandorla.base.errors import Refused
from mandorla.base.models import Event
from mandorla.people.models import Person
from mandorla.value.conversation import Conversation, read_conversation
from mandorla.value.drafting import draft_statement
from mandorla.value.models import Elicitation, Settlement
from tests import make
from tests.value.rounds import END, Group, group, held

pytestmark = pytest.mark.django_db
AT = END + timedelta(days=1)
SENT = {"way": "trade", "text": " Two hours a week, for one issue each Monday. "}


@pytest.fixture
def atlas() -> Group:
    return group()


def opened(client, person: Person, number: int):
    client.force_login(person)
    return client.get(reverse("value:conversation", args=["atlas", number]))


def record(client, person: Person, number: int, position: int, **data: str):
    client.force_login(person)
    return client.post(reverse("value:settlement", args=["atlas", number, position]), data)


def settle(elicitation: Elicitation, text: str, *, position: int = 0, days: int = 0) -> Settlement:
    return Settlement.record(
        elicitation=elicitation,
        item=elicitation.catalogue.words[position],
        way="trade",
        text=text,
        by=None,
        at=AT + timedelta(days=days),
    )


def test_conversation_shows_the_hour_with_its_figures(client, atlas):
    held(atlas)

    answer = opened(client, atlas.members[0], 1)

    assert answer.status_code == 200
    talk: Conversation = answer.context["talk"]
    assert [tension.weighed.item.text for tension in talk.tensions] == [
        "Faster roll-out",
        "A network across units",
        "A common way of working",
    ]
    shown = answer.content.decode()
    assert "<b>22–43</b>" in shown
    assert "Three tensions: trade, sequence or drop" in shown
    assert "60%" in shown
    assert "Faults seen twice" in shown


def test_conversation_records_what_was_agreed_without_a_script(client, atlas):
    elicitation = held(atlas)

    answer = record(client, atlas.fay, 1, 0, **SENT)

    assert answer.headers["location"].endswith("/value/rounds/1/conversation/#tension-0")
    (kept,) = Settlement.objects.all()
    assert (kept.elicitation, kept.item.text, kept.way, kept.text, kept.recorded_by) == (
        elicitation,
        "Faster roll-out",
        "trade",
        "Two hours a week, for one issue each Monday.",
        atlas.fay,
    )
    assert Event.objects.order_by("-id")[0].plain_sentence == (
        "Fay Lind recorded for “Faster roll-out”: trade – "
        "Two hours a week, for one issue each Monday."
    )
    assert "Two hours a week" in opened(client, atlas.members[0], 1).content.decode()


@pytest.mark.parametrize("who", ["ana", "ben", "fay", "karin"])
def test_conversation_is_recorded_by_those_who_hold_or_sponsor_it(client, atlas, who):
    held(atlas)
    person = make.program_manager() if who == "karin" else getattr(atlas, who)
    assert record(client, person, 1, 0, **SENT).status_code == 302


def test_conversation_is_not_recorded_by_others(client, atlas):
    held(atlas)
    for person in (atlas.members[0], make.person()):
        assert record(client, person, 1, 0, **SENT).status_code == 403
        assert "Record what you agreed on" not in opened(client, person, 1).content.decode()
    assert not Settlement.objects.exists()


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({}, {"way": "Say whether you trade, sequence or drop.", "text": "Say in a sentence what you agreed on."}),
        ({"way": "trade", "text": "  "}, {"text": "Say in a sentence what you agreed on."}),
        ({"text": "Yes"}, {"way": "Say whether you trade, sequence or drop."}),
        ({"way": "fight", "text": "Yes"}, {"way": "Select a valid choice. fight is not one of the available choices."}),
    ],
)  # fmt: skip
def test_conversation_is_corrected_in_place_when_something_is_missing(client, atlas, sent, wrong):
    held(atlas)
    answer = record(client, atlas.ana, 1, 0, **sent)
    assert answer.status_code == 422
    form = answer.context["wrong"]
    assert {name: errors[0] for name, errors in form.errors.items()} == wrong
    shown = answer.content.decode()
    assert shown.count('<details class="more no-print" open>') == 1
    assert not Settlement.objects.exists()


def test_conversation_knows_no_expectation_that_was_not_weighed(client, atlas):
    held(atlas)
    assert record(client, atlas.ana, 1, 6, **SENT).status_code == 404
    assert record(client, atlas.ana, 2, 0, **SENT).status_code == 404


def test_settlement_is_refused_before_the_round_is_closed(client, atlas):
    make.elicitation(atlas.community)
    answer = record(client, atlas.ana, 1, 0, **SENT)
    assert answer.status_code == 422
    assert "Agree on tensions when the round is closed" in answer.content.decode()


def test_settlement_is_refused_for_an_expectation_of_another_round(atlas):
    first = held(atlas)
    atlas.community.expectations.current()[5].reword(
        text="Friends in other units",
        level="person",
        horizon="long",
        measure="",
        by=None,
        at=AT,
    )
    second = held(atlas)
    with pytest.raises(Refused, match="not weighed in this round"):
        Settlement.record(
            elicitation=second, item=first.catalogue.words[0], way="drop", text="x", by=None, at=AT
        )


def test_newest_settlement_counts_and_earlier_ones_stay_readable(atlas):
    elicitation = held(atlas)
    for day, text in enumerate(("First", "Second", "Third")):
        settle(elicitation, text, days=day)

    talk = read_conversation(elicitation, person=atlas.ana)

    tension = talk.tensions[0]
    assert tension.agreed is not None
    assert tension.agreed.text == "Third"
    assert [one.text for one in tension.replaced] == ["Second", "First"]
    assert talk.others == ()


def test_settlement_of_an_earlier_round_is_told_of_the_same_expectation(client, atlas):
    first = held(atlas)
    settle(first, "An hour each Monday")
    settle(first, "Two hours each Monday", days=1)
    expectation = atlas.community.expectations.current()[0]
    expectation.reword(
        text="Roll-out in step", level="organization", horizon="long", measure="", by=None, at=AT
    )
    second = held(atlas)

    (tension, *_rest) = read_conversation(second, person=atlas.ana).tensions

    assert tension.weighed.item.text == "Roll-out in step"
    assert (tension.agreed, [one.text for one in tension.before]) == (
        None,
        ["Two hours each Monday"],
    )
    shown = opened(client, atlas.ana, 2).content.decode()
    assert "<b>Agreed in round 1:</b> trade – Two hours each Monday" in shown
    assert read_conversation(first, person=atlas.ana).tensions[0].before == ()


def test_settlement_of_an_expectation_that_is_no_tension_is_told_beside(atlas):
    elicitation = held(atlas)
    settle(elicitation, "Later", position=3)
    settle(elicitation, "Never", position=3, days=1)
    talk = read_conversation(elicitation, person=atlas.ana)
    assert [one.text for one in talk.others] == ["Never"]


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"voters": 4}, "4 members answered: results are shown from 5."),
        ({"sponsor": ()}, "Nobody answered for the organization"),
        ({"voters": 0}, "0 members answered: results are shown from 5."),
    ],
)
def test_conversation_says_why_there_is_no_agenda(client, atlas, how, said):
    held(atlas, **how)
    answer = opened(client, atlas.ana, 1)
    assert (answer.status_code, answer.context["talk"].agenda) == (200, None)
    assert said in answer.content.decode()


def test_conversation_leads_to_the_round_that_stays_up(client, atlas):
    held(atlas)
    held(atlas, voters=4)
    shown = opened(client, atlas.ana, 2).content.decode()
    assert "The conversation about round 1" in shown
    assert 'class="hour"' not in shown


def test_conversation_waits_when_the_round_is_open_or_was_canceled(client, atlas):
    elicitation = make.elicitation(atlas.community)
    assert "closes on 16 March 2026" in opened(client, atlas.ana, 1).content.decode()
    elicitation.cancel(by=None, at=make.AT)
    assert "Round 1 was canceled" in opened(client, atlas.ana, 1).content.decode()


def test_conversation_is_not_there_for_a_round_that_was_never_held(client, atlas):
    assert opened(client, atlas.ana, 7).status_code == 404


def test_conversation_does_not_show_a_draft_to_those_who_may_not_read_it(client, atlas):
    held(atlas)
    draft_statement(community=atlas.community, by=atlas.ana, at=AT)
    words = "For Halden Works the community provides"
    assert words in opened(client, atlas.ana, 1).content.decode()
    assert words not in opened(client, atlas.members[0], 1).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_conversation_costs_the_same_queries_for_one_and_for_three(
    client, atlas, count, django_assert_num_queries
):
    for _number in range(count):
        elicitation = held(atlas)
        for position in range(count):
            settle(elicitation, "An hour each Monday", position=position)
    client.force_login(atlas.ana)
    with django_assert_num_queries(14):
        client.get(reverse("value:conversation", args=["atlas", count]))
