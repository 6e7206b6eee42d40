"""Generated calls of every operation, right ones and wrong ones: no answer may break the schema.

The calls are the same on every run. Right ones are about what exists: their numbers and slugs are
replaced by known ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.generation.meta import TestPhase
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.python._constants.orchestrator import make_constants_value_source
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from mandorla.api.openapi import read_schema
from mandorla.communities.models import Community, MembershipRequest, Proposal
from mandorla.config.wsgi import application
from mandorla.gatherings.models import Series
from mandorla.people.models import AccessToken, Invitation, Person, Unit
from mandorla.strategy.models import Objective
from mandorla.value.models import Suggestion
from tests import make
from tests.api.caller import token_of

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
CASES: dict[str, Iterator[int]] = defaultdict(lambda: count(1))
ALL_UP_TO = 50
THEN_EACH = 10
BOUNDED = settings(
    max_examples=5,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

schema = schemathesis.openapi.from_dict(read_schema(), config=schemathesis.Config(seed=1))
schema.app = application
schema.config.generation.update(deterministic=True)
load_all_checks()
FOUND: list[Any] = [found.ok() for found in schema.get_all_operations()]  # type: ignore[union-attr]
OPERATIONS = {operation.label: operation for operation in FOUND}


@pytest.fixture
def keeper(db: None) -> str:
    """The token of somebody who may do everything, in a small world."""
    manager = make.program_manager()
    make.program_manager("Second Manager")
    leader, sponsor, member = make.person("Lena"), make.person("Sven"), make.person("Mia")
    place = make.unit("Operations")
    make.unit("Plant", parent=place)
    community = make.community(
        "Welders", leader=leader, sponsor=sponsor, members=(member,), unit=place, joining="ask"
    )
    charter = make.charter(community, state="published", by=leader)
    charter.judge(pair="benefit_concern", score=2, reason="It does.", by=leader, at=make.AT)
    charter.sign(side="organization", by=sponsor, at=make.AT)
    make.charter(community, by=leader)
    MembershipRequest.ask(community=community, person=manager, role="member", note="", at=make.AT)
    Series.enter(community=community, name="Weekly", rule="FREQ=WEEKLY")
    Proposal.begin(archetype="", by=manager, at=make.AT)
    Invitation.invite(email="new@halden.example", name="", role="", by=manager, at=make.AT)
    make.objective("Part", parent=make.objective("Top", owner=leader))
    AccessToken.issue(person=manager, name="another", scope="read", days=1, at=make.AT)
    make.expectations(community)
    Suggestion.say(community=community, side="organization", text="Less", by=sponsor, at=make.AT)
    return token_of(manager)


@pytest.mark.parametrize("label", OPERATIONS)
def test_operation_keeps_its_schema_whatever_it_is_sent(label, keeper):
    """Its calls are made here: made while tests are collected, as `schema.parametrize()` does it,
    those of all operations take a minute and half a gigabyte in each process of a run.
    """
    test = build_operation_test(
        config=schema.config,
        operation=OPERATIONS[label],
        test_func=_answers_as_promised,
        given_kwargs={},
        feedback=FeedbackSources(constants_value_source=make_constants_value_source(schema)),
        explicit_settings=BOUNDED,
    )
    test(keeper=keeper)


def _answers_as_promised(case: Any, keeper: str) -> None:
    if _is_one_of_many_alike(case):
        return
    if case.meta.generation.mode is GenerationMode.POSITIVE:
        _point_to_what_exists(case.path_parameters)
    case.call_and_validate(headers={"Authorization": f"Bearer {keeper}"}, checks=CHECKS)


def _is_one_of_many_alike(case: Any) -> bool:
    """A body with twenty texts gets hundreds of cases for each of them; some of those will do."""
    if case.meta is None or case.meta.phase.name is not TestPhase.COVERAGE:
        return False
    number = next(CASES[case.operation.label])
    return number > ALL_UP_TO and number % THEN_EACH != 0


def _point_to_what_exists(parameters: dict[str, Any]) -> None:
    community = Community.objects.order_by("pk")[0]
    newest: dict[str, Any] = {
        "person_id": Person.objects,
        "unit_id": Unit.objects,
        "objective_id": Objective.objects,
        "membership_id": community.memberships,
        "request_id": MembershipRequest.objects,
        "proposal_id": Proposal.objects,
        "invitation_id": Invitation.objects,
        "token_id": AccessToken.objects.filter(name="another"),
        "expectation_id": community.expectations,
    }
    known = {"slug": community.slug, "version": 2, "key": "change_champions"}
    for name in parameters:
        if name in known:
            parameters[name] = known[name]
        elif name in newest:
            found = newest[name].order_by("pk").last()
            parameters[name] = found.pk if found else 1
