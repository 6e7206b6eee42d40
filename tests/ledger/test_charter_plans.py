"""What the agreed charter says is planned by one tap, and never beside the license."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from mandorla.base.errors import Refused
from mandorla.base.models import Event
from mandorla.communities.models import Charter, Community
from mandorla.ledger.charter_plans import CharterPlans, read_charter_plans
from mandorla.ledger.models import Investment
from mandorla.people.models import Person
from tests import make
from tests.api.caller import Caller
from tests.ledger.putting import hours

pytestmark = pytest.mark.django_db
RESOURCES = (
    "EUR 1,200 a year for a room; 2 hours a month of the sponsor. 9 hours a week of members."
)
CONTRIBUTIONS = "One hour a month. 4 hours a month of those who lead, that is of each leader."
PAGE = "/communities/guild/value/investments/"
TODAY = date(2026, 4, 2)
YEAR = (date(2026, 3, 2), date(2027, 3, 1))


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def guild(ana: Person) -> Community:
    return make.community("Guild", leader=ana, sponsor=make.person("Ben"), members=make.members(2))


def agreed(guild: Community, by: Person, *, at=make.AT, **texts: str) -> Charter:
    charter = make.charter(guild, by=by)
    said = {"purpose": "To learn", "resources": RESOURCES, "contributions": CONTRIBUTIONS, **texts}
    forces = {"benefit": ["Speed"], "concern": ["A hard role"], "payoff": ["Peers"]}
    charter.write(texts=said, forces=forces, review_on=None, edits=charter.edits)
    charter.publish(by=by, at=at)
    sponsor = guild.memberships.get(role="sponsor").person
    charter.sign(side="members", by=by, at=at)
    charter.sign(side="organization", by=sponsor, at=at)
    return charter


def proposal(guild: Community) -> CharterPlans:
    found = read_charter_plans(guild, on=TODAY)
    assert found is not None
    return found


def take_over(guild: Community, by: Person) -> None:
    found = proposal(guild)
    rows = [one.put_in for one in found.plans]
    Investment.take_over(community=guild, plans=rows, from_on=found.begins_on, by=by, at=make.AT)


def plans(guild: Community) -> list[tuple[str, str, str, Decimal | None, Decimal | None]]:
    found = read_charter_plans(guild, on=TODAY)
    rows = [one.put_in for one in found.plans] if found else []
    return [(one.side, one.kind, one.role, one.hours, one.amount) for one in rows]


def planned() -> list[tuple[str, str, str]]:
    rows = Investment.objects.filter(state="planned").order_by("begins_on", "pk")
    return [(one.source, one.role or one.currency, str(one.ends_on)) for one in rows]


def hand_down(guild: Community, by: Person, from_on: date) -> None:
    permitted = hours("60", "member", begins_on=from_on, ends_on=from_on + timedelta(days=99))
    Investment.hand_down(community=guild, plans=[permitted], from_on=from_on, by=by, at=make.AT)


def test_charter_says_what_each_side_gives_in_a_year(guild, ana):
    agreed(guild, ana)

    assert plans(guild) == [
        ("members", "participation", "member", Decimal("36.0"), None),
        ("members", "time", "leader", Decimal("48.0"), None),
        ("organization", "funding", "", None, Decimal("1200.00")),
        ("organization", "time", "sponsor", Decimal("24.0"), None),
    ]
    found = proposal(guild)
    assert (found.begins_on, found.ends_on) == YEAR
    assert found.plans[2].put_in.note == "“EUR 1,200 a year for a room”"


def test_nothing_is_proposed_when_no_charter_is_agreed_or_it_names_no_figures(guild, ana):
    assert read_charter_plans(guild, on=TODAY) is None
    make.charter(guild, state="published", by=ana)
    assert read_charter_plans(guild, on=TODAY) is None


def test_figures_are_planned_by_one_tap_once(client, guild, ana):
    charter = agreed(guild, ana, at=timezone.now())
    client.force_login(ana)
    before = client.get(PAGE).content.decode()

    answer = client.post(f"{PAGE}charter/", follow=True)
    again = client.post(f"{PAGE}charter/")

    assert "Plan what the charter says" in before
    page = answer.content.decode()
    assert ("4 rows are planned." in page, "Plan what the charter says" in page) == (True, False)
    assert (again.status_code, len(planned())) == (409, 4)
    told = Event.objects.get(verb="investment.taken_over")
    assert told.plain_sentence == (
        "Ana Leader planned what the charter says is put in from "
        f"{timezone.localtime(charter.agreed_at).date()} on: 4 rows."
    )


def test_nothing_is_proposed_when_what_the_charter_says_is_over(guild, ana):
    agreed(guild, ana)

    assert read_charter_plans(guild, on=YEAR[1]) is not None
    assert read_charter_plans(guild, on=YEAR[1] + timedelta(days=1)) is None


def test_what_was_taken_out_again_is_not_proposed_anew(guild, ana):
    agreed(guild, ana)
    take_over(guild, ana)
    for row in Investment.objects.all():
        row.drop(by=ana, at=make.AT)

    assert read_charter_plans(guild, on=TODAY) is None


def test_what_a_license_plans_is_not_planned_once_more(guild, ana):
    agreed(guild, ana)
    hand_down(guild, ana, date(2026, 4, 1))

    assert [row[2] for row in plans(guild)] == ["leader", "", "sponsor"]


def test_license_takes_the_place_of_what_the_charter_said_of_the_same(guild, ana):
    agreed(guild, ana)
    take_over(guild, ana)
    hand_down(guild, ana, date(2026, 4, 1))

    assert planned() == [
        ("charter", "member", "2026-03-31"),
        ("charter", "leader", "2027-03-01"),
        ("charter", "EUR", "2027-03-01"),
        ("charter", "sponsor", "2027-03-01"),
        ("license", "member", "2026-07-09"),
    ]


def test_charter_that_is_agreed_anew_takes_the_place_of_the_earlier_one(guild, ana):
    for days, words in ((0, "EUR 10 a year"), (31, "EUR 20 a year")):
        agreed(guild, ana, at=make.AT + timedelta(days=days), resources=words, contributions="")
        take_over(guild, ana)

    assert planned() == [("charter", "EUR", "2026-04-01"), ("charter", "EUR", "2027-04-01")]


def test_taking_over_is_refused_when_nothing_is_said(guild, ana):
    with pytest.raises(Refused):
        Investment.take_over(community=guild, plans=[], from_on=YEAR[0], by=ana, at=make.AT)


def test_members_neither_see_nor_take_over_what_the_charter_proposes(client, guild, ana):
    agreed(guild, ana, at=timezone.now())
    client.force_login(guild.memberships.filter(role="member").first().person)

    assert "Plan what the charter says" not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}charter/").status_code == 404
    assert not Investment.objects.exists()


def test_programs_read_and_take_over_what_the_charter_says(guild, ana):
    path = "/communities/guild/investments/charter"
    caller, member = Caller(ana), Caller(guild.memberships.filter(role="member").first().person)
    nothing = caller.get(path)
    agreed(guild, ana, at=timezone.now())

    found = caller.get(path).json()
    codes = [one.post(path).status_code for one in (member, caller, caller)]

    assert nothing.json() == {"begins_on": None, "ends_on": None, "plans": []}
    assert [(one["kind"], one["hours"], one["amount"]) for one in found["plans"]][2:] == [
        ("funding", None, "1200.00"),
        ("time", "24.0", None),
    ]
    assert (codes, Investment.objects.count()) == ([403, 200, 409], 4)
