"""What is for a few is nowhere else: remarks for sponsors, applications, warnings, drafts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from mandorla.advice.catalog import shipped_rules
from mandorla.communities.models import Community
from mandorla.licenses.models import License, PrivateRemark, Review
from mandorla.people.models import Person
from mandorla.register.export import files
from tests import make
from tests.api.caller import Caller
from tests.api.verbs_of_licenses import VERBS
from tests.licenses.doors import PAGES
from tests.licenses.doors_world import EVERYBODY, World, api_world
from tests.licenses.granting import applied
from tests.work.doors import Door
from tests.work.doors_world import rows
from tests.work.test_doors import _signed_in

pytestmark = pytest.mark.django_db
SECRET = "Zebrafish"
TOLD = frozenset({"leader", "sponsor", "manager"})  # the leader wrote it
BESIDE = ("/", "/today/", "/news/", "/communities/", "/communities/welders/", "/account/")
PLACE = ("", "history/", "members/", "charter/", "value/", "work/", "gatherings/")


def read_by(here: World, person: Person) -> Iterator[tuple[str, str]]:
    """Every page and call that shows something of what is done, with what it says."""
    client, caller = _signed_in(person), Caller(person)
    found = [
        reverse(name, args=here.parts(Door(name, parts, EVERYBODY))) for name, parts, _ in PAGES
    ]
    found += [*BESIDE, *(f"/communities/welders/{page}" for page in PLACE)]
    for address in found:
        yield address, _text(client.get(address, follow=True))
    calls = [verb.path.format(**here.known) for verb in VERBS if verb.method == "GET"]
    for path in [*calls, "/events", "/communities/welders/events", "/portfolio", "/me"]:
        yield path, _text(caller.get(path))


def _text(answer: Any) -> str:
    content = b"".join(answer) if answer.streaming else answer.content
    return str(content.decode(errors="replace"))


@pytest.mark.parametrize("kind", sorted(EVERYBODY))
def test_remark_is_read_by_those_it_is_for_and_nobody_else(kind: str):
    here = api_world()
    handed = Review.objects.get(pk=here.known["handed"])
    PrivateRemark.tell(review=handed, text=SECRET, by=here.people["leader"], at=timezone.now())

    seen = [address for address, text in read_by(here, here.people[kind]) if SECRET in text]

    page = reverse("licenses:review", args=["welders", handed.pk])
    renewal = reverse("licenses:renewal", args=["welders"])
    wanted = {"leader": [page], "sponsor": [renewal, page], "manager": [renewal, page]}
    assert sorted(seen) == sorted(wanted.get(kind, []))


def test_remark_is_in_one_row_and_in_no_letter_or_file():
    here = api_world()
    handed = Review.objects.get(pk=here.known["handed"])

    PrivateRemark.tell(review=handed, text=SECRET, by=here.people["leader"], at=timezone.now())

    holding = [table for table, found in rows().items() if SECRET in repr(found)]
    written = "".join(text for _name, text in files(Community.objects.all()))
    assert holding == ["licenses_privateremark"]
    assert "An hour" in written
    assert SECRET not in written
    assert [one for one in mail.outbox if SECRET in f"{one.subject}{one.body}"] == []


@pytest.mark.parametrize("ending", ["declined", "withdrawn", "draft"])
def test_application_is_not_told_to_those_outside(ending: str):
    lena, sven, stan = (make.person(name) for name in ("Lena", "Sven", "Stan"))
    place = make.community("Askers", leader=lena, sponsor=sven, status="active")
    if ending == "draft":
        asked = License.draft(community=place, kind="full", by=lena, at=make.AT)
    else:
        asked = applied(place, by=lena, sponsor=sven)
    if ending == "withdrawn":
        asked.withdraw(by=lena, at=make.AT)
    if ending == "declined":
        today = make.AT.date()
        said: dict[str, Any] = {
            "evidence": {},
            "reason": SECRET,
            "by": sven,
            "at": make.AT,
            "on": today,
        }
        asked.decide("decline", **said)
    dimensions = [f"profile/dimensions/{one}/" for one in ("sponsorship", "shared_value")]
    pages = ["", "license/", "history/", "profile/", *dimensions]

    client, caller = _signed_in(stan), Caller(stan)
    shown = [_text(client.get(f"/communities/askers/{page}", follow=True)) for page in pages]
    calls = ("licenses", "decisions", "events", "profile", "reports")
    shown += [_text(caller.get(f"/communities/askers/{path}")) for path in calls]

    words = {"declined": "eclined", "withdrawn": "withdrew", "draft": "began an application"}
    assert [text for text in shown if words[ending] in text or SECRET in text] == []
    inside = _text(_signed_in(lena).get("/communities/askers/history/"))
    assert words[ending] in inside


@pytest.mark.parametrize("kind", ["member", "auditor", "stranger", "neighbor"])
def test_warning_is_not_told_to_those_who_are_not_advised(kind: str):
    here = api_world()
    title = shipped_rules()["W13"].title
    community = Community.objects.get(slug="welders")
    make.standing(community, warnings=1, severity=3)

    seen = [address for address, text in read_by(here, here.people[kind]) if title in text]

    rules = ["/advice/rules", "/advice/rules/", "/advice/rules/W13/"]
    assert sorted(one for one in seen if "/guides/" not in one) == rules
