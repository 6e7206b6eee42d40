"""What a community has closed over stays readable; its pages offer nothing that is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from mandorla.communities.models import Community
from tests import make
from tests.work.doors_world import World, world

pytestmark = pytest.mark.django_db
PEOPLE = ("member", "leader", "sponsor", "manager", "stranger")
WORK = "/communities/welders/work/"
TODAY = "/communities/welders/gatherings/{series}/{today}/"
HELD = "/communities/welders/gatherings/{series}/{held}/"
PAGES = [
    "issues/",
    "issues/?state=all",
    "issues/{issue}/",
    "issues/{own_issue}/",
    "issues/{gathered}/",
    "issues/{dropped}/",
    "problems/",
    "problems/{problem}/",
    "problems/{solved}/",
    "solutions/",
    "solutions/{solution}/",
    "solutions/{accepted}/",
    "rollout/",
    "rollout/{line}/",
    "asks/",
    "asks/{ask}/",
    "insights/",
    "insights/{insight}/",
    "lessons/",
    "lessons/{lesson}/",
    "lessons/{retired}/",
    "questions/",
    "questions/{question}/",
    "reviews/",
    "reviews/{review}/",
    "common/",
    "brain-trust/",
]
FORMS = (
    f"{WORK}problems/new/",
    f"{WORK}problems/{{problem}}/solutions/",
    f"{WORK}solutions/{{solution}}/words/",
    f"{WORK}solutions/{{accepted}}/rollout/",
    f"{TODAY}take-back/",
)
FORM = re.compile(r'<form[^>]*method="post"[^>]*?(?:action="([^"]*)"[^>]*)?>')
STEP = re.compile(
    r'href="([^"]*/(?:surface|problems/new|problems/\d+/solutions|solutions/\d+/rollout)/[^"]*)"'
)


def closed(community: Community) -> None:
    told: dict[str, Any] = {"by": None, "at": timezone.now()}
    community.wind_down(reason="Done", **told)
    community.close(reason="Done", on=timezone.localdate(), **told)


def offered(place: World, kind: str) -> set[str]:
    """Where forms and links on its pages lead to that do something."""
    client = Client()
    client.force_login(place.people[kind])
    addresses = [WORK, *(f"{WORK}{page}" for page in PAGES), *(TODAY, HELD)]
    addresses += [f"{TODAY}run/", f"{HELD}run/", f"{HELD}digest/"]
    found = set()
    for address in addresses:
        page = client.get(address.format(**place.known))
        if page.status_code == 200:
            content = page.content.decode().partition('id="content"')[2]
            found |= set(FORM.findall(content)) | set(STEP.findall(content))
    return found


@pytest.mark.parametrize("kind", PEOPLE)
def test_pages_offer_only_what_a_closed_community_does_not_refuse(kind: str):
    place = world()
    before = offered(place, kind)
    closed(place.community)

    left = {
        "member": {f"{WORK}asks/{{ask}}/answers/{{answer}}/thanks/"},
        "leader": {
            f"{WORK}asks/{{ask}}/answers/{{answer}}/removal/",
            f"{TODAY}run/step/",
        },
        "manager": {f"{TODAY}run/step/"},
    }.get(kind, set())
    mails = set() if kind == "stranger" else {f"{HELD}digest/mail/"}
    after = offered(place, kind)
    assert after == {address.format(**place.known) for address in left | mails}
    assert len(before) > len(after)


@pytest.mark.parametrize("form", FORMS)
def test_form_is_refused_in_a_sentence_when_the_community_has_closed(form: str):
    place = world()
    closed(place.community)
    client = Client()
    client.force_login(place.people["leader"])
    address = form.format(**place.known)

    page = client.get(address)

    assert page.status_code == 409
    assert "Welders has closed." in page.content.decode()


def test_lists_that_are_empty_lead_nowhere_when_the_community_has_closed():
    leader = make.person("Lena")
    community = make.community("Welders", leader=leader, status="active")
    closed(community)
    client = Client()
    client.force_login(leader)

    for page in ("", "issues/", "problems/", "solutions/", "common/", "asks/", "lessons/"):
        content = client.get(f"{WORK}{page}").content.decode().partition('id="content"')[2]
        assert FORM.findall(content) + STEP.findall(content) == [], page
