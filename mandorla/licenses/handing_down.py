"""What a license permits is planned in the ledger: its budget and its hours."""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from mandorla.communities.models import Membership
from mandorla.core.terms import months_in
from mandorla.ledger.models import Investment
from mandorla.ledger.models.investing import part_of
from mandorla.ledger.put_in import MOST_DAYS, MOST_HOURS, PutIn

if TYPE_CHECKING:
    from datetime import date, datetime

    from mandorla.licenses.models.license import License
    from mandorla.people.models import Person

_TENTH: Final = Decimal("0.1")


def hand_down(license: License, *, by: Person, at: datetime) -> None:
    """What the license permits is planned for its term, instead of what was planned before.

    Called in the transaction of the decision. Hours a month count for every month of the term,
    and those of each member for as many as there are today.

    Args:
        license: As it is with the decision.
        by: Who decided.
        at: The moment.
    """
    if license.starts_on is None or license.until_on is None:
        return
    Investment.hand_down(
        community=license.community,
        plans=_plans(license, license.starts_on, license.until_on),
        from_on=license.starts_on,
        by=by,
        at=at,
    )


def _plans(license: License, begins_on: date, ends_on: date) -> list[PutIn]:
    whole = (ends_on - begins_on).days + 1
    ends_on = min(ends_on, begins_on + timedelta(days=MOST_DAYS))
    days, months = (ends_on - begins_on).days + 1, months_in(begins_on, ends_on)
    plans = []
    if license.budget:
        plans.append(
            PutIn(
                "organization",
                "funding",
                begins_on,
                ends_on,
                amount=part_of(license.budget, days=days, of=whole, step="0.01"),
                currency=license.currency,
                note=_("Budget of the license"),
            )
        )
    if license.leader_hours:
        note = _("{hours} hours a month for those who lead").format(hours=license.leader_hours)
        hours = _rounded(license.leader_hours * months)
        plans.append(
            PutIn("members", "time", begins_on, ends_on, role="leader", hours=hours, note=note)
        )
    people = _members(license) if license.member_hours else 0
    if license.member_hours and people:
        sentence = _("{hours} hours a month for each of {people} members")
        note = sentence.format(hours=license.member_hours, people=people)
        hours = _rounded(license.member_hours * months * people)
        plans.append(
            PutIn(
                "members",
                "participation",
                begins_on,
                ends_on,
                role="member",
                hours=hours,
                note=note,
            )
        )
    return plans


def _members(license: License) -> int:
    """How many take part today; sponsors and guests do not count."""
    seats = Membership.objects.current().filter(community=license.community)
    taking_part = seats.exclude(role__in=["sponsor", "guest"])
    return taking_part.values("person").distinct().count()


def _rounded(hours: Decimal) -> Decimal:
    return min(hours, MOST_HOURS).quantize(_TENTH, rounding=ROUND_HALF_UP)
