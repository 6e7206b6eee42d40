"""What is expected of a community, and its value statements, in one of our own files."""

from __future__ import annotations

from mandorla.register.documents import tidy
from mandorla.register.found import FoundExpectation, FoundStatement
from mandorla.register.own_charters import needed_moment, person_at, signatures_of, stage_of
from mandorla.register.parts import Part, Wrong
from mandorla.value.models.expectation import HORIZONS, LEVELS, LONGEST, MOST
from mandorla.value.models.statement import TEXTS

EXPECTATION_KEYS = ("text", "level", "horizon", "key", "measure", "begun_as", "objectives")
STATEMENT_KEYS = (
    "version", "state", "drafted_by", "drafted_at", "published_by", "published_at", "agreed_at",
    "round", "shared", "organization_name", "texts", "known_on", "valid_until", "signatures",
)  # fmt: skip
LONGEST_KEY = 60
LONGEST_MEASURE = 200
LONGEST_NAME = 150


def expectations_of(part: Part) -> tuple[FoundExpectation, ...]:
    """What both sides weigh.

    Raises:
        Wrong: A field is missing, not known, or not what it has to be.
    """
    found: list[FoundExpectation] = []
    for item in part.many("expectations"):
        expectation = _expectation(item)
        if expectation.text in {other.text for other in found}:
            raise Wrong(item, f"is there twice: {expectation.text}")
        found.append(expectation)
    if len(found) > MOST:
        raise Wrong(part.fields()["expectations"], f"has more than {MOST} entries")
    return tuple(found)


def _expectation(part: Part) -> FoundExpectation:
    part.only(*EXPECTATION_KEYS)
    part.needed("level")
    part.needed("horizon")
    return FoundExpectation(
        text=" ".join(part.needed("text", longest=LONGEST).split()),
        level=part.choice("level", tuple(LEVELS), ""),
        horizon=part.choice("horizon", tuple(HORIZONS), ""),
        key=part.text("key", longest=LONGEST_KEY),
        measure=part.text("measure", longest=LONGEST_MEASURE),
        begun_as=part.text("begun_as"),
        objectives=paths_of(part),
    )


def paths_of(part: Part) -> tuple[tuple[str, ...], ...]:
    """The objectives that something serves, each by the names on the way to it.

    Raises:
        Wrong: One of them is none.
    """
    paths = part.many("objectives")
    for path in paths:
        if not path.items():
            raise Wrong(path, "has to name an objective, from the top down")
    return tuple(sorted({tuple(name.as_text() for name in path.items()) for path in paths}))


def statements_of(part: Part) -> tuple[FoundStatement, ...]:
    """Every version of the value statement.

    Raises:
        Wrong: A field is missing, not known, or not what it has to be.
    """
    found = tuple(_statement(item) for item in part.many("statements"))
    if len({statement.version for statement in found}) < len(found):
        raise Wrong(part.fields()["statements"], "has a version twice")
    return found


def _statement(part: Part) -> FoundStatement:
    part.only(*STATEMENT_KEYS)
    version, state, published_at = stage_of(part)
    return FoundStatement(
        version=version,
        state=state,
        drafted_at=needed_moment(part, "drafted_at"),
        round=part.number("round", low=1, high=32767),
        shared=tuple(filter(None, part.texts("shared", longest=LONGEST))),
        organization_name=part.text("organization_name", longest=LONGEST_NAME),
        texts=_texts(part),
        known_on=part.day("known_on"),
        valid_until=part.day("valid_until"),
        signatures=signatures_of(part),
        drafted_by=person_at(part, "drafted_by"),
        published_by=person_at(part, "published_by"),
        published_at=published_at,
        agreed_at=part.moment("agreed_at"),
    )


def _texts(part: Part) -> dict[str, str]:
    texts = part.one("texts")
    if texts is None:
        return {}
    texts.only(*TEXTS)
    return {name: tidy(texts.text(name)) for name in TEXTS if texts.text(name)}
