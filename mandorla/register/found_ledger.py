"""What both sides put in, measures and stories, as a register has them: plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from decimal import Decimal

    from mandorla.register.found import FoundPerson


@dataclass(frozen=True)
class FoundInvestment:
    """What a side puts in: hours of people in a role, or money."""

    side: str
    kind: str
    state: str
    source: str
    begins_on: date
    ends_on: date
    entered_at: datetime
    role: str = ""
    hours: Decimal | None = None
    hours_high: Decimal | None = None
    amount: Decimal | None = None
    amount_high: Decimal | None = None
    currency: str = ""
    note: str = ""
    entered_by: FoundPerson | None = None
    confirmed_by: FoundPerson | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True)
class FoundReading:
    """What a measure was on a day; corrected readings are kept beside those that hold."""

    on: date
    value: Decimal
    read_at: datetime
    note: str = ""
    read_by: FoundPerson | None = None
    corrected_at: datetime | None = None


@dataclass(frozen=True)
class FoundMeasure:
    """A measure with its readings.

    Attributes:
        number: of this community, from 1.
        expectation: what it would show, as it is worded.
        readings: by day and the moment they were entered.
    """

    number: int
    name: str
    role: str
    target: Decimal
    due_on: date
    begun_at: datetime
    shape: str = "level"
    direction: str = "up"
    unit: str = ""
    baseline: Decimal | None = None
    expectation: str = ""
    owner: FoundPerson | None = None
    source: str = ""
    indicator: str = ""
    retired_at: datetime | None = None
    retired_because: str = ""
    readings: tuple[FoundReading, ...] = ()


@dataclass(frozen=True)
class FoundProof:
    """A link or a note that shows a story."""

    kind: str
    text: str
    added_at: datetime
    address: str = ""


@dataclass(frozen=True)
class FoundClaim:
    """A gain that a story claims.

    Attributes:
        unit: the names on the way to the unit where it was got.
        hours: whether low and high are hours.
        first: the numbers as they were claimed, when they were corrected.
    """

    kind: str
    side: str
    low: Decimal
    high: Decimal
    share: Decimal
    confidence: Decimal
    begins_on: date
    ends_on: date
    claimed_at: datetime
    state: str = "claimed"
    hours: bool = False
    currency: str = ""
    what: str = ""
    unit: tuple[str, ...] = ()
    first: Mapping[str, str] = field(default_factory=dict)
    apart: str = ""
    claimed_by: FoundPerson | None = None
    asked: FoundPerson | None = None
    confirmed_by: FoundPerson | None = None
    confirmed_at: datetime | None = None
    because: str = ""


@dataclass(frozen=True)
class FoundStory:
    """A story that everybody in the community may read.

    Attributes:
        number: of this community, from 1.
        teller: nobody when it was told without a name.
        unit: the names on the way to the unit that is shown.
        steps: what is said, by the name of the step.
        expectations: what it serves, as it is worded.
        objectives: the paths of the objectives it serves, each from the top down.
    """

    number: int
    title: str
    told_at: datetime
    seen_by: str
    steps: Mapping[str, str]
    teller: FoundPerson | None = None
    is_nameless: bool = False
    unit: tuple[str, ...] = ()
    promised_on: date | None = None
    asked_again_at: datetime | None = None
    expectations: tuple[str, ...] = ()
    objectives: tuple[tuple[str, ...], ...] = ()
    proofs: tuple[FoundProof, ...] = ()
    claim: FoundClaim | None = None
