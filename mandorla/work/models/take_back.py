from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.communities.models.closed import refuse_closed
from mandorla.communities.models.inside import inside
from mandorla.gatherings.models import Gathering
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

LONGEST = 600


class TakeBackQuerySet(models.QuerySet["TakeBack"]):
    """Ways to look for what is taken back."""

    def visible_to(self, person: Person) -> Self:
        """It is for those in the community."""
        return inside(self, person, community="gathering__community")


class TakeBack(Record):
    """The short text that those who were at a gathering carry to their units."""

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="take_back")
    text = models.CharField(gettext_lazy("what we take back"), max_length=LONGEST)
    written_at = models.DateTimeField()
    edits = models.PositiveIntegerField(default=0)  # counts writings, to see who was first

    objects = TakeBackQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text

    @classmethod
    def write(
        cls, *, gathering: Gathering, text: str, edits: int, by: Person | None, at: datetime
    ) -> TakeBack:
        """This is what everybody takes back from the gathering.

        Args:
            gathering: Where it comes from.
            text: A few sentences, at most 600 characters.
            edits: How often it had been written when the person read it; 0 for the first time.
            by: Who writes it.
            at: The moment.

        Raises:
            Refused: Nothing is said, too much to carry, or the community has closed.
            Stale: Somebody else wrote in the meantime.
        """
        refuse_closed(gathering.community)
        text = text.strip()
        if not text or len(text) > LONGEST:
            raise Refused(_("Say it in one to {number} characters.").format(number=LONGEST))
        with transaction.atomic():
            Gathering.objects.select_for_update().get(pk=gathering.pk)
            known = cls.objects.filter(gathering=gathering).first() or cls(gathering=gathering)
            if known.edits != edits:
                raise Stale(_("Somebody else wrote this in the meantime. Read theirs first."))
            known.text, known.edits, known.written_at = text, edits + 1, at
            known.save()
            known.tell("take_back.written", by=by, at=at)
        return known

    def talk(self, *, by: Person, at: datetime) -> None:
        """The person has talked about it in their unit. Only they see that it was them.

        Raises:
            Refused: The community has closed.
        """
        refuse_closed(self.gathering.community)
        with transaction.atomic():
            _row, is_new = TalkedAbout.objects.get_or_create(take_back=self, person=by)
            if is_new:
                self.tell("take_back.talked_about", by=by, at=at)

    def untalk(self, *, by: Person, at: datetime) -> None:
        """The person had not talked about it after all."""
        with transaction.atomic():
            if TalkedAbout.objects.filter(take_back=self, person=by).delete()[0]:
                self.tell("take_back.not_talked_about", by=by, at=at)

    def tell(self, verb: str, *, by: Person | None, at: datetime) -> None:
        """Write down what happened to it, with the day of the gathering."""
        gathering = self.gathering
        day = gathering.planned_on.isoformat()
        Event.record(verb, by=by, at=at, about=gathering, within=gathering.community, day=day)


class TalkedAbout(Record):
    """Somebody carried it into their unit. Others see how many did, never who."""

    take_back = models.ForeignKey(TakeBack, on_delete=models.CASCADE, related_name="talks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["take_back", "person"], name="work_talked_once"),
        ]

    def __str__(self) -> str:
        return str(self.take_back)
