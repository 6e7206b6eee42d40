from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models.inside import inside
from mandorla.core.lifecycle import REVIEW
from mandorla.licenses.models.license import License
from mandorla.people.models import Person

KINDS = {
    "light": gettext_lazy("light report"),
    "quarterly": gettext_lazy("quarterly report"),
    "renewal": gettext_lazy("review for renewal"),
    "past": gettext_lazy("report from before"),  # brought in with a register
}
STATES = {
    "draft": gettext_lazy("being written"),
    "open": gettext_lazy("open for comments"),
    "submitted": gettext_lazy("handed in"),
    "answered": gettext_lazy("read and answered"),
    "decided": gettext_lazy("decided"),
    "cancelled": gettext_lazy("cancelled"),
}


class ReviewQuerySet(models.QuerySet["Review"]):
    """Ways to look for reviews."""

    def visible_to(self, person: Person) -> Self:
        """For those in the community, whoever reads it, program managers and auditors."""
        if person.is_active and person.is_auditor:
            return self
        return inside(self, person, community="license__community", own="reader")


class Review(Record):
    """The evidence put to a decision on a license, and what those who run it say to it."""

    license = models.ForeignKey(License, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=9, choices=list(KINDS.items()))
    state = models.CharField(max_length=9, choices=list(STATES.items()), default="draft")
    due_on = models.DateField()
    begins_on = models.DateField(null=True)  # the first day it tells of
    reader = models.ForeignKey(  # who has to answer it
        Person, null=True, on_delete=models.SET_NULL, related_name="reviews_to_read"
    )
    evidence = models.JSONField(default=dict)  # what was known, as seen when it was opened
    evidence_at = models.DateTimeField(null=True)
    numbers = models.JSONField(default=list)  # the three indicators it puts first
    stories = models.JSONField(default=list)  # at most two: title, text, address
    ask = models.TextField(gettext_lazy("one thing you ask of the sponsor"), blank=True)
    # Each a question with what those who run it answer together: [{"question": …, "answer": …}].
    answers = models.JSONField(default=list)
    edits = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    comments_until_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.TextField(blank=True)  # of the reader
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)
    found = models.JSONField(default=dict, blank=True)  # what an imported report said, and where

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("licenses_review_kind", "kind", KINDS),
            choices_constraint("licenses_review_state", "state", REVIEW.states),
            models.UniqueConstraint(
                fields=["license", "due_on", "kind"],
                condition=~Q(state="cancelled"),
                name="licenses_review_once_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="licenses_review_due"),
        ]

    def __str__(self) -> str:
        return _("{kind} of {community}, due on {day}").format(
            kind=KINDS[self.kind], community=self.license.community, day=self.due_on
        )

    def get_absolute_url(self) -> str:
        return reverse("licenses:review", args=[self.license.community.slug, self.pk])


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


class PrivateRemark(Record):
    """What somebody who runs a community tells its sponsors alone, kept apart from the review."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="remarks")
    text = models.TextField(gettext_lazy("remark for the sponsors alone"))
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return _("remark on {review}").format(review=self.review)
