"""Somebody's own page: what they brought, whom they helped, what they learned, and what became.

It is put together for the person it tells of and for nobody else. What they surfaced or told
without a name is not looked for, so that nothing that leaves can lead to it; ballots cannot be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Q

from mandorla.communities.models import Community, Membership
from mandorla.reports import read_became, read_brought, read_helped, read_learned
from mandorla.reports.lines import (
    KINDS,
    SECTIONS,
    SOURCES,
    TOLD,
    Found,
    Group,
    Line,
    Section,
    Wanted,
)
from mandorla.reports.models import Choice
from mandorla.work.models import Answer, Issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mandorla.ledger.models import Story
    from mandorla.people.models import Person
    from mandorla.work.models import Insight, Lesson, Solution


@dataclass(frozen=True)
class Brought:
    """What somebody brought.

    Attributes:
        person: Whose page it is.
        wanted: Of which community and time.
        sections: In the order of `SECTIONS`; also those that hold nothing.
    """

    person: Person
    wanted: Wanted
    sections: tuple[Section, ...]

    @property
    def lines(self) -> Iterator[Line]:
        """All lines."""
        for section in self.sections:
            for group in section.groups:
                yield from group.lines

    @property
    def count(self) -> int:
        """How many lines there are."""
        return sum(section.count for section in self.sections)

    @property
    def usual(self) -> dict[str, bool]:
        """Of each line, and each kind, whether it goes along without saying."""
        kinds = {group.kind: True for section in self.sections for group in section.groups}
        return kinds | {line.key: line.is_usual for line in self.lines}

    @property
    def going(self) -> int:
        """How many of them go into what leaves."""
        return sum(line.goes for line in self.lines)


def read(person: Person, wanted: Wanted) -> Brought:
    """All of it, with what the person lets leave; in a number of queries that is fixed."""
    said = Choice.of(person)
    found = _found(person, wanted)
    sections, going = [], set[str]()
    for name, label in SECTIONS.items():
        kinds = [kind for kind, (section, _label) in KINDS.items() if section == name]
        groups = [_group(kind, found, said, going) for kind in kinds if found[kind][0]]
        sections.append(Section(name=name, label=str(label), groups=tuple(groups)))
    return Brought(person=person, wanted=wanted, sections=tuple(sections))


def leaving(brought: Brought) -> Brought:
    """Only what goes along, for the eyes of others: no page, no thread, no count of the rest."""
    sections = []
    for section in brought.sections:
        kept = [replace(group, lines=_going(group), more=0) for group in section.groups]
        groups = tuple(group for group in kept if group.lines)
        if groups:
            sections.append(replace(section, label=str(TOLD[section.name]), groups=groups))
    return replace(brought, sections=tuple(sections))


def _going(group: Group) -> tuple[Line, ...]:
    return tuple(replace(line, address="", thread="") for line in group.lines if line.goes)


def _group(kind: str, found: Found, said: Mapping[str, bool], going: set[str]) -> Group:
    """The lines of a kind; what tells of another line goes along with that one only.

    Args:
        kind: Which kind.
        found: All lines.
        said: What the person said of lines and kinds.
        going: The lines that go along so far; those of this kind are added.
    """
    lines, more = found[kind]
    goes, source = said.get(kind, True), SOURCES.get(kind)
    shown = []
    for one in lines:
        waits = source is not None and f"{source}-{one.pk}" not in going
        line = replace(one, waits=waits)
        shown.append(replace(line, goes=goes and not waits and said.get(one.key, one.is_usual)))
    going.update(one.key for one in shown if one.goes)
    return Group(kind=kind, label=str(KINDS[kind][1]), lines=tuple(shown), more=more, goes=goes)


def _found(person: Person, wanted: Wanted) -> Found:
    """The lines by kind, the newest first."""
    acts = read_brought.acts_of(person)
    proposed = acts[read_brought.PROPOSED]
    issues, more_issues = read_brought.issues_of(person, wanted)
    insights, more_insights = read_brought.insights_of(person, wanted)
    solutions, more_solutions = read_brought.solutions_of(person, wanted, proposed=proposed)
    stories, more_stories = read_brought.stories_of(person, wanted)
    answers, more_answers = read_helped.answers_of(person, wanted)
    lessons, more_lessons = read_learned.lessons_of(person, wanted)
    told = [read_brought.story_line("story", one, text=one.title) for one in stories]
    found: Found = {
        "issue": (read_brought.issue_lines(issues), more_issues),
        "insight": (read_brought.insight_lines(insights), more_insights),
        "solution": (
            read_brought.solution_lines(solutions, proposed=proposed),
            more_solutions,
        ),
        "practice": read_brought.practices(person, wanted, kept=acts[read_brought.KEPT]),
        "story": (told, more_stories),
        "gathering": read_brought.gatherings(person, wanted),
        "commitment": read_brought.commitments(person, wanted),
        "answer": (read_helped.answer_lines(answers), more_answers),
        "lesson": (read_learned.lesson_lines(lessons), more_lessons),
        "used": (read_learned.used_lines(stories), 0),
        "promise": (
            read_learned.promise_lines(stories, went_on=read_learned.went_on(person)),
            0,
        ),
        "role": read_learned.roles(person, wanted),
    }
    return found | _became(
        found,
        issues=issues,
        insights=insights,
        solutions=solutions,
        stories=stories,
        answers=answers,
        lessons=lessons,
    )


def _became(
    found: Found,
    *,
    issues: list[Issue],
    insights: list[Insight],
    solutions: list[tuple[Solution, bool]],
    stories: list[Story],
    answers: list[Answer],
    lessons: list[Lesson],
) -> Found:
    """What became of these lines; a solution is told of once, also when its issue was theirs."""
    lines = {kind: {one.pk: one for one in rows} for kind, (rows, _more) in found.items()}
    known = {one.pk for one, is_known in solutions if is_known}
    behind = {one.pk for one in map(read_became.done_about, issues) if one is not None}
    units = read_became.adopted({one.pk for one, _is_known in solutions} | behind)
    became = {
        "issue_became": read_became.of_issues(issues, lines["issue"], units, without=known),
        "insight_became": read_became.of_insights(insights, lines["insight"]),
        "solution_became": read_became.of_solutions(
            solutions, lines["solution"], units, without=behind - known
        ),
        "story_became": read_became.of_stories(stories, lines["story"]),
        "answer_became": read_became.of_answers(answers, lines["answer"]),
        "lesson_became": read_became.of_lessons(lessons, lines["lesson"]),
    }
    return {kind: (rows, 0) for kind, rows in became.items()}


def places_of(person: Person) -> list[Community]:
    """The communities of which somebody may have something here, by name."""
    held = Membership.objects.filter(person=person).values("community")
    surfaced = Issue.objects.own_of(person).filter(is_anonymous=False).values("community")
    answered = Answer.objects.filter(answered_by=person).values("ask__community")
    own = Q(pk__in=held) | Q(pk__in=surfaced) | Q(pk__in=answered)
    return list(Community.objects.filter(own).order_by("name", "pk"))
