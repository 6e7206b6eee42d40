"""The terms that a license has had: each follows from the decision that gave it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone

from mandorla.core.terms import RUNNING
from mandorla.licenses.models import Decision
from mandorla.licenses.models.decision_kinds import ENDS, GRANTS, RENEWS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mandorla.licenses.models import License

GIVES: Final = (*GRANTS, *RENEWS, "resume")
CUTS: Final = ("pause", *ENDS)
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """One term of a license, or what was left of it after a pause.

    Attributes:
        starts_on: The first day of the term, from which its reports are counted.
        due_on: By when it was to be decided on; None when it has no end.
        ends_on: Its last day, as it was given; None when it has no end.
        from_on: The first day on which it ran: a later one than that of the term after a pause.
        until_on: The last day on which it ran; None while nothing has followed.
        decided_on: When it was decided what follows; None when it was not.
    """

    starts_on: date
    due_on: date | None
    ends_on: date | None
    from_on: date
    until_on: date | None = None
    decided_on: date | None = None

    def is_over(self, *, on: date) -> bool:
        """Whether something else runs by now, or nothing."""
        return self.until_on is not None and self.until_on < on


def spans_of(license: License) -> tuple[Span, ...]:
    """The terms that a license has had, the first first."""
    return spans_by_license([license])[license.pk]


def spans_by_license(licenses: Sequence[License]) -> dict[int, tuple[Span, ...]]:
    """The terms that each of these licenses has had, in one query for all."""
    days = ("terms__starts_on", "terms__until_on", "terms__next_review_on")
    rows = Decision.objects.filter(
        license__in=[one.pk for one in licenses], kind__in=[*GIVES, *CUTS]
    ).order_by("at", "pk")
    made: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for key, kind, at, *given in rows.values_list("license", "kind", "at", *days):
        made[key].append((kind, at, *(date.fromisoformat(day) if day else None for day in given)))
    return {one.pk: tuple(_spans(one, made[one.pk])) for one in licenses}


def since(spans: Sequence[Span]) -> date | None:
    """From when it holds without a gap; None when no term is known."""
    first: date | None = None
    for span in reversed(spans):
        ran_until = min((day for day in (span.until_on, span.ends_on) if day), default=None)
        if first is not None and ran_until is not None and ran_until + DAY < first:
            break
        first = span.from_on
    return first


def _spans(license: License, decisions: Sequence[tuple[Any, ...]]) -> list[Span]:
    """From its decisions; the newest is as the license says, which a register may have changed."""
    found: list[Span] = []
    for kind, at, starts_on, until_on, review_on in decisions:
        day = timezone.localtime(at).date()
        if kind in CUTS:
            found[-1:] = [replace(one, until_on=day) for one in found[-1:]]
        elif starts_on is not None:
            found = found or _from_before(license, kind, starts_on, at=at)
            ends = [one for one in (until_on, review_on) if one is not None]
            from_on = day if kind == "resume" else starts_on
            span = Span(starts_on, min(ends, default=None), until_on, from_on)
            found = [*_followed(found, span, decided_on=day), span]
    return _as_it_stands(license, found)


def _from_before(license: License, kind: str, starts_on: date, *, at: datetime) -> list[Span]:
    """The term before the first decision that is kept: of a license that a register brought."""
    if kind not in RENEWS or license.granted_at is None or license.granted_at >= at:
        return []
    first = timezone.localtime(license.granted_at).date()
    last = starts_on - DAY
    return [Span(first, last, last, first)] if first < last else []


def _followed(found: Sequence[Span], span: Span, *, decided_on: date) -> list[Span]:
    """The terms before another one, which ran until it began."""
    before = [one for one in found if one.from_on < span.from_on]
    if before:
        last = before[-1]
        until_on = min(last.until_on or date.max, span.from_on - DAY)
        before[-1] = replace(last, until_on=until_on, decided_on=decided_on)
    return before


def _as_it_stands(license: License, found: list[Span]) -> list[Span]:
    if license.starts_on is None:
        return found
    due_on, ends_on = license.due_on, license.until_on
    last = found[-1] if found else Span(license.starts_on, due_on, ends_on, license.starts_on)
    from_on = last.from_on if last.starts_on == license.starts_on else license.starts_on
    until_on = last.until_on
    if license.ended_on is not None:
        until_on = min(until_on or date.max, license.ended_on)
    elif license.state in RUNNING:
        until_on = None
    now = Span(license.starts_on, due_on, ends_on, from_on, until_on, last.decided_on)
    return [*found[:-1], now]
