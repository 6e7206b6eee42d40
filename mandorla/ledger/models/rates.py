from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.ledger.put_in import FIRST_YEAR, LAST_YEAR, currency_of
from mandorla.ledger.words import ROLES
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import date, datetime

MOST_AN_HOUR: Final = Decimal("99999999.99")
MOST_WORTH: Final = Decimal(9999999999)


class HourRate(Record):
    """What an hour of somebody in a role costs the organization, from a day on.

    A policy of the installation, never a person's pay: the same for everybody in the role.
    """

    role = models.CharField(max_length=7, choices=list(ROLES.items()))
    amount = models.DecimalField(gettext_lazy("an hour costs"), max_digits=10, decimal_places=2)
    currency = models.CharField(max_length=3)  # ISO 4217
    from_on = models.DateField(gettext_lazy("from"))
    set_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            choices_constraint("ledger_rate_role", "role", ROLES),
            models.CheckConstraint(
                name="ledger_rate_not_below_zero", condition=models.Q(amount__gte=0)
            ),
            models.UniqueConstraint(fields=["role", "from_on"], name="ledger_rate_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.amount} {self.currency}"

    @classmethod
    def set(
        cls, *, role: str, amount: Decimal, currency: str, from_on: date, by: Person, at: datetime
    ) -> HourRate:
        """An hour of people in a role costs this from a day on; what held on earlier days stays.

        Args:
            role: "member", "leader" or "sponsor".
            amount: What an hour costs.
            currency: In which currency, as ISO 4217 calls it.
            from_on: The first day; what was set for the same day is set anew.
            by: Who sets it.
            at: The moment.

        Raises:
            Refused: There is no such role or currency, or it is no possible number or day.
        """
        if role not in ROLES:
            raise Refused(_("Say whose hours they are: of members, leaders or sponsors."))
        refuse_unknown_year(from_on)
        values = {
            "amount": _number(amount, step="0.01", least=Decimal(0), most=MOST_AN_HOUR),
            "currency": currency_of(currency),
            "set_by": by,
            "set_at": at,
        }
        with transaction.atomic():
            made, _is_new = cls.objects.update_or_create(
                role=role, from_on=from_on, defaults=values
            )
            Event.record(
                "rate.set",
                by=by,
                at=at,
                about=made,
                role=str(ROLES[role]),
                money=f"{made.currency} {made.amount:,.2f}",
                day=from_on.isoformat(),
            )
        return made


class Currency(Record):
    """What one unit of a currency was worth in the base currency, from a day on.

    The base currency has a row of its own with the worth 1; it is the one that sums are said in.
    """

    code = models.CharField(max_length=3)  # ISO 4217
    worth = models.DecimalField(gettext_lazy("one is worth"), max_digits=18, decimal_places=8)
    from_on = models.DateField(gettext_lazy("from"))
    is_base = models.BooleanField(default=False)
    set_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="ledger_currency_above_zero", condition=models.Q(worth__gt=0)
            ),
            models.UniqueConstraint(fields=["code", "from_on"], name="ledger_currency_once_a_day"),
            models.UniqueConstraint(
                fields=["is_base"],
                condition=models.Q(is_base=True),
                name="ledger_currency_one_base",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def worth_words(self) -> str:
        """Its worth without zeros that say nothing."""
        return f"{self.worth.normalize():f}"

    @classmethod
    def base(cls) -> Currency | None:
        """The currency that sums are said in, when one was chosen."""
        return cls.objects.filter(is_base=True).first()

    @classmethod
    def choose_base(cls, *, code: str, on: date, by: Person, at: datetime) -> Currency:
        """Sums are said in this currency.

        Args:
            code: As ISO 4217 calls it.
            on: The day on which it is chosen.
            by: Who chooses it.
            at: The moment.

        Raises:
            Refused: There is no such currency, or others have a worth in another one already.
            Stale: Somebody else chose one at the same moment.
        """
        code = currency_of(code)
        try:
            with transaction.atomic():
                before = cls.objects.select_for_update().filter(is_base=True).first()
                if before is not None and before.code == code:
                    return before
                _refuse_other_worths(before)
                made = before or cls(is_base=True, worth=Decimal(1), from_on=on)
                made.code, made.set_by, made.set_at = code, by, at
                made.save()
                Event.record("currency.chosen", by=by, at=at, about=made, code=code)
        except IntegrityError as error:
            raise Stale(_("Somebody else has just chosen a currency. Look again.")) from error
        return made

    @classmethod
    def set(cls, *, code: str, worth: Decimal, from_on: date, by: Person, at: datetime) -> Currency:
        """One of this currency is worth so much of the base currency, from a day on.

        Args:
            code: As ISO 4217 calls it.
            worth: How much of the base currency one of it is.
            from_on: The first day; what was set for the same day is set anew.
            by: Who sets it.
            at: The moment.

        Raises:
            Refused: There is no base currency yet, it is the base itself, or it is no possible
                number or day.
        """
        code, base = currency_of(code), cls.base()
        if base is None:
            raise Refused(_("Choose first the currency in which sums are said."))
        if code == base.code:
            raise Refused(_("One {code} is one {code}: sums are said in it.").format(code=code))
        refuse_unknown_year(from_on)
        least = Decimal("0.00000001")
        values: dict[str, Any] = {
            "worth": _number(worth, step="0.00000001", least=least, most=MOST_WORTH),
            "set_by": by,
            "set_at": at,
        }
        with transaction.atomic():
            made, _is_new = cls.objects.update_or_create(
                code=code, from_on=from_on, defaults=values
            )
            Event.record(
                "currency.set",
                by=by,
                at=at,
                about=made,
                code=code,
                worth=f"{base.code} {made.worth_words}",
                day=from_on.isoformat(),
            )
        return made


def refuse_unknown_year(day: date) -> None:
    """Nothing, while a day is one that anybody means.

    Raises:
        Refused: It is not.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused(_("Nothing is known of that year."))


def _refuse_other_worths(before: Currency | None) -> None:
    if before is not None and Currency.objects.filter(is_base=False).exists():
        sentence = _("Other currencies have a worth in {code} already, so sums stay in {code}.")
        raise Refused(sentence.format(code=before.code))


def _number(value: Decimal, *, step: str, least: Decimal, most: Decimal) -> Decimal:
    try:
        number = Decimal(value).quantize(Decimal(step))
    except (InvalidOperation, TypeError, ValueError):
        number = Decimal(-1)
    if not number.is_finite() or not least <= number <= most:
        raise Refused(_("Write a number from 0 on; what a currency is worth is more than 0."))
    return number
