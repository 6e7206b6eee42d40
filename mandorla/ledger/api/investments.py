"""What both sides put in: rows of hours or money, and the balance of a period."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field, StringConstraints

from mandorla.base.api.fields import Answer, Given, Id, OneLine
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import Invalid, must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.communities.models import Community
from mandorla.ledger.balance_shown import as_data
from mandorla.ledger.balancing import read_balance
from mandorla.ledger.charter_plans import read_charter_plans, take_over_charter
from mandorla.ledger.models import Investment
from mandorla.ledger.periods import Period
from mandorla.ledger.put_in import PutIn
from mandorla.ledger.rules import enters_investments

router = Router(tags=["Investments"])
WRITERS = _("Those who run a community and its sponsors write down what both sides put in.")

HIGH = "The upper end of a range that is right nine times of ten; null: the number is known."
Side = Literal["organization", "members"]
Kind = Literal["funding", "resources", "people", "participation", "time"]
HoursOf = Literal["", "member", "leader", "sponsor"]
State = Literal["planned", "proposed", "actual", "dropped"]
Hours = Annotated[Decimal, Field(ge=0, max_digits=10, decimal_places=1)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
CurrencyCode = Annotated[str, StringConstraints(max_length=3, pattern=r"^[A-Za-z]*$")]
PeriodKey = Annotated[str, StringConstraints(max_length=7, pattern=r"^([0-9]{4}(-Q[1-4])?)?$")]
Note = Annotated[str, OneLine(300)]


class InvestmentFound(Answer):
    """What a side put in, or will: hours of people in a role, or money."""

    id: Id
    side: Side
    kind: Kind
    state: State
    source: Literal["license", "charter", "gatherings", "hand", "file"]
    begins_on: date
    ends_on: date
    role: HoursOf = Field(description="Whose hours; empty of money.")
    hours: Decimal | None
    hours_high: Decimal | None = Field(description=HIGH)
    amount: Decimal | None
    amount_high: Decimal | None = Field(description=HIGH)
    currency: str
    note: str
    entered_at: datetime
    confirmed_at: datetime | None


class InvestmentGiven(Given):
    """What a side put in, or will: hours with a role, or an amount with a currency."""

    state: Literal["planned", "actual"] = "actual"
    side: Side
    kind: Kind
    begins_on: date
    ends_on: date
    role: HoursOf = ""
    hours: Hours | None = None
    hours_high: Hours | None = Field(None, description=HIGH)
    amount: Amount | None = None
    amount_high: Amount | None = Field(None, description=HIGH)
    currency: CurrencyCode = ""
    note: Note = ""


class InvestmentsAsked(Paging):
    """Which rows are asked for."""

    state: State | None = None
    period: PeriodKey = Field("", description="2026-Q1 or 2026: those with a day in it.")


class CharterPlanFound(Answer):
    """Something that the agreed charter says is given."""

    side: Side
    kind: Kind
    role: HoursOf = Field(description="Whose hours; empty of money.")
    hours: Decimal | None
    amount: Decimal | None
    currency: str
    note: str = Field(description="The words of the charter.")


class CharterPlansFound(Answer):
    """What the agreed charter says in figures, and nothing plans yet."""

    begins_on: date | None = Field(description="The day both sides agreed; null: nothing waits.")
    ends_on: date | None
    plans: list[CharterPlanFound]


class CharterTakenOver(Answer):
    """What came of taking it over."""

    planned: int = Field(description="How many rows are planned.")


class HoursConfirmedGiven(Given):
    """How many hours it was; as they were worked out when left out."""

    hours: Hours | None = None


class KindBalance(Answer):
    """What a side gives of one kind."""

    kind: Kind
    worth: Decimal
    hours: Decimal
    rows: int
    without_worth: int = Field(description="Rows of which a rate or a worth is missing.")


class SideBalance(Answer):
    """What a side gives."""

    side: Side
    worth: Decimal
    hours: Decimal
    share: float | None = Field(description="Of all that has a worth; null when nothing has.")
    kinds: list[KindBalance]


class ColumnBalance(Answer):
    """What is planned, or what was given."""

    worth: Decimal = Field(description="In the currency that sums are said in.")
    rows: int
    without_worth: int
    sides: list[SideBalance]
    heavy: Side | None = Field(description="The side that gives more than 80%.")


class InvestmentBalanceFound(Answer):
    """Who gives what in a period."""

    period: str
    begins_on: date
    ends_on: date
    currency: str = Field(description="Sums are said in it; empty when none is chosen.")
    planned: ColumnBalance
    actual: ColumnBalance
    missing: list[str] = Field(description="What to enter so that everything counts.")


@router.get("/communities/{slug}/investments/balance", response=InvestmentBalanceFound)
def show_investment_balance(
    request: PersonRequest, slug: str, period: PeriodKey = ""
) -> dict[str, Any]:
    """Show who gives what in a quarter or a year; without one, in the quarter we are in."""
    community = community_of(request, slug)
    return as_data(read_balance(community, period_of(period) or Period.of(timezone.localdate())))


@router.get("/communities/{slug}/investments", response=PageOf[InvestmentFound])
def list_investments(
    request: PersonRequest, slug: str, asked: Query[InvestmentsAsked]
) -> dict[str, Any]:
    """List what both sides put in, the newest row first."""
    rows = Investment.objects.visible_to(request.user).filter(community=community_of(request, slug))
    rows = rows.filter(state=asked.state) if asked.state else rows
    period = period_of(asked.period)
    rows = rows.touching(period.begins_on, period.ends_on) if period else rows
    return page_of(request, rows, order=["-id"], paging=asked)


@router.post("/communities/{slug}/investments", response={201: InvestmentFound})
def write_investment(request: PersonRequest, slug: str, body: InvestmentGiven) -> Investment:
    """Write down what a side put in, or will."""
    community = _to_write(request, slug)
    verb = Investment.give if body.state == "actual" else Investment.plan
    put_in = PutIn(**body.dict(exclude={"state"}))
    return verb(community=community, put_in=put_in, by=request.user, at=timezone.now())


@router.get("/communities/{slug}/investments/charter", response=CharterPlansFound)
def show_charter_plans(request: PersonRequest, slug: str) -> dict[str, Any]:
    """Show what the agreed charter says is given and nothing plans yet, read from its words."""
    found = read_charter_plans(community_of(request, slug), on=timezone.localdate())
    if found is None:
        return {"begins_on": None, "ends_on": None, "plans": []}
    plans = [one.put_in.values() for one in found.plans]
    return {"begins_on": found.begins_on, "ends_on": found.ends_on, "plans": plans}


@router.post("/communities/{slug}/investments/charter", response=CharterTakenOver)
def take_over_charter_plans(request: PersonRequest, slug: str) -> dict[str, int]:
    """Plan what the agreed charter says, once, without what the license plans."""
    community, today = _to_write(request, slug), timezone.localdate()
    count = take_over_charter(community, on=today, by=request.user, at=timezone.now())
    return {"planned": count}


@router.get("/communities/{slug}/investments/{int:investment_id}", response=InvestmentFound)
def show_investment(request: PersonRequest, slug: str, investment_id: int) -> Investment:
    """Show one row."""
    return _investment(request, community_of(request, slug), investment_id)


@router.post(
    "/communities/{slug}/investments/{int:investment_id}/confirmation", response=InvestmentFound
)
def confirm_investment(
    request: PersonRequest, slug: str, investment_id: int, body: HoursConfirmedGiven
) -> Investment:
    """Say that hours which were worked out are right, or how many it was."""
    found = _investment(request, _to_write(request, slug), investment_id)
    found.confirm(hours=body.hours, by=request.user, at=timezone.now())
    return found


@router.post(
    "/communities/{slug}/investments/{int:investment_id}/removal", response=InvestmentFound
)
def drop_investment(request: PersonRequest, slug: str, investment_id: int) -> Investment:
    """Take a row out: it stays readable, and counts no longer."""
    found = _investment(request, _to_write(request, slug), investment_id)
    found.drop(by=request.user, at=timezone.now())
    return found


def _to_write(request: PersonRequest, slug: str) -> Community:
    community = community_of(request, slug)
    must_be_allowed(enters_investments(request.user, community.roles_of(request.user)), WRITERS)
    return community


def _investment(request: PersonRequest, community: Community, pk: int) -> Investment:
    rows = Investment.objects.visible_to(request.user).filter(community=community)
    return one(rows.select_related("community"), pk=pk)


def period_of(key: str) -> Period | None:
    if not key:
        return None
    found = Period.read(key)
    if found is None:
        raise Invalid(period=_("Nothing is known of that year."))
    return found
