"""The pages of what both sides put in: read by everybody, written by those who run or sponsor."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from mandorla.ledger.models import Currency, HourRate, Investment
from tests import make
from tests.ledger.putting import given, hours, money, planned, proposed, rates

pytestmark = pytest.mark.django_db
FIRST = "?period=2026-Q1"
SENT = {
    "state": "actual",
    "side": "organization",
    "kind": "resources",
    "note": "A room",
    "begins_on": "2026-01-01",
    "ends_on": "2026-01-31",
    "amount": "300",
    "currency": "eur",
}


@pytest.fixture
def people():
    ana, ben, mio = (make.person(name) for name in ("Ana Marković", "Ben Okafor", "Mio Member"))
    karin = make.program_manager()
    community = make.community("Atlas", leader=ana, sponsor=ben, members=(mio,))
    page = f"/communities/{community.slug}/value/investments/"
    return SimpleNamespace(community=community, page=page, ana=ana, ben=ben, mio=mio, karin=karin)


def _text(answer):
    return " ".join(answer.content.decode().split())


def test_everybody_reads_the_balance_and_only_those_who_enter_are_offered_to(people, client):
    rates(people.karin)
    given(people.community, money("3000"))
    given(people.community, hours("20"))
    client.force_login(people.mio)

    page = client.get(people.page + FIRST)

    assert "In January to March 2026 the organization gave EUR 3,000 (75%)" in _text(page)
    assert "and the members EUR 1,000 (25%)." in _text(page)
    assert "Write something down" not in _text(page)
    assert client.get(people.page + "new/").status_code == 404


def test_side_that_carries_the_other_is_warned_of(people, client):
    rates(people.karin)
    given(people.community, money("3000"))
    client.force_login(people.mio)

    assert "The organization gives more than 80% of it." in _text(client.get(people.page + FIRST))


def test_figure_opens_its_rows_and_no_others(people, client):
    rates(people.karin)
    given(people.community, money("3000", note="The room"))
    given(people.community, hours("20", note="The Mondays"))
    client.force_login(people.mio)

    page = client.get(people.page + FIRST)
    opened = client.get(people.page + f"{FIRST}&side=members&state=actual")

    assert "?period=2026-Q1&amp;side=members&amp;kind=participation&amp;state=actual#rows" in (
        _text(page)
    )
    assert ("The Mondays" in _text(opened), "The room" in _text(opened)) == (True, False)


@pytest.mark.parametrize("asked", ["?period=nonsense", "?side=x&kind=y&state=z", "?page=99"])
def test_address_that_asks_for_nothing_known_shows_the_page(people, client, asked):
    given(people.community, money())
    client.force_login(people.mio)

    assert client.get(people.page + asked).status_code == 200


@pytest.mark.parametrize("who", ["ana", "ben", "karin"])
def test_those_who_run_or_sponsor_write_something_down(people, client, who):
    client.force_login(getattr(people, who))

    answer = client.post(people.page + "new/", SENT)

    assert (answer.status_code, answer.headers["Location"]) == (302, people.page + FIRST)
    row = Investment.objects.get()
    assert (row.amount, row.currency, row.state) == (Decimal("300.00"), "EUR", "actual")


def test_hours_are_written_down_while_the_currency_stays_filled_in(people, client):
    client.force_login(people.ana)

    client.post(people.page + "new/", {**SENT, "amount": "", "hours": "12.5", "role": "member"})

    assert (Investment.objects.get().hours, Investment.objects.get().currency) == (
        Decimal("12.5"),
        "",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": ""},
        {"hours": "3", "role": "member"},
        {"amount": "-1"},
        {"amount": "NaN"},
        {"currency": "QQQ"},
        {"side": "both"},
        {"ends_on": "2025-01-01"},
        {"begins_on": "soon"},
        {"begins_on": "2999-01-01", "ends_on": "2999-01-02"},
        {"note": "x" * 301},
        {"amount": "", "hours": "3"},
    ],
)
def test_what_cannot_be_is_refused_and_stays_in_the_form(people, client, wrong):
    client.force_login(people.ana)

    answer = client.post(people.page + "new/", {**SENT, **wrong})

    assert answer.status_code == 422
    assert "nothing was saved" in _text(answer)
    assert not Investment.objects.exists()


def test_what_was_worked_out_is_confirmed_by_one_tap(people, client):
    shown = proposed(people.community, hours("40"))
    later = proposed(people.community, hours("8", "leader"))
    client.force_login(people.ana)
    page = client.get(people.page)

    answer = client.post(people.page + "confirmation/", {"row": [str(shown.pk)]})

    assert "That is right" in _text(page)
    assert answer.headers["Location"] == people.page + FIRST
    states = dict(Investment.objects.values_list("pk", "state"))
    assert states == {shown.pk: "actual", later.pk: "proposed"}


def test_what_waits_is_not_confirmed_by_others_or_for_another_community(people, client):
    row = proposed(people.community, hours())
    other = make.community("Other", leader=people.mio)
    client.force_login(people.mio)

    own = client.post(people.page + "confirmation/", {"row": [str(row.pk)]})
    theirs = client.post(
        f"/communities/{other.slug}/value/investments/confirmation/", {"row": [str(row.pk)]}
    )

    assert (own.status_code, theirs.status_code) == (404, 409)
    assert Investment.objects.get().state == "proposed"


@pytest.mark.parametrize("sent", [["x"], ["9" * 30], ["٣"], []])
def test_confirmation_of_nothing_is_refused_in_words(people, client, sent):
    client.force_login(people.ana)

    assert client.post(people.page + "confirmation/", {"row": sent}).status_code == 409


def test_leader_puts_hours_right_and_takes_a_row_out(people, client):
    row = proposed(people.community, hours())
    wrong = given(people.community, money())
    client.force_login(people.ana)

    client.post(f"{people.page}{row.pk}/", {"hours": "33"})
    client.post(f"{people.page}{wrong.pk}/removal/")

    found = {one.pk: (one.state, one.hours) for one in Investment.objects.all()}
    assert found == {row.pk: ("actual", Decimal("33.0")), wrong.pk: ("dropped", None)}


def test_row_is_read_by_everybody_and_changed_by_nobody_else(people, client):
    row = proposed(people.community, hours(note="Mondays"))
    client.force_login(people.mio)

    page = client.get(f"{people.page}{row.pk}/")

    assert "Mondays" in _text(page)
    assert "Take it out" not in _text(page)
    assert client.post(f"{people.page}{row.pk}/", {"hours": "3"}).status_code == 404
    assert client.post(f"{people.page}{row.pk}/removal/").status_code == 404


def test_row_of_another_community_is_not_found(people, client):
    row = given(make.community("Other"), money())
    client.force_login(people.ana)

    assert client.get(f"{people.page}{row.pk}/").status_code == 404


def test_page_takes_the_same_queries_however_many_rows(
    people, client, django_assert_max_num_queries
):
    rates(people.karin)
    client.force_login(people.ana)
    client.get(people.page + FIRST)
    for number in range(1, 6):
        given(people.community, money(str(number)))
        planned(people.community, hours(str(number)))

    with django_assert_max_num_queries(20):
        client.get(people.page + FIRST)


def test_community_that_nobody_may_see_has_no_page(people, client):
    client.force_login(people.ana)

    assert client.get("/communities/none/value/investments/").status_code == 404


# --- rates and currencies ---


def test_everybody_reads_rates_and_nobody_else_sets_them(people, client):
    rates(people.karin)
    client.force_login(people.ana)

    page = client.get("/ledger/rates/")

    assert "EUR 50.00" in _text(page)
    assert "Set the rate" not in _text(page)
    assert "Karin Lindqvist set what" not in _text(page)
    assert client.post("/ledger/rates/", {"what": "base", "base-base": "USD"}).status_code == 404


def test_program_manager_sets_the_base_a_rate_and_a_worth_and_reads_who_did(people, client):
    client.force_login(people.karin)
    day = {"rate-from_on": "2026-01-01", "worth-from_on": "2026-01-01"}
    rate = {"rate-role": "sponsor", "rate-amount": "120", "rate-currency": "EUR"}

    client.post("/ledger/rates/", {"what": "base", "base-base": "eur"})
    client.post("/ledger/rates/", {"what": "rate", **rate, **day})
    client.post(
        "/ledger/rates/", {"what": "worth", "worth-code": "usd", "worth-worth": "100", **day}
    )

    assert HourRate.objects.get().amount == Decimal("120.00")
    assert Currency.objects.get(is_base=False).from_on == date(2026, 1, 1)
    page = _text(client.get("/ledger/rates/"))
    assert ">EUR 100<" in page
    assert "Karin Lindqvist set what one USD is worth from 2026-01-01 on: EUR 100." in page


@pytest.mark.parametrize(
    "sent",
    [
        {"what": "base", "base-base": "QQQ"},
        {"what": "base"},
        {"what": "rate", "rate-role": "ceo", "rate-amount": "1", "rate-currency": "EUR"},
        {"what": "worth", "worth-code": "USD", "worth-worth": "1", "worth-from_on": "2026-01-01"},
    ],
)
def test_rate_or_worth_that_cannot_be_is_refused(people, client, sent):
    client.force_login(people.karin)

    answer = client.post("/ledger/rates/", sent)

    assert answer.status_code == 422
    assert "nothing was saved" in _text(answer)
    assert not Currency.objects.exists()


def test_rates_page_has_nothing_else_to_set(people, client):
    client.force_login(people.karin)

    assert client.post("/ledger/rates/", {"what": "pay"}).status_code == 404
