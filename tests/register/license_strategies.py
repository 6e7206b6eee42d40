"""Licenses of every shape, as one of our own files could hold them."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from mandorla.register.documents import ordered
from mandorla.register.found_licenses import (
    FoundCondition,
    FoundDecision,
    FoundLicense,
    FoundReview,
    FoundSponsor,
)
from tests.register.shapes import DAYS, JSON, LONG, MOMENTS, PEOPLE, SAID, TEXT

SOMEBODY = st.none() | st.sampled_from(PEOPLE)
DATA = st.dictionaries(SAID, JSON, max_size=2).map(ordered)
DATA_LIST = st.lists(DATA.filter(bool), max_size=1).map(tuple)
HOURS = st.none() | st.sampled_from([Decimal("0.5"), Decimal("12.0")])


def texts(*names: str) -> st.SearchStrategy[tuple[dict[str, str], ...]]:
    one = st.dictionaries(st.sampled_from(names), LONG.filter(bool), min_size=1, max_size=3)
    return st.lists(one.map(ordered), max_size=2).map(tuple)


SPONSORS = st.builds(
    FoundSponsor, person=st.sampled_from(PEOPLE), kind=st.sampled_from(["line", "payer"])
)
CONDITIONS = st.builds(
    FoundCondition,
    text=SAID,
    due_on=DAYS,
    state=st.sampled_from(["met", "waived"]),
    said=LONG.filter(bool),
    closed_by=SOMEBODY,
    closed_at=st.none() | MOMENTS,
)
REVIEWS = st.builds(
    FoundReview,
    due_on=DAYS,
    kind=st.sampled_from(["light", "renewal", "past"]),
    state=st.sampled_from(["draft", "submitted", "decided"]),
    begins_on=st.none() | DAYS,
    answers=texts("section", "question", "answer"),
    numbers=st.lists(st.sampled_from(["overlap", "pull"]), max_size=2).map(tuple),
    stories=texts("title", "text", "address"),
    ask=LONG,
    evidence=DATA,
    evidence_at=st.none() | MOMENTS,
    reader=SOMEBODY,
    submitted_at=st.none() | MOMENTS,
    submitted_by=SOMEBODY,
    answer=LONG,
    found=DATA,
)


@st.composite
def decisions(draw, reviews: tuple[FoundReview, ...]) -> FoundDecision:
    about = draw(st.sampled_from([None, *reviews]))
    return FoundDecision(
        kind=draw(st.sampled_from(["grant", "renew"])),
        at=draw(MOMENTS),
        reason=draw(LONG),
        as_role=draw(TEXT),
        by=draw(SOMEBODY),
        review_kind=about.kind if about else "",
        review_on=about.due_on if about else None,
        terms=draw(DATA),
        evidence=draw(DATA),
        recommended=draw(DATA_LIST),
        overrides=draw(DATA_LIST),
    )


def once(found: list[FoundDecision]) -> list[FoundDecision]:
    """A review is decided once, and the order of decisions is that of their moments."""
    known: set[object] = set()
    kept = []
    for one in sorted(found, key=lambda one: one.at):
        about = (one.review_kind, one.review_on)
        if one.at in known or (one.review_on and about in known):
            continue
        known |= {one.at, about}
        kept.append(one)
    return kept


@st.composite
def licenses(draw, number: int) -> FoundLicense:
    reviews = draw(st.lists(REVIEWS, max_size=2, unique_by=lambda one: (one.kind, one.due_on)))
    reviews = tuple(sorted(reviews, key=lambda one: (one.due_on, one.kind)))
    conditions = draw(
        st.lists(CONDITIONS, max_size=2, unique_by=lambda one: (one.text, one.due_on))
    )
    sponsors = draw(st.lists(SPONSORS, max_size=2, unique_by=lambda one: (one.kind, one.person)))
    starts_on = draw(st.none() | DAYS)
    money = draw(st.sampled_from([(None, ""), (Decimal("1250.00"), "EUR")]))
    return FoundLicense(
        number=number,
        kind=draw(st.sampled_from(["trial", "full"])),
        state="retired" if number == 1 else draw(st.sampled_from(["active", "applied"])),
        grantor=draw(TEXT),
        scope=draw(LONG),
        member_hours=draw(HOURS),
        leader_hours=draw(HOURS),
        budget=money[0],
        currency=money[1],
        obligations=draw(LONG),
        similar=draw(DATA_LIST),
        differs_because=draw(LONG),
        drafted_by=draw(SOMEBODY),
        applied_by=draw(SOMEBODY),
        applied_at=draw(st.none() | MOMENTS),
        granted_at=draw(st.none() | MOMENTS) if starts_on else None,
        granted_by=draw(SOMEBODY),
        starts_on=starts_on,
        until_on=draw(st.none() | DAYS),
        next_review_on=draw(st.none() | DAYS),
        ended_on=draw(st.none() | DAYS),
        end_reason=draw(LONG),
        found=draw(DATA),
        sponsors=tuple(sorted(sponsors, key=lambda one: (one.kind, one.person.name))),
        conditions=tuple(sorted(conditions, key=lambda one: (one.due_on, one.text))),
        reviews=reviews,
        decisions=tuple(once(draw(st.lists(decisions(reviews), max_size=2)))),
    )
