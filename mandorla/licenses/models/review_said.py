from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.models import Record
from mandorla.communities.models import Community
from mandorla.communities.models.closed import refuse_closed
from mandorla.licenses.models import reviewing
from mandorla.licenses.models.review import Review
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime


class ReviewComment(Record):
    """What somebody in the community says to a review before it is handed in."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(gettext_lazy("comment"))
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["review", "at"], name="licenses_reviewcomment_of")]

    def __str__(self) -> str:
        return self.text[:80]

    @classmethod
    def say(cls, *, review: Review, text: str, by: Person, at: datetime) -> ReviewComment:
        """Somebody commented on a report.

        Raises:
            Refused: It is not open for comments, nothing is said, or the community has closed.
        """
        refuse_closed(review.license.community)
        if review.state != "open":
            raise Refused(_("It is not open for comments."))
        words = _words(text)
        with transaction.atomic():
            comment = cls.objects.create(review=review, text=words, by=by, at=at)
            reviewing.tell(review, "review.commented", by=by, at=at)
        return comment


class PrivateRemarkQuerySet(models.QuerySet["PrivateRemark"]):
    """Ways to look for what sponsors alone are told."""

    def visible_to(self, person: Person) -> Self:
        """For the sponsors, for program managers, and for whoever wrote it. Nobody else."""
        if not person.is_active:
            return self.none()
        if person.is_program_manager:
            return self
        sponsored = Community.objects.filter(
            memberships__person=person, memberships__role="sponsor", memberships__former=False
        )
        return self.filter(Q(by=person) | Q(review__license__community__in=sponsored))


class PrivateRemark(Record):
    """What somebody who runs a community tells its sponsors alone, kept apart from the review."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="remarks")
    text = models.TextField(gettext_lazy("remark for the sponsors alone"))
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    objects = PrivateRemarkQuerySet.as_manager()

    def __str__(self) -> str:
        return _("remark on {review}").format(review=self.review)

    @classmethod
    def tell(cls, *, review: Review, text: str, by: Person, at: datetime) -> PrivateRemark:
        """The sponsors are told something that nobody else reads.

        Raises:
            Refused: It has been decided on or cancelled, nothing is said, or the community has
                closed.
        """
        refuse_closed(review.license.community)
        if review.state in {"decided", "cancelled"}:
            raise Refused(_("It has been decided on. Speak to the sponsor."))
        words = _words(text)
        with transaction.atomic():
            remark = cls.objects.create(review=review, text=words, by=by, at=at)
            reviewing.tell_apart(remark, by=by, at=at)
        return remark


def _words(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(_("Nothing is said yet."))
    if len(text) > reviewing.LONGEST_ANSWER:
        raise Refused(_("Say it in at most 4,000 characters."))
    return text
