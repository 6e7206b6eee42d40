"""The verbs of gatherings and of work where they must do nothing: elsewhere, or once it is over."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person
from tests import make
from tests.api.caller import Caller
from tests.api.test_who_may_work import VERBS, _filled, _known, _people
from tests.api.verbs import ANYBODY, COMMUNITY, Verb
from tests.guards.tree import refuse
from tests.work.doors_world import changed, rows, writes

WRITING = [verb for verb in VERBS if verb.method != "GET"]
# What goes on when a community closes can be ended, thanked for and taken back; the rest stays.
STAYS = (
    "/commitments/{commitment}/end",
    "/commitments/{commitment}/removal",
    "/gatherings/{series}/{today}/state",
    "/answers/{answer}/thanks",
    "/asks/{ask}/answers/{answer}",
    "/me/expertise",
    "/me/expertise/{expertise}",
)
ANY_ROLE = ("leader", "member", "sponsor", "manager")


class World:
    """Everything a verb may be about, and callers whose tokens were made before."""

    def __init__(self) -> None:
        self.people = _people()
        self.known = _known(self.people)
        self.callers = {kind: Caller(one) for kind, one in self.people.items()}
        self.before = rows()

    def wrong(self, verb: Verb, caller: Caller, answers: set[int], path: str = "") -> str:
        """What it did instead of nothing; empty when it was refused as it should."""
        address = (path or verb.path).format(**self.known)
        with transaction.atomic():
            with CaptureQueriesContext(connection) as queries:
                answer = caller.call(verb.method, address, _filled(verb.body, self.known))
            wrote = writes(queries.captured_queries)
            tables = changed(self.before, rows()) if wrote else []
            transaction.set_rollback(True)
        fits = answer.status_code in answers and not tables
        return "" if fits else f"{verb.method} {address}: {answer.status_code} {tables}"


def _refused(found: list[Any]) -> None:
    refuse([one for one in found if one], "This does something where nothing is to be done")


def test_verbs_do_nothing_when_the_community_has_closed():
    here = World()
    Community.objects.update(status="closed")
    here.before = rows()
    closed = [
        verb
        for verb in WRITING
        if not verb.path.endswith(STAYS)
        and not (verb.method == "DELETE" and "/attendance/" in verb.path)
    ]

    _refused(
        [
            here.wrong(verb, here.callers[kind], {404, 409})
            for verb in closed
            if not verb.path.endswith("/comparison")  # compares anew, and changes no issue
            for kind in [next(one for one in ANY_ROLE if one in verb.may)]
        ]
    )


def test_verbs_are_not_there_under_the_address_of_another_community():
    here = World()
    painters = make.community("Painters", leader=here.people["leader"], status="active")
    here.before = rows()
    nested = [verb for verb in WRITING if "{" in verb.path.removeprefix(COMMUNITY)]

    _refused(
        [
            here.wrong(verb, here.callers[kind], {404}, elsewhere)
            for verb in nested
            if verb.path.startswith(COMMUNITY)
            for elsewhere in [verb.path.replace(COMMUNITY, f"/communities/{painters.slug}")]
            for kind in ("leader", "manager")
        ]
    )


@pytest.mark.parametrize("belongs", ["nowhere", "elsewhere"])
def test_verbs_do_nothing_for_somebody_from(belongs: str):
    here = World()
    nora = make.person("Nora")
    if belongs == "elsewhere":
        make.community("Painters", leader=nora, status="active")
    caller = Caller(nora)
    here.before = rows()
    own = [verb for verb in WRITING if not (verb.may >= ANYBODY - {"auditor"})]

    _refused([here.wrong(verb, caller, {403, 404, 409}) for verb in own])


def test_verbs_do_nothing_by_a_token_that_reads_or_whose_owner_is_gone():
    here = World()
    gone = make.person("Gone")
    welders = Community.objects.get(slug="welders")
    Membership.appoint(community=welders, person=gone, role="leader", by=None, at=make.AT)
    late, reader = Caller(gone), Caller(here.people["leader"], scope="read")
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    here.before = rows()

    _refused([here.wrong(verb, reader, {403}) for verb in WRITING])
    _refused([here.wrong(verb, late, {401, 429}) for verb in WRITING])
