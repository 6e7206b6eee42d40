"""Texts, days, people and plain data of every shape, for tests of files."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from mandorla.register.documents import ordered, tidy
from mandorla.register.found import FoundPerson

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
TEXT = st.text(LETTERS, max_size=40).map(tidy)
SAID = TEXT.filter(bool)
LONG = st.lists(st.text(LETTERS, max_size=120), max_size=4).map(
    lambda lines: tidy("\n".join(lines))
)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
MOMENTS = st.integers(0, 4 * 10**15).map(
    lambda micros: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
)
PEOPLE = (
    FoundPerson("Ada Teapot", "ada@example.org", "17", "ada-t"),
    FoundPerson("Bob: “Before”", "bob@example.org"),
    FoundPerson("Carla - Council", handle="carla"),
    FoundPerson("007", employee_number="0042"),
    FoundPerson("Nobody Known"),
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | LONG,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SAID, inner, max_size=3),
    max_leaves=6,
).map(ordered)
