"""What a license permits, by whom it is asked or given: the terms, as one value."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, Self

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.core.currencies import CURRENCIES
from mandorla.core.terms import months_after

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.licenses.policy import Values

NUMBERS: Final = ("member_hours", "leader_hours", "budget")
DAYS: Final = ("starts_on", "until_on", "next_review_on")
TEXTS: Final = ("scope", "decision_rights", "access_rights", "data_use", "obligations")
HIGHEST: Final = {
    "member_hours": Decimal(744),
    "leader_hours": Decimal("9999.9"),
    "budget": Decimal("9999999999.99"),
}
STEP: Final = {
    "member_hours": Decimal("0.1"),
    "leader_hours": Decimal("0.1"),
    "budget": Decimal("0.01"),
}
LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Terms:
    """What is permitted, until when, and what is owed for it; a missing day is filled by policy.

    Attributes:
        scope: What the community may work on.
        member_hours: Hours a month that each member may use for it.
        leader_hours: Hours a month for those who lead, together.
        budget: For the whole term.
        currency: Of the budget, as ISO 4217 calls it.
        decision_rights: What it may decide.
        access_rights: What it has access to.
        data_use: What may be kept of people, and for what.
        obligations: What it owes.
        starts_on: The first day of the term.
        until_on: Its last day.
        next_review_on: By when somebody has to look at it again.
    """

    scope: str = ""
    member_hours: Decimal | None = None
    leader_hours: Decimal | None = None
    budget: Decimal | None = None
    currency: str = ""
    decision_rights: str = ""
    access_rights: str = ""
    data_use: str = ""
    obligations: str = ""
    starts_on: date | None = None
    until_on: date | None = None
    next_review_on: date | None = None

    @classmethod
    def of(cls, license: Any) -> Self:
        """The terms that a license has."""
        return cls(**{field.name: getattr(license, field.name) for field in fields(cls)})

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """The terms from plain values, as a decision keeps them."""
        named: dict[str, Any] = {
            field.name: kept[field.name]
            for field in fields(cls)
            if kept.get(field.name) is not None
        }
        for name in NUMBERS:
            if name in named:
                named[name] = Decimal(named[name])
        for name in DAYS:
            if name in named:
                named[name] = date.fromisoformat(named[name])
        return cls(**named)

    def plain(self) -> dict[str, str | None]:
        """The terms as plain values: money and hours as text, days as 2027-03-31."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: None if one is None else str(one) for name, one in found.items()}

    def values(self) -> dict[str, Any]:
        """The terms by the names of the columns that keep them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def cleaned(self) -> Self:
        """The terms as they are kept.

        Raises:
            Refused: A number, a currency or a day of them cannot be.
        """
        texts: dict[str, Any] = {name: getattr(self, name).strip() for name in TEXTS}
        if any(len(text) > LONGEST or "\0" in text for text in texts.values()):
            raise Refused(_("Say it in at most 20,000 characters."))
        numbers: dict[str, Any] = {name: _number(name, getattr(self, name)) for name in NUMBERS}
        currency = self.currency.strip().upper()
        if currency and currency not in CURRENCIES:
            raise Refused(
                _("“{code}” is no currency that ISO 4217 knows.").format(code=currency[:10])
            )
        if numbers["budget"] is not None and not currency:
            raise Refused(_("Say in which currency the budget is, such as EUR."))
        found = replace(self, **texts, **numbers, currency=currency)
        found.refuse_wrong_days()
        return found

    def refuse_wrong_days(self) -> None:
        """Nothing, while the days follow each other.

        Raises:
            Refused: They do not.
        """
        days = [day for day in (self.starts_on, self.until_on, self.next_review_on) if day]
        if any(not 1900 <= day.year <= 9000 for day in days):
            raise Refused(_("Nothing is known of that year."))
        if self.starts_on and self.until_on and self.until_on < self.starts_on:
            raise Refused(_("The term ends before it begins."))
        if self.starts_on and self.next_review_on and self.next_review_on < self.starts_on:
            raise Refused(_("The review is due before the term begins."))
        if self.until_on and self.next_review_on and self.next_review_on > self.until_on:
            raise Refused(_("The review is due after the term has ended."))

    def filled(self, *, kind: str, policy: Values, on: date) -> Self:
        """The terms with the days that the policy gives where none is said.

        Args:
            kind: "trial" or "full".
            policy: What holds for this community.
            on: The day of the decision: the term begins on it unless it says otherwise.

        Raises:
            Refused: The days do not follow each other, or the term is over already.
        """
        starts = self.starts_on or on
        until = self.until_on or last_day(starts, kind=kind, policy=policy)
        found = replace(
            self, starts_on=starts, until_on=until, next_review_on=self.next_review_on or until
        )
        found.refuse_wrong_days()
        if until < on:
            raise Refused(_("This term has ended already. Say until when it runs."))
        return found


def last_day(starts_on: date, *, kind: str, policy: Values) -> date:
    """The last day of a term that begins on a day, as the policy has it."""
    if kind == "trial":
        return starts_on + timedelta(days=policy.trial_days - 1)
    return months_after(starts_on, policy.term_months) - timedelta(days=1)


def _number(name: str, value: Any) -> Decimal | None:
    if value is None:
        return None
    try:
        number = Decimal(value).quantize(STEP[name])
    except (InvalidOperation, TypeError, ValueError):
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= HIGHEST[name]:
        raise Refused(_("Hours and money are numbers from 0 on."))
    return number
