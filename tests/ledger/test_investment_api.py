"""What both sides put in, by the API and the command: the same verbs, the same people."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from mandorla.base.errors import Refused
from mandorla.ledger.models import Currency, HourRate, Investment
from tests import make
from tests.api.caller import Caller
from tests.ledger.putting import given, hours, money, proposed, rates

pytestmark = pytest.mark.django_db
SENT = {
    "side": "members",
    "kind": "participation",
    "begins_on": "2026-03-01",
    "ends_on": "2026-03-31",
    "role": "member",
    "hours": "12.5",
    "note": "Mondays",
}


@pytest.fixture
def people():
    ana, ben, mio = (make.person(name) for name in ("Ana", "Ben", "Mio"))
    community = make.community("Atlas", leader=ana, sponsor=ben, members=(mio,))
    return SimpleNamespace(
        community=community,
        path="/communities/atlas/investments",
        ana=Caller(ana),
        ben=Caller(ben),
        mio=Caller(mio),
        nobody=Caller(None),
        karin=Caller(make.program_manager()),
    )


@pytest.mark.parametrize(
    ("who", "status"), [("ana", 201), ("ben", 201), ("karin", 201), ("mio", 403), ("nobody", 401)]
)
def test_those_who_run_or_sponsor_write_investments_down(people, who, status):
    answer = getattr(people, who).call("POST", people.path, SENT)

    assert answer.status_code == status
    assert Investment.objects.count() == (status == 201)


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"hours": None}, 409),
        ({"hours": "-1"}, 422),
        ({"hours": "NaN"}, 422),
        ({"role": ""}, 409),
        ({"amount": "3", "currency": "EUR"}, 409),
        ({"currency": "EURO"}, 422),
        ({"side": "both"}, 422),
        ({"ends_on": "2026-02-01"}, 409),
        ({"begins_on": "0001-01-01"}, 409),
        ({"person": 3}, 422),
        ({"note": "a\nb"}, 422),
    ],
)
def test_what_cannot_be_is_refused(people, wrong, status):
    assert people.ana.call("POST", people.path, {**SENT, **wrong}).status_code == status
    assert not Investment.objects.exists()


def test_rows_are_listed_by_state_and_period_and_name_nobody(people):
    given(people.community, money())
    row = proposed(people.community, hours())

    both = people.mio.call("GET", people.path).json()["items"]
    some = people.mio.call("GET", f"{people.path}?state=proposed&period=2026-Q1").json()["items"]
    none = people.mio.call("GET", f"{people.path}?period=2025").json()["items"]

    assert (len(both), [one["id"] for one in some], none) == (2, [row.pk], [])
    assert {key for one in both for key in one if "by" in key} == set()
    assert people.mio.call("GET", f"{people.path}?period=1000").status_code == 422


def test_hours_are_confirmed_put_right_and_taken_out(people):
    first = proposed(people.community, hours())
    second = proposed(people.community, hours("8", "leader"))

    as_it_is = people.ana.call("POST", f"{people.path}/{first.pk}/confirmation", {}).json()
    right = people.ana.call("POST", f"{people.path}/{second.pk}/confirmation", {"hours": 6}).json()
    again = people.ana.call("POST", f"{people.path}/{first.pk}/confirmation", {})
    out = people.ana.call("POST", f"{people.path}/{first.pk}/removal").json()

    assert (as_it_is["state"], as_it_is["hours"]) == ("actual", "40.0")
    assert (right["state"], right["hours"]) == ("actual", "6.0")
    assert (again.status_code, out["state"]) == (409, "dropped")
    shown = people.mio.call("GET", f"{people.path}/{first.pk}").json()
    assert (shown["id"], shown["state"]) == (first.pk, "dropped")


@pytest.mark.parametrize("verb", ["confirmation", "removal"])
def test_rows_are_changed_by_nobody_else_nor_under_another_address(people, verb):
    row = proposed(people.community, hours())
    make.community("Other", leader=make.person())

    own = people.mio.call("POST", f"{people.path}/{row.pk}/{verb}", {})
    other = people.karin.call("POST", f"/communities/other/investments/{row.pk}/{verb}", {})

    assert (own.status_code, other.status_code) == (403, 404)
    assert Investment.objects.get().state == "proposed"


def test_balance_says_shares_and_what_is_missing(people):
    rates(make.program_manager())
    given(people.community, money("3000"))
    given(people.community, hours("20"))
    given(people.community, money("10", "USD"))

    found = people.mio.call("GET", f"{people.path}/balance?period=2026-Q1").json()

    assert (found["period"], found["currency"]) == ("2026-Q1", "EUR")
    assert [(one["side"], one["worth"], one["share"]) for one in found["actual"]["sides"]] == [
        ("organization", "3000.00", 0.75),
        ("members", "1000.00", 0.25),
    ]
    assert found["missing"] == ["What one USD is worth in EUR on 1 March 2026 is not entered."]
    assert people.mio.call("GET", f"{people.path}/balance").status_code == 200
    assert people.mio.call("GET", f"{people.path}/balance?period=26").status_code == 422


def test_program_managers_set_rates_and_others_read_them(people):
    day = {"from_on": "2026-01-01"}
    sent = [
        ("PUT", "/rates/base", {"code": "eur"}),
        ("POST", "/rates/hours", {"role": "member", "amount": "50", "currency": "EUR", **day}),
        ("POST", "/rates/currencies", {"code": "usd", "worth": "0.9", **day}),
    ]

    refused = [people.ana.call(*one).status_code for one in sent]
    done = [people.karin.call(*one).status_code for one in sent]
    found = people.mio.call("GET", "/rates").json()

    assert (refused, done) == ([403] * 3, [200] * 3)
    assert found == {
        "currency": "EUR",
        "hours": [{"role": "member", "amount": "50.00", "currency": "EUR", **day}],
        "currencies": [{"code": "USD", "worth": "0.90000000", **day}],
    }
    assert (HourRate.objects.count(), Currency.objects.count()) == (1, 2)


# --- the command ---


def _said(*arguments):
    out = StringIO()
    call_command("balance", *arguments, stdout=out)
    return out.getvalue()


def test_command_says_who_gives_what(people):
    rates(make.program_manager())
    given(people.community, money("3000"))
    given(people.community, hours("10"))

    assert _said("atlas", "--period", "2026-Q1") == (
        "In January to March 2026 the organization gave EUR 3,000 (86%), and the members EUR 500 "
        "(14%).\n\nGiven:\n  the organization: EUR 3,000  86%\n    funding: EUR 3,000\n"
        "  the members: EUR 500, 10 hours  14%\n    participation: EUR 500, 10 hours\n\n"
        "The organization gives more than 80% of it. Find out whether members gain too little to "
        "put in their own time, or whether their hours are only not written down.\n"
    )


def test_command_prints_json(people):
    given(people.community, money())

    found = json.loads(_said("atlas", "--period", "2026", "--json"))

    assert (found["community"], found["period"], found["actual"]["rows"]) == ("atlas", "2026", 1)
    assert found["begins_on"] == date(2026, 1, 1).isoformat()


@pytest.mark.parametrize("arguments", [("none",), ("atlas", "--period", "spring")])
def test_command_refuses_what_is_not_there(people, arguments):
    with pytest.raises(Refused):
        _said(*arguments)
