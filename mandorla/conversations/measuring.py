"""Conversations become figures: lake → expressions on an engine → snapshots by month.

It is done after an import, and by the clock for what is still due. Only full months are kept.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db.models import Max, Q

from mandorla.conversations.engine import open_engine
from mandorla.conversations.intake import the_lake
from mandorla.conversations.models import ConversationImport
from mandorla.conversations.models.snapshot import Snapshot
from mandorla.conversations.months import first_day, full_until, month_index
from mandorla.conversations.program import measure_program
from mandorla.conversations.unit_talk import talks
from mandorla.core.disclosure import FEWEST
from mandorla.core.health import LEADERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import ibis.expr.types as ir

    from mandorla.analytics.measured import Measured
    from mandorla.conversations.engine import Engine
    from mandorla.conversations.unit_talk import Talk

KEPT: Final = (
    *("posts", "newcomers", "gini", "absence_factor", "leader_share", "active_days"),
    *("burstiness", "threads", "answered", "unanswered_share", "response_median"),
    *("response_p90", "first_posts", "first_answered", "newcomer_reply_share", "replies", "ties"),
    *("reciprocity", "core_size", "units", "blau", "cross_unit_share"),
)
OF_NEWCOMERS: Final = ("newcomers", "first_posts", "first_answered", "newcomer_reply_share")

Rows = dict[int, dict[int, dict[str, Any]]]  # by community and month
Cohorts = dict[int, dict[tuple[int, int], tuple[int, int]]]  # by community, cohort and age


@dataclass(frozen=True)
class Known:
    """How far posts of a community are known: up to the last day of its imports."""

    until: dict[int, int]

    def table(self, engine: Engine) -> ir.Table:
        """The same as the expressions ask for it."""
        return engine.bring({"community": list(self.until), "until": list(self.until.values())})


def due() -> list[int]:
    """Communities with an import that no snapshot knows of yet."""
    done = ConversationImport.objects.filter(state="done", communities__isnull=False)
    measured = dict(
        Snapshot.objects.order_by().values_list("community").annotate(last=Max("measured_at"))
    )
    return sorted(
        {
            pk
            for pk, finished_at in done.values_list("communities", "finished_at")
            if finished_at and (pk not in measured or finished_at > measured[pk])
        }
    )


def imported_into() -> list[int]:
    """Every community with an import whose posts are there."""
    done = ConversationImport.objects.filter(state="done", communities__isnull=False)
    return sorted(set(done.values_list("communities", flat=True)))


def measure_communities(communities: Collection[int], *, at: datetime) -> int:
    """The months of these communities have their figures.

    Args:
        communities: Their ids; others are left alone.
        at: The moment.

    Returns:
        How many snapshots were kept.
    """
    files, known = the_lake().files(), known_until(communities)
    if not files or not known.until:
        return 0
    from mandorla.analytics.measured import measure  # slow import

    kept = 0
    with open_engine(settings.CONVERSATION_ENGINE, files) as engine:
        posts = engine.posts.filter(engine.posts.community.isin(sorted(known.until)))
        measured = measure(posts, until=known.table(engine), keep=engine.keep)
        monthly, cohorts = _monthly(measured), _cohorts(measured)
        exchanged = engine.keep(measured.exchanged)
        for pk, talk in talks(exchanged, sorted(monthly)):
            snapshots = _snapshots(pk, monthly[pk], cohorts[pk], talk, known.until[pk])
            cut = _is_cut(pk, earliest=min(monthly[pk]))
            kept += Snapshot.keep_all(snapshots, at=at, is_cut=cut)
        everywhere = known_until(imported_into()).until
        measure_program(engine, until=max(everywhere.values()), at=at)
    return kept


def known_until(communities: Collection[int]) -> Known:
    """Up to which second posts of communities are known: to the end of the last day imported.

    A community that fell silent is known as far as the export it came in.
    """
    rows = (
        ConversationImport.objects.filter(
            Q(state="done"), communities__in=communities, last_on__isnull=False
        )
        .order_by()
        .values_list("communities")
        .annotate(last=Max("last_on"))
    )
    return Known({pk: _end_of(last) for pk, last in rows})


def _end_of(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) + int(
        timedelta(days=1).total_seconds()
    )


def _monthly(measured: Measured) -> Rows:
    found: Rows = defaultdict(dict)
    for row in measured.monthly.to_pyarrow().to_pylist():
        found[row["community"]][row["month"]] = row
    return found


def _cohorts(measured: Measured) -> Cohorts:
    found: Cohorts = defaultdict(dict)
    for row in measured.retention.to_pyarrow().to_pylist():
        found[row["community"]][row["cohort"], row["age"]] = (row["people"], row["of"])
    return found


def _is_cut(pk: int, *, earliest: int) -> bool:
    """Whether posts are gone that there were figures of."""
    first = Snapshot.objects.of([pk]).exclude(made_of=0).first()
    return first is not None and month_index(first.month_on) < earliest


def _snapshots(
    pk: int,
    months: Mapping[int, dict[str, Any]],
    cohorts: Mapping[tuple[int, int], tuple[int, int]],
    talk: Talk,
    until: int,
) -> Iterator[Snapshot]:
    """Every full month from the first one, also those in which nobody wrote.

    How units talk with each other is kept of the last one alone: that is what is shown.
    """
    first, last = min(months), full_until(until) - 1
    for month in range(first, last + 1):
        row = months.get(month)
        one = Snapshot(community_id=pk, month_on=first_day(month), made_of=0, people=0)
        if row:
            one.made_of = row["posts"]
            one.people = row["people"] if row["people"] >= FEWEST else None
        if row and one.people:
            one.figures = _figures(row) | _retained(cohorts, month, first=first)
            if month // 3 == first // 3:  # everybody is new when posts begin
                one.figures |= dict.fromkeys(OF_NEWCOMERS)
            one.figures |= talk.of(pk, month)
            if month == last:
                one.units = talk.units(pk, month)
        yield one


def _figures(row: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a month; a share of few newcomers or threads would tell on them."""
    found = {name: row[name] for name in KEPT}
    # Of few leaders each could work out what the others wrote: only whether it is too much.
    found["leaders_carry"] = float(row["leader_share"] > LEADERS) if row["leaders"] else None
    if row["leaders"] < FEWEST:
        found["leader_share"] = None
    if found["first_posts"] < FEWEST:
        found["newcomer_reply_share"] = None
    if found["threads"] < FEWEST:
        found |= dict.fromkeys(("unanswered_share", "response_median", "response_p90"))
    return found


def _retained(
    cohorts: Mapping[tuple[int, int], tuple[int, int]], month: int, *, first: int
) -> dict[str, int | None]:
    """Of who came two full quarters ago, how many still write; five people or more."""
    quarter = month // 3 if month % 3 == 2 else month // 3 - 1
    came = quarter - 2
    of = cohorts.get((came, 0), (0, 0))[1]
    if of < FEWEST or came <= first // 3:
        return {"retained": None, "retained_of": None}
    return {"retained": cohorts.get((came, 2), (0, of))[0], "retained_of": of}
