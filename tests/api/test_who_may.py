"""Who may call which verb: every verb, for every kind of person, beside what the rules say."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from mandorla.api.openapi import read_schema
from mandorla.communities.models import Community, Membership, MembershipRequest
from mandorla.people.models import Invitation, Person, Unit
from tests import make
from tests.api.caller import Caller
from tests.api.test_who_may_work import VERBS as VERBS_OF_WORK
from tests.api.tried_apart import TRIED_APART
from tests.api.verbs import ANYBODY, APPOINT, COMMUNITY, KINDS, MANAGE, RUN, Verb
from tests.api.verbs_of_licenses import VERBS as VERBS_OF_LICENSES

VERBS = [
    Verb("GET", "/organization", None, 200, ANYBODY),
    Verb("GET", "/me", None, 200, ANYBODY),
    Verb("GET", "/communities", None, 200, ANYBODY),
    Verb("GET", COMMUNITY, None, 200, ANYBODY),
    Verb("PATCH", COMMUNITY, {"purpose": "To weld"}, 200, RUN),
    Verb("POST", f"{COMMUNITY}/start", None, 200, APPOINT),
    Verb("POST", f"{COMMUNITY}/closure", {"reason": "Done."}, 200, APPOINT),
    Verb("POST", f"{COMMUNITY}/memberships", {"person": 0, "role": "steward"}, 201, APPOINT),
    Verb("DELETE", f"{COMMUNITY}/memberships/0", None, 204, APPOINT),
    Verb("DELETE", f"{COMMUNITY}/membership", None, 204, ANYBODY),
    Verb("POST", f"{COMMUNITY}/requests/0/acceptance", None, 200, RUN, 404),
    Verb("POST", f"{COMMUNITY}/requests/0/refusal", None, 200, RUN, 404),
    Verb("GET", f"{COMMUNITY}/charters", None, 200, ANYBODY),
    Verb("GET", f"{COMMUNITY}/charters/2", None, 200, RUN | {"sponsor"}, 404),
    Verb("PATCH", f"{COMMUNITY}/charters/1", {"edits": 1}, 409, RUN),
    Verb("DELETE", f"{COMMUNITY}/charters/1", None, 409, RUN),
    Verb("POST", f"{COMMUNITY}/charters", None, 409, RUN),
    Verb("POST", f"{COMMUNITY}/charters/1/publication", None, 409, RUN),
    Verb(
        "POST",
        f"{COMMUNITY}/charters/1/fits",
        {"pair": "benefit_concern", "score": 2, "reason": "It does."},
        201,
        RUN | {"sponsor"},
    ),
    Verb(
        "POST",
        f"{COMMUNITY}/charters/1/signature",
        {"side": "members"},
        201,
        frozenset({"leader"}),
        409,
    ),
    Verb(
        "POST",
        f"{COMMUNITY}/charters/1/signature",
        {"side": "organization"},
        201,
        frozenset({"sponsor"}),
        409,
    ),
    Verb("GET", f"{COMMUNITY}/events", None, 200, ANYBODY),
    Verb("GET", f"{COMMUNITY}/series", None, 200, ANYBODY),
    Verb("POST", f"{COMMUNITY}/calendar/rehearsals", {"text": "BEGIN:VCALENDAR"}, 200, RUN),
    Verb("POST", f"{COMMUNITY}/calendar/imports", {"text": "BEGIN:VCALENDAR"}, 200, RUN),
    Verb("POST", f"{COMMUNITY}/invitations-by-mail", None, 204, ANYBODY),
    Verb("DELETE", f"{COMMUNITY}/invitations-by-mail", None, 204, ANYBODY),
    Verb("GET", "/calendar-feeds", None, 200, ANYBODY),
    Verb("POST", "/calendar-feeds", {}, 201, ANYBODY),
    Verb("GET", "/archetypes", None, 200, ANYBODY),
    Verb("DELETE", "/archetypes/change_champions/copy", None, 404, MANAGE),
    Verb("GET", "/proposals", None, 200, ANYBODY),
    Verb("POST", "/proposals", {}, 201, ANYBODY),
    Verb("GET", "/people", None, 200, ANYBODY),
    Verb("GET", "/people/0/placements", None, 200, MANAGE, 404),
    Verb("PUT", "/people/0/placement", {"unit": 0}, 200, MANAGE),
    Verb("POST", "/people/0/roles", {"role": "auditor"}, 201, MANAGE),
    Verb("DELETE", "/people/0/roles/auditor", None, 409, MANAGE),
    Verb("POST", "/people/0/deactivation", None, 200, MANAGE),
    Verb("GET", "/units", None, 200, ANYBODY),
    Verb("POST", "/units", {"name": "New"}, 201, MANAGE),
    Verb("PATCH", "/units/0", {"name": "New"}, 200, MANAGE),
    Verb("PUT", "/units/0/parent", {"parent": None}, 200, MANAGE),
    Verb("POST", "/units/0/merger", {"into": 0}, 409, MANAGE),
    Verb("GET", "/invitations", None, 200, MANAGE, 404),
    Verb("POST", "/invitations", {"email": "new@halden.example"}, 201, MANAGE),
    Verb("DELETE", "/invitations/0", None, 204, MANAGE, 404),
    Verb("GET", "/events", None, 200, frozenset({"auditor", "manager"}), 404),
]


def _world() -> dict[str, Person]:
    """One person of each kind around one community, with something to do for each verb."""
    people = {
        "member": make.person("Mia"),
        "core": make.person("Carl"),
        "leader": make.person("Lena"),
        "sponsor": make.person("Sven"),
        "auditor": make.auditor(),
        "manager": make.program_manager(),
    }
    community = make.community(
        "Welders", leader=people["leader"], sponsor=people["sponsor"], members=(people["member"],)
    )
    Membership.appoint(community=community, person=people["core"], role="core", by=None, at=make.AT)
    make.charter(community, state="published", by=people["leader"])
    make.charter(community, by=people["leader"])
    return people


def _pointed(verb: Verb) -> tuple[str, Any]:
    """The path and the body of a verb with the numbers of what exists in place of each 0."""
    guest = make.person("Gus", unit=make.unit())
    community = Community.objects.get()
    numbers = {
        "requests": lambda: MembershipRequest.ask(
            community=community, person=guest, role="member", note="", at=make.AT
        ),
        "memberships": lambda: Membership.objects.get(role="core"),
        "people": lambda: guest,
        "units": Unit.objects.get,
        "invitations": lambda: Invitation.invite(
            email="other@halden.example", name="", role="", by=guest, at=timezone.now()
        )[0],
    }
    parts = verb.path.split("/")
    for number, part in enumerate(parts):
        if part == "0":
            parts[number] = str(numbers[parts[number - 1]]().pk)
    place = Unit.objects.get().pk
    known = {"person": guest.pk, "unit": place, "into": place}
    body = verb.body and {
        key: known[key] if value == 0 else value for key, value in verb.body.items()
    }
    return "/".join(parts), body


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "verb", VERBS, ids=[f"{n} {verb.method} {verb.path}" for n, verb in enumerate(VERBS, 1)]
)
def test_verb_answers_each_kind_of_person(verb, kind):
    caller = Caller(_world().get(kind))
    path, body = _pointed(verb)

    response = caller.call(verb.method, path, body)

    assert response.status_code == verb.answer_to(kind)


def test_every_verb_is_in_the_table_or_tested_by_itself():
    every = [*VERBS, *VERBS_OF_WORK, *VERBS_OF_LICENSES]
    patterns = {(verb.method, _pattern(verb.path)) for verb in every}
    missing = {
        found["operationId"]
        for path, methods in read_schema()["paths"].items()
        for method, found in methods.items()
        if (method.upper(), _pattern(path.removeprefix("/api/v1"))) not in patterns
    }

    assert missing == TRIED_APART


def _pattern(path: str) -> str:
    """A path with every variable part as `*`."""
    variable = {"0", "1", "2", "welders", "change_champions", "auditor", "mandorla", "one-problem"}
    variable |= {"drafters", "askers", "enders", "W13", "W14"}
    return "/".join(
        "*" if part.startswith("{") or part in variable else part
        for part in path.partition("?")[0].split("/")
    )
