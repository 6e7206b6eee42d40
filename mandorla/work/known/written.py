"""What a community leaves behind: lessons, solutions, notes; and on how few people it rests."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Max, Q
from django.utils import timezone

from mandorla.base.known import Known, since
from mandorla.communities.models import Community
from mandorla.core.absence import absence_factor
from mandorla.gatherings.models import Commitment, Gathering
from mandorla.work.models import (
    Answer,
    Contribution,
    Insight,
    Issue,
    Lesson,
    Review,
    Solution,
)

if TYPE_CHECKING:
    from datetime import date, datetime

LIVING: Final = ("proposed", "trying", "accepted")  # what was escalated is with somebody above
OWNERS: Final = 2  # of lessons, so that no share is about one of them


def read_written(known: Known, *, at: datetime) -> None:
    """Read it, in a fixed number of queries."""
    on = timezone.localtime(at).date()
    _lessons(known, on=on)
    _artifacts(known, on=on)
    _absence(known, at=at)
    marked = Solution.objects.filter(
        community__in=known.communities, state__in=LIVING, touches_control=True
    ).order_by()
    counts = dict(marked.values_list("community").annotate(n=Count("pk")))
    known.tell_all("bypasses_control", counts, otherwise=0)


def _lessons(known: Known, *, on: date) -> None:
    """Of lessons in use: owned, looked at again on time, and those that changed how we work."""
    overdue = Q(look_again_on__lt=on)
    looked_at = Q(looked_at__isnull=False) | overdue
    rows = (
        Lesson.objects.current()
        .filter(community__in=known.communities)
        .order_by()
        .values_list("community")
        .annotate(
            every=Count("pk"),
            owned=Count("pk", filter=Q(owner__isnull=False)),
            changed=Count("pk", filter=~Q(changed="")),
            due=Count("pk", filter=looked_at),
            on_time=Count("pk", filter=looked_at & ~overdue),
            owners=Count("owner", filter=looked_at, distinct=True),
        )
    )
    learned = {}
    for pk, every, owned, changed, due, on_time, owners in rows:
        learned[pk] = changed
        known.share("lessons_owned", pk, owned, every)
        if owners >= OWNERS:
            known.share("lessons_reviewed", pk, on_time, due)
    known.tell_all("lessons_changed_process", learned, otherwise=0)


def _artifacts(known: Known, *, on: date) -> None:
    """How long ago something was last written down, or the community was founded."""
    of = {"community__in": known.communities}
    noted = Gathering.objects.filter(**of, notes_edits__gt=0)
    lasts: dict[int, date] = {}
    founded = Community.objects.filter(pk__in=known.communities, founded_on__isnull=False)
    for pk, day in founded.values_list("pk", "founded_on"):
        lasts[pk] = day or on
    for rows, moment in (
        (Lesson.objects.filter(**of), "kept_at"),
        (Solution.objects.filter(**of), "proposed_at"),
        (Review.objects.filter(**of), "begun_at"),
        (noted, "starts_at"),
    ):
        newest = rows.order_by().values_list("community").annotate(last=Max(moment))
        for pk, last in newest:
            day = timezone.localtime(last).date()
            lasts[pk] = max(day, lasts.get(pk, day))
    for pk, day in lasts.items():
        known.tell("artifact_days", pk, max(0, (on - day).days))


def _absence(known: Known, *, at: datetime) -> None:
    """The fewest people who made half of what was put in within half a year.

    Only how many they are leaves this function; an issue whose name was left out counts for none.
    """
    begin = since("half_year", at=at)
    of = {"community__in": known.communities}
    issues = Issue.objects.filter(
        **of,
        surfaced_at__gte=begin,
        surfaced_by__isnull=False,
        is_anonymous=False,
    )
    insights = Insight.objects.filter(**of, brought_at__gte=begin, brought_by__isnull=False)
    answers = Answer.objects.filter(ask__community__in=known.communities, answered_at__gte=begin)
    done = Commitment.objects.filter(**of, state="done", closed_at__gte=begin)
    helped = Contribution.objects.filter(
        solution__community__in=known.communities, solution__proposed_at__gte=begin
    )
    made: dict[int, Counter[int]] = defaultdict(Counter)
    for rows, community, person in (
        (issues, "community", "surfaced_by"),
        (insights, "community", "brought_by"),
        (answers, "ask__community", "answered_by"),
        (done, "community", "owner"),
        (helped, "solution__community", "person"),
    ):
        for pk, who, count in (
            rows.order_by().values_list(community, person).annotate(n=Count("pk"))
        ):
            made[pk][who] += count
    for pk, counts in made.items():
        known.tell("absence_factor", pk, absence_factor(counts.values()))
