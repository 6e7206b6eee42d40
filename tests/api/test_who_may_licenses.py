"""Who may call which verb of licenses, profiles and advice: each, for every kind of person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mandorla.communities.models import Community, Membership
from mandorla.licenses.models import Ending, License
from mandorla.licenses.models.license import ASKED
from mandorla.people.models import Person
from tests import make
from tests.api.caller import Caller
from tests.api.verbs import Verb
from tests.api.verbs_of_licenses import VERBS
from tests.guards.tree import refuse
from tests.licenses.doors_world import EVERYBODY, World, api_world
from tests.work.doors_world import changed, rows, writes

pytestmark = pytest.mark.django_db
WRITING = [verb for verb in VERBS if verb.method != "GET"]
OUTSIDE = ("/license-policy", "/maturity-models", "/advice/rules")
# What a round said before its community closed is counted still.
STAYS = (*OUTSIDE, "/closure", "/cancellation")


@pytest.mark.parametrize("kind", [*sorted(EVERYBODY), "nobody"])
def test_verbs_answer_each_kind_of_person(kind: str):
    here = api_world()
    caller, before = Caller(here.people.get(kind)), rows()
    wrong = []
    for verb in VERBS:
        with _called(here, verb, caller) as (status, wrote):
            if kind in verb.may:
                fits = status == verb.done and (verb.method == "GET" or bool(wrote))
                fits = fits or verb.path.endswith("/use")  # in use already
            else:
                tables = changed(before, rows()) if wrote else []
                fits = status in ({401, 429} if kind == "nobody" else {403, 404}) and not tables
            if not fits:
                wrong.append(f"{verb.method} {verb.path}: {status} {wrote}")

    refuse(wrong, f"This is for others, or not done: {kind}")


def test_verbs_do_nothing_when_the_community_has_closed():
    here = api_world()
    Community.objects.update(status="closed")  # and with them what ends in the same moment
    Ending.objects.update(state="closed")
    License.objects.filter(state__in=ASKED).update(state="withdrawn")
    callers, before = {kind: Caller(one) for kind, one in here.people.items()}, None
    before = rows()
    wrong = []
    for verb in [one for one in WRITING if not one.path.startswith(OUTSIDE)]:
        if verb.path.endswith(STAYS):
            continue
        kind = next(one for one in ("leader", "sponsor", "manager") if one in verb.may)
        with _called(here, verb, callers[kind]) as (status, wrote):
            tables = changed(before, rows()) if wrote else []
            if status not in {403, 404, 409} or tables:
                wrong.append(f"{verb.method} {verb.path} by {kind}: {status} {tables}")

    refuse(wrong, "What a closed community did stays as it is")


def test_verbs_are_not_there_under_the_address_of_another_community():
    here = api_world()
    sponsor = here.people["sponsor"]
    painters = Community.objects.get(slug="painters")
    Membership.appoint(community=painters, person=sponsor, role="leader", by=None, at=make.AT)
    callers = [Caller(sponsor), Caller(here.people["manager"])]
    before = rows()
    wrong = []
    nested = [one for one in VERBS if "{" in one.path or one.path.count("/") > 3]
    for verb in [one for one in nested if not one.path.startswith(OUTSIDE)]:
        path = "/".join(["", "communities", "painters", *verb.path.split("/")[3:]])
        if "/profile/" in path and "/1" not in path:
            continue
        for caller in callers:
            with _called(here, verb, caller, path=path) as (status, wrote):
                if status != 404 or (wrote and changed(before, rows())):
                    wrong.append(f"{verb.method} {path}: {status}")

    refuse(wrong, "A community has only what is its own")


def test_verbs_do_nothing_by_a_token_that_reads_or_whose_owner_is_gone():
    here = api_world()
    late, reader = Caller(here.people["leader"]), Caller(here.people["manager"], scope="read")
    Person.objects.filter(pk=here.people["leader"].pk).update(is_active=False)
    before = rows()
    wrong = []
    for caller, answers in ((reader, {403}), (late, {401, 429})):
        for verb in WRITING:
            with _called(here, verb, caller) as (status, wrote):
                if status not in answers or (wrote and changed(before, rows())):
                    wrong.append(f"{verb.method} {verb.path}: {status}")

    refuse(wrong, "This does something where nothing is to be done")


@contextmanager
def _called(
    here: World, verb: Verb, caller: Caller, *, path: str = ""
) -> Iterator[tuple[int, list[str]]]:
    """The status of a call, and what it wrote; afterwards all is as it was."""
    address = (path or verb.path).format(**here.known)
    body: Any = here.filled(verb.body)
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            answer = caller.call(verb.method, address, body)
        yield answer.status_code, writes(queries.captured_queries)
        transaction.set_rollback(True)
