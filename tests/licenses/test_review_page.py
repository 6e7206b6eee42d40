"""Reports on pages: drafted, written by two at once, commented, handed in and answered."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from mandorla.licenses.models import PrivateRemark, Review
from tests import make
from tests.licenses.reporting import browser, drafted, handed_in, licensed, opened, written

AT = make.AT


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: AT + timedelta(days=1))


def _address(review, part=""):
    return f"{review.get_absolute_url()}{part}"


def _seen(html):
    """The marks in the hidden field."""
    return unescape(html.split('name="seen" value="')[1].split('"')[0])


def _page(person, review):
    return browser(person).get(_address(review)).content.decode()


def _sent(html, **said):
    return {"seen": _seen(html), "do": "save", **said}


def test_report_is_begun_by_hand_and_drafted_from_what_is_known(people):
    licensed(people)
    client = browser(people.leader)
    answer = client.post("/communities/atlas-change-champions/license/reviews/", {"kind": "light"})

    review = Review.objects.get()
    assert answer.headers["Location"] == review.get_absolute_url()
    assert (review.kind, review.due_on.isoformat()) == ("light", "2026-04-02")
    assert review.evidence["has_leader"] == {"value": True}
    assert review.reader == people.sponsor


def test_report_says_what_is_kept(people):
    review = drafted(people)
    html = _page(people.leader, review)
    sent = _sent(html, ask="An hour", answer_proud="The list", number_1="has_leader")
    answer = browser(people.leader).post(_address(review), sent)

    review.refresh_from_db()
    assert answer.status_code == 302
    assert review.ask == "An hour"
    assert [one["answer"] for one in review.answers if one["answer"]] == ["The list"]


def test_nothing_is_lost_when_two_write_different_texts_at_once(people):
    review = drafted(people)
    anas, cleos = _page(people.leader, review), _page(people.core, review)
    browser(people.leader).post(_address(review), _sent(anas, ask="An hour"))
    browser(people.core).post(_address(review), _sent(cleos, answer_proud="The list"))

    review.refresh_from_db()
    assert review.ask == "An hour"
    assert {one["name"]: one["answer"] for one in review.answers}["proud"] == "The list"


def test_second_sees_both_texts_when_two_write_the_same_text_at_once(people):
    review = drafted(people)
    anas, cleos = _page(people.leader, review), _page(people.core, review)
    browser(people.leader).post(_address(review), _sent(anas, ask="An hour"))
    answer = browser(people.core).post(_address(review), _sent(cleos, ask="A budget"))
    html = answer.content.decode()

    assert answer.status_code == 422
    assert "Two of you wrote at once" in html
    assert "An hour" in html
    assert "A budget" in html
    review.refresh_from_db()
    assert review.ask == "An hour"
    both = _sent(html, ask="An hour and a budget")
    browser(people.core).post(_address(review), both)
    review.refresh_from_db()
    assert review.ask == "An hour and a budget"


def test_what_was_written_is_kept_when_opening_is_refused(people):
    review = drafted(people, kind="light", reader=None)
    html = _page(people.leader, review)
    sent = {**_sent(html, answer_line="We met"), "do": "submit"}
    answer = browser(people.leader).post(_address(review), sent)
    again = answer.content.decode()

    assert answer.status_code == 422
    assert "somebody by name has to answer" in again
    sent = {**_sent(again, answer_line="We met twice"), "do": "save"}
    assert browser(people.leader).post(_address(review), sent).status_code == 302
    review.refresh_from_db()
    assert review.answers[0]["answer"] == "We met twice"


def test_report_is_opened_commented_and_read(people):
    review = written(people)
    html = _page(people.leader, review)
    sent = {**_sent(html, ask="An hour"), "do": "open"}
    browser(people.leader).post(_address(review), sent)
    browser(people.member).post(_address(review, "comments/"), {"text": "And the units?"})

    assert "And the units?" in _page(people.leader, review)
    assert "It can be handed in when" in _page(people.leader, review)
    assert "Hand it in" not in _page(people.member, review)


def test_report_is_handed_in_and_answered(people, monkeypatch):
    review = opened(people)
    monkeypatch.setattr(timezone, "now", lambda: AT + timedelta(days=4))
    browser(people.leader).post(_address(review, "submission/"))
    answer = browser(people.karin).post(_address(review, "answer/"), {"text": "I ask the board."})

    review.refresh_from_db()
    assert answer.status_code == 302
    assert (review.state, review.answer) == ("answered", "I ask the board.")


def test_answer_says_who_answers_when_somebody_else_tries(people):
    review = handed_in(people)
    answer = browser(people.sponsor).post(_address(review, "answer/"), {"text": "Fine"})

    assert answer.status_code == 422
    assert "answered by Karin Lindqvist" in answer.content.decode()


def test_remark_shows_to_who_wrote_it_and_to_sponsors_only(people):
    review = opened(people)
    sent = {"text": "I am tired of it"}
    browser(people.core).post(_address(review, "remarks/"), sent)

    assert PrivateRemark.objects.count() == 1
    shown = {
        name: "I am tired of it" in _page(getattr(people, name), review)
        for name in ("core", "sponsor", "karin", "leader", "member", "auditor")
    }
    assert [name for name, is_shown in shown.items() if is_shown] == ["core", "sponsor", "karin"]
    assert "Apart from the report" not in _page(people.member, review)


@pytest.mark.parametrize("part", ["comments/", "submission/", "recall/", "cancellation/"])
def test_what_is_not_possible_is_refused(people, part):
    review = handed_in(people)

    assert browser(people.leader).post(_address(review, part), {"text": "x"}).status_code == 409


@pytest.mark.parametrize("name", ["member", "stranger", "sponsor", "auditor"])
def test_draft_does_not_exist_for_others(people, name):
    review = drafted(people)

    assert browser(getattr(people, name)).get(_address(review)).status_code == 404


def test_reader_is_named(people):
    review = drafted(people)
    browser(people.leader).post(_address(review, "reader/"), {"reader": "Sten Stranger"})

    review.refresh_from_db()
    assert review.reader == people.stranger


def test_pages_of_reports_ask_a_fixed_number_of_queries(people, django_assert_max_num_queries):
    review = handed_in(people)
    client = browser(people.member)
    for address in (_address(review), "/communities/atlas-change-champions/license/reviews/"):
        client.get(address)
        with django_assert_max_num_queries(26):
            client.get(address)
