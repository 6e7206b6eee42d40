from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.communities.models.inside import inside
from mandorla.communities.rules import RUNS
from mandorla.core.lifecycle import REVIEW
from mandorla.licenses.models import reviewing
from mandorla.licenses.models.license import License
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

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
        """For those in the community, whoever reads it, program managers and auditors.

        What is being written is for those who write it: leaders, core and program managers.
        """
        if not person.is_active or person.is_program_manager:
            return self if person.is_active else self.none()
        said = self.exclude(state__in=["draft", "cancelled"])
        if person.is_auditor:
            return said
        readable = inside(said, person, community="license__community", own="reader")
        mine = Community.objects.filter(
            memberships__person=person, memberships__role__in=RUNS, memberships__former=False
        )
        own = self.filter(license__community__in=mine)
        return self.filter(Q(pk__in=readable.values("pk")) | Q(pk__in=own.values("pk")))

    def standing(self) -> Self:
        """Those that were not given up."""
        return self.exclude(state="cancelled")


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

    @property
    def kind_words(self) -> str:
        """What it is: "quarterly report"."""
        return str(KINDS[self.kind])

    @property
    def state_words(self) -> str:
        """How it stands: "open for comments"."""
        return str(STATES[self.state])

    # --- verbs ---

    @classmethod
    def draft(
        cls,
        *,
        license: License,
        kind: str,
        due_on: date,
        begins_on: date | None = None,
        evidence: Mapping[str, Any],
        numbers: Sequence[str] = (),
        stories: Sequence[Mapping[str, str]] = (),
        reader: Person | None = None,
        by: Person | None,
        at: datetime,
    ) -> Review:
        """A report on a license begins; those who run the community are told.

        Args:
            license: On which.
            kind: "light", "quarterly" or "renewal".
            due_on: The day it is due.
            begins_on: The first day it tells of.
            evidence: What is known, as `base.indicators.plain` gives it.
            numbers: The indicators that are put first: one in a light report, else three.
            stories: At most two, each with `title`, `text` and `address`.
            reader: Who is to answer it.
            by: Who begins it; None when it was drafted because it is due.
            at: The moment.

        Raises:
            Refused: The community has closed, or there are too many numbers or stories.
            Stale: It has been begun.
        """
        return reviewing.draft(
            cls,
            license=license,
            kind=kind,
            due_on=due_on,
            begins_on=begins_on,
            evidence=evidence,
            numbers=numbers,
            stories=stories,
            reader=reader,
            by=by,
            at=at,
        )

    def write(
        self,
        *,
        numbers: Sequence[str],
        stories: Sequence[Mapping[str, str]],
        ask: str,
        answers: Mapping[str, str],
        edits: int,
    ) -> None:
        """The draft says this from now on.

        Args:
            numbers: The indicators that are put first.
            stories: At most two, each with `title`, `text` and `address`.
            ask: The one thing that is asked of the sponsor.
            answers: By the name of the question; one that is left out stays as it is.
            edits: The `edits` that the writer saw.

        Raises:
            Refused: It is no draft any more, or says more than anybody reads.
            Stale: Somebody else wrote in the meantime.
        """
        reviewing.write(
            self, numbers=numbers, stories=stories, ask=ask, answers=answers, edits=edits
        )

    def name_reader(self, *, reader: Person, by: Person, at: datetime) -> None:
        """This person is to read and answer it.

        Raises:
            Refused: They run the community themselves or cannot sign in, or it was answered.
            Stale: It moved on in the meantime.
        """
        reviewing.name_reader(self, reader=reader, by=by, at=at)

    def open(self, *, evidence: Mapping[str, Any], hours: int, by: Person, at: datetime) -> None:
        """Everybody in the community can read it and comment on it, for so many hours at least.

        Args:
            evidence: What is known now; it is kept as it is seen from here on.
            hours: For how long it cannot be handed in.
            by: Who opens it.
            at: The moment.

        Raises:
            Refused: Nothing is said in it, or it is no draft.
            Stale: Somebody else was first.
        """
        reviewing.open_up(self, evidence=evidence, hours=hours, by=by, at=at)

    def take_back(self, *, by: Person, at: datetime) -> None:
        """It is a draft again; the comments stay.

        Raises:
            Refused: It is not open for comments.
            Stale: Somebody else was first.
        """
        reviewing.take_back(self, by=by, at=at)

    def submit(self, *, evidence: Mapping[str, Any], by: Person, at: datetime) -> None:
        """It lies before its reader; one for renewal before those who decide, too.

        Args:
            evidence: What is known now; a light report, which nobody comments on, keeps it.
            by: Who hands it in.
            at: The moment.

        Raises:
            Refused: Nobody is named to read it, or it is open for comments still.
            Stale: Somebody else was first.
        """
        reviewing.hand_in(self, evidence=evidence, by=by, at=at)

    def reply(self, *, text: str, by: Person, at: datetime) -> None:
        """Its reader has answered.

        Raises:
            NotAllowed: Somebody else is to answer it.
            Refused: Nothing is said, or it is not handed in or answered by now.
            Stale: Somebody else was first.
        """
        reviewing.answer(self, text=text, by=by, at=at)

    def cancel(self, *, by: Person, at: datetime) -> None:
        """It is not needed: another one may be begun for its day.

        Raises:
            Refused: It has been decided on.
            Stale: Somebody else was first.
        """
        reviewing.cancel(self, by=by, at=at)
