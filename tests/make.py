"""Small makers for tests: what a test does not care about has a sensible value."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from mandorla.base.models import Organization
from mandorla.communities.models import Charter, Community, Membership
from mandorla.core.ballot import Answer
from mandorla.gatherings.models import Gathering, Series
from mandorla.licenses.models import License, Standing
from mandorla.people.models import Person, Placement, Unit
from mandorla.strategy.models import Objective
from mandorla.value.models import Elicitation, Expectation
from mandorla.work.models import Issue, Problem

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
PASSWORD = "a long enough password"
_numbers = count(1)


def organization(name: str = "Halden Works", **facts: Any) -> Organization:
    """The organization of the instance, made when there is none."""
    return Organization.current() or Organization.found(name=name, at=AT, **facts)


def person(name: str = "", *, unit: Unit | None = None, **facts: Any) -> Person:
    """Somebody who can sign in with `PASSWORD`."""
    organization()
    number = next(_numbers)
    name = name or f"Person {number}"
    email = facts.pop("email", f"{name.split()[0].lower()}{number}@halden.example")
    made = Person.unsaved(name=name, email=email, at=AT, **facts)
    made.set_password(PASSWORD)
    made.save(force_insert=True)
    if unit:
        Placement.place(person=made, unit=unit, on=AT.date(), by=None, at=AT)
    return made


def program_manager(name: str = "Karin Lindqvist") -> Person:
    """A program manager."""
    return person(name, is_program_manager=True)


def auditor(name: str = "Vera Auditor") -> Person:
    """An auditor."""
    return person(name, is_auditor=True)


def unit(name: str = "", parent: Unit | None = None) -> Unit:
    """A unit of the organization."""
    return Unit.open(name=name or f"Unit {next(_numbers)}", parent=parent, by=None, at=AT)


def objective(name: str = "", parent: Objective | None = None, **facts: Any) -> Objective:
    """An objective of the organization, or an operation with `kind="operation"`."""
    organization()
    name = name or f"Objective {next(_numbers)}"
    return Objective.open(name=name, parent=parent, by=None, at=AT, **facts)


def community(
    name: str = "",
    *,
    leader: Person | None = None,
    sponsor: Person | None = None,
    members: tuple[Person, ...] = (),
    **facts: Any,
) -> Community:
    """A community with people in roles."""
    organization()
    made = Community.open(
        name=name or f"Community {next(_numbers)}",
        at=AT,
        **{"purpose": "To learn from each other", **facts},
    )
    for who, role in ((leader, "leader"), (sponsor, "sponsor"), *((m, "member") for m in members)):
        if who:
            Membership.appoint(community=made, person=who, role=role, by=None, at=AT)
    return made


def charter(community: Community, *, state: str = "draft", by: Person | None = None) -> Charter:
    """The next version of a charter with one entry in each force; published when asked for."""
    made = Charter.draft(community=community, by=by, at=AT)
    made.write(
        texts={"purpose": "To learn from each other"},
        forces={"benefit": ["Faster roll-out"], "concern": ["A hard role"], "payoff": ["Peers"]},
        review_on=None,
        edits=made.edits,
    )
    if state == "published":
        made.publish(by=by, at=AT)
    return made


EXPECTATIONS = (
    ("Faster roll-out", "organization", "short"),
    ("Fewer repeat errors", "organization", "long"),
    ("A common way of working", "group", "long"),
    ("Support in a hard role", "group", "short"),
    ("Answers to my problems", "person", "short"),
    ("A network across units", "person", "long"),
)


def expectations(community: Community, *, count: int = 6) -> list[Expectation]:
    """What a community is expected to bring; from the seventh on just numbered."""
    words = [*EXPECTATIONS, *((f"Expectation {n}", "group", "long") for n in range(7, count + 1))]
    return [
        Expectation.choose(
            community=community, text=text, level=level, horizon=horizon, by=None, at=AT
        )
        for text, level, horizon in words[:count]
    ]


def members(count: int) -> tuple[Person, ...]:
    """So many people."""
    return tuple(person() for _number in range(count))


def elicitation(community: Community, *, days: int = 14, **facts: Any) -> Elicitation:
    """A round that opened at `AT`, by points on both sides unless said otherwise."""
    if not community.expectations.exists():
        expectations(community)
    return Elicitation.open(
        **{
            "community": community,
            "reason": "founding",
            "methods": {"organization": "points", "members": "points"},
            "opens_at": AT,
            "closes_at": AT + timedelta(days=days),
            "by": None,
            "at": AT,
            **facts,
        }
    )


def points(*given: int, delivery: int | None = 5) -> Answer:
    """An answer by 100 points, with one rating for what is delivered so far."""
    return Answer(points=given, delivery=(delivery,) * len(given))


def series(community: Community, **facts: Any) -> Series:
    """A rhythm that began at `AT`: every Monday at 09:00 in Lisbon, for 55 minutes."""
    return Series.begin(
        **{
            "community": community,
            "name": "Monday round",
            "rule": "FREQ=WEEKLY;BYDAY=MO",
            "timezone": "Europe/Lisbon",
            "starts_on": AT.date(),
            "starts_time": time(9),
            "minutes": 55,
            "by": None,
            "at": AT,
            **facts,
        }
    )


def gathering(series: Series, *, planned_on: date | None = None, **facts: Any) -> Gathering:
    """One gathering of a series, on the day of `AT` if no other is named, with these facts."""
    made = Gathering.touch(series=series, planned_on=planned_on or AT.date(), at=AT)
    for name, value in facts.items():
        setattr(made, name, value)
    made.save()
    return made


def issue(community: Community, text: str = "", *, by: Person | None = None, **facts: Any) -> Issue:
    """Something that cropped up at `AT`."""
    text = text or f"Something does not work, number {next(_numbers)}"
    return Issue.surface(**{"community": community, "text": text, "by": by, "at": AT, **facts})


def problem(community: Community, *issues: Issue, **facts: Any) -> Problem:
    """The common problem behind these issues, or behind one that is made."""
    return Problem.gather(
        **{
            "issues": issues or (issue(community),),
            "statement": f"A common problem, number {next(_numbers)}",
            "by": None,
            "at": AT,
            **facts,
        }
    )


def license(community: Community, *, state: str = "active", **facts: Any) -> License:
    """A license as it would be after its verbs: granted for a year from `AT` where it is granted."""
    number = License.objects.filter(community=community).count() + 1
    starts_on = AT.date() if state in {"active", "conditional", "paused"} else None
    until_on = starts_on and starts_on.replace(year=starts_on.year + 1) - timedelta(days=1)
    terms = {"kind": "full", "starts_on": starts_on, "until_on": until_on, **facts}
    terms.setdefault("next_review_on", terms["until_on"])
    return License.objects.create(community=community, number=number, state=state, **terms)


def standing(community: Community, **facts: Any) -> Standing:
    """What was known of a community when it was last looked at, at `AT`."""
    return Standing.objects.create(**{"community": community, "read_at": AT, **facts})
