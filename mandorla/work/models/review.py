from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.communities.models.closed import refuse_closed
from mandorla.communities.models.inside import inside
from mandorla.gatherings.models import Gathering
from mandorla.work.models.saying import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from mandorla.people.models import Person

LONGEST = 150
LONGEST_PART = 4000
KINDS: Final = {
    "after_action": gettext_lazy("after-action review"),
    "peer_assist": gettext_lazy("peer assist"),
}


class LookingBackQuerySet(models.QuerySet["Review"]):
    """Ways to look for what was looked back on, and what peers were asked before."""

    def visible_to(self, person: Person) -> Self:
        """What is said openly in one stays among those in the community."""
        return inside(self, person)


class Review(Record):
    """Looking back on work that is done, or asking peers before it begins, by a few questions."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=12)
    title = models.CharField(gettext_lazy("about what"), max_length=LONGEST)
    held_on = models.DateField(gettext_lazy("when"))
    minutes = models.PositiveSmallIntegerField(default=45)
    parts = models.JSONField(default=dict)  # what was said, by the name of the part
    gathering = models.ForeignKey(
        Gathering, null=True, on_delete=models.SET_NULL, related_name="reviews"
    )
    begun_at = models.DateTimeField()
    edits = models.PositiveIntegerField(default=0)  # counts writings, to see who was first

    objects = LookingBackQuerySet.as_manager()

    class Meta:
        constraints = [choices_constraint("work_review_kind", "kind", KINDS)]
        indexes = [
            models.Index(fields=["community", "-held_on"], name="work_review_of"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("work:review", args=[self.community.slug, self.pk])

    @property
    def kind_words(self) -> str:
        """Which kind it is, in words."""
        return str(KINDS[self.kind])

    @classmethod
    def begin(
        cls,
        *,
        community: Community,
        kind: str,
        title: str,
        held_on: date,
        minutes: int,
        gathering: Gathering | None = None,
        by: Person,
        at: datetime,
    ) -> Review:
        """A community looks back, or peers are asked before something begins.

        Args:
            community: Who does.
            kind: "after_action" or "peer_assist".
            title: What it is about, in at most 150 characters.
            held_on: The day.
            minutes: How long it may take, from 15 to 480.
            gathering: In which gathering, if in one.
            by: Who begins it.
            at: The moment.

        Raises:
            Refused: The community has closed, or it is about nothing.
        """
        refuse_closed(community)
        title = one_line(title, longest=LONGEST, asked=_("Say what it is about."))
        if not 15 <= minutes <= 480:
            raise Refused(_("Take between 15 minutes and eight hours."))
        with transaction.atomic():
            review = cls.objects.create(
                community=community,
                kind=kind,
                title=title,
                held_on=held_on,
                minutes=minutes,
                gathering=gathering,
                begun_at=at,
            )
            Event.record("review.begun", by=by, at=at, about=review, within=community)
        return review

    def write(self, *, parts: Mapping[str, str], edits: int) -> None:
        """What was said is kept, part by part.

        Args:
            parts: The words by the name of the part; a part that is left out stays as it is.
            edits: How often it had been written when the person read it.

        Raises:
            Refused: The community has closed, or a part is longer than anybody reads.
            Stale: Somebody else wrote in the meantime.
        """
        refuse_closed(self.community)
        if any(len(words) > LONGEST_PART for words in parts.values()):
            raise Refused(_("At most {number} characters.").format(number=f"{LONGEST_PART:,}"))
        kept = {**self.parts, **{name: words.strip() for name, words in parts.items()}}
        written = Review.objects.filter(pk=self.pk, edits=edits).update(parts=kept, edits=edits + 1)
        if not written:
            raise Stale(_("Somebody else wrote in the meantime. Read theirs first."))
        self.parts, self.edits = kept, edits + 1
