"""Who may do what in the work of a community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.communities.rules import facilitates
from mandorla.gatherings.turns import facilitators_of
from mandorla.people.rules import may_see_inactive, sees_names_only

if TYPE_CHECKING:
    from collections.abc import Set

    from mandorla.gatherings.models import Gathering
    from mandorla.people.models import Person
    from mandorla.work.models import Issue, Problem, RolloutLine, Solution


def takes_part(person: Person, roles: Set[str]) -> bool:
    """Everybody in a community votes, takes on, captures and helps."""
    return bool(roles) or person.is_program_manager


def steers(person: Person, roles: Set[str]) -> bool:
    """Those who facilitate gather problems, decide on solutions and lead gatherings."""
    return facilitates(person, roles)


def answers_insights(person: Person, roles: Set[str]) -> bool:
    """Sponsors speak for leadership; those who facilitate write down what it said."""
    return "sponsor" in roles or steers(person, roles)


def rewords(person: Person, roles: Set[str], *, solution: Solution) -> bool:
    """A proposal is worded by everybody here; what is tried or escalated, by those who steer."""
    if solution.state == "proposed":
        return takes_part(person, roles)
    return solution.state in {"trying", "escalated"} and steers(person, roles)


def marks(person: Person, roles: Set[str], *, line: RolloutLine) -> bool:
    """Whoever sees to it in a unit says how far the unit is; so do those who steer."""
    return line.coordinator_id == person.pk or steers(person, roles)


def takes_on(person: Person, roles: Set[str], *, line: RolloutLine) -> bool:
    """As long as nobody sees to it in a unit, everybody here can offer to."""
    return line.coordinator_id is None and takes_part(person, roles)


def changes_issue(person: Person, roles: Set[str], *, issue: Issue) -> bool:
    """Whoever surfaced it says it better; those who steer correct it."""
    return issue.is_own_of(person) or steers(person, roles)


def shown_surfacer(reader: Person, *, issue: Issue) -> Person | None:
    """Who surfaced an issue, as far as the reader may know; nobody when they left their name out.

    An auditor reads no names, and whose account is not active is for program managers.
    """
    person = issue.shown_surfacer
    if person is None or person == reader:
        return person
    is_told = may_see_inactive(reader) if not person.is_active else not sees_names_only(reader)
    return person if is_told else None


def owns_problem(person: Person, roles: Set[str], *, problem: Problem) -> bool:
    """Whoever looks after it words it; so do those who steer."""
    return problem.owner_id == person.pk or steers(person, roles)


def keeps_lessons(person: Person, roles: Set[str]) -> bool:
    """Stewards look after the lessons of a community, as those who facilitate do."""
    return "steward" in roles or steers(person, roles)


def leads(person: Person, gathering: Gathering, roles: Set[str]) -> bool:
    """Those who facilitate lead a gathering, and whose turn it is or who stands in this time."""
    if steers(person, roles) or not roles:
        return steers(person, roles)
    this_time = facilitators_of([gathering]).get((gathering.series_id, gathering.planned_on))
    return this_time == person
