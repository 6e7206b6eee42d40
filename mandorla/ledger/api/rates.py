"""What an hour costs, and what currencies are worth: a policy with dates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import Field, StringConstraints

from mandorla.base.api.fields import Answer, Given
from mandorla.base.api.problems import must_be_allowed
from mandorla.base.web import PersonRequest
from mandorla.ledger.models import Currency, HourRate
from mandorla.ledger.rules import sets_rates

router = Router(tags=["Investments"])
SETTERS = _("Program managers set what an hour costs and what currencies are worth.")

Role = Literal["member", "leader", "sponsor"]
Code = Annotated[str, StringConstraints(min_length=3, max_length=3, pattern=r"^[A-Za-z]{3}$")]


class HourRateFound(Answer):
    """What an hour of people in a role costs, from a day on."""

    role: Role
    amount: Decimal
    currency: str
    from_on: date


class CurrencyWorthFound(Answer):
    """What one of a currency is worth in the currency that sums are said in, from a day on."""

    code: str
    worth: Decimal
    from_on: date


class RatesFound(Answer):
    """All that was set, the newest day first."""

    currency: str = Field(description="Sums are said in it; empty when none is chosen.")
    hours: list[HourRateFound]
    currencies: list[CurrencyWorthFound]


class HourRateGiven(Given):
    """What an hour costs from a day on; what is set for that day already is set anew."""

    role: Role
    amount: Annotated[Decimal, Field(ge=0, max_digits=10, decimal_places=2)]
    currency: Code
    from_on: date


class CurrencyWorthGiven(Given):
    """What one of a currency is worth from a day on."""

    code: Code
    worth: Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=8)]
    from_on: date


class BaseCurrencyGiven(Given):
    """The currency that sums are said in."""

    code: Code


@router.get("/rates", response=RatesFound)
def show_rates(request: PersonRequest) -> dict[str, Any]:
    """Show what an hour costs and what currencies are worth, from which day on."""
    return _rates()


@router.post("/rates/hours", response=RatesFound)
def set_hour_rate(request: PersonRequest, body: HourRateGiven) -> dict[str, Any]:
    """Set what an hour of people in a role costs from a day on."""
    must_be_allowed(sets_rates(request.user), SETTERS)
    HourRate.set(**body.dict(), by=request.user, at=timezone.now())
    return _rates()


@router.post("/rates/currencies", response=RatesFound)
def set_currency_worth(request: PersonRequest, body: CurrencyWorthGiven) -> dict[str, Any]:
    """Set what one of a currency is worth from a day on."""
    must_be_allowed(sets_rates(request.user), SETTERS)
    Currency.set(**body.dict(), by=request.user, at=timezone.now())
    return _rates()


@router.put("/rates/base", response=RatesFound)
def choose_base_currency(request: PersonRequest, body: BaseCurrencyGiven) -> dict[str, Any]:
    """Choose the currency that sums are said in."""
    must_be_allowed(sets_rates(request.user), SETTERS)
    today = timezone.localdate()
    Currency.choose_base(code=body.code, on=today, by=request.user, at=timezone.now())
    return _rates()


def _rates() -> dict[str, Any]:
    base = Currency.base()
    return {
        "currency": base.code if base else "",
        "hours": list(HourRate.objects.order_by("role", "-from_on")),
        "currencies": list(Currency.objects.filter(is_base=False).order_by("code", "-from_on")),
    }
