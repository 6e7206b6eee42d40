"""What both sides put in, measures and stories in one of our own files: read and checked."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, TypeVar

from mandorla.base.errors import Refused
from mandorla.ledger.aims import Aim, refuse_value
from mandorla.ledger.models import measure
from mandorla.ledger.put_in import PutIn
from mandorla.ledger.words import KINDS, SIDES, SOURCES, STATES
from mandorla.register.documents import tidy
from mandorla.register.found_ledger import FoundInvestment, FoundMeasure, FoundReading
from mandorla.register.own_charters import needed_moment, person_at
from mandorla.register.own_licenses import keys_of
from mandorla.register.parts import Wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from mandorla.register.parts import Part

Value = TypeVar("Value")
MOST: Final = {"investments": 20_000, "measures": 1_000, "stories": 20_000}
MOST_READINGS: Final = 20_000
LARGEST: Final = Decimal(10) ** 16  # of any number


def investments_of(part: Part) -> tuple[FoundInvestment, ...]:
    """What both sides put in.

    Raises:
        Wrong: A field is missing, not known, or not what it has to be.
    """
    return tuple(_investment(item) for item in some(part, "investments"))


def _investment(part: Part) -> FoundInvestment:
    part.only(*keys_of(FoundInvestment))
    put_in = PutIn(
        side=one_of(part, "side", SIDES),
        kind=one_of(part, "kind", KINDS),
        begins_on=day(part, "begins_on"),
        ends_on=day(part, "ends_on"),
        role=part.text("role", longest=7),
        hours=amount(part, "hours"),
        hours_high=amount(part, "hours_high"),
        amount=amount(part, "amount"),
        amount_high=amount(part, "amount_high"),
        currency=part.text("currency", longest=3),
        note=tidy(part.text("note", longest=300)),
    )
    return FoundInvestment(
        **checked(part, put_in.cleaned).values(),
        state=one_of(part, "state", STATES),
        source=one_of(part, "source", SOURCES),
        entered_at=needed_moment(part, "entered_at"),
        entered_by=person_at(part, "entered_by"),
        confirmed_by=person_at(part, "confirmed_by"),
        confirmed_at=part.moment("confirmed_at"),
    )


def measures_of(part: Part, *, expected: Iterable[str]) -> tuple[FoundMeasure, ...]:
    """Every measure with its readings.

    Args:
        part: The community.
        expected: What is expected of it, as it is worded.

    Raises:
        Wrong: A field is missing, not known, or not what it has to be.
    """
    found = tuple(_measure(item, set(expected)) for item in some(part, "measures"))
    refuse_twins(part, "measures", found)
    return found


def _measure(part: Part, expected: set[str]) -> FoundMeasure:
    part.only(*keys_of(FoundMeasure))
    target, baseline = needed_amount(part, "target"), amount(part, "baseline")
    aim = Aim(
        name=part.needed("name", longest=120),
        role=one_of(part, "role", measure.ROLES),
        target=float(target),
        due_on=day(part, "due_on"),
        shape=part.choice("shape", tuple(measure.SHAPES), "level"),
        direction=part.choice("direction", tuple(measure.DIRECTIONS), "up"),
        unit=part.text("unit", longest=40),
        baseline=None if baseline is None else float(baseline),
        source=part.text("source", longest=300),
        indicator=part.text("indicator", longest=60),
    )
    said = checked(part, aim.cleaned).values() | {"target": target, "baseline": baseline}
    expectation = " ".join(part.text("expectation").split())
    if expectation and expectation not in expected:
        raise Wrong(part.fields()["expectation"], "is not among the expectations of this file")
    return FoundMeasure(
        number=number(part),
        begun_at=needed_moment(part, "begun_at"),
        expectation=expectation,
        owner=person_at(part, "owner"),
        retired_at=part.moment("retired_at"),
        retired_because=tidy(part.text("retired_because", longest=300)),
        readings=_readings(part, aim.shape),
        **said,
    )


def _readings(part: Part, shape: str) -> tuple[FoundReading, ...]:
    rows = part.many("readings")
    if len(rows) > MOST_READINGS:
        raise Wrong(part.fields()["readings"], f"has more than {MOST_READINGS} entries")
    found = tuple(_reading(row, shape) for row in rows)
    holding = [one.on for one in found if one.corrected_at is None]
    if len(set(holding)) < len(holding):
        raise Wrong(part.fields()["readings"], "has two readings that hold for one day")
    return tuple(sorted(found, key=lambda one: (one.on, one.read_at)))


def _reading(part: Part, shape: str) -> FoundReading:
    part.only(*keys_of(FoundReading))
    value = needed_amount(part, "value")
    checked(part, lambda: refuse_value(float(value), shape=shape))
    return FoundReading(
        on=day(part, "on"),
        value=value,
        read_at=needed_moment(part, "read_at"),
        note=tidy(part.text("note", longest=300)),
        read_by=person_at(part, "read_by"),
        corrected_at=part.moment("corrected_at"),
    )


# --- what stories ask for as well ---


def some(part: Part, key: str) -> list[Part]:
    """The entries of a list that is not longer than any community has them.

    Raises:
        Wrong: It is.
    """
    items = part.many(key)
    if len(items) > MOST[key]:
        raise Wrong(part.fields()[key], f"has more than {MOST[key]} entries")
    return items


def refuse_twins(part: Part, key: str, found: tuple[Any, ...]) -> None:
    """Numbers of one list differ.

    Raises:
        Wrong: One is there twice.
    """
    if len({one.number for one in found}) < len(found):
        raise Wrong(part.fields()[key], "has a number twice")


def number(part: Part) -> int:
    """Its number among those of the community.

    Raises:
        Wrong: It has none.
    """
    found = part.number("number", low=1, high=2**31 - 1)
    if found is None:
        raise Wrong(part, "has to be counted, from 1", "number")
    return found


def one_of(part: Part, key: str, words: Iterable[str]) -> str:
    """One of some words, which may not be left out.

    Raises:
        Wrong: It is none of them.
    """
    part.needed(key)
    return part.choice(key, tuple(words), "")


def day(part: Part, key: str) -> date:
    """A day, which may not be left out.

    Raises:
        Wrong: It is none.
    """
    found = part.day(key)
    if found is None:
        raise Wrong(part, "has to be a date as 2026-03-31", key)
    return found


def amount(part: Part, key: str) -> Decimal | None:
    """A number; None when there is none.

    Raises:
        Wrong: It is no number.
    """
    text = part.text(key, longest=40)
    try:
        found = Decimal(text) if text else None
    except InvalidOperation as error:
        raise Wrong(part.fields()[key], "has to be a number as 2.5") from error
    if found is not None and not (found.is_finite() and abs(found) < LARGEST):
        raise Wrong(part.fields()[key], "has to be a number as 2.5, and not beyond measure")
    return found


def needed_amount(part: Part, key: str) -> Decimal:
    """A number, which may not be left out.

    Raises:
        Wrong: It is none.
    """
    found = amount(part, key)
    if found is None:
        raise Wrong(part, "has to be a number as 2.5", key)
    return found


def checked(part: Part, check: Callable[[], Value]) -> Value:
    """What a check gives that the product itself makes.

    Raises:
        Wrong: It refuses, with its own sentence.
    """
    try:
        return check()
    except Refused as refusal:
        raise Wrong(part, refusal.sentence) from refusal
