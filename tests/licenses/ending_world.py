"""A community that ends, with one of everything that needs an heir."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from mandorla.communities.models import Community
from mandorla.gatherings.models import CalendarFeed, Commitment
from mandorla.licenses.ending import retire
from mandorla.licenses.models import Ending
from mandorla.licenses.owned import count_left
from mandorla.work.models import (
    Ask,
    Insight,
    Issue,
    Lesson,
    Problem,
    Question,
    RolloutLine,
    Solution,
)
from tests import make

AT = make.AT
LATER = AT + timedelta(days=30)
ON = LATER.date()
LAST_ON = date(2026, 4, 30)
DUE = date(2026, 9, 1)


def ends(people: SimpleNamespace, **facts: Any) -> Ending:
    """The leader announced that it ends."""
    if people.community.status == "forming":
        people.community.start(by=people.leader, at=AT)
    told = {"kind": "end", "reason": "We are done", "last_on": LAST_ON, **facts}
    return Ending.begin(community=people.community, by=people.leader, at=LATER, on=ON, **told)


def heir_of(ending: Ending, people: SimpleNamespace, name: str = "Helios") -> Community:
    """A community that goes on and is named as an heir; the core group leads it."""
    heir = make.community(name, leader=people.core, status="active")
    ending.name_heir(heir, by=people.leader, at=LATER)
    return heir


def everything(people: SimpleNamespace) -> None:
    """One of each thing that needs an heir, and one of each that does not any more."""
    here, ana, ben = people.community, people.leader, people.sponsor
    told: dict[str, Any] = {"community": here, "at": AT}
    for text in ("Draw doors first", "Call early"):
        lesson = Lesson.keep_one(text=text, look_again_on=DUE, by=ana, **told)
    lesson.delete()
    issues = [Issue.surface(text=text, by=ana, **told) for text in ("a", "b", "c")]
    problem = Problem.gather(issues=issues[:2], statement="Doors", by=ana, at=AT)
    solution = Solution.propose(problem=problem, proposal="Wide doors", by=ana, at=AT)
    solution.accept(by=ana, at=AT)
    RolloutLine.roll_out(solution=solution, units=[make.unit()], by=ana, at=AT)
    make.series(here)
    Commitment.make(text="Call", owner=ana, due_on=DUE, by=ana, **told)
    Question.ask(kind="question", text="Why so late?", by=ben, **told)
    Ask.open(text="Who can weld?", of=[people.core], by=people.member, **told)
    Insight.bring(text="They wait", unit=make.unit(), by=ana, **told)
    CalendarFeed.make(person=ana, community=here, at=AT)


def retire_all(ending: Ending, people: SimpleNamespace) -> None:
    """Nobody wants any of it."""
    for kind in count_left(ending):
        retire(ending, kind, because="Nobody needs it", by=people.leader, at=LATER)
