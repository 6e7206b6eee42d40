"""What both sides put in, for tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from mandorla.ledger.models import Currency, HourRate, Investment
from mandorla.ledger.put_in import PutIn
from tests import make

MARCH: dict[str, Any] = {"begins_on": date(2026, 3, 1), "ends_on": date(2026, 3, 31)}


def money(amount: str = "1200", currency: str = "EUR", **facts: Any) -> PutIn:
    """Money of the organization in March."""
    given = {"side": "organization", "kind": "funding", **MARCH, **facts}
    return PutIn(amount=Decimal(amount), currency=currency, **given)


def hours(number: str = "40", role: str = "member", **facts: Any) -> PutIn:
    """Hours of the members in March."""
    given = {"side": "members", "kind": "participation", **MARCH, **facts}
    return PutIn(hours=Decimal(number), role=role, **given)


def given(community: Any, put_in: PutIn, **facts: Any) -> Investment:
    """Something that was put in, written down in April."""
    at = make.AT.replace(month=4)
    return Investment.give(
        **{"community": community, "put_in": put_in, "by": None, "at": at, **facts}
    )


def planned(community: Any, put_in: PutIn, **facts: Any) -> Investment:
    """Something that is to be put in."""
    return Investment.plan(
        **{"community": community, "put_in": put_in, "by": None, "at": make.AT, **facts}
    )


def proposed(community: Any, put_in: PutIn) -> Investment:
    """Hours of March that were worked out in April."""
    made = Investment.propose(community=community, put_in=put_in, at=make.AT.replace(month=4))
    assert made is not None
    return made


def rates(by: Any, *, member: str = "50", leader: str = "80") -> None:
    """Sums in EUR, an hour of a member at 50 and of somebody who leads at 80, since 2026."""
    since = date(2026, 1, 1)
    Currency.choose_base(code="EUR", on=since, by=by, at=make.AT)
    for role, amount in (("member", member), ("leader", leader)):
        HourRate.set(
            role=role, amount=Decimal(amount), currency="EUR", from_on=since, by=by, at=make.AT
        )
