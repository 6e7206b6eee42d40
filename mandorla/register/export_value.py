"""From the database to files: what is expected of a community, and its value statements.

Ballots, answers, suggestions and results are in no file: a file is passed on and kept anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Prefetch

from mandorla.communities.models.two_sided import SIDES
from mandorla.register.documents import tidy
from mandorla.register.found import FoundExpectation, FoundSignature, FoundStatement
from mandorla.register.people import as_found_person
from mandorla.value.models import Expectation, StatementSignature, ValueStatement
from mandorla.value.models.statement import TEXTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.communities.models import Community
    from mandorla.people.models import Person
    from mandorla.register.found import FoundPerson

VALUE: Final = (  # what to read beside the communities
    Prefetch("expectations", Expectation.objects.current().prefetch_related("objectives")),
    Prefetch(
        "statements",
        ValueStatement.objects.order_by("version")
        .select_related("elicitation", "drafted_by", "published_by")
        .prefetch_related(
            Prefetch("signatures", StatementSignature.objects.select_related("person"))
        ),
    ),
)
_SIDE_ORDER = {side: number for number, side in enumerate(SIDES)}


def expectations(
    community: Community, paths: Mapping[int, tuple[str, ...]]
) -> tuple[FoundExpectation, ...]:
    """What both sides weigh now, in its order.

    Args:
        community: One that was read with `VALUE`.
        paths: The names on the way to every objective.
    """
    return tuple(
        FoundExpectation(
            text=" ".join(expectation.text.split()),
            level=expectation.level,
            horizon=expectation.horizon,
            key=expectation.key,
            measure=tidy(expectation.measure),
            begun_as=tidy(expectation.begun_as),
            objectives=tuple(sorted(paths[o.pk] for o in expectation.objectives.all())),
        )
        for expectation in community.expectations.all()
    )


def statements(community: Community) -> tuple[FoundStatement, ...]:
    """Every version of the value statement of a community that was read with `VALUE`."""
    return tuple(_statement(statement) for statement in community.statements.all())


def _statement(statement: ValueStatement) -> FoundStatement:
    texts = {name: tidy(getattr(statement, name)) for name in TEXTS}
    signatures = sorted(statement.signatures.all(), key=lambda s: _SIDE_ORDER[s.side])
    return FoundStatement(
        version=statement.version,
        state=statement.state,
        drafted_at=statement.drafted_at,
        round=statement.round_number,
        shared=tuple(tidy(text) for text in statement.shared),
        organization_name=tidy(statement.organization_name),
        texts={name: text for name, text in texts.items() if text},
        known_on=statement.known_on,
        valid_until=statement.valid_until,
        signatures=tuple(
            FoundSignature(s.side, tidy(s.person_name), s.role, _person(s.person), s.signed_at)
            for s in signatures
        ),
        drafted_by=_person(statement.drafted_by),
        published_by=_person(statement.published_by),
        published_at=statement.published_at,
        agreed_at=statement.agreed_at,
    )


def _person(person: Person | None) -> FoundPerson | None:
    return as_found_person(person) if person else None
