"""Every form and page of licenses, profiles and advice, by every kind of person: who may."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mandorla.communities.models import Community, Membership
from mandorla.licenses.models import Ending, License
from mandorla.licenses.models.license import ASKED
from mandorla.people.models import Person
from tests import make
from tests.guards.pages import ours
from tests.guards.tree import refuse
from tests.licenses.doors import APART, DOORS, PAGES
from tests.licenses.doors_world import EVERYBODY, HERE, World, world
from tests.work.doors import Door
from tests.work.doors_world import changed, rows, writes
from tests.work.test_doors import _signed_in, _writes

pytestmark = pytest.mark.django_db
MODULES = ("licenses:", "maturity:", "advice:", "dashboards:portfolio", "dashboards:save_view")
DONE = {200, 204, 302}
LEADING = ("leader", "core", "sponsor", "manager", "member")  # in this order, whoever may first
REFUSED = {403, 404, 409, 422}
# Whoever may not is led on, or shown the page as it is.
LEAD_ON = {"maturity:ballot", "licenses:reviews"}


def test_forms_are_all_in_the_table():
    known = {door.name for door in DOORS} | set(APART)
    found = [
        address.name
        for address in ours()
        if address.name.startswith(MODULES) and _writes(address.view) and address.name not in known
    ]

    refuse(found, "Say in tests/licenses/doors.py who may send this form, and what it sends")


def test_pages_are_all_in_the_table():
    known = {name for name, _parts, _may in PAGES} | {door.name for door in DOORS} | set(APART)
    found = [
        address.name
        for address in ours()
        if address.name.startswith(MODULES) and address.name not in known
    ]

    refuse(found, "Say in tests/licenses/doors.py who may look at this page")


@pytest.mark.parametrize("kind", sorted(EVERYBODY))
def test_pages_are_there_only_for_those_who_may(kind: str):
    here = world()
    client = _signed_in(here.people[kind])
    wrong = []
    for name, parts, may in PAGES:
        status = client.get(_address(here, name, parts)).status_code
        seen = status == 200 or (status == 302 and name == "licenses:ending")
        if seen != (kind in may) or status not in {200, 302, 404}:
            wrong.append(f"{name} {parts}: {status}")

    refuse(wrong, f"This is for others to see, or not there: {kind}")


@pytest.mark.parametrize("kind", sorted(EVERYBODY))
def test_forms_change_something_only_for_those_who_may(kind: str):
    here = world()
    client = _signed_in(here.people[kind])
    before = rows()
    wrong = []
    for door in DOORS:
        with _sent(here, door, client) as (status, wrote):
            if kind in door.may:
                fits = status in DONE and bool(wrote)
            else:
                fits = not (wrote and changed(before, rows()))
                fits = fits and (status in REFUSED or door.name in LEAD_ON)
            if not fits:
                wrong.append(f"{door.name} {door.parts} {door.sent}: {status} {wrote}")

    refuse(wrong, f"This is for others to do, or not done: {kind}")


def test_forms_change_nothing_when_the_community_has_closed():
    here = world()
    Community.objects.update(status="closed")  # and with them what ends in the same moment
    Ending.objects.update(state="closed")
    License.objects.filter(state__in=ASKED).update(state="withdrawn")
    clients = {kind: _signed_in(here.people[kind]) for kind in LEADING}
    before = rows()
    wrong = []
    for door in [one for one in DOORS if not one.stays]:
        kind = next(one for one in LEADING if one in door.may)
        with _sent(here, door, clients[kind]) as (status, wrote):
            tables = changed(before, rows()) if wrote else []
            if tables or status >= 500:
                wrong.append(f"{door.name} {door.parts} {door.sent} by {kind}: {status} {tables}")

    refuse(wrong, "What a closed community did stays as it is")


def test_forms_are_not_there_under_the_address_of_another_community():
    here = world()
    sponsor = here.people["sponsor"]
    painters = Community.objects.get(slug="painters")
    Membership.appoint(community=painters, person=sponsor, role="leader", by=None, at=make.AT)
    clients = [_signed_in(here.people["manager"]), _signed_in(sponsor)]
    before = rows()
    wrong = []
    nested = [one for one in DOORS if one.parts.split()[0] in HERE and " " in one.parts]
    for door in [one for one in nested if one.name != "licenses:application_step"]:
        for client in clients:
            with _sent(here, door, client, slug="painters") as (status, wrote):
                if status != 404 or (wrote and changed(before, rows())):
                    wrong.append(f"{door.name} {door.parts}: {status} {wrote}")

    refuse(wrong, "A community has only what is its own")


def test_pages_and_forms_are_not_there_for_somebody_whose_account_ended():
    here = world()
    leader, client = here.people["leader"], _signed_in(here.people["leader"])
    Person.objects.filter(pk=leader.pk).update(is_active=False)
    before = rows()
    pages = [client.get(_address(here, name, parts)) for name, parts, _may in PAGES]
    answers = [client.post(_address(here, one.name, one.parts)) for one in DOORS]

    led = {answer.headers.get("Location", "").partition("?")[0] for answer in [*pages, *answers]}
    assert {answer.status_code for answer in [*pages, *answers]} == {302}
    assert led == {"/accounts/login/"}
    assert changed(before, rows()) == []


def _address(here: World, name: str, parts: str, *, slug: str = "") -> str:
    return reverse(name, args=here.parts(Door(name, parts, frozenset()), slug=slug))


@contextmanager
def _sent(
    here: World, door: Door, client: Client, *, slug: str = ""
) -> Iterator[tuple[int, list[str]]]:
    """The status of a form that was sent, and what it wrote; afterwards all is as it was."""
    address = _address(here, door.name, door.parts, slug=slug)
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(address, here.filled(door.sent))
        yield answer.status_code, writes(queries.captured_queries)
        transaction.set_rollback(True)
