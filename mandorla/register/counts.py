"""What is in the register, counted so that it can be held against the files it came from."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from mandorla.communities.models import Membership
from mandorla.core.rhythm import words
from mandorla.gatherings.models import Series
from mandorla.licenses.models import License, Review
from mandorla.licenses.models.license import GRANTED

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
        by_license: communities by the state of their newest license.
        reports_by_year: reports that a register brought, by the year they tell of.
        reports_missing: for each of these years the communities with a license that reported on
            an earlier year and not on this one.
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
    by_license: dict[str, int]
    reports_by_year: dict[int, int]
    reports_missing: dict[int, list[str]]

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
    by_year, missing = _reports(communities)
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
        by_license=_by_license(communities),
        reports_by_year=by_year,
        reports_missing=missing,
    )


def _by_license(communities: QuerySet[Community]) -> dict[str, int]:
    rows = License.objects.filter(community__in=communities).order_by("number")
    newest = dict(rows.values_list("community", "state"))
    return dict(sorted(Counter(newest.values()).items()))


def _reports(communities: QuerySet[Community]) -> tuple[dict[int, int], dict[int, list[str]]]:
    """How many reported on each year, and who had done so before and did not."""
    past = Review.objects.filter(kind="past", license__community__in=communities)
    wanted = ("license__community__slug", "license__state", "due_on")
    years: dict[str, set[int]] = defaultdict(set)
    licensed = set()
    for slug, state, due_on in past.values_list(*wanted):
        years[slug].add(due_on.year)
        licensed |= {slug} if state in GRANTED else set()
    by_year = Counter(year for own in years.values() for year in own)
    missing = {
        year: sorted(slug for slug in licensed if min(years[slug]) < year not in years[slug])
        for year in sorted(by_year)
    }
    return dict(sorted(by_year.items())), missing


def rhythms(communities: QuerySet[Community]) -> list[tuple[str, str, str]]:
    """Every rhythm that was understood: community, meeting, and when in words."""
    meetings = Series.objects.filter(community__in=communities).exclude(rule="")
    return [
        (slug, name, words(rule, starts_at=starts_at, timezone=timezone))
        for slug, name, rule, starts_at, timezone in meetings.order_by(
            "community__slug", "pk"
        ).values_list("community__slug", "name", "rule", "starts_time", "timezone")
    ]
