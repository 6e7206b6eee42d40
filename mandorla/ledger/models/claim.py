from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Notification, Record
from mandorla.base.models.event import day_of
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models.closed import refuse_closed
from mandorla.core.lifecycle import CLAIM, after
from mandorla.ledger.models import claiming
from mandorla.ledger.models.claiming import Gain
from mandorla.ledger.models.investment import SIDES
from mandorla.ledger.models.story import Story
from mandorla.people.models import Person, Unit
from mandorla.work.models.saying import one_line

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

KINDS = {
    "cashable": gettext_lazy("money saved or earned"),
    "capacity": gettext_lazy("time or capacity that is free for something else"),
    "risk": gettext_lazy("a risk avoided"),
    "other": gettext_lazy("something that is not money"),
}
STATES = {
    "claimed": gettext_lazy("claimed, not confirmed yet"),
    "confirmed": gettext_lazy("confirmed"),
    "refused": gettext_lazy("not confirmed"),
    "withdrawn": gettext_lazy("taken back"),
}


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Ways to look for claims."""

    def visible_to(self, person: Person) -> Self:
        """Whoever reads the story reads what it claims."""
        return self.filter(story__in=Story.objects.visible_to(person))

    def standing(self) -> Self:
        """Those that count: of stories that stand, neither refused nor taken back."""
        return self.filter(state__in=["claimed", "confirmed"], story__state="told")


class Claim(Record):
    """A gain that a story claims, as a range that holds the true value nine times in ten.

    A story is claimed once. Somebody who benefited confirms or corrects it, never who leads the
    community.
    """

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="claim")
    kind = models.CharField(max_length=8, choices=list(KINDS.items()))
    side = models.CharField(max_length=12, choices=list(SIDES.items()), default="organization")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, related_name="+")  # where
    what = models.CharField(gettext_lazy("counted in"), max_length=60, blank=True)  # of "other"
    hours = models.BooleanField(default=False)  # low and high are hours, else money
    low = models.DecimalField(max_digits=16, decimal_places=2)
    high = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3, blank=True)  # ISO 4217
    share = models.DecimalField(max_digits=4, decimal_places=3)  # due to the community, 0..1
    confidence = models.DecimalField(max_digits=4, decimal_places=3)  # in the estimate, 0..1
    begins_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=9, choices=list(STATES.items()), default="claimed")
    first = models.JSONField(default=dict)  # as it was claimed, when it was corrected
    apart = models.CharField(max_length=300, blank=True)  # why it is not the gain of another story
    claimed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    claimed_at = models.DateTimeField()
    asked = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=300, blank=True)  # why it was corrected or refused

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("ledger_claim_kind", "kind", KINDS),
            choices_constraint("ledger_claim_side", "side", SIDES),
            choices_constraint("ledger_claim_state", "state", STATES),
            models.CheckConstraint(name="ledger_claim_range", condition=Q(high__gte=F("low"))),
            models.CheckConstraint(
                name="ledger_claim_shares",
                condition=Q(share__gte=0, share__lte=1, confidence__gte=0, confidence__lte=1),
            ),
            models.CheckConstraint(
                name="ledger_claim_period", condition=Q(ends_on__gte=F("begins_on"))
            ),
        ]
        indexes = [models.Index(fields=["kind", "ends_on"], name="ledger_claim_when")]

    def __str__(self) -> str:
        return f"{self.low} to {self.high}"

    # --- questions ---

    @property
    def amount(self) -> str:
        """How much, as people say it: "2 to 6 hours", "EUR 1,000 to 4,000"."""
        return amount_of(self)

    @property
    def is_corrected(self) -> bool:
        """Whether somebody who has the gain said other numbers than who claimed it."""
        return bool(self.first)

    @property
    def shown_claimant(self) -> Person | None:
        """Who claimed it, when those who read the story may know."""
        return None if self._is_hidden(self.claimed_by_id) else self.claimed_by

    @property
    def shown_confirmer(self) -> Person | None:
        """Who said that it is so, when those who read the story may know."""
        return None if self._is_hidden(self.confirmed_by_id) else self.confirmed_by

    # --- verbs ---

    @classmethod
    def make(
        cls,
        *,
        story: Story,
        gain: Gain,
        asked: Person | None = None,
        apart: str = "",
        by: Person,
        at: datetime,
    ) -> Claim:
        """A story claims a gain, once; somebody who has it is asked whether it is so.

        Args:
            story: Which story.
            gain: What it claims.
            asked: Who else has the gain and can confirm it.
            apart: Why it is not the gain of another story, when one overlaps.
            by: Who claims it: who told the story, or somebody who runs the community.
            at: The moment.

        Raises:
            SameGain: Another story, here or in another community, claims what may be this gain.
            Refused: They may not, the story claims one already, or the numbers cannot be.
        """
        refuse_closed(story.community)
        if story.state != "told" or not claiming.may_claim(story, by):
            raise Refused(_("A gain is claimed by who told a story, or runs the community."))
        values = gain.clean(kinds=KINDS, sides=SIDES, on=at.date())
        claiming.refuse_money(gain.low, gain.high, currency=gain.currency, on=gain.begins_on)
        asked = claiming.read_asked(asked, story=story, by=by)
        apart = " ".join(apart.split())[:300]
        hides = story.is_nameless and story.is_own_of(by)
        if hides:
            values["unit"] = claiming.unit_without_few(gain.unit, story=story)
        made = {"claimed_by": by, "claimed_at": day_of(at) if hides else at}
        fresh: dict[str, Any] = {
            "confirmed_by": None,
            "confirmed_at": None,
            "because": "",
            "first": {},
        }
        with transaction.atomic():
            type(story.community).objects.select_for_update().get(pk=story.community_id)
            if not apart:
                claiming.refuse_same(cls.objects.all(), gain, story=story, reader=by)
            claim = cls.objects.filter(story=story).first() or cls(story=story, state="withdrawn")
            if after(CLAIM, state=claim.state, verb="claim") is None:
                raise Refused(_("This story claims a gain already. A story is claimed once."))
            facts = {**values, **made, **fresh, "asked": asked, "apart": apart}
            for name, value in facts.items():
                setattr(claim, name, value)
            claim.state = "claimed"
            claim.save()
            claim.tell("claim.made", by=by, at=at)
            who = asked or story.teller
            if who and claiming.may_confirm(claim, who):
                claim.let_know("claim.asked", [who], by=by, at=at)
        return claim

    def confirm(self, *, by: Person, at: datetime) -> None:
        """It is so, says somebody who has the gain.

        Raises:
            Refused: They may not say so, or it is confirmed or taken back by now.
            Stale: Somebody else was first.
        """
        self._answer("confirm", by=by, at=at)

    def correct(
        self,
        *,
        low: Decimal,
        high: Decimal,
        share: Decimal,
        confidence: Decimal,
        because: str,
        by: Person,
        at: datetime,
    ) -> None:
        """It is so with other numbers; what was claimed at first is kept beside them.

        Raises:
            Refused: They may not say so, the numbers cannot be, or nothing is said.
            Stale: Somebody else was first.
        """
        claiming.read_range(low, high, hours=self.hours)
        claiming.refuse_money(low, high, currency=self.currency, on=self.begins_on)
        claiming.read_shares(share, confidence)
        because = one_line(because, longest=300, asked=_("Say in a line why it is corrected."))
        names = ("low", "high", "share", "confidence")
        first = self.first or {name: str(getattr(self, name)) for name in names}
        numbers = {"low": low, "high": high, "share": share, "confidence": confidence}
        self._answer("correct", by=by, at=at, because=because, first=first, **numbers)

    def refuse(self, *, because: str, by: Person, at: datetime) -> None:
        """It is not so, says somebody who would have the gain; it does not count.

        Raises:
            Refused: They may not say so, nothing is said, or it is decided by now.
            Stale: Somebody else was first.
        """
        because = one_line(because, longest=300, asked=_("Say in a line why it is not so."))
        self._answer("refuse", by=by, at=at, because=because)

    def withdraw(self, *, by: Person, at: datetime) -> None:
        """Who claimed it takes it back, or who told the story; it counts no more.

        Raises:
            Refused: They did neither, or it is decided or taken back by now.
            Stale: Somebody else was first.
        """
        if self.claimed_by_id != by.pk and not self.story.is_own_of(by):
            raise Refused(_("It is taken back by who claimed it, or who told the story."))
        with transaction.atomic():
            self._step("withdraw")
            self.tell("claim.withdrawn", by=by, at=at)

    # --- within the aggregate ---

    def _answer(self, verb: str, *, by: Person, at: datetime, **also: Any) -> None:
        refuse_closed(self.story.community)
        if not claiming.may_confirm(self, by):
            raise Refused(claiming.WHO_CONFIRMS)
        hides = self.story.is_nameless and self.story.is_own_of(by)
        said = {"confirmed_by": by, "confirmed_at": day_of(at) if hides else at}
        with transaction.atomic():
            self._step(verb, **said, **also)
            self.tell(f"claim.{_PAST[verb]}", by=by, at=at)
            told = [self.claimed_by, self.story.teller]
            self.let_know(f"claim.{_PAST[verb]}", told, by=by, at=at)

    def _step(self, verb: str, **also: Any) -> None:
        to = after(CLAIM, state=self.state, verb=verb)
        if to is None or self.story.state != "told":
            raise Refused(_("This is {state} by now.").format(state=STATES[self.state]))
        sentence = _("Somebody else has answered in the meantime. Look again.")
        self.move("state", before=self.state, after=to, sentence=sentence, **also)

    def _is_hidden(self, person: int | None) -> bool:
        return self.story.is_nameless and person == self.story.teller_id

    def tell(self, verb: str, *, by: Person, at: datetime) -> None:
        """Nothing of what somebody does with their own story without a name."""
        if not self._is_hidden(by.pk):
            Event.record(verb, by=by, at=at, about=self.story, within=self.story.community)

    def let_know(self, kind: str, people: list[Person | None], *, by: Person, at: datetime) -> None:
        """News of a claim name nobody: the story may have been told without a name."""
        address, title = self.story.get_absolute_url(), self.story.title
        Notification.tell(
            kind, to=people, about=self.story, address=address, by=by, at=at, text=title
        )


_PAST = {"confirm": "confirmed", "correct": "corrected", "refuse": "refused"}


def amount_of(gained: Claim | Gain) -> str:
    """How much it is, as people say it."""
    low, high = plainly(gained.low), plainly(gained.high)
    ends = low if low == high else _("{low} to {high}").format(low=low, high=high)
    if gained.currency:
        return f"{gained.currency} {ends}"
    return f"{ends} {_('hours') if gained.hours else gained.what}"


def plainly(number: Decimal) -> str:
    """Without cents where there are none."""
    whole = number.to_integral_value()
    return number_format(whole if number == whole else number, force_grouping=True)
