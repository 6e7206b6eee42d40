"""What was found in a register, before and after it is in the database: plain frozen values.

Readers of files make these, the export makes the same from the database, and so an import can
tell whether anything would change by comparing two of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, time

    from mandorla.register.found_ledger import FoundInvestment, FoundMeasure, FoundStory
    from mandorla.register.found_licenses import FoundLicense

# Registers by the name of their reader; our own files have none.
TITLES = {"kubernetes": "Kubernetes", "rust": "Rust", "openstack": "OpenStack", "": "YAML"}


@dataclass(frozen=True)
class Problem:
    """Something in a file that was refused.

    Attributes:
        file: the file's path inside the register.
        what: what is wrong, as the end of a sentence.
        line: counted from 1; None when it is not known.
        field: the path of the field, as "leadership.chairs[0].name".
    """

    file: str
    what: str
    line: int | None = None
    field: str = ""

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}, {self.field}: {self.what}" if self.field else f"{place}: {self.what}"


@dataclass(frozen=True)
class FoundPerson:
    """A person as a register names them; any of the identifiers may be missing."""

    name: str
    email: str = ""
    employee_number: str = ""
    handle: str = ""


@dataclass(frozen=True)
class FoundSeat:
    """A role somebody has or had in a group."""

    person: FoundPerson
    role: str
    title: str = ""
    employer: str = ""
    since_on: date | None = None
    until_on: date | None = None
    former: bool = False


@dataclass(frozen=True)
class FoundFormer:
    """What a recurring meeting was until a day."""

    rule: str
    until_on: date
    timezone: str = ""
    starts_on: date | None = None
    starts_time: time | None = None
    minutes: int | None = None
    place: str = ""


@dataclass(frozen=True)
class FoundSeries:
    """A recurring meeting; `rule` is empty when the rhythm was not understood."""

    name: str
    rule: str = ""
    timezone: str = ""
    starts_on: date | None = None
    starts_time: time | None = None
    minutes: int | None = None
    place: str = ""
    links: tuple[Mapping[str, str], ...] = ()
    found_text: str = ""
    ends_on: date | None = None
    template: tuple[Mapping[str, Any], ...] = ()
    former: tuple[FoundFormer, ...] = ()


@dataclass(frozen=True)
class FoundFit:
    """A judgment of how two forces fit."""

    pair: str
    score: int
    reason: str
    by: FoundPerson | None
    at: datetime


@dataclass(frozen=True)
class FoundSignature:
    """A signature; the name is kept as it was when it was given."""

    side: str
    name: str
    role: str
    by: FoundPerson | None
    at: datetime


@dataclass(frozen=True)
class FoundCharter:
    """One version of a charter.

    Attributes:
        version: counted from 1.
        state: draft, published or agreed.
        texts: charter fields that say something.
        extra: headed texts that fit no field, in their order.
        forces: entries by force.
        drafted_at: None for a text that had no such moment where it was found; likewise below.
    """

    version: int = 1
    state: str = "published"
    texts: Mapping[str, str] = field(default_factory=dict)
    extra: tuple[Mapping[str, str], ...] = ()
    forces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fits: tuple[FoundFit, ...] = ()
    signatures: tuple[FoundSignature, ...] = ()
    review_on: date | None = None
    drafted_by: FoundPerson | None = None
    drafted_at: datetime | None = None
    published_by: FoundPerson | None = None
    published_at: datetime | None = None
    agreed_at: datetime | None = None


@dataclass(frozen=True)
class FoundExpectation:
    """What both sides weigh, as it is worded now.

    Attributes:
        text: the wording.
        level: for whom: organization, group or person.
        horizon: short or long.
        key: of the shipped catalogue, "" for one of one's own.
        measure: what would show that it is there.
        begun_as: the entry of the charter it began as, if with one.
        objectives: the paths of the objectives it serves, each from the top down.
    """

    text: str
    level: str
    horizon: str
    key: str = ""
    measure: str = ""
    begun_as: str = ""
    objectives: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class FoundStatement:
    """One version of a value statement.

    Attributes:
        version: counted from 1.
        state: draft, published or agreed.
        round: the number of the round that supports it, where it was held.
        shared: the wordings of the shared expectations it rests on.
        organization_name: what the organization was called when it was drafted.
        texts: its parts that say something.
    """

    version: int
    state: str
    drafted_at: datetime
    round: int | None = None
    shared: tuple[str, ...] = ()
    organization_name: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    known_on: date | None = None
    valid_until: date | None = None
    signatures: tuple[FoundSignature, ...] = ()
    drafted_by: FoundPerson | None = None
    published_by: FoundPerson | None = None
    published_at: datetime | None = None
    agreed_at: datetime | None = None


@dataclass(frozen=True)
class FoundCommunity:
    """A group as a register describes it.

    Attributes:
        file: where it was read, for messages; not part of what it is.
        line: likewise.
        lines: likewise, of its fields by their names, where they are known.
        slug: its address; one of a foreign register is a wish.
        source: the register it was first found in, "" for one of our own.
        source_key: what that register calls it; unique there.
        parent: the slug of the group it belongs to.
        parent_key: the same by `source_key`, where slugs are not known yet.
        unit: the names on the path to its home, as ("Operations", "Plant North").
        found: what was found and fits no field, as plain data.
        notes: what a reader wants to tell beside it; not part of what it is.
    """

    file: str
    name: str
    line: int | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    slug: str = ""
    archetype: str = ""
    purpose: str = ""
    status: str = "active"
    joining: str = "open"
    unit: tuple[str, ...] = ()
    parent: str = ""
    parent_key: str = ""
    kind: str = ""
    source: str = ""
    source_key: str = ""
    founded_on: date | None = None
    closed_on: date | None = None
    closing_reason: str = ""
    channels: tuple[Mapping[str, Any], ...] = ()
    subgroups: tuple[Mapping[str, Any], ...] = ()
    found: Mapping[str, Any] = field(default_factory=dict)
    seats: tuple[FoundSeat, ...] = ()
    series: tuple[FoundSeries, ...] = ()
    charters: tuple[FoundCharter, ...] = ()
    expectations: tuple[FoundExpectation, ...] = ()
    statements: tuple[FoundStatement, ...] = ()
    licenses: tuple[FoundLicense, ...] = ()
    investments: tuple[FoundInvestment, ...] = ()
    measures: tuple[FoundMeasure, ...] = ()
    stories: tuple[FoundStory, ...] = ()
    notes: tuple[str, ...] = ()

    def problem(self, what: str, field: str = "") -> Problem:
        """What is wrong with the group, or with one of its fields, and where that is written."""
        return Problem(self.file, what, self.lines.get(field, self.line), field)

    def bare(self) -> FoundCommunity:
        """The group without where it was read and what the reader had to say."""
        return replace(self, file="", line=None, lines={}, notes=())


@dataclass(frozen=True)
class FoundRegister:
    """Everything that was found in one register.

    Attributes:
        source: kubernetes, rust, openstack; "" for our own files.
        communities: the good ones, in the order they were found.
        problems: what was refused, with its place.
        notes: what could not be placed, as sentences.
    """

    source: str
    communities: tuple[FoundCommunity, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
