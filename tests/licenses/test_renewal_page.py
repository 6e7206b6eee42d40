"""The page of a sponsor: what there is, what is recommended, and the decision of a person."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.utils import timezone

from mandorla.communities.models import Membership
from mandorla.ledger.working_out import work_out
from mandorla.licenses.models import Decision, License, PrivateRemark
from tests import make
from tests.ledger.test_working_out import claimed, euros, given
from tests.licenses.reporting import LATER, browser, handed_in, licensed

__all__ = ["euros"]
AT = make.AT
ADDRESS = "/communities/atlas-change-champions/license/renewal/"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)


def _hidden(html, name):
    return unescape(html.split(f'name="{name}" value="')[1].split('"')[0])


def _sent(html, kind="renew", **said):
    return {"marks": _hidden(html, "marks"), "seen": _hidden(html, "seen"), "kind": kind, **said}


def _read(person):
    return browser(person).get(ADDRESS).content.decode()


def test_page_says_what_is_recommended_and_what_is_asked(people):
    handed_in(people)
    html = _read(people.sponsor)

    assert "Recommended: Renew with conditions" in html
    assert "An hour with the board" in html
    assert "it goes on for 30 days of grace" in html
    assert "It is not shown that both sides want enough of the same." in html


def test_decision_keeps_the_evidence_and_what_was_recommended(people):
    review = handed_in(people)
    answer = browser(people.sponsor).post(
        ADDRESS,
        _sent(
            _read(people.sponsor),
            "renew_with_conditions",
            condition_1="Weigh again",
            condition_1_on="2026-06-01",
            reason="It works",
        ),
    )

    decision = Decision.objects.get(kind="renew_with_conditions")
    assert answer.status_code == 302
    assert decision.review == review
    assert decision.evidence["has_leader"] == {"value": True}
    assert decision.recommended[0]["kind"] == "renew_with_conditions"
    license = License.objects.get()
    assert license.state == "conditional"
    assert [one.text for one in license.conditions.all()] == ["Weigh again"]


def test_decision_waits_when_the_evidence_changed_since_the_page_was_drawn(people):
    licensed(people)
    html = _read(people.sponsor)
    Membership.appoint(
        community=people.community, person=people.stranger, role="core", by=people.leader, at=AT
    )
    answer = browser(people.sponsor).post(ADDRESS, _sent(html))
    again = answer.content.decode()

    assert answer.status_code == 409
    assert "Since you opened this page" in again
    assert not Decision.objects.filter(kind="renew").exists()
    assert browser(people.sponsor).post(ADDRESS, _sent(again)).status_code == 302
    assert Decision.objects.filter(kind="renew").exists()


def test_page_says_who_decided_last_when_nothing_waits(people):
    licensed(people)
    browser(people.karin).post(ADDRESS, _sent(_read(people.karin)))
    html = " ".join(_read(people.sponsor).split())
    last = Decision.objects.get(kind="renew")

    assert "Nothing waits to be decided." in html
    assert f"{people.karin.name} decided last: renewed," in html
    assert last.get_absolute_url() in html


def test_page_recommends_nothing_when_the_community_closes(people):
    licensed(people)
    people.community.wind_down(reason="It is done", by=people.karin, at=LATER)
    html = _read(people.sponsor)

    assert "It is closing" in html
    assert "Recommended:" not in html
    assert "(recommended)" not in html


def test_second_reads_who_was_first_and_what_was_decided(people):
    licensed(people)
    bens, karins = _read(people.sponsor), _read(people.karin)
    browser(people.sponsor).post(ADDRESS, _sent(bens, reason="It works"))
    answer = browser(people.karin).post(ADDRESS, _sent(karins, "retire", reason="It is over"))
    html = answer.content.decode()

    assert answer.status_code == 409
    assert "Ben Okafor" in html
    assert "It works" in html
    assert License.objects.get().state == "active"


def test_second_finds_what_they_wrote_on_the_page(people):
    licensed(people)
    bens, karins = _read(people.sponsor), _read(people.karin)
    browser(people.sponsor).post(ADDRESS, _sent(bens, reason="It works"))
    facts = {"reason": "Three lines\nof <why>", "condition_1": "Name a second leader"}
    sent = _sent(karins, "renew_with_conditions", **facts, condition_1_on="2030-03-01")
    answer = browser(people.karin).post(ADDRESS, sent)

    assert answer.context["typed"] == [
        ("You wanted to", "Renew with conditions"),
        ("Why", "Three lines\nof <why>"),
        ("Condition", "Name a second leader (by 2030-03-01)"),
    ]
    assert "of &lt;why&gt;" in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "said", "sentence"),
    [
        ("", {}, "Choose what you decide"),
        ("retire", {}, "Give the reason"),
        ("rescope", {}, "Say what the new scope is"),
        ("renew", {"condition_1": "x", "condition_1_on": "2026-06-01"}, "leave the conditions out"),
        ("renew_with_conditions", {"condition_1": "x"}, "Say by when it is to be met"),
        ("renew_with_conditions", {}, "Say at least one condition"),
        ("renew", {"until_on": "2020-01-01"}, "before it begins"),
    ],
)
def test_decision_is_refused_when_something_is_missing(people, kind, said, sentence):
    licensed(people)
    answer = browser(people.sponsor).post(ADDRESS, _sent(_read(people.sponsor), kind, **said))

    assert answer.status_code in {409, 422}
    assert sentence in answer.content.decode()
    assert License.objects.get().state == "active"


def test_license_is_renewed_until_the_day_that_is_said(people):
    licensed(people)
    sent = _sent(_read(people.sponsor), until_on="2027-09-30")
    browser(people.sponsor).post(ADDRESS, sent)

    assert License.objects.get().until_on == date(2027, 9, 30)


@pytest.mark.parametrize("name", ["leader", "core", "member", "stranger", "auditor"])
def test_page_does_not_exist_for_who_does_not_decide(people, name):
    licensed(people)

    assert browser(getattr(people, name)).get(ADDRESS).status_code == 404


def test_page_leads_to_the_license_when_none_was_granted(people):
    answer = browser(people.sponsor).get(ADDRESS)

    assert answer.headers["Location"] == "/communities/atlas-change-champions/license/"


def test_remark_for_sponsors_is_on_the_page(people):
    review = handed_in(people)
    PrivateRemark.tell(review=review, text="I am tired of it", by=people.core, at=LATER)

    assert "I am tired of it" in _read(people.sponsor)


@pytest.mark.parametrize(
    ("days", "words"), [(370, "days of grace, then it lapses"), (420, "It has lapsed")]
)
def test_page_says_what_happens_when_nobody_decides(people, monkeypatch, days, words):
    licensed(people)
    monkeypatch.setattr(timezone, "now", lambda: AT + timedelta(days=days))

    assert words in _read(people.sponsor)


def test_page_asks_a_fixed_number_of_queries(people, django_assert_max_num_queries):
    review = handed_in(people)
    PrivateRemark.tell(review=review, text="One", by=people.core, at=LATER)
    client = browser(people.sponsor)
    client.get(ADDRESS)
    with django_assert_max_num_queries(95):
        client.get(ADDRESS)


def test_page_says_what_it_brought_and_what_of_that_is_not_known(people, euros):
    handed_in(people)
    before = _read(people.sponsor)
    claimed(people.community, state="confirmed", low=Decimal(800), high=Decimal(1_200))
    given(people.community, amount=Decimal(390))
    work_out([people.community.pk], at=LATER)
    after = _read(people.sponsor)

    assert "What it brought, and what it cost" in before
    assert "No gain in money is confirmed yet in a story that everybody reads." in before
    assert "These odds take a gain that is confirmed" in before
    assert "Confirmed by those who benefited: 330 to 460 EUR, as often more than 390" in after
    assert "Confirmed gains of the organization: 330 to 460 EUR." in after
    assert "What is confirmed, less what was put in, is −14% to 18%" in after
    assert "No outcome has odds: that takes eight readings" in after
    assert "/communities/atlas-change-champions/value/give-and-get/" in after


def test_decision_keeps_the_range_with_its_currency(people, euros):
    handed_in(people)
    claimed(people.community, state="confirmed", low=Decimal(800), high=Decimal(1_200))
    work_out([people.community.pk], at=LATER)
    sent = _sent(_read(people.sponsor), "renew", reason="It pays")
    browser(people.sponsor).post(ADDRESS, sent)
    decision = Decision.objects.get(kind="renew")

    assert decision.evidence["worth_confirmed"]["currency"] == "EUR"
    page = browser(people.leader).get(decision.get_absolute_url()).content.decode()
    assert "330 to 460 EUR" in page
