from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, models, transaction

from mandorla.base.models import Record
from mandorla.base.prepared import prepared
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

APART: Final = timedelta(hours=1)  # so long without a look ends a visit
EXACT: Final = timedelta(minutes=5)  # how exactly the end of a visit is known


class Look(Record):
    """When somebody last looked at the portfolio, so that it can say what changed since.

    It is theirs alone: nobody else is shown it, and only this moment is kept.
    """

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    seen_at = models.DateTimeField()  # during the visit that is, or was the last
    before_at = models.DateTimeField(null=True)  # at the end of the visit before that one

    def __str__(self) -> str:
        return f"{self.seen_at:%Y-%m-%d}"

    @classmethod
    def since(cls, *, by: Person, at: datetime) -> datetime | None:
        """When somebody looked before; they look now.

        Pages that are opened one after the other are one visit: what is new does not vanish by
        looking at it twice.

        Args:
            by: Who looks.
            at: The moment.

        Returns:
            The end of the visit before; None on the first one.
        """
        known = next(iter(_of(by)), None)
        if known is None:
            cls._begin(by, at=at)
            return None
        known.go_on(at=at)
        return known.before_at

    def go_on(self, *, at: datetime) -> None:
        """The visit goes on, or another one begins."""
        passed, before = at - self.seen_at, self.seen_at
        if passed <= EXACT:
            return
        began = before if passed > APART else self.before_at
        rows = type(self).objects.filter(pk=self.pk, seen_at=before)
        rows.update(seen_at=at, before_at=began)
        self.seen_at, self.before_at = at, began

    @classmethod
    def last(cls, person: Person) -> datetime | None:
        """From when on something is new to somebody; they do not look by asking."""
        known = next(iter(_of(person)), None)
        return known.before_at if known else None

    @classmethod
    def _begin(cls, person: Person, *, at: datetime) -> None:
        try:
            with transaction.atomic():
                cls(person=person, seen_at=at).save(force_insert=True)
        except IntegrityError:  # in two windows at once: both are the first visit
            return


@prepared
def _of(person: Person) -> models.QuerySet[Look]:
    return Look.objects.filter(person=person)
