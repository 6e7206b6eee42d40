"""What conversations in the units bring, and what leadership answers."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.communities.models import Community
from mandorla.people.models import Person, Unit
from mandorla.work.models import Insight, Response
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/communities/coffee/work/insights/"
LATER = make.AT + timedelta(days=1)


@pytest.fixture
def sales() -> Unit:
    return make.unit("Sales")


@pytest.fixture
def mia(sales: Unit) -> Person:
    return make.person("Mia Member", unit=sales)


@pytest.fixture
def ingrid() -> Person:
    return make.person("Ingrid Sponsor")


@pytest.fixture
def coffee(mia: Person, ingrid: Person) -> Community:
    return make.community("Coffee", sponsor=ingrid, members=(mia,))


def bring(community: Community, unit: Unit, person: Person, text="It takes a week", **facts):
    return Insight.bring(community=community, text=text, unit=unit, by=person, at=make.AT, **facts)


def give(insight: Insight, person: Person, kind="already_done", seen=0, **facts):
    return Response.give(insight=insight, kind=kind, seen=seen, by=person, at=LATER, **facts)


def test_insight_waits_for_the_next_gathering_when_it_is_brought(coffee, sales, mia):
    insight = bring(coffee, sales, mia, text="  It takes\n a week ")
    assert (insight.text, insight.state) == ("It takes a week", "waiting")


@pytest.mark.parametrize("text", ["", "  \n", "x" * 401])
def test_insight_is_refused_when_it_says_nothing_or_too_much(coffee, sales, mia, text):
    with pytest.raises(Refused, match="one to 400 characters"):
        bring(coffee, sales, mia, text=text)


def test_insight_is_refused_when_the_community_has_closed(sales, mia):
    closed = make.community("Shut")
    closed.status = "closed"
    with pytest.raises(Refused, match="Shut has closed"):
        bring(closed, sales, mia)


def test_insight_sent_twice_is_kept_once(coffee, sales, mia):
    key = uuid4()
    first, again = (bring(coffee, sales, mia, key=key) for _time in range(2))
    assert (first, Insight.objects.count()) == (again, 1)
    assert Event.objects.filter(verb="insight.brought").count() == 1


def test_insight_of_another_is_not_given_out_for_a_key_that_was_guessed(coffee, sales, mia, ingrid):
    key = uuid4()
    bring(coffee, sales, mia, key=key)
    with pytest.raises(Refused, match="Something else was sent with this key"):
        bring(coffee, sales, ingrid, key=key)


def test_history_tells_the_unit_and_never_who_brought_it(coffee, sales, mia):
    bring(coffee, sales, mia)
    event = Event.objects.get(verb="insight.brought")
    assert event.sentence == "A member brought an insight from Sales."
    assert event.by is None
    assert event.at != make.AT


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        ("will_do", {}, "by when"),
        ("cannot", {}, "why it cannot"),
        ("need_more", {"text": "  "}, "what you need"),
    ],
)
def test_answer_is_refused_when_half_of_it_is_missing(
    coffee, sales, mia, ingrid, kind, facts, sentence
):
    insight = bring(coffee, sales, mia)
    with pytest.raises(Refused, match=sentence):
        give(insight, ingrid, kind, **facts)
    assert Insight.objects.get().state == "waiting"


def test_answer_keeps_its_day_and_who_gave_it(coffee, sales, mia, ingrid):
    insight = bring(coffee, sales, mia)
    response = give(insight, ingrid, "will_do", due_on=date(2026, 3, 31))
    assert (response.given_by, response.due_on) == (ingrid, date(2026, 3, 31))
    assert Insight.objects.get().state == "answered"
    assert Event.objects.get(verb="insight.answered").sentence == (
        "Ingrid Sponsor answered an insight from Sales: will do."
    )


def test_second_of_two_who_answer_at_once_is_told(coffee, sales, mia, ingrid):
    insight = bring(coffee, sales, mia)
    give(Insight.objects.get(), ingrid)
    with pytest.raises(Stale, match="Somebody else has answered"):
        give(insight, ingrid, "cannot", text="No money")
    assert Response.objects.count() == 1


def test_later_answer_stands_beside_the_earlier_one(coffee, sales, mia, ingrid):
    insight = bring(coffee, sales, mia)
    give(insight, ingrid, "will_do", due_on=date(2026, 3, 31))
    give(insight, ingrid, "already_done", seen=1)
    assert [one.kind for one in insight.responses.all()] == ["will_do", "already_done"]


def test_insight_waits_again_when_more_was_said_about_it(coffee, sales, mia, ingrid):
    insight = bring(coffee, sales, mia)
    give(insight, ingrid, "need_more", text="Which product?")
    assert insight.state == "asked_back"
    insight.add(more="All of them", by=mia, at=LATER)
    assert (insight.state, insight.more) == ("waiting", "All of them")


def test_nobody_else_says_more_about_an_insight(coffee, sales, mia, ingrid):
    insight = bring(coffee, sales, mia)
    give(insight, ingrid, "need_more", text="Which product?")
    with pytest.raises(Refused, match="Only who brought it"):
        insight.add(more="I know", by=ingrid, at=LATER)


def test_insight_is_heard_by_a_gathering(coffee, sales, mia, ingrid):
    insight = bring(coffee, sales, mia)
    gathering = make.gathering(make.series(coffee))
    insight.hear(gathering=gathering, by=ingrid, at=LATER)
    assert (insight.state, insight.heard_in) == ("heard", gathering)
    with pytest.raises(Stale):
        insight.hear(gathering=gathering, by=ingrid, at=LATER)


# --- pages ---


def test_page_is_for_those_in_the_community(client, coffee, sales, mia):
    insight = bring(coffee, sales, mia)
    client.force_login(make.person("Otto Outside"))
    for address in (PAGE, f"{PAGE}{insight.pk}/"):
        assert client.get(address).status_code == 404
    assert client.post(PAGE, {"text": "x", "unit": sales.pk}).status_code == 404


def test_page_brings_an_insight_from_ones_own_unit(client: Client, coffee, sales, mia):
    client.force_login(mia)
    form = client.get(PAGE).context["form"]
    assert form["unit"].value() == sales.pk
    sent = {"text": "They ask for prices", "unit": sales.pk, "key": form["key"].value()}
    for _time in range(2):
        assert client.post(PAGE, sent).status_code == 302
    assert [one.brought_by for one in Insight.objects.all()] == [mia]
    assert "They ask for prices" in client.get("/insights/brought/").content.decode()


def test_page_keeps_what_was_written_when_the_unit_is_missing(client, coffee, sales, mia):
    client.force_login(mia)
    answer = client.post(PAGE, {"text": "They ask for prices", "unit": ""})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose the unit where it was said." in page
    assert "They ask for prices" in page


def test_page_tells_no_name_of_who_brought_it(client, coffee, sales, mia, ingrid):
    insight = bring(coffee, sales, mia)
    client.force_login(ingrid)
    for address in (PAGE, f"{PAGE}{insight.pk}/", "/communities/coffee/history/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "Mia" not in page.content.decode()


def test_sponsor_answers_on_the_page_and_who_brought_it_sees_it(client, coffee, sales, mia, ingrid):
    insight = bring(coffee, sales, mia)
    client.force_login(ingrid)
    sent = {"kind": "cannot", "text": "Because of the law", "seen": "0"}
    assert client.post(f"{PAGE}{insight.pk}/answer/", sent).status_code == 302
    second = client.post(f"{PAGE}{insight.pk}/answer/", sent)
    assert second.status_code == 422
    assert "Somebody else has answered" in second.content.decode()
    client.force_login(mia)
    assert "Because of the law" in client.get("/insights/brought/").content.decode()


def test_member_does_not_answer_for_leadership(client, coffee, sales, mia):
    insight = bring(coffee, sales, mia)
    client.force_login(mia)
    sent = {"kind": "cannot", "text": "No", "seen": "0"}
    assert client.post(f"{PAGE}{insight.pk}/answer/", sent).status_code == 404
    assert "Answer it" not in client.get(PAGE).content.decode()


def test_who_brought_it_says_more_on_the_page(client, coffee, sales, mia, ingrid):
    insight = bring(coffee, sales, mia)
    give(insight, ingrid, "need_more", text="Which product?")
    client.force_login(mia)
    assert "Which product?" in client.get(f"{PAGE}{insight.pk}/").content.decode()
    assert client.post(f"{PAGE}{insight.pk}/addition/", {"more": ""}).status_code == 422
    assert client.post(f"{PAGE}{insight.pk}/addition/", {"more": "All"}).status_code == 302
    client.force_login(ingrid)
    assert client.post(f"{PAGE}{insight.pk}/addition/", {"more": "Mine"}).status_code == 404


@pytest.mark.parametrize("show", ["", "open", "answered", "all", "<script>"])
def test_page_takes_as_many_queries_for_many_insights_as_for_one(
    client, coffee, sales, mia, ingrid, show, django_assert_num_queries
):
    give(bring(coffee, sales, mia), ingrid)
    bring(coffee, sales, mia)
    client.force_login(ingrid)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE, {"show": show})
    for _time in range(3):
        give(bring(coffee, sales, mia), ingrid)
        bring(coffee, sales, mia)
    with django_assert_num_queries(len(one)):
        client.get(PAGE, {"show": show})
