from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused, Stale
from mandorla.base.lines import line_of
from mandorla.base.models import Event, Mailed
from mandorla.communities.models.closed import refuse_closed
from mandorla.gatherings.models import Gathering
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

LONGEST = 500


class DigestQuerySet(models.QuerySet["Digest"]):
    """Ways to look for what was sent after gatherings."""

    def visible_to(self, person: Person) -> Self:
        """A digest is for those in the community, as what it tells of."""
        return self.filter(gathering__in=Gathering.objects.open_to(person))

    def undelivered(self) -> Self:
        """Those that somebody who wants them could not be given yet."""
        return self.exclude(missed={}).select_related("gathering__community", "gathering__series")


class Digest(Mailed):
    """That the digest of a gathering was sent, by whom, and the sentence they added to it.

    What was missed of it is known by the person it is to.
    """

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="digest")
    words = models.CharField(max_length=LONGEST, blank=True)
    sent_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField()

    objects = DigestQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.gathering)

    @classmethod
    def send(cls, *, gathering: Gathering, words: str, by: Person, at: datetime) -> Digest:
        """The digest is with everybody who wants it from now on, with these words on top.

        Raises:
            Refused: The gathering has not been held, the community has closed, or the words
                cannot be seen.
            Stale: It was sent before.
        """
        refuse_closed(gathering.community)
        words = line_of(words)
        if gathering.state != "held":
            raise Refused(_("A digest is sent when the gathering has ended."))
        try:
            with transaction.atomic():
                digest = cls.objects.create(
                    gathering=gathering, words=words, sent_by=by, sent_at=at
                )
                Event.record(
                    "digest.sent", by=by, at=at, about=gathering, within=gathering.community
                )
        except IntegrityError:
            raise Stale(_("This digest was sent before. It goes out once.")) from None
        return digest

    def take_up(self) -> bool:
        """Those who could not be given it are written to again by whoever calls this.

        Returns:
            Whether the caller was the first: of two who come at once, one writes.
        """
        waiting = type(self).objects.filter(pk=self.pk, missed=self.missed)
        return bool(waiting.update(missed={}))
