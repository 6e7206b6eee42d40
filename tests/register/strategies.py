"""Communities of every shape, as one of our own files could hold them."""

from __future__ import annotations

from datetime import datetime, time

from hypothesis import strategies as st

from mandorla.communities.charter_fields import FIELD_NAMES
from mandorla.register.documents import ordered
from mandorla.register.export import seat_order
from mandorla.register.found import (
    FoundCharter,
    FoundCommunity,
    FoundExpectation,
    FoundFit,
    FoundFormer,
    FoundSeat,
    FoundSeries,
    FoundSignature,
    FoundStatement,
)
from mandorla.value.models.statement import TEXTS
from tests.register.ledger_strategies import investments, measures, stories
from tests.register.license_strategies import licenses
from tests.register.shapes import DAYS, JSON, LONG, MOMENTS, PEOPLE, SAID, TEXT

OBJECTIVES = (("Grow in service",), ("Grow in service", "Answer > listen"), ("Safety",))
NUMBERS = st.lists(st.integers(1, 9), max_size=2, unique=True).map(sorted)
ITEMS = st.lists(st.dictionaries(SAID, JSON, max_size=3).map(ordered), max_size=2).map(tuple)
LINKS = st.lists(
    st.fixed_dictionaries({"label": TEXT, "address": TEXT}).map(ordered), max_size=2
).map(tuple)


@st.composite
def seats(draw) -> FoundSeat:
    former = draw(st.booleans())
    since_on = draw(st.none() | DAYS)
    until_on = draw(st.none() | DAYS) if former else None
    if since_on and until_on and until_on < since_on:
        since_on, until_on = until_on, since_on
    return FoundSeat(
        draw(st.sampled_from(PEOPLE)),
        draw(st.sampled_from(["sponsor", "leader", "member", "guest"])),
        draw(st.sampled_from(["", "chair", "yes", "tech lead"])),
        draw(TEXT),
        since_on,
        until_on,
        former,
    )


RULES = st.sampled_from(["", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "FREQ=MONTHLY;BYDAY=-1FR"])
FORMER = st.lists(
    st.builds(
        FoundFormer,
        rule=RULES,
        until_on=DAYS,
        starts_time=st.none() | st.just(time(9)),
        minutes=st.none() | st.integers(1, 600),
        place=TEXT,
    ),
    max_size=2,
    unique_by=lambda former: former.until_on,
).map(lambda former: tuple(sorted(former, key=lambda one: one.until_on)))
STEPS = st.fixed_dictionaries({"title": SAID, "minutes": st.integers(1, 600)})
SERIES = st.builds(
    FoundSeries,
    name=SAID,
    rule=RULES,
    timezone=st.sampled_from(["", "UTC", "Europe/Warsaw"]),
    starts_on=st.none() | DAYS,
    starts_time=st.none() | st.sampled_from([time(9), time(9, 30), time(23, 59, 59)]),
    minutes=st.none() | st.integers(1, 600),
    place=TEXT,
    links=LINKS,
    found_text=LONG,
    ends_on=st.none() | DAYS,
    template=st.lists(STEPS, max_size=2).map(tuple),
    former=FORMER,
)
FITS = st.builds(
    FoundFit,
    pair=st.sampled_from(["benefit_concern", "concern_payoff", "benefit_payoff"]),
    score=st.integers(0, 3),
    reason=SAID,
    by=st.none() | st.sampled_from(PEOPLE),
    at=MOMENTS,
)


WORDING = SAID.map(lambda text: " ".join(text.split())).filter(bool)
EXPECTATIONS = st.builds(
    FoundExpectation,
    text=WORDING,
    level=st.sampled_from(["organization", "group", "person"]),
    horizon=st.sampled_from(["short", "long"]),
    key=st.sampled_from(["", "faster_roll_out"]),
    measure=TEXT,
    begun_as=LONG,
    objectives=st.sets(st.sampled_from(OBJECTIVES), max_size=2).map(sorted).map(tuple),
)


def signed_by_both(draw, moment: datetime | None) -> tuple[FoundSignature, ...]:
    """The signatures of a version that is agreed; none for one that is not."""
    if moment is None:
        return ()
    leader = draw(st.sampled_from([None, PEOPLE[1]]))
    return (
        FoundSignature("organization", draw(SAID), "sponsor", PEOPLE[0], moment),
        FoundSignature("members", draw(SAID), "leader", leader, moment),
    )


