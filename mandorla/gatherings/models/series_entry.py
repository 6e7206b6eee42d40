"""The rhythms of a community as a register says them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from mandorla.gatherings.models.series import Series

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from mandorla.communities.models import Community


def reenter_series(
    *, community: Community, series: Sequence[Mapping[str, Any]], at: datetime
) -> None:
    """The community meets in these rhythms and no others; the caller tells it.

    A rhythm that keeps its name stays the same one, so that what hangs on it stays too. One that is
    gone is removed, or has ended when gatherings of it were kept. Without `former` the former
    rhythms of one that stays are kept.
    """
    known: dict[str, list[Series]] = {}
    for one in Series.objects.filter(community=community):
        known.setdefault(one.name, []).append(one)
    with transaction.atomic():
        for facts in series:
            same = known.get(facts["name"])
            if same:
                _stay(same.pop(0), facts, at=at)
            else:
                Series.enter(community=community, changed_at=at, **facts)
        for one in [one for same in known.values() for one in same]:
            if one.gatherings.exists():
                one.rewrite(at=at, ends_on=at.date())
            else:
                one.delete()


def _stay(series: Series, facts: Mapping[str, Any], *, at: datetime) -> None:
    kept = {name: value for name, value in facts.items() if name != "former"}
    for name, value in {**kept, "sequence": series.sequence + 1, "changed_at": at}.items():
        setattr(series, name, value)
    series.keep(*kept, "sequence", "changed_at")
    if "former" in facts:
        series.enter_former(facts["former"])
