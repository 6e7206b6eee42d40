"""The reports that were due of a license, beside what was written: also of the terms before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.core.terms import RUNNING
from mandorla.licenses.drafting import scheduled
from mandorla.licenses.models import License, Policy, Review
from mandorla.licenses.models.license import ASKED
from mandorla.licenses.models.review import KINDS
from mandorla.licenses.spans import spans_by_license

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mandorla.communities.models import Community
    from mandorla.licenses.policy import Values
    from mandorla.licenses.spans import Span

HANDED_IN = ("submitted", "answered", "decided")


@dataclass(frozen=True)
class Report:
    """A report on the schedule of a license.

    Attributes:
        due_on: Its day, which a late report before it does not shift.
        kind: What it is called.
        review: What was written for it; None when nothing was yet.
        is_late: Whether its day is past and nothing was handed in.
        is_over: Whether the term it belongs to has ended.
    """

    due_on: date
    kind: str
    review: Review | None
    is_late: bool
    is_over: bool = False


def read_reports(
    license: License, spans: Sequence[Span], *, policy: Values, on: date
) -> list[Report]:
    """What was due on which day in every term, beside what was written for it."""
    reviews = license.reviews.standing().order_by("pk")
    return _reports(license, spans, reviews, policy=policy, on=on)


def _reports(
    license: License,
    spans: Sequence[Span],
    reviews: Iterable[Review],
    *,
    policy: Values,
    on: date,
) -> list[Report]:
    written = {(one.due_on, one.kind): one for one in reviews}
    for one in written.values():
        one.license = license
    runs = license.state in {*RUNNING, "paused"}
    now = [one for one in spans if runs and not one.is_over(on=on)]
    over = _asked(license, [one for one in spans if one not in now], policy=policy)
    begins_on = min((one.from_on for one in now), default=None)
    planned: dict[tuple[date, str], Review | None] = {
        due: written.get(due) for due in (*over, *_asked(license, now, policy=policy))
    }
    planned |= _yearly(written)
    return [
        Report(
            due_on=day,
            kind=_kind_words(kind, day),
            review=review,
            is_late=day < on and (review is None or review.state not in HANDED_IN),
            is_over=begins_on is None or day < begins_on,
        )
        for (day, kind), review in sorted(planned.items(), key=lambda each: each[0])
    ]


def missing_of(community: Community, *, on: date) -> list[Report]:
    """What was due of every license of a community and was not handed in, the newest first."""
    licenses = list(License.objects.filter(community=community).exclude(state__in=ASKED))
    spans, policy = spans_by_license(licenses), Policy.of(community.archetype)
    written: dict[int, list[Review]] = {one.pk: [] for one in licenses}
    rows = Review.objects.standing().filter(license__in=licenses)
    for row in rows.order_by("pk"):
        written[row.license_id].append(row)
    found: list[Report] = []
    for license in licenses:
        license.community = community
        found += _reports(license, spans[license.pk], written[license.pk], policy=policy, on=on)
    late = [one for one in found if one.is_late]
    return sorted(late, key=lambda one: (one.due_on, one.kind), reverse=True)


def _asked(license: License, spans: Iterable[Span], *, policy: Values) -> list[tuple[date, str]]:
    """The days of terms with an end: what goes on forever has no schedule to show."""
    ends = [one for one in spans if one.ends_on is not None]
    return scheduled(license, policy=policy, until=date.max, spans=ends)


def _yearly(written: Mapping[tuple[date, str], Review]) -> dict[tuple[date, str], Review | None]:
    """What was written, and the years between two reports from before that have none."""
    years = {day.year for day, kind in written if kind == "past"}
    skipped = set(range(min(years), max(years))) - years if years else set()
    return {**{(date(year, 12, 31), "past"): None for year in skipped}, **written}


def _kind_words(kind: str, due_on: date) -> str:
    if kind == "past":
        return _("report on {year}").format(year=due_on.year)
    return str(KINDS.get(kind, kind))
