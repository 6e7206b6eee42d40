"""What both sides put in, measures and stories of every shape, as a file of ours could hold them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from mandorla.ledger.models.story import STEPS
from mandorla.register.found_ledger import (
    FoundClaim,
    FoundInvestment,
    FoundMeasure,
    FoundProof,
    FoundReading,
    FoundStory,
)
from tests.register.shapes import MOMENTS, PEOPLE

LETTERS = st.characters(categories=["L", "N", "P"])
LINE = st.text(LETTERS, min_size=1, max_size=30)
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
SOMEBODY = st.none() | st.sampled_from(PEOPLE)
UNITS = st.sampled_from([(), ("Operations",), ("Operations", "R&D / Labs")])


@st.composite
def investments(draw) -> FoundInvestment:
    begins_on = draw(DAYS)
    is_hours = draw(st.booleans())
    is_range = draw(st.booleans())
    hours, money = Decimal("500.0" if is_range else "0.0"), Decimal("0.00")
    if is_range or draw(st.booleans()):
        money = Decimal("1200.50")
    return FoundInvestment(
        side=draw(st.sampled_from(["organization", "members"])),
        kind=draw(st.sampled_from(["funding", "time"])),
        state=draw(st.sampled_from(["planned", "actual", "dropped"])),
        source=draw(st.sampled_from(["license", "charter", "hand", "file"])),
        begins_on=begins_on,
        ends_on=begins_on + timedelta(days=draw(st.integers(0, 900))),
        entered_at=draw(MOMENTS),
        role=draw(st.sampled_from(["member", "leader"])) if is_hours else "",
        hours=hours if is_hours else None,
        hours_high=Decimal("700.0") if is_hours and is_range else None,
        amount=None if is_hours else money,
        amount_high=Decimal("2000.00") if is_range and not is_hours else None,
        currency="" if is_hours else "EUR",
        note=draw(st.just("") | LINE),
        entered_by=draw(SOMEBODY),
        confirmed_by=draw(SOMEBODY),
        confirmed_at=draw(st.none() | MOMENTS),
    )


READINGS = st.builds(
    FoundReading,
    on=DAYS,
    value=st.sampled_from([Decimal("0.0"), Decimal("0.1"), Decimal("1.0")]),
    read_at=MOMENTS,
    note=st.just("") | LINE,
    read_by=SOMEBODY,
)


@st.composite
def measures(draw, number: int, expected: list[str]) -> FoundMeasure:
    readings = draw(st.lists(READINGS, max_size=3, unique_by=lambda one: one.on))
    return FoundMeasure(
        number=number,
        name=f"Measure {number}",
        role=draw(st.sampled_from(["leading", "outcome"])),
        target=Decimal("0.6"),
        due_on=draw(DAYS),
        begun_at=draw(MOMENTS),
        shape=draw(st.sampled_from(["level", "share"])),
        unit=draw(st.sampled_from(["", "days", "- a: b"])),
        baseline=draw(st.sampled_from([None, Decimal("0.0"), Decimal("0.5")])),
        expectation=draw(st.sampled_from(["", *expected])),
        owner=draw(SOMEBODY),
        source=draw(st.just("") | LINE),
        retired_at=draw(st.none() | MOMENTS),
        retired_because=draw(st.just("") | LINE),
        readings=tuple(sorted(readings, key=lambda one: (one.on, one.read_at))),
    )


@st.composite
def claims(draw) -> FoundClaim:
    claimed_at = draw(MOMENTS)
    begins_on = claimed_at.date() - timedelta(days=draw(st.integers(0, 300)))
    counted = draw(
        st.sampled_from([{"hours": True}, {"currency": "EUR"}, {"kind": "other", "what": "faults"}])
    )
    return FoundClaim(
        **{"kind": "capacity", **counted},
        side=draw(st.sampled_from(["organization", "members"])),
        low=Decimal("0.00"),
        high=draw(st.sampled_from([Decimal("0.00"), Decimal("40000.00")])),
        share=draw(st.sampled_from([Decimal("0.000"), Decimal("0.500")])),
        confidence=Decimal("1.000"),
        begins_on=begins_on,
        ends_on=begins_on + timedelta(days=draw(st.integers(0, 364))),
        claimed_at=claimed_at,
        state=draw(st.sampled_from(["claimed", "confirmed", "refused"])),
        unit=draw(UNITS),
        first=draw(st.sampled_from([{}, {"high": "2", "low": "1"}])),
        apart=draw(st.just("") | LINE),
        claimed_by=draw(SOMEBODY),
        asked=draw(SOMEBODY),
        confirmed_by=draw(SOMEBODY),
        confirmed_at=draw(st.none() | MOMENTS),
        because=draw(st.just("") | LINE),
    )


@st.composite
def stories(draw, number: int, expected: list[str]) -> FoundStory:
    teller = draw(SOMEBODY)
    said = draw(st.dictionaries(st.sampled_from(list(STEPS)), LINE, min_size=1, max_size=3))
    served = draw(st.sets(st.sampled_from(expected), max_size=2)) if expected else set()
    proofs = st.builds(FoundProof, kind=st.just("note"), text=LINE, added_at=MOMENTS) | st.builds(
        FoundProof,
        kind=st.just("link"),
        text=LINE,
        added_at=MOMENTS,
        address=st.just("https://a.example/?b=c"),
    )
    return FoundStory(
        number=number,
        title=draw(LINE),
        told_at=draw(MOMENTS),
        seen_by=draw(st.sampled_from(["community", "organization"])),
        steps={name: said[name] for name in STEPS if name in said},
        teller=teller,
        is_nameless=teller is None,
        unit=draw(UNITS),
        promised_on=draw(st.none() | DAYS) if teller else None,
        expectations=tuple(sorted(served)),
        proofs=tuple(draw(st.lists(proofs, max_size=2))),
        claim=draw(st.none() | claims()),
    )
