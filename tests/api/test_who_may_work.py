"""Who may call which verb of gatherings and of work: each, for every kind of person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from mandorla.communities.models import Community, Membership
from mandorla.gatherings.models import Commitment
from mandorla.people.models import Person
from mandorla.work.models import (
    TakeBack,
)
from tests import make
from tests.api.caller import Caller
from tests.api.verbs import ANYBODY, COMMUNITY, HERE, IN_IT, KINDS, MANAGE, RUN, Verb
from tests.work.one_of_each import WEEK, one_of_each, running_now

RHYTHM = {"rule": "FREQ=WEEKLY;BYDAY=MO", "timezone": "Europe/Lisbon", "minutes": 55}
OUTSIDE = {"auditor": 404}  # to those who do not see the gathering, it is not there
SERIES = f"{COMMUNITY}/series/{{series}}"
TODAY = f"{COMMUNITY}/gatherings/{{series}}/{{today}}"
NEXT = f"{COMMUNITY}/gatherings/{{series}}/{{next}}"
BACK = f"{SERIES}/gatherings/{{today}}/take-back"
PROMISE = f"{COMMUNITY}/commitments/{{commitment}}"
ASK = f"{COMMUNITY}/asks/{{ask}}"
LESSON = f"{COMMUNITY}/lessons/{{lesson}}"
QUESTION = f"{COMMUNITY}/questions/{{question}}"
INSIGHT = f"{COMMUNITY}/insights/{{insight}}"
MEMBER = frozenset({"member"})
LEADER = frozenset({"leader"})
PEERS = ANYBODY - {"auditor"}  # an auditor reads no names
OUTCOME = {"kind": "decision", "text": "We do", "key": str(uuid4())}

VERBS = [
    # rhythms
    Verb(
        "POST",
        f"{COMMUNITY}/series",
        {**RHYTHM, "name": "Round", "starts_on": "{next}", "starts_time": "09:00"},
        201,
        RUN,
    ),
    Verb("GET", SERIES, None, 200, ANYBODY),
    Verb("PATCH", SERIES, {"name": "Round"}, 200, RUN),
    Verb(
        "POST",
        f"{SERIES}/changes",
        {**RHYTHM, "from_on": "{next}", "starts_time": "09:00"},
        200,
        RUN,
    ),
    Verb("POST", f"{SERIES}/end", {"on": "{next}"}, 200, RUN),
    Verb("GET", f"{SERIES}/turns", None, 200, HERE, 404),
    Verb("PUT", f"{SERIES}/turns", {"people": ["{member}"]}, 200, RUN),
    # gatherings
    Verb("GET", f"{COMMUNITY}/gatherings?{{window}}", None, 200, ANYBODY),
    Verb("GET", TODAY, None, 200, ANYBODY),
    Verb("POST", f"{NEXT}/move", {"starts_at": "{moment}"}, 200, RUN),
    Verb("POST", f"{NEXT}/cancellation", {"because": "Easter"}, 200, RUN),
    Verb("POST", f"{NEXT}/restoration", None, 409, RUN),
    Verb("PUT", f"{NEXT}/facilitator", {"person": "{member}"}, 200, RUN),
    # attendance
    Verb("GET", f"{TODAY}/attendance", None, 200, HERE, 404),
    Verb("PUT", f"{TODAY}/attendance/me", None, 200, IN_IT, apart=OUTSIDE),
    Verb("DELETE", f"{TODAY}/attendance/me", None, 200, HERE, 404),
    Verb("PUT", f"{TODAY}/attendance/people/{{member}}", None, 200, LEADER, apart=OUTSIDE),
    Verb("DELETE", f"{TODAY}/attendance/people/{{member}}", None, 200, LEADER, apart=OUTSIDE),
    Verb("PUT", f"{TODAY}/attendance/guests", {"guests": 2}, 200, LEADER, apart=OUTSIDE),
    Verb("PUT", f"{TODAY}/attendance/code", None, 200, LEADER, apart=OUTSIDE),
    # commitments; the member took one on
    Verb("GET", f"{COMMUNITY}/commitments", None, 200, HERE, 404),
    Verb(
        "POST",
        f"{COMMUNITY}/commitments",
        {"text": "Weld it", "owner": "{member}", "due_on": "{next}"},
        201,
        HERE,
        404,
    ),
    Verb("GET", "/me/commitments", None, 200, ANYBODY),
    Verb("GET", PROMISE, None, 200, HERE, 404),
    Verb("POST", f"{PROMISE}/end", {}, 200, RUN | MEMBER, apart=OUTSIDE),
    Verb("POST", f"{PROMISE}/removal", {"because": "No"}, 200, RUN | MEMBER, apart=OUTSIDE),
    Verb("POST", f"{PROMISE}/reopening", None, 409, RUN | MEMBER, apart=OUTSIDE),
    Verb("PUT", f"{PROMISE}/day", {"due_on": "{next}"}, 200, RUN | MEMBER, apart=OUTSIDE),
    Verb("PUT", f"{PROMISE}/owner", {"owner": "{leader}"}, 200, RUN | MEMBER, apart=OUTSIDE),
    # the agenda and what comes of it
    Verb("GET", f"{TODAY}/agenda", None, 200, HERE, 404),
    Verb("POST", f"{TODAY}/agenda/steps", {"do": "keep"}, 200, RUN, apart=OUTSIDE),
    Verb("POST", f"{TODAY}/agenda/items", {"title": "Cake"}, 201, RUN, apart=OUTSIDE),
    Verb("PUT", f"{TODAY}/state", {"step": "end"}, 200, RUN, apart=OUTSIDE),
    Verb("GET", f"{TODAY}/outcomes", None, 200, HERE, 404),
    Verb("POST", f"{TODAY}/outcomes", OUTCOME, 201, HERE, 404),
    Verb("GET", f"{TODAY}/notes", None, 200, HERE, 404),
    Verb("PUT", f"{TODAY}/notes", {"text": "Cake"}, 200, HERE, 404),
    Verb("GET", BACK, None, 200, HERE, 404),
    Verb("PUT", BACK, {"text": "Ask at home", "edits": 1}, 200, RUN, apart=OUTSIDE),
    Verb("PUT", f"{BACK}/talk", {"talked": True}, 200, IN_IT, 404),
    # common problems
    Verb("GET", f"{COMMUNITY}/suggested-problems", None, 200, ANYBODY),
    Verb("POST", f"{COMMUNITY}/suggested-problems/comparison", None, 202, RUN),
    Verb("POST", f"{COMMUNITY}/issues-apart", {"issues": ["{issue}", "{other}"]}, 204, RUN),
    # asks; the member asked, the leader answered
    Verb("GET", f"{COMMUNITY}/asks", None, 200, ANYBODY),
    Verb("POST", f"{COMMUNITY}/asks", {"text": "Who welds?"}, 201, ANYBODY),
    Verb("GET", ASK, None, 200, PEERS, 404),
    Verb("POST", f"{ASK}/answers", {"text": "I do."}, 201, PEERS, 404),
    Verb("POST", f"{ASK}/answers/{{answer}}/thanks", None, 200, MEMBER, 409, apart=OUTSIDE),
    Verb("DELETE", f"{ASK}/answers/{{answer}}", None, 204, LEADER, 409, apart=OUTSIDE),
    Verb("POST", f"{ASK}/end", {"state": "solved"}, 200, MEMBER, 409, apart=OUTSIDE),
    Verb("GET", f"{COMMUNITY}/brain-trust", None, 200, ANYBODY),
    Verb("GET", "/me/expertise", None, 200, ANYBODY),
    Verb("POST", "/me/expertise", {"text": "Steel"}, 201, ANYBODY),
    Verb("DELETE", "/me/expertise/{expertise}", None, 204, ANYBODY),  # others' stays
    # insights; the member brought one, and leadership needs more
    Verb("GET", f"{COMMUNITY}/insights", None, 200, HERE, 404),
    Verb("POST", f"{COMMUNITY}/insights", {"text": "It is cold", "unit": "{unit}"}, 201, HERE, 404),
    Verb("GET", INSIGHT, None, 200, HERE, 404),
    Verb(
        "POST",
        f"{INSIGHT}/responses",
        {"kind": "cannot", "text": "No heat", "seen": 1},
        201,
        RUN | {"sponsor"},
        apart=OUTSIDE,
    ),
    Verb("POST", f"{INSIGHT}/addition", {"more": "Very"}, 200, MEMBER, 409, apart=OUTSIDE),
    # lessons; the member owns one
    Verb("GET", f"{COMMUNITY}/lessons", None, 200, ANYBODY),
    Verb("POST", f"{COMMUNITY}/lessons", {"text": "Ask", "look_again_on": "{next}"}, 201, HERE),
    Verb("GET", LESSON, None, 200, ANYBODY),
    Verb("POST", f"{LESSON}/confirmation", {"look_again_on": "{next}"}, 200, RUN | MEMBER),
    Verb("PUT", f"{LESSON}/words", {"text": "Ask first"}, 200, RUN | MEMBER),
    Verb("PUT", f"{LESSON}/owner", {"owner": "{leader}"}, 200, RUN | MEMBER),
    Verb("POST", f"{LESSON}/change", {"changed": "The form"}, 200, RUN | MEMBER),
    Verb("POST", f"{LESSON}/retirement", {"because": "Old"}, 200, RUN | MEMBER),
    Verb("POST", f"{LESSON}/restoration", {"look_again_on": "{next}"}, 409, RUN | MEMBER),
    Verb("GET", f"{COMMUNITY}/reviews", None, 200, HERE, 404),
    Verb(
        "POST",
        f"{COMMUNITY}/reviews",
        {"kind": "after_action", "title": "The switch", "held_on": "{today}"},
        201,
        HERE,
        404,
    ),
    Verb(
        "PUT",
        f"{COMMUNITY}/reviews/{{review}}/parts",
        {"edits": 0, "parts": {"why": "So"}},
        200,
        HERE,
        404,
    ),
    # what management asked; the sponsor did
    Verb("GET", f"{COMMUNITY}/questions", None, 200, HERE, 404),
    Verb("POST", f"{COMMUNITY}/questions", {"text": "Why?"}, 201, MANAGE | {"sponsor"}),
    Verb("GET", QUESTION, None, 200, HERE, 404),
    Verb("POST", f"{QUESTION}/reply", {"answer": "So."}, 200, RUN, apart=OUTSIDE),
    Verb("POST", f"{QUESTION}/decline", {"because": "No."}, 200, RUN, apart=OUTSIDE),
    Verb("POST", f"{QUESTION}/withdrawal", None, 200, MANAGE | {"sponsor"}, 409, apart=OUTSIDE),
]


def _people() -> dict[str, Person]:
    """One person of each kind around one community."""
    people = {
        "member": make.person("Mia"),
        "core": make.person("Carl"),
        "leader": make.person("Lena"),
        "sponsor": make.person("Sven"),
        "auditor": make.auditor(),
        "manager": make.program_manager(),
    }
    community = make.community(
        "Welders",
        leader=people["leader"],
        sponsor=people["sponsor"],
        members=(people["member"],),
        status="active",
    )
    Membership.appoint(community=community, person=people["core"], role="core", by=None, at=make.AT)
    return people


def _known(people: dict[str, Person]) -> dict[str, Any]:
    """What stands for each name in braces: something of each kind, made for this call."""
    mia, lena, sven = people["member"], people["leader"], people["sponsor"]
    community, now = Community.objects.get(), timezone.now()
    today = now.date()
    gathering = running_now(community, today)
    unit = make.unit()
    TakeBack.write(gathering=gathering, text="Ask", edits=0, by=lena, at=now)
    promise = Commitment.make(
        community=community, text="Weld", owner=mia, due_on=today + 30 * WEEK, by=lena, at=now
    )
    made = {
        **one_of_each(community, member=mia, leader=lena, sponsor=sven, unit=unit, at=now),
        "series": gathering.series,
        "member": mia,
        "leader": lena,
        "unit": unit,
        "commitment": promise,
        "issue": make.issue(community),
        "other": make.issue(community),
    }
    return {
        **{name: found.pk for name, found in made.items()},
        "today": f"{today}",
        "next": f"{today + WEEK}",
        "moment": f"{now + 8 * timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}",
        "window": f"after={now:%Y-%m-%dT%H:%M:%SZ}&before={now + WEEK:%Y-%m-%dT%H:%M:%SZ}",
    }


def _filled(value: Any, known: dict[str, Any]) -> Any:
    """A body with what exists in place of each name in braces."""
    if isinstance(value, dict):
        return {key: _filled(one, known) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, known) for one in value]
    if isinstance(value, str) and value.startswith("{"):
        return known[value[1:-1]]
    return value


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "verb", VERBS, ids=[f"{n} {verb.method} {verb.path}" for n, verb in enumerate(VERBS, 1)]
)
def test_verb_answers_each_kind_of_person(verb: Verb, kind: str):
    people = _people()
    known = _known(people)

    response = Caller(people.get(kind)).call(
        verb.method, verb.path.format(**known), _filled(verb.body, known)
    )

    assert response.status_code == verb.answer_to(kind), response.content[:300]