@st.composite
def statements(draw, version: int) -> FoundStatement:
    state = "published" if version == 1 else draw(st.sampled_from(["draft", "agreed"]))
    agreed = draw(MOMENTS) if state == "agreed" else None
    texts = draw(st.dictionaries(st.sampled_from(TEXTS), LONG.filter(bool), max_size=4))
    return FoundStatement(
        version=version,
        state=state,
        drafted_at=draw(MOMENTS),
        round=draw(st.none() | st.integers(1, 20)),
        shared=tuple(draw(st.lists(SAID, max_size=2))),
        organization_name=draw(TEXT),
        texts={name: texts[name] for name in TEXTS if name in texts},
        known_on=draw(st.none() | DAYS),
        valid_until=draw(st.none() | DAYS),
        signatures=signed_by_both(draw, agreed),
        drafted_by=draw(st.none() | st.sampled_from(PEOPLE)),
        published_by=draw(st.none() | st.sampled_from(PEOPLE)),
        published_at=None if state == "draft" else draw(MOMENTS),
        agreed_at=agreed,
    )


@st.composite
def charters(draw, version: int) -> FoundCharter:
    state = "published" if version == 1 else draw(st.sampled_from(["draft", "agreed"]))
    signed = draw(MOMENTS) if state == "agreed" else None
    signatures = signed_by_both(draw, signed)
    names = [name for name in FIELD_NAMES if name != "objectives"]
    texts = draw(st.dictionaries(st.sampled_from(names), LONG.filter(bool), max_size=4))
    forces = {
        kind: tuple(draw(st.lists(SAID, min_size=1, max_size=2)))
        for kind in ("benefit", "concern", "payoff")
        if draw(st.booleans())
    }
    return FoundCharter(
        version=version,
        state=state,
        texts={name: texts[name] for name in FIELD_NAMES if name in texts},
        extra=tuple(
            draw(
                st.lists(
                    st.fixed_dictionaries({"heading": TEXT, "text": LONG}).map(ordered), max_size=2
                )
            )
        ),
        forces=forces,
        fits=tuple(draw(st.lists(FITS, max_size=2))),
        signatures=signatures,
        review_on=draw(st.none() | DAYS),
        drafted_by=draw(st.none() | st.sampled_from(PEOPLE)),
        drafted_at=draw(MOMENTS),
        published_by=draw(st.none() | st.sampled_from(PEOPLE)),
        published_at=None if state == "draft" else draw(MOMENTS),
        agreed_at=signed,
    )


@st.composite
def communities(draw) -> FoundCommunity:
    held = {
        (seat.person, seat.role, seat.title) if not seat.former else index: seat
        for index, seat in enumerate(draw(st.lists(seats(), max_size=6)))
    }
    versions, stated = draw(st.integers(0, 2)), draw(st.integers(0, 2))
    expectations = draw(st.lists(EXPECTATIONS, max_size=3, unique_by=lambda e: e.text))
    expected = [one.text for one in expectations]
    return FoundCommunity(
        file="",
        name=draw(st.sampled_from(["Kettles", "yes", "12", "- a: b", "Küche “Süd”", "null"])),
        slug=draw(st.sampled_from(["kettles", "on", "2024", "a-b_c"])),
        archetype=draw(st.sampled_from(["", "guild"])),
        purpose=draw(LONG),
        status=draw(st.sampled_from(["forming", "active", "closing", "closed"])),
        joining=draw(st.sampled_from(["open", "ask", "closed"])),
        unit=draw(st.sampled_from([(), ("Operations",), ("Operations", "R&D / Labs")])),
        kind=draw(st.sampled_from(["", "sigs"])),
        source=draw(st.sampled_from(["", "kubernetes"])),
        source_key=draw(st.sampled_from(["", "sig-kettles"])),
        founded_on=draw(st.none() | DAYS),
        closed_on=draw(st.none() | DAYS),
        closing_reason=draw(LONG),
        channels=draw(ITEMS),
        subgroups=draw(ITEMS),
        found=draw(st.dictionaries(SAID, JSON, max_size=3).map(ordered)),
        seats=tuple(sorted(held.values(), key=seat_order)),
        series=tuple(draw(st.lists(SERIES, max_size=2, unique_by=lambda s: s.name))),
        charters=tuple(draw(charters(number)) for number in range(1, versions + 1)),
        expectations=tuple(expectations),
        statements=tuple(draw(statements(number)) for number in range(1, stated + 1)),
        licenses=tuple(draw(licenses(number)) for number in range(1, draw(st.integers(0, 2)) + 1)),
        investments=tuple(draw(st.lists(investments(), max_size=2))),
        measures=tuple(draw(measures(number, expected)) for number in draw(NUMBERS)),
        stories=tuple(draw(stories(number, expected)) for number in draw(NUMBERS)),
    )
