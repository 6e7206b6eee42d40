"""What became of what somebody brought: what was decided, taken up, answered or confirmed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.reports.lines import Line, day
from mandorla.work.models import RolloutLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from mandorla.ledger.models import Story
    from mandorla.work.models import Answer, Insight, Issue, Lesson, Solution

DONE: Final = {"will_do", "already_done"}  # answers by which leadership takes something up


def adopted(solutions: Iterable[int]) -> dict[int, int]:
    """How many units have taken up each of these solutions."""
    rows = RolloutLine.objects.filter(solution__in=set(solutions), state="adopted")
    counted = rows.order_by().values_list("solution").annotate(units=Count("unit", distinct=True))
    return dict(counted)


def done_about(issue: Issue) -> Solution | None:
    """What is done about the problem an issue is a part of: what was accepted, or the newest."""
    solutions = list(issue.problem.solutions.all()) if issue.problem else []
    accepted = [one for one in solutions if one.state == "accepted"]
    return next(iter(accepted + solutions), None)


def of_issues(
    issues: list[Issue], lines: Mapping[int, Line], units: Mapping[int, int], *, without: set[int]
) -> list[Line]:
    """How each issue was solved, or what is done about the problem it is a part of.

    Args:
        issues: What was surfaced.
        lines: The lines of the issues.
        units: How many units took up each solution.
        without: Solutions of which the page tells as the person's own.
    """
    found = []
    for one in issues:
        best = done_about(one)
        on: datetime | None
        if best is not None and best.pk in without:
            continue
        if best is not None:
            text, on = _what_is_done(best, units), best.decided_at or best.proposed_at
        elif one.state == "solved" and one.because:
            text, on = one.because, one.solved_at
        else:
            continue
        found.append(
            _after(
                lines[one.pk],
                text=text,
                of=one.text,
                line=Line(
                    kind="issue_became",
                    pk=one.pk,
                    text="",
                    on=day(on),
                    place=one.community,
                    is_confirmed=best is not None and best.state == "accepted",
                ),
            )
        )
    return found


def of_solutions(
    solutions: list[tuple[Solution, bool]],
    lines: Mapping[int, Line],
    units: Mapping[int, int],
    *,
    without: set[int],
) -> list[Line]:
    """What was decided on each solution, and how many units took it up."""
    return [
        _after(
            lines[one.pk],
            text=_state(one, units).capitalize(),
            of=one.proposal,
            line=Line(
                kind="solution_became",
                pk=one.pk,
                text="",
                on=day(one.decided_at),
                place=one.community,
                is_confirmed=one.state == "accepted",
            ),
        )
        for one, _is_known in solutions
        if one.state in {"accepted", "trying"} and one.decided_at and one.pk not in without
    ]


def of_insights(insights: list[Insight], lines: Mapping[int, Line]) -> list[Line]:
    """What leadership answered to each insight, the last time."""
    found = []
    for one in insights:
        answers = list(one.responses.all())
        if not answers:
            continue
        last = answers[-1]
        said = last.words.capitalize()
        if last.due_on:
            said = _("{said} by {day}").format(said=said, day=date_format(last.due_on, "j F Y"))
        line = Line(
            kind="insight_became",
            pk=one.pk,
            text="",
            on=day(last.given_at),
            place=one.community,
            is_confirmed=last.kind in DONE,
        )
        text = f"{said}: {last.text}" if last.text else said
        found.append(_after(lines[one.pk], text=text, of=one.text, line=line))
    return found


def of_stories(stories: list[Story], lines: Mapping[int, Line]) -> list[Line]:
    """What a story claims and somebody who has it confirmed."""
    found = []
    for one in stories:
        claim = getattr(one, "claim", None)
        if claim is None or claim.state != "confirmed":
            continue
        line = Line(
            kind="story_became",
            pk=one.pk,
            text="",
            on=day(claim.confirmed_at),
            place=one.community,
            is_confirmed=True,  # nobody confirms what they claimed themselves
        )
        text = _("Confirmed: {amount}").format(amount=claim.amount)
        found.append(_after(lines[one.pk], text=text, of=one.title, line=line))
    return found


def of_answers(answers: list[Answer], lines: Mapping[int, Line]) -> list[Line]:
    """What came of the asks that somebody answered; only of those that all may read."""
    return [
        _after(
            lines[one.pk],
            text=one.ask.came_of_it or _("Solved"),
            of=one.ask.text,
            line=Line(
                kind="answer_became",
                pk=one.pk,
                text="",
                on=day(one.ask.closed_at),
                place=one.ask.community,
                is_confirmed=one.thanked_at is not None,
            ),
        )
        for one in answers
        if one.ask.state == "solved" and one.ask.is_for_all
    ]


def of_lessons(lessons: list[Lesson], lines: Mapping[int, Line]) -> list[Line]:
    """Where a lesson changed how people work."""
    return [
        _after(
            lines[one.pk],
            text=_("Changed how we work: {changed}").format(changed=one.changed),
            of=one.text,
            line=Line(
                kind="lesson_became",
                pk=one.pk,
                text="",
                on=one.changed_on,
                place=one.community,
            ),
        )
        for one in lessons
        if one.changed
    ]


def _after(source: Line, *, text: str, of: str, line: Line) -> Line:
    """The line of what became of another one, with its page, thread and who may know."""
    return replace(
        line,
        text=text,
        detail=_("came of “{what}”").format(what=of),
        address=source.address,
        thread=source.thread,
        is_usual=source.is_usual,
    )


def _what_is_done(solution: Solution, units: Mapping[int, int]) -> str:
    state = _state(solution, units)
    return _("{proposal} ({state})").format(proposal=solution.proposal, state=state)


def _state(solution: Solution, units: Mapping[int, int]) -> str:
    count = units.get(solution.pk, 0)
    if not count:
        return solution.state_words
    taken = ngettext("adopted in {count} unit", "adopted in {count} units", count)
    return f"{solution.state_words}, {taken.format(count=count)}"
