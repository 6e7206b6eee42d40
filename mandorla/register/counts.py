"""What is in the register, counted so that it can be held against the files it came from."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from mandorla.communities.models import Membership
from mandorla.core.rhythm import words
from mandorla.gatherings.models import Series

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from mandorla.communities.models import Community


@dataclass(frozen=True)
class Counts:
    """The register in numbers.

    Attributes:
        communities: all of them; the next four are a part of it each.
        by_kind: communities that are not closed, by what their register calls them.
        all_by_kind: the same with the closed ones.
        by_found_status: as the registers say it, where they do.
        leads: seats of leaders, held now or before.
        series: recurring meetings; the next two are a part of it each.
        kept_as_text: the rhythms that were not understood, as written.
    """

    communities: int
    forming: int
    active: int
    closing: int
    closed: int
    by_kind: dict[str, int]
    all_by_kind: dict[str, int]
    by_found_status: dict[str, int]
    leads: int
    series: int
    rhythms_understood: int
    rhythms_kept_as_text: int
    kept_as_text: list[dict[str, str]]

    def as_data(self) -> dict[str, Any]:
        """The counts as plain data."""
        return asdict(self)


def count(communities: QuerySet[Community]) -> Counts:
    """Count the given communities and what they have."""
    rows = list(communities.order_by("kind").values_list("kind", "status", "found__status"))
    statuses = Counter(status for _, status, _ in rows)
    meetings = Series.objects.filter(community__in=communities)
    numbers = meetings.aggregate(all=Count("pk"), understood=Count("pk", filter=~Q(rule="")))
    kept = meetings.filter(rule="").order_by("community__slug", "pk")
    return Counts(
        communities=len(rows),
        forming=statuses["forming"],
        active=statuses["active"],
        closing=statuses["closing"],
        closed=statuses["closed"],
        by_kind=dict(Counter(kind for kind, status, _ in rows if status != "closed")),
        all_by_kind=dict(Counter(kind for kind, _, _ in rows)),
        by_found_status=dict(sorted(Counter(found for _, _, found in rows if found).items())),
        leads=Membership.objects.filter(community__in=communities, role="leader").count(),
        series=numbers["all"],
        rhythms_understood=numbers["understood"],
        rhythms_kept_as_text=numbers["all"] - numbers["understood"],
        kept_as_text=[
            {"community": slug, "series": name, "text": text}
            for slug, name, text in kept.values_list("community__slug", "name", "found_text")
        ],
    )


def rhythms(communities: QuerySet[Community]) -> list[tuple[str, str, str]]:
    """Every rhythm that was understood: community, meeting, and when in words."""
    meetings = Series.objects.filter(community__in=communities).exclude(rule="")
    return [
        (slug, name, words(rule, starts_at=starts_at, timezone=timezone))
        for slug, name, rule, starts_at, timezone in meetings.order_by(
            "community__slug", "pk"
        ).values_list("community__slug", "name", "rule", "starts_time", "timezone")
    ]
