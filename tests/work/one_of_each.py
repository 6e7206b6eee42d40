"""One of each thing that a community works on, to try who may do what with it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from mandorla.communities.models import Community
from mandorla.gatherings.models import Gathering
from mandorla.people.models import Person, Unit
from mandorla.work.models import (
    Answer,
    Ask,
    Expertise,
    Insight,
    Lesson,
    Question,
    Response,
    Review,
)
from tests import make

WEEK = timedelta(days=7)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ALL_DAY = 24 * 60  # minutes


def running_now(community: Community, today: date, **facts: Any) -> Gathering:
    """The community has met every week for two months, and meets all day today.

    So it takes place now at whatever hour the tests run: its code works around it only.
    """
    series = make.series(
        community,
        rule=f"FREQ=WEEKLY;BYDAY={WEEKDAYS[today.weekday()]}",
        timezone="UTC",
        starts_on=today - 8 * WEEK,
        starts_time=time(0),
    )
    begun = datetime.combine(today, time(0), UTC)
    facts = {"minutes": ALL_DAY, "state": "running", "started_at": begun, **facts}
    return make.gathering(series, planned_on=today, **facts)


def one_of_each(
    community: Community,
    *,
    member: Person,
    leader: Person,
    sponsor: Person,
    unit: Unit,
    at: datetime,
) -> dict[str, Any]:
    """The member asks, knows, brings and keeps; the others answer, look back and ask."""
    told: dict[str, Any] = {"community": community, "at": at}
    ask = Ask.open(text="Who has steel?", by=member, **told)
    insight = Insight.bring(text="It rains in", unit=unit, by=member, **told)
    Response.give(insight=insight, kind="need_more", text="Where?", seen=0, by=sponsor, at=at)
    looked: dict[str, Any] = {
        "kind": "peer_assist",
        "title": "A roof",
        "held_on": at.date(),
        "minutes": 45,
    }
    later = at.date() + 30 * WEEK
    return {
        "ask": ask,
        "answer": Answer.give(ask=ask, text="I have", by=leader, at=at),
        "expertise": Expertise.state(text="Roofs", by=member, at=at),
        "insight": insight,
        "lesson": Lesson.keep_one(text="Look up", look_again_on=later, by=member, **told),
        "review": Review.begin(by=leader, **looked, **told),
        "question": Question.ask(kind="question", text="When?", by=sponsor, **told),
    }
