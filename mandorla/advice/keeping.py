"""How every community stands, kept up to date by one piece of work, so that no page looks again."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Final

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from mandorla.advice.judging import judge_all
from mandorla.base.indicators import of, plain, read_all
from mandorla.base.models import Event
from mandorla.communities.models import Community
from mandorla.ledger.working_out import work_out
from mandorla.licenses.models import Standing
from mandorla.maturity.computing import compute

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from mandorla.core.conditions import Finding

AT_ONCE: Final = 200  # communities that are read together
# What a profile says anew each time; what was kept of it does not stand beside.
OF_PROFILES: Final = ("stage", "lowest_level", "activity_ahead", "governance_ahead")


def keep(communities: Sequence[int], *, at: datetime) -> None:
    """Work out what communities are worth, read what is known, judge it, and keep how they stand.

    Done twice at once it is done once: what was read later stays.

    Args:
        communities: Their ids, a few hundred at once.
        at: The moment of looking.
    """
    work_out(communities, at=at)
    known = read_all(communities, at=at)
    profiles = compute(known, at=at)
    for pk, findings in known.items():
        for name in OF_PROFILES:
            findings.pop(name, None)
        findings.update(profiles.get(pk, {}))
    warnings = judge_all(known, at=at)
    Standing.keep_all(
        _standing(pk, findings, warnings.get(pk, (0, 0)), at=at) for pk, findings in known.items()
    )


def keep_in_portions(*, every: bool, at: datetime) -> Iterator[tuple[int, int]]:
    """Keep how communities stand that have changed, or all of them.

    Args:
        every: All of them, also those of which nothing is due.
        at: The moment of looking.

    Yields:
        After each portion how many are done, and of how many.
    """
    asked = sorted(Community.objects.values_list("pk", flat=True)) if every else due(at=at)
    for begin in range(0, len(asked), AT_ONCE):
        portion = asked[begin : begin + AT_ONCE]
        keep(portion, at=at)
        yield begin + len(portion), len(asked)


def due(*, at: datetime) -> list[int]:
    """Communities that something happened in since they were looked at, or not looked at today."""
    today = timezone.localtime(at)
    midnight = today.combine(today.date(), time(0), tzinfo=today.tzinfo)
    happened = Event.objects.filter(
        within_kind=Community._meta.label_lower,
        within_id=OuterRef("pk"),
        at__gt=OuterRef("standing__read_at"),
    )
    old = Q(standing=None) | Q(standing__read_at__lt=midnight)
    rows = Community.objects.filter(old | Exists(happened))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _standing(
    pk: int, findings: Mapping[str, Finding], warnings: tuple[int, int], *, at: datetime
) -> Standing:
    people, stage = of(findings, "people").value, of(findings, "stage").value
    rhythm = of(findings, "rhythm_held_quarter").value
    count, severity = warnings
    return Standing(
        community_id=pk,
        read_at=at,
        findings=plain(findings),
        people=int(people or 0),
        stage=int(stage) if stage is not None else None,
        rhythm_share=float(rhythm) if rhythm is not None else None,
        warnings=count,
        severity=severity,
    )
