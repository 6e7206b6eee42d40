"""What a round is: its facts, where it is in its life, and when those who wait are written to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Self

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.models import Record
from mandorla.communities.models import Community
from mandorla.people.models import Person
from mandorla.value.methods import METHODS, REASONS
from mandorla.value.models.catalogue import Catalogue

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.value.models.elicitation import Elicitation  # noqa: F401 - named below as text

STATES = {
    "open": gettext_lazy("open"),
    "closed": gettext_lazy("closed"),
    "canceled": gettext_lazy("canceled"),
}
FLOOR: Final = 0.5
MOST_DAYS: Final = 90
FARTHEST: Final = timedelta(days=366)  # ahead; as long as it waits, no other can be opened


class ElicitationQuerySet(models.QuerySet["Elicitation"]):
    """Ways to look for rounds."""

    def visible_to(self, person: Person) -> Self:
        """That a round is or was held is open to everybody who is signed in."""
        return self if person.is_active else self.none()

    def running(self, *, at: datetime) -> Self:
        """Rounds in which people can weigh at a moment."""
        return self.filter(state="open", opens_at__lte=at, closes_at__gt=at)

    def over(self, *, at: datetime) -> Self:
        """Rounds whose closing moment has come and that have not been counted."""
        return self.filter(state="open", closes_at__lte=at)

    def closed(self) -> Self:
        """Rounds that were counted, the oldest first."""
        return self.filter(state="closed").order_by("number")


class RoundFacts(Record):
    """The facts of a round. What was weighed and how is set when it opens, and never changes."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="elicitations")
    number = models.PositiveSmallIntegerField()
    catalogue = models.ForeignKey(Catalogue, on_delete=models.PROTECT, related_name="elicitations")
    reason = models.CharField(max_length=12, choices=list(REASONS.items()))
    archetype = models.CharField(max_length=40, blank=True)  # of the community when it opened
    organization_method = models.CharField(max_length=12, choices=list(METHODS.items()))
    member_method = models.CharField(max_length=12, choices=list(METHODS.items()))
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    floor_share = models.FloatField(default=FLOOR)  # of those who may vote; under it: a warning
    reminder_days = models.JSONField(default=list)  # before the closing, the longest first
    invited_at = models.DateTimeField(null=True)  # when those who may answer were written to
    reminded_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=list(STATES.items()), default="open")
    opened_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True)
    is_last = models.BooleanField(default=False)  # of the closed rounds of its community
    seed = models.PositiveIntegerField()  # of what is drawn by lot: screens and intervals

    class Meta:
        abstract = True

    @staticmethod
    def _refuse_times(*, opens_at: datetime, closes_at: datetime, at: datetime) -> None:
        longest = timedelta(days=MOST_DAYS)
        if not (at <= opens_at < at + FARTHEST and opens_at < closes_at <= opens_at + longest):
            raise Refused(_("A round opens within a year, and closes within 90 days after that."))

    def _refuse_end(self, closes_at: datetime, *, at: datetime) -> None:
        if closes_at <= max(at, self.opens_at) or (closes_at - self.opens_at).days > MOST_DAYS:
            raise Refused(_("A round closes later than now, and within 90 days after it opened."))

    def phase(self, *, at: datetime) -> str:
        """Where it is in its life: coming, open, over (waits to be counted), closed, canceled."""
        if self.state != "open":
            return self.state
        if at < self.opens_at:
            return "coming"
        return "open" if at < self.closes_at else "over"

    def is_to_invite(self, *, at: datetime) -> bool:
        """Whether it has begun and nobody has been written to."""
        return self.phase(at=at) == "open" and self.invited_at is None

    def is_to_remind(self, *, at: datetime) -> bool:
        """Whether a day of reminding has come after those who wait were last written to."""
        if self.phase(at=at) != "open" or self.invited_at is None:
            return False
        written_at = max(self.invited_at, self.reminded_at or self.invited_at)
        moments = (self.closes_at - timedelta(days=days) for days in self.reminder_days)
        return any(written_at < moment <= at for moment in moments)
