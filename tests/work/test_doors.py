"""Every form of gatherings and of work, sent by every kind of person: who may, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mandorla.communities.models import Community
from mandorla.people.models import Person
from tests.guards.pages import ours
from tests.guards.tree import refuse
from tests.work.doors import APART, DOORS, EVERYBODY, Door
from tests.work.doors_world import World, changed, rows, world, writes

pytestmark = pytest.mark.django_db
MODULES = ("work:", "gatherings:")
DONE = {200, 204, 302}
LEADING = ("leader", "member", "sponsor", "manager")  # in this order, whoever may first
REFUSED = {403, 404, 409, 422}
# Answer the same when there is nothing to do, or say what was refused on the page they lead to.
LEAD_ON = {"work:expertise_hiding", "gatherings:new_feed", "work:common_decision"}


def test_forms_are_all_in_the_table():
    known = {door.name for door in DOORS} | set(APART)
    found = [
        address.name
        for address in ours()
        if address.name.startswith(MODULES) and _writes(address.view) and address.name not in known
    ]

    refuse(found, "Say in tests/work/doors.py who may send this form, and what it sends")


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
    Community.objects.filter(pk=here.community.pk).update(status="closed")
    clients = {kind: _signed_in(here.people[kind]) for kind in LEADING}
    before = rows()
    wrong = []
    for door in DOORS:
        kind = next(one for one in LEADING if one in door.may)
        with _sent(here, door, clients[kind]) as (status, wrote):
            tables = changed(before, rows()) if wrote else []
            said = status in REFUSED or door.name in LEAD_ON
            fits = bool(tables) if door.stays else said and not tables
            if not fits:
                wrong.append(f"{door.name} {door.parts} {door.sent} by {kind}: {status} {tables}")

    refuse(wrong, "What a closed community did stays as it is")


def test_forms_are_not_there_under_the_address_of_another_community():
    here = world()
    client = _signed_in(here.people["manager"])
    before = rows()
    wrong = []
    for door in [one for one in DOORS if one.parts and one.parts[0] != "-"]:
        with _sent(here, door, client, slug=here.other.slug) as (status, wrote):
            if status != 404 or (wrote and changed(before, rows())):
                wrong.append(f"{door.name} {door.parts}: {status} {wrote}")

    refuse(wrong, "A community has only what is its own")


def _writes(view: Any) -> bool:
    """Whether a view does something else when a form is sent."""
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    told = {*view.__code__.co_names, *view.__code__.co_consts}
    return bool(told & {"POST", "http_method_not_allowed"})


def _signed_in(person: Person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


@contextmanager
def _sent(
    here: World, door: Door, client: Client, *, slug: str = ""
) -> Iterator[tuple[int, list[str]]]:
    """The status of a form that was sent, and what it wrote; afterwards all is as it was."""
    address = reverse(door.name, args=here.parts(door, slug=slug))
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(address, here.filled(door.sent))
        yield answer.status_code, writes(queries.captured_queries)
        transaction.set_rollback(True)
