"""What a claim may say, who may make it, and who may say that it is so."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.communities.rules import runs
from mandorla.core.claims import check_range
from mandorla.core.currencies import CURRENCIES
from mandorla.ledger.models.rates import Currency
from mandorla.ledger.put_in import MOST_HOURS
from mandorla.people.models import Person, Placement, Unit
from mandorla.work.models.nameless import without_own_of_few
from mandorla.work.models.saying import one_line

if TYPE_CHECKING:
    from mandorla.ledger.models.claim import Claim, ClaimQuerySet
    from mandorla.ledger.models.story import Story

MOST: Final = Decimal("99999999999999.99")
LONGEST_PERIOD: Final = timedelta(days=366)
LONGEST_AGO: Final = timedelta(days=3653)
WHO_CONFIRMS: Final = gettext_lazy(
    "It is confirmed by somebody who has the gain: who told the story, who was asked to, or "
    "somebody of the unit that gains. Never by who claimed it, nor by who leads the community."
)


class SameGain(Refused):
    """Another story claims what may be the same gain, and nobody has said why it is another."""


@dataclass(frozen=True)
class Gain:
    """What somebody claims, as they say it.

    Attributes:
        kind: One of `claim.KINDS`.
        low: At least so much, nine times of ten.
        high: At most so much.
        share: Which share of it is due to the community, 0 to 1.
        confidence: How sure they are of it, 0 to 1.
        begins_on: The first day of the time it was got in.
        ends_on: The last day.
        side: Who got it.
        unit: Where it was got; None: not in one unit.
        hours: Whether low and high are hours.
        currency: Of what money they are, else "".
        what: What they count, when they are neither.
    """

    kind: str
    low: Decimal
    high: Decimal
    share: Decimal
    confidence: Decimal
    begins_on: date
    ends_on: date
    side: str = "organization"
    unit: Unit | None = None
    hours: bool = False
    currency: str = ""
    what: str = ""

    def clean(self, *, kinds: Any, sides: Any, on: date) -> dict[str, Any]:
        """The values of a claim that is made on a day.

        Raises:
            Refused: They are out of bounds, or do not go together.
        """
        if self.kind not in kinds or self.side not in sides:
            raise Refused(_("Say which kind of gain it is, and who has it."))
        read_range(self.low, self.high, hours=self.hours)
        read_shares(self.share, self.confidence)
        if not timedelta(0) <= self.ends_on - self.begins_on <= LONGEST_PERIOD:
            raise Refused(_("Count a gain within at most one year: from a day until a later one."))
        if not on - LONGEST_AGO <= self.begins_on <= on + LONGEST_PERIOD:
            raise Refused(_("Count a gain of the last ten years, or one that begins within one."))
        values = asdict(self) | {"unit": self.unit}
        return values | self._counted()

    def _counted(self) -> dict[str, str]:
        if self.hours + bool(self.currency) + bool(self.what.strip()) != 1:
            raise Refused(_("Say what the numbers are: hours, money of a currency, or what else."))
        if self.kind == "cashable" and not self.currency:
            raise Refused(_("Money saved or earned is said in a currency."))
        if self.kind == "other" and not self.what.strip():
            raise Refused(_("Say what is counted, when it is neither money nor time."))
        if self.kind != "other" and self.what.strip():
            raise Refused(_("What is neither money nor time is a gain of the last kind."))
        if self.currency and self.currency not in CURRENCIES:
            raise Refused(_("There is no currency “{code}”.").format(code=self.currency[:10]))
        asked = _("Say what is counted.")
        return {"what": one_line(self.what, longest=60, asked=asked) if self.what.strip() else ""}


def read_range(low: Decimal, high: Decimal, *, hours: bool) -> None:
    """Nothing, for a range that can be reckoned with.

    Args:
        low: Its lower end.
        high: Its higher end.
        hours: Whether it is one of hours.

    Raises:
        Refused: It is none.
    """
    if low > high:
        raise Refused(_("The higher end of the range is below the lower one."))
    try:
        check_range(float(low), float(high))
    except ValueError as wrong:
        raise Refused(_("That range is too wide to say anything.")) from wrong
    if max(abs(low), abs(high)) > MOST:
        raise Refused(_("That is more than anybody gains."))
    if hours and low < 0:
        raise Refused(_("Hours are 0 or more."))
    if hours and high > MOST_HOURS:
        sentence = _("“At most” says more hours than anybody can mean: {most} are the most.")
        raise Refused(sentence.format(most=f"{MOST_HOURS:,}"))


def refuse_money(low: Decimal, high: Decimal, *, currency: str, on: date) -> None:
    """Nothing, for money that is not beyond measure in the currency that sums are said in either.

    Args:
        low: The lower end of a range.
        high: Its higher end.
        currency: Of which currency; "" of none. One without a worth is in no sum.
        on: The day whose worth counts.

    Raises:
        Refused: It is beyond.
    """
    if not currency:
        return
    held = Currency.objects.filter(code=currency, from_on__lte=on).order_by("-from_on")
    worth = held.values_list("worth", flat=True).first() or Decimal(0)
    if max(abs(low), abs(high)) * worth > MOST:
        sentence = _("That is more than anybody gains, by what one {code} is worth.")
        raise Refused(sentence.format(code=currency))


def read_shares(*shares: Decimal) -> None:
    """Nothing, for shares from 0 to 1.

    Raises:
        Refused: One is not.
    """
    if not all(0 <= share <= 1 for share in shares):
        raise Refused(_("A share is from 0% to 100%."))


def may_claim(story: Story, person: Person) -> bool:
    """Who told a story claims a gain from it, or somebody who runs the community."""
    return story.is_own_of(person) or runs(person, story.community.roles_of(person))


def may_confirm(claim: Claim, person: Person) -> bool:
    """Whether somebody has the gain, and neither claimed it nor leads the community."""
    if not person.is_active or claim.claimed_by_id == person.pk:
        return False
    if "leader" in claim.story.community.roles_of(person):
        return False
    if claim.story.is_own_of(person) or claim.asked_id == person.pk:
        return True
    placed = Placement.objects.current().filter(person=person, unit=claim.unit_id)
    return claim.unit_id is not None and placed.exists()


def read_asked(person: Person | None, *, story: Story, by: Person) -> Person | None:
    """Somebody who can be asked whether it is so.

    Raises:
        Refused: They may not read the story, lead the community, or claim it themselves.
    """
    if person is None:
        return None
    if person == by or "leader" in story.community.roles_of(person):
        raise Refused(WHO_CONFIRMS)
    if not type(story).objects.visible_to(person).filter(pk=story.pk).exists():
        raise Refused(_("{name} may not read this story.").format(name=person.name))
    return person


def overlapping(
    claims: ClaimQuerySet, gain: Gain, *, story: Story, reader: Person
) -> ClaimQuerySet:
    """Claims of the same kind and time that may be the same gain, those of the community first.

    Who has it does not set them apart: the same gain is easily said to be of the other side. Of
    two of the community it is enough that one names no unit, or both the same one; of another
    community those that name no unit have to be of about as much of the same, too.

    Args:
        claims: Among which.
        gain: What is claimed.
        story: By which story; its own claim is none of them.
        reader: Who claims; what they may not read is not shown to them.
    """
    found = claims.visible_to(reader).standing().exclude(story=story)
    same_time = found.filter(
        kind=gain.kind,
        begins_on__lte=gain.ends_on,
        ends_on__gte=gain.begins_on,
    )
    here = Q(story__community=story.community_id)
    counted = Q(hours=gain.hours, currency=gain.currency, what__iexact=" ".join(gain.what.split()))
    may_be = here | (counted & Q(low__lte=gain.high, high__gte=gain.low))
    if gain.unit is not None:
        may_be = Q(unit=gain.unit) | (Q(unit=None) & may_be)
    first = Case(When(here, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = same_time.filter(may_be).select_related("story__community", "unit")
    return rows.order_by(first, "begins_on", "pk")


def refuse_same(claims: ClaimQuerySet, gain: Gain, *, story: Story, reader: Person) -> None:
    """Nothing, when no claim that the reader may know of can be the same gain.

    Raises:
        SameGain: One can; the first is named.
    """
    same = overlapping(claims, gain, story=story, reader=reader).first()
    if same is not None:
        sentence = _(
            "“{title}” ({community}) claims a gain of this kind in the same time. Is this the same "
            "gain? If not, say in a line why it is another one."
        )
        told = same.story
        raise SameGain(sentence.format(title=told.title, community=told.community.name))


def unit_without_few(unit: Unit | None, *, story: Story) -> Unit | None:
    """The unit that gains, unless it is the teller's own and fewer than five here come from it."""
    named = [unit] if unit else []
    kept = without_own_of_few(named, community=story.community, person=story.teller)
    return kept[0] if kept else None
