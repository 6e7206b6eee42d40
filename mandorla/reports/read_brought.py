"""What somebody brought: what they surfaced, proposed, told, facilitated and did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from mandorla.base.models import Event
from mandorla.gatherings.models import Commitment, Gathering
from mandorla.gatherings.turns import facilitators_of
from mandorla.ledger.models import Story
from mandorla.reports.lines import MOST, Line, day, some, thread
from mandorla.work.models import Contribution, Insight, Issue, Lesson, Solution

if TYPE_CHECKING:
    from mandorla.people.models import Person
    from mandorla.reports.lines import Wanted

PROPOSED: Final = "solution.proposed"
KEPT: Final = "lesson.kept"
LOOKED_AT: Final = 400  # gatherings, the latest; whose turn it was is worked out for each


def issues_of(person: Person, wanted: Wanted) -> tuple[list[Issue], int]:
    """What somebody surfaced under their name; what they surfaced without it is not looked for."""
    rows = Issue.objects.own_of(person).filter(is_anonymous=False).listed()
    live = Solution.objects.exclude(state="rejected").order_by("-proposed_at", "-pk")
    rows = wanted.narrow(rows, "surfaced_at").select_related("community", "problem")
    rows = rows.prefetch_related(Prefetch("problem__solutions", queryset=live))
    return some(rows.order_by("-surfaced_at", "-pk"))


def issue_lines(issues: list[Issue]) -> list[Line]:
    """Each of them as a line."""
    return [
        Line(
            kind="issue",
            pk=one.pk,
            text=one.text,
            detail=one.state_words,
            on=day(one.surfaced_at),
            place=one.community,
            address=one.get_absolute_url(),
            thread=thread("issue", one.pk),
        )
        for one in issues
    ]


def insights_of(person: Person, wanted: Wanted) -> tuple[list[Insight], int]:
    """What somebody heard back home and brought; nobody else is told who did."""
    rows = wanted.narrow(Insight.objects.filter(brought_by=person), "brought_at")
    rows = rows.select_related("community").prefetch_related("responses")
    return some(rows.order_by("-brought_at", "-pk"))


def insight_lines(insights: list[Insight]) -> list[Line]:
    """Each of them as a line; it goes along only when the person says so."""
    return [
        Line(
            kind="insight",
            pk=one.pk,
            text=one.text,
            on=day(one.brought_at),
            place=one.community,
            address=one.get_absolute_url(),
            is_usual=False,
        )
        for one in insights
    ]


def acts_of(person: Person) -> dict[str, set[int]]:
    """What the trail says by name that somebody proposed or wrote down, by verb."""
    acts = Event.objects.by_person(person).filter(verb__in=[PROPOSED, KEPT])
    found: dict[str, set[int]] = {PROPOSED: set(), KEPT: set()}
    for verb, pk in acts.order_by("-at", "-pk").values_list("verb", "about_id"):
        if pk is not None:
            found[verb].add(pk)
    return found


def solutions_of(
    person: Person, wanted: Wanted, *, proposed: set[int]
) -> tuple[list[tuple[Solution, bool]], int]:
    """What somebody proposed or helped to find, and whether all may know that."""
    helped = Contribution.objects.filter(person=person)
    shown = dict(helped.values_list("solution", "shown"))
    rows = Solution.objects.filter(pk__in=proposed | set(shown)).select_related("community")
    found, more = some(wanted.narrow(rows, "proposed_at").order_by("-proposed_at", "-pk"))
    known = proposed | {pk for pk, shows in shown.items() if shows}
    return [(one, one.pk in known) for one in found], more


def solution_lines(solutions: list[tuple[Solution, bool]], *, proposed: set[int]) -> list[Line]:
    """Each of them as a line."""
    return [
        Line(
            kind="solution",
            pk=one.pk,
            text=one.proposal,
            detail=", ".join([_part(one, proposed), one.state_words]),
            on=day(one.proposed_at),
            place=one.community,
            address=one.get_absolute_url(),
            thread=thread("solution", one.pk),
            is_usual=is_known,
        )
        for one, is_known in solutions
    ]


def _part(solution: Solution, proposed: set[int]) -> str:
    return _("proposed") if solution.pk in proposed else _("helped to find it")


def practices(person: Person, wanted: Wanted, *, kept: set[int]) -> tuple[list[Line], int]:
    """Lessons that somebody wrote down and others look after."""
    rows = Lesson.objects.filter(pk__in=kept).exclude(owner=person).select_related("community")
    found, more = some(wanted.narrow(rows, "kept_at").order_by("-kept_at", "-pk"))
    return [lesson_line("practice", one) for one in found], more


def lesson_line(kind: str, lesson: Lesson) -> Line:
    """A lesson as a line."""
    return Line(
        kind=kind,
        pk=lesson.pk,
        text=lesson.text,
        detail="" if lesson.state == "current" else _("used no longer"),
        on=day(lesson.kept_at),
        place=lesson.community,
        address=lesson.get_absolute_url(),
        thread=thread("lesson", lesson.pk),
    )


def stories_of(person: Person, wanted: Wanted) -> tuple[list[Story], int]:
    """What somebody told under their name."""
    rows = Story.objects.own_of(person).told().filter(is_nameless=False)
    rows = wanted.narrow(rows, "told_at").select_related("community", "claim")
    return some(rows.order_by("-told_at", "-pk"))


def story_line(kind: str, story: Story, *, text: str, detail: str = "") -> Line:
    """Something of a story as a line; it goes along by itself when everybody here reads it."""
    return Line(
        kind=kind,
        pk=story.pk,
        text=text,
        detail=detail,
        on=day(story.told_at),
        place=story.community,
        address=story.get_absolute_url(),
        thread=thread("story", story.pk),
        is_usual=story.seen_by == "organization",
    )


def gatherings(person: Person, wanted: Wanted) -> tuple[list[Line], int]:
    """What somebody facilitated: named for it, or because it was their turn."""
    turn = Q(facilitator=None, series__turns__person=person)
    rows = Gathering.objects.filter(Q(facilitator=person) | turn, state="held")
    rows = wanted.narrow(rows, "starts_at").select_related("community", "facilitator")
    rows = rows.select_related("series__community").prefetch_related("series__former")
    found = list(rows.defer("notes").distinct().order_by("-starts_at", "-pk")[:LOOKED_AT])
    taken = facilitators_of([one for one in found if one.facilitator_id is None])
    own = [one for one in found if _is_own(one, person, taken)]
    lines = [
        Line(
            kind="gathering",
            pk=one.pk,
            text=one.series.name,
            on=one.local_start.date(),
            place=one.community,
            address=one.get_absolute_url(),
            thread=thread("gathering", one.pk),
            is_usual=False,
        )
        for one in own[:MOST]
    ]
    return lines, max(0, len(own) - MOST)


def _is_own(gathering: Gathering, person: Person, taken: dict[Any, Person]) -> bool:
    if gathering.facilitator_id is not None:
        return gathering.facilitator_id == person.pk
    return taken.get((gathering.series_id, gathering.planned_on)) == person


def commitments(person: Person, wanted: Wanted) -> tuple[list[Line], int]:
    """What somebody took on and did; read by those in the community."""
    rows = Commitment.objects.filter(owner=person, state="done").select_related("community")
    found, more = some(wanted.narrow(rows, "closed_at").order_by("-closed_at", "-pk"))
    lines = [
        Line(
            kind="commitment",
            pk=one.pk,
            text=one.text,
            detail=one.came_of_it,
            on=day(one.closed_at),
            place=one.community,
            address=reverse("gatherings:commitment", args=[one.community.slug, one.pk]),
            is_usual=False,
        )
        for one in found
    ]
    return lines, more
