"""What came of a gathering, in the few lines that people read afterwards.

Nobody is named in it but those who took something on or asked for a hand; what was heard in a unit
names the unit. Nothing tells who was there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from mandorla.gatherings.models import Commitment, Gathering
from mandorla.work.models import Digest, Insight, Outcome, Problem, RolloutLine
from mandorla.work.models.outcome import KINDS

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model, QuerySet

MOST = 100  # lines of a kind
Row = TypeVar("Row", bound="Model")


@dataclass(frozen=True)
class Changed:
    """What became of what was said before, since the gathering before this one.

    Attributes:
        since: When the one before ended; None when there was none.
        done: Commitments that were finished.
        solved: Problems that were solved.
        adopted: Units that adopted a solution.
    """

    since: datetime | None
    done: tuple[Commitment, ...]
    solved: tuple[Problem, ...]
    adopted: tuple[RolloutLine, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed, or nothing is known of before."""
        return not (self.done or self.solved or self.adopted)


@dataclass(frozen=True)
class Told:
    """A digest: what was decided, who does what by when, what cropped up, was heard and kept.

    Attributes:
        sent: That it was sent, and with which words; None before that.
    """

    gathering: Gathering
    decisions: tuple[Outcome, ...]
    commitments: tuple[Commitment, ...]
    issues: tuple[Outcome, ...]
    insights: tuple[Insight, ...]
    asks: tuple[Outcome, ...]
    lessons: tuple[Outcome, ...]
    changed: Changed
    sent: Digest | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing came of the gathering itself."""
        said = self.decisions or self.issues or self.insights or self.asks or self.lessons
        return not (said or self.commitments)


def read_digest(gathering: Gathering) -> Told:
    """What came of a gathering, as it reads now, in a fixed number of queries."""
    rows = Outcome.objects.filter(gathering=gathering).told()
    rows = rows.select_related("issue", "ask__asked_by", "lesson__owner")
    heard = Insight.objects.filter(heard_in=gathering)
    caught: dict[str, list[Outcome]] = {kind: [] for kind in KINDS}
    for one in rows.order_by("caught_at", "pk"):
        caught[one.kind].append(one)
    made = Commitment.objects.filter(gathering=gathering).exclude(state="dropped")
    return Told(
        gathering=gathering,
        decisions=tuple(caught["decision"][:MOST]),
        commitments=tuple(made.select_related("owner").due_first()[:MOST]),
        issues=tuple(caught["issue"][:MOST]),
        insights=_first(heard.select_related("unit").order_by("brought_at", "pk")),
        asks=tuple(caught["ask"][:MOST]),
        lessons=tuple(caught["lesson"][:MOST]),
        changed=_changed(gathering),
        sent=Digest.objects.filter(gathering=gathering).first(),
    )


def _changed(gathering: Gathering) -> Changed:
    """What was finished, solved and adopted between the gathering before and the end of this."""
    before = _before(gathering)
    if before is None:
        return Changed(since=None, done=(), solved=(), adopted=())
    since, until = before.over_at, gathering.over_at
    here = {"community": gathering.community}
    done = Commitment.objects.filter(
        **here, state="done", closed_at__gt=since, closed_at__lte=until
    )
    solved = Problem.objects.filter(
        **here, state="solved", solved_at__gt=since, solved_at__lte=until
    )
    lines = RolloutLine.objects.filter(
        solution__community=gathering.community, state="adopted", changed_at__gt=since
    ).filter(changed_at__lte=until)
    return Changed(
        since=since,
        done=_first(done.select_related("owner").order_by("closed_at", "pk")),
        solved=_first(solved.order_by("solved_at", "pk")),
        adopted=_first(
            lines.select_related("solution", "unit").order_by("solution_id", "unit__name", "pk")
        ),
    )


def _first(rows: QuerySet[Row]) -> tuple[Row, ...]:
    return tuple(rows[:MOST])


def _before(gathering: Gathering) -> Gathering | None:
    """The last gathering of the series that was held before this one."""
    earlier = Gathering.objects.filter(
        series=gathering.series_id, state="held", starts_at__lt=gathering.starts_at
    )
    return earlier.order_by("-starts_at", "-pk").first()
