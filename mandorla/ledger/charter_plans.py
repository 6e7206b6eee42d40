"""What the agreed charter says that both sides give, as plans that somebody can take over."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from mandorla.base.errors import Refused
from mandorla.communities.models import Charter, Membership
from mandorla.core.given import given_in
from mandorla.core.terms import months_after, months_in
from mandorla.ledger.models import Investment
from mandorla.ledger.models.investing import told
from mandorla.ledger.put_in import LONGEST_NOTE, MOST_DAYS, PutIn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from mandorla.communities.models import Community
    from mandorla.core.given import Given
    from mandorla.people.models import Person

FIELDS: Final = ("contributions", "resources")  # what members say of their hours goes first
MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
LEADS: Final = ("leader", "core")
MOST: Final = 20


@dataclass(frozen=True)
class CharterPlan:
    """Something that the charter says is given.

    Attributes:
        put_in: As it would be planned.
        said: What it comes to, in words.
    """

    put_in: PutIn
    said: str


@dataclass(frozen=True)
class CharterPlans:
    """What can be taken over from a charter.

    Attributes:
        charter: The version that both sides agreed on last.
        begins_on: The day they did.
        ends_on: The day before its review, or a year later.
        plans: What it says, without what a license plans already.
    """

    charter: Charter
    begins_on: date
    ends_on: date
    plans: tuple[CharterPlan, ...]


def read_charter_plans(community: Community, *, on: date) -> CharterPlans | None:
    """What the charter says that is planned nowhere; None when it was taken over, or says nothing.

    Hours stand on the side of those who spend them; for each member they count for as many as
    there are now.

    Args:
        community: Whose charter it is.
        on: Today: what is over is not planned any more.
    """
    charters = Charter.objects.filter(community=community, state="agreed")
    charter = charters.exclude(agreed_at=None).order_by("-version").first()
    if charter is None or charter.agreed_at is None or community.has_closed:
        return None
    begins_on = timezone.localtime(charter.agreed_at).date()
    ends_on = _ends_on(charter, begins_on)
    rows = Investment.objects.filter(community=community)
    if ends_on < on or rows.filter(source="charter", begins_on=begins_on).exists():
        return None
    licensed = set(
        rows.filter(source="license", state="planned")
        .touching(begins_on, ends_on)
        .values_list("side", "kind", "role")
    )
    plans = tuple(
        CharterPlan(one, told(Investment(**one.values())))
        for one in _Term(community, begins_on, ends_on).plans(charter)
        if (one.side, one.kind, one.role) not in licensed
    )
    return CharterPlans(charter, begins_on, ends_on, plans[:MOST]) if plans else None


def take_over_charter(community: Community, *, on: date, by: Person, at: datetime) -> int:
    """What the charter says is planned.

    Args:
        community: Whose charter it is.
        on: Today.
        by: Who takes it over.
        at: The moment.

    Returns:
        How many rows are planned.

    Raises:
        Refused: Nothing waits to be planned, or the community has closed.
    """
    found = read_charter_plans(community, on=on)
    plans = [one.put_in for one in found.plans] if found else []
    from_on = found.begins_on if found else on
    Investment.take_over(community=community, plans=plans, from_on=from_on, by=by, at=at)
    return len(plans)


def _ends_on(charter: Charter, begins_on: date) -> date:
    review_on = charter.review_on
    if review_on and begins_on < review_on <= begins_on + timedelta(days=MOST_DAYS):
        return review_on - timedelta(days=1)
    return months_after(begins_on, 12) - timedelta(days=1)


class _Term:
    """Makes rows of what is given from a day until another."""

    def __init__(self, community: Community, begins_on: date, ends_on: date) -> None:
        self.days = (begins_on, ends_on)
        self.length = Decimal((ends_on - begins_on).days + 1)
        self.months = months_in(begins_on, ends_on)
        held: dict[str, set[int]] = defaultdict(set)
        seats = Membership.objects.current().filter(community=community)
        for person, role in seats.values_list("person", "role"):
            if role in LEADS:
                held["leader"].add(person)
            held[role if role in {"sponsor", "guest"} else "member"].add(person)
        self.people = {who: len(people) for who, people in held.items()}

    def plans(self, charter: Charter) -> Iterator[PutIn]:
        """What a charter says in so many words."""
        told_of: dict[str, str] = {}  # whose hours, by the part of the charter that says them
        for field in FIELDS:
            for one in given_in(getattr(charter, field)):
                who = one.who or ("member" if field == "contributions" else "")
                if one.hours is not None and (not who or told_of.setdefault(who, field) != field):
                    continue
                try:
                    put_in = self._put_in(one, field, who).cleaned()
                except Refused:  # more than anybody gives: it is not what the words mean
                    continue
                if put_in.hours or put_in.amount:
                    yield put_in

    def _put_in(self, one: Given, field: str, who: str) -> PutIn:
        note = f"“{one.words}”"
        note = note if len(note) <= LONGEST_NOTE else f"{note[: LONGEST_NOTE - 2]}…”"
        if one.amount is not None:
            side = "organization" if field == "resources" else "members"
            amount, currency = _rounded(one.amount * self._times(one.per), "0.01"), one.currency
            return PutIn(side, "funding", *self.days, amount=amount, currency=currency, note=note)
        each = one.each if one.each is not None else field == "contributions"
        people = self.people.get(who, 0) if each else 1
        hours = _rounded((one.hours or Decimal(0)) * self._times(one.per) * people, "0.1")
        side = "organization" if who == "sponsor" else "members"
        kind = "participation" if who == "member" else "time"
        return PutIn(side, kind, *self.days, role=who, hours=hours, note=note)

    def _times(self, per: str) -> Decimal:
        if per == "week":
            return self.length / 7
        return self.months / MONTHS[per] if per else Decimal(1)


def _rounded(number: Decimal, step: str) -> Decimal:
    return number.quantize(Decimal(step), rounding=ROUND_HALF_UP)
