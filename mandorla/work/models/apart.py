from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Record
from mandorla.communities.models.closed import refuse_closed
from mandorla.work.models.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from mandorla.people.models import Person


class ApartQuerySet(models.QuerySet["Apart"]):
    """Ways to ask who is apart."""

    def among(self, issues: Collection[int]) -> set[tuple[int, int]]:
        """Which of these issues were said to be apart, as pairs of their numbers."""
        pairs = self.filter(first__in=issues, second__in=issues)
        return set(pairs.values_list("first", "second"))


class Apart(Record):
    """Two issues that a person said are not one problem: they are not suggested together again."""

    first = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField()

    objects = ApartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="work_apart_once"),
            models.CheckConstraint(
                name="work_apart_in_order", condition=models.Q(first__lt=models.F("second"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}, {self.second_id}"

    # --- verbs ---

    @classmethod
    def say(cls, *, issues: Sequence[Issue], by: Person | None, at: datetime) -> None:
        """No two of these issues are one problem.

        Raises:
            Refused: There are fewer than two, or they are of several communities.
        """
        pairs = {(one.pk, other.pk) for one in issues for other in issues}
        cls._keep(pairs, issues=issues, by=by, at=at)

    @classmethod
    def split(
        cls,
        *,
        issues: Sequence[Issue],
        others: Sequence[Issue],
        by: Person | None,
        at: datetime,
    ) -> None:
        """None of the first issues is one problem with any of the others.

        Raises:
            Refused: One side has no issue, or they are of several communities.
        """
        if not issues or not others:
            raise Refused(_("Tick those that belong together, and leave the others out."))
        pairs = {(one.pk, other.pk) for one in issues for other in others}
        cls._keep(pairs, issues=[*issues, *others], by=by, at=at)

    @classmethod
    def _keep(
        cls,
        pairs: Iterable[tuple[int, int]],
        *,
        issues: Sequence[Issue],
        by: Person | None,
        at: datetime,
    ) -> None:
        if len({issue.pk for issue in issues}) < 2:
            raise Refused(_("Choose at least two issues."))
        if len({issue.community_id for issue in issues}) != 1:
            raise Refused(_("Choose issues of one community."))
        community = issues[0].community
        refuse_closed(community)
        ordered = {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
        with transaction.atomic():
            Apart.objects.bulk_create(
                (
                    Apart(first_id=one, second_id=other, said_at=at)
                    for one, other in sorted(ordered)
                ),
                ignore_conflicts=True,
            )
            Event.record(
                "issue.parted",
                by=by,
                at=at,
                about=community,
                within=community,
                number=len({issue.pk for issue in issues}),
            )
