"""Licenses with their conditions, reviews and decisions, as a register has them: plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from decimal import Decimal

    from mandorla.register.found import FoundPerson


@dataclass(frozen=True)
class FoundSponsor:
    """Who sponsors what a license permits: as business line, top champion or payer."""

    person: FoundPerson
    kind: str


@dataclass(frozen=True)
class FoundCondition:
    """What had to be done by a day so that the license goes on."""

    text: str
    due_on: date
    state: str = "open"
    said: str = ""
    closed_by: FoundPerson | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True)
class FoundReview:
    """A report on a license.

    Attributes:
        due_on: the day it was due; of a report of a year, the last day of that year.
        kind: light, quarterly, renewal; past for one of a foreign register.
        begins_on: the first day it tells of.
        answers: questions with their answers: name, section, question, answer.
        numbers: names of the indicators that it puts first.
        stories: title, text, address.
        evidence: what was known, as it was seen, by the name of the indicator.
        found: what else was found, as plain data.
    """

    due_on: date
    kind: str = "past"
    state: str = "submitted"
    begins_on: date | None = None
    answers: tuple[Mapping[str, str], ...] = ()
    numbers: tuple[str, ...] = ()
    stories: tuple[Mapping[str, str], ...] = ()
    ask: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    evidence_at: datetime | None = None
    reader: FoundPerson | None = None
    opened_at: datetime | None = None
    comments_until_at: datetime | None = None
    submitted_at: datetime | None = None
    submitted_by: FoundPerson | None = None
    answer: str = ""
    answered_by: FoundPerson | None = None
    answered_at: datetime | None = None
    found: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FoundDecision:
    """A decision on a license, with what was seen then.

    Attributes:
        review_kind: the kind of the review it was made on; empty without one.
        review_on: the day that review was due.
        terms: the terms from then on, as plain data.
    """

    kind: str
    at: datetime
    reason: str = ""
    as_role: str = ""
    by: FoundPerson | None = None
    review_kind: str = ""
    review_on: date | None = None
    terms: Mapping[str, Any] = field(default_factory=dict)
    evidence: Mapping[str, Any] = field(default_factory=dict)
    recommended: tuple[Mapping[str, Any], ...] = ()
    overrides: tuple[Mapping[str, Any], ...] = ()
    found: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FoundLicense:
    """A permission to operate.

    Attributes:
        number: of this community, from 1.
        similar: communities like it when it was applied for, as plain data.
        found: what a foreign register said of it, as plain data.
    """

    number: int
    kind: str
    state: str
    grantor: str = ""
    scope: str = ""
    member_hours: Decimal | None = None
    leader_hours: Decimal | None = None
    budget: Decimal | None = None
    currency: str = ""
    decision_rights: str = ""
    access_rights: str = ""
    data_use: str = ""
    obligations: str = ""
    similar: tuple[Mapping[str, Any], ...] = ()
    differs_because: str = ""
    drafted_by: FoundPerson | None = None
    drafted_at: datetime | None = None
    applied_by: FoundPerson | None = None
    applied_at: datetime | None = None
    granted_at: datetime | None = None
    granted_by: FoundPerson | None = None
    starts_on: date | None = None
    until_on: date | None = None
    next_review_on: date | None = None
    ended_on: date | None = None
    end_reason: str = ""
    found: Mapping[str, Any] = field(default_factory=dict)
    sponsors: tuple[FoundSponsor, ...] = ()
    conditions: tuple[FoundCondition, ...] = ()
    reviews: tuple[FoundReview, ...] = ()
    decisions: tuple[FoundDecision, ...] = ()
