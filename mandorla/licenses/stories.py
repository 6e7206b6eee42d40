"""What a report could tell: what was told, solved, adopted or changed since a day."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.ledger.models import Story as Told
from mandorla.work.models import Lesson, Problem, RolloutLine, Solution

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mandorla.communities.models import Community

Story = dict[str, str]
EACH = 10  # of one kind are looked at


def candidates(community: Community, *, since: date) -> list[Story]:
    """What could be told, what changed most first: a title, a text, and where it is.

    What somebody who benefited told for everybody here comes first. A solution that units adopted
    tells more than a lesson that changed a process, and that more than a problem that is solved.
    What is told already by one of them is not told again.

    Args:
        community: Of which.
        since: From which day on.
    """
    moment = timezone.make_aware(datetime.combine(since, time.min))
    stories = _told(community, moment)
    heard = {one.solution_id for one in stories}
    adopted = _adopted(community, moment)
    solutions = [one for one in adopted if one.pk not in heard]
    lessons = Lesson.objects.filter(community=community, changed_on__gte=since).exclude(changed="")
    problems = Problem.objects.filter(community=community, state="solved", solved_at__gte=moment)
    told = {one.problem_id for one in adopted}
    return [
        *(
            {
                "title": _title(one.title),
                "text": one.difference or one.used or one.useful or one.happened or one.success,
                "address": _address(one, community),
            }
            for one in stories
        ),
        *(_of_solution(one, community) for one in solutions),
        *(
            {
                "title": _title(one.text),
                "text": _("It changed how we work: {changed}").format(changed=one.changed),
                "address": _address(one, community),
            }
            for one in lessons.order_by("-changed_on", "-pk")[:EACH]
        ),
        *(
            {
                "title": _title(one.statement),
                "text": one.because or _("It is solved."),
                "address": _address(one, community),
            }
            for one in problems.order_by("-solved_at", "-pk")[:EACH]
            if one.pk not in told
        ),
    ]


def _told(community: Community, since: datetime) -> Sequence[Told]:
    """What was told for everybody, those that say what difference it made first."""
    told = Told.objects.told().filter(community=community, seen_by="organization")
    newest = told.filter(told_at__gte=since).order_by("-told_at", "-pk")[:EACH]
    return sorted(newest, key=lambda one: not one.difference)


def _adopted(community: Community, since: datetime) -> Sequence[Solution]:
    """Accepted since, the ones that most units adopted first."""
    accepted = Solution.objects.filter(
        community=community, state="accepted", decided_at__gte=since
    ).select_related("problem")
    found = list(accepted.order_by("-decided_at", "-pk")[:EACH])
    lines = RolloutLine.objects.filter(solution__in=found, state="adopted")
    units: dict[int, list[str]] = {}
    for solution, name in lines.order_by("unit__name").values_list("solution", "unit__name"):
        units.setdefault(solution, []).append(name)
    for one in found:
        one.adopted_in = units.get(one.pk, [])  # type: ignore[attr-defined]
    return sorted(found, key=lambda one: -len(one.adopted_in))  # type: ignore[attr-defined]


def _of_solution(solution: Solution, community: Community) -> Story:
    units: list[str] = solution.adopted_in  # type: ignore[attr-defined]
    text = _("The problem was: {problem}").format(problem=solution.problem.statement)
    if units:
        adopted = ngettext(
            "Adopted in one unit: {names}.", "Adopted in {count} units: {names}.", len(units)
        ).format(count=len(units), names=", ".join(units[:8]))
        text = f"{text}\n{adopted}"
    return {
        "title": _title(solution.proposal),
        "text": text,
        "address": _address(solution, community),
    }


def _address(one: Lesson | Problem | Solution | Told, community: Community) -> str:
    one.community = community
    return one.get_absolute_url()


def _title(text: str) -> str:
    return text if len(text) <= 150 else f"{text[:149].rstrip()}…"
