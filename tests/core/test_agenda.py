"""The draft of an agenda: golden ones for the founding archetypes, and what holds for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.communities.archetypes import shipped_archetypes
from mandorla.core.agenda import Draft, Part, Placed, draft, interleaved
from mandorla.core.waiting import KINDS, TAKES, WANTS, Entry, thing_of, why_of

MONDAY = date(2026, 3, 2)
BEFORE = date(2026, 2, 23)


def skeleton(key: str) -> list[Part]:
    return [
        Part(step.title, step.minutes, frozenset(TAKES[word] for word in step.takes))
        for step in shipped_archetypes()[key].agenda
    ]


def entry(kind: str, number: int, *, days: int = 3, **facts: object) -> Entry:
    title = f"{kind} {chr(64 + number)}"
    return Entry(kind, number, title, MONDAY - timedelta(days=days), **facts)  # type: ignore[arg-type]


def drafted(entries: list[Entry], key: str = "change_champions", **facts: object) -> Draft:
    minutes = shipped_archetypes()[key].minutes
    given = {"parts": skeleton(key), "minutes": minutes, "on": MONDAY, **facts}
    return draft(entries, **given)  # type: ignore[arg-type]


def lines(found: Draft) -> list[tuple[str, int, str]]:
    return [(item.title, item.minutes, str(item.why["code"])) for item in found.items]


def test_agenda_of_change_champions_goes_from_promises_to_issues_to_help():
    found = drafted(
        [
            entry("issue", 1, votes=2, units=1),
            entry("issue", 2, votes=7, units=3),
            entry("issue", 3, votes=4, units=2),
            entry("issue", 4, votes=1, units=1),
            entry("problem", 1, days=14, votes=5, units=2),
            entry("solution", 1, state="trying", days=21),
            entry("rollout", 2, due_on=date(2026, 3, 6)),
            entry("commitment", 1, due_on=date(2026, 2, 27)),
            entry("commitment", 2, due_on=date(2026, 3, 9)),
        ]
    )

    assert lines(found) == [
        ("commitment A", 2, "overdue"),
        ("Check-in: one word each, and who is missing", 5, "part"),
        ("rollout B", 6, "due"),
        ("commitment B", 4, "due"),
        ("Round of updates: what switched, what slipped", 3, "part"),
        ("issue B", 8, "votes"),
        ("problem A", 12, "votes"),
        ("solution A", 10, "waits"),
        ("Who needs a hand this week, who can give one", 5, "part"),
    ]
    assert [(one.entry.title, one.reason) for one in found.left] == [
        ("issue C", "no_room"),
        ("issue A", "no_room"),
        ("issue D", "no_room"),
    ]
    assert (found.used, found.minutes, found.offered) == (55, 55, ())


def test_agenda_of_a_strategic_constituency_leaves_room_for_talk():
    found = drafted(
        [entry("problem", 1, units=4), entry("issue", 1, left_on=BEFORE)], "strategic_constituency"
    )

    assert lines(found) == [
        ("Coffee, no agenda", 10, "part"),
        ("issue A", 10, "left"),
        ("problem A", 20, "touches"),
        ("One objective: what would make it work where you are?", 5, "part"),
        ("What each of us takes back to the unit", 10, "part"),
    ]


def test_agenda_of_technical_specialists_takes_problems_that_cross_departments():
    found = drafted(
        [
            entry("problem", 1, units=3),
            entry("problem", 2, units=2),
            entry("issue", 1, votes=1, units=2),
            entry("issue", 2, missed=2, days=90),
            entry("solution", 1, state="proposed", days=28),
        ],
        "tech_specialists",
    )

    assert lines(found) == [
        ("Lunch and catching up", 10, "part"),
        ("issue A", 7, "votes"),
        ("problem A", 12, "touches"),
        ("problem B", 11, "touches"),
        ("solution A", 10, "waits"),
        ("What we write down, and when it must be looked at again", 10, "part"),
    ]
    assert [(one.entry.title, one.reason) for one in found.left] == [("issue B", "no_room")]


def test_agenda_has_one_line_for_a_solution_that_is_tried_and_taken_up_by_units():
    tried = entry("solution", 1, state="trying", days=21)
    due = entry("rollout", 1, due_on=date(2026, 3, 6))
    talk = Part("Solutions", 20, frozenset({"solution"}))
    both = Part("Work", 20, frozenset({"solution", "rollout"}))
    tagged = [Placed("Work", 4, "solution", 1)]

    def kinds(part: Part, *, placed: Sequence[Placed] = ()) -> list[str]:
        found = drafted([tried, due], parts=[part], minutes=20, placed=placed)
        return [item.kind for item in found.items if item.kind]

    assert kinds(both) == ["rollout"]
    assert kinds(talk) == ["solution"]
    assert kinds(both, placed=tagged) == []


def test_agenda_is_the_skeleton_when_nothing_waits():
    found = drafted([])

    assert [(item.title, item.minutes) for item in found.items] == [
        (part.title, part.minutes) for part in skeleton("change_champions")
    ]


def test_agenda_offers_what_nobody_touched_for_three_gatherings_but_never_a_promise():
    found = drafted(
        [
            entry("issue", 1, missed=3, votes=9),
            entry("item", 2, missed=4, days=30),
            entry("commitment", 3, missed=5, due_on=date(2026, 2, 20)),
            entry("solution", 4, missed=5),
        ]
    )

    assert [one.title for one in found.offered] == ["item B", "issue A"]
    assert [item.title for item in found.items if item.kind] == ["commitment C", "solution D"]


def test_agenda_leaves_what_no_part_takes_and_says_so():
    found = draft(
        [entry("rollout", 1)],
        parts=[Part("Talk", 20, frozenset({"issue"}))],
        minutes=20,
        on=MONDAY,
    )

    assert [(one.entry.id, one.reason) for one in found.left] == [(1, "no_part")]


def test_agenda_opens_with_overdue_commitments_up_to_half_of_a_part():
    late = [entry("commitment", number, due_on=BEFORE) for number in range(1, 13)]

    found = drafted(late)

    assert [(item.id, item.minutes) for item in found.items[:4]] == [(1, 2), (2, 2), (3, 2), (0, 5)]
    assert [one.entry.id for one in found.left] == [*range(4, 13)]


def test_agenda_gives_each_part_less_when_the_gathering_is_shorter():
    found = drafted([], minutes=22)

    assert [item.minutes for item in found.items] == [2, 6, 8, 4, 2]


def test_agenda_keeps_what_was_placed_by_hand_and_takes_its_minutes():
    talk = skeleton("change_champions")[2].title
    found = drafted(
        [entry("issue", 1, votes=3), entry("issue", 2, votes=2)],
        placed=[Placed(talk, 12, "issue", 1), Placed("", 5)],
    )

    assert found.used == 55 - 12 - 5
    assert [item.id for item in found.items if item.kind] == [2]


def test_agenda_puts_an_item_back_into_the_part_it_lay_in_and_leaves_half_of_it():
    check_in, round_of_updates = skeleton("change_champions")[:2]
    found = drafted([entry("item", 1, part=check_in.title, minutes=2)])

    assert lines(found)[:2] == [("item A", 2, "new"), (check_in.title, 3, "part")]
    found = drafted([entry("item", 1, part=check_in.title, minutes=3)])
    assert [item.part for item in found.items if item.kind] == [round_of_updates.title]


def test_placed_rows_stay_where_they_were():
    assert interleaved(["a", "b", "c"], {1: "mine", 7: "last"}) == ["a", "mine", "b", "c", "last"]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"due_on": date(2026, 2, 27)}, {"code": "overdue", "due_on": "2026-02-27", "days": 3}),
        ({"due_on": date(2026, 3, 6)}, {"code": "due", "due_on": "2026-03-06"}),
        ({"due_on": date(2026, 6, 1)}, {"code": "new", "days": 3}),
        ({"left_on": BEFORE, "votes": 2}, {"code": "left", "on": "2026-02-23", "votes": 2}),
        ({"parked_on": BEFORE}, {"code": "parked", "on": "2026-02-23"}),
        ({"votes": 7, "units": 3}, {"code": "votes", "votes": 7, "units": 3}),
        ({"missed": 2}, {"code": "open", "gatherings": 2}),
        ({"units": 2}, {"code": "touches", "units": 2}),
        ({}, {"code": "new", "days": 3}),
    ],
)
def test_reason_is_the_strongest_one(facts, why):
    assert why_of(entry("issue", 1, **facts), on=MONDAY) == why


DAYS = st.dates(date(2025, 9, 1), date(2026, 4, 30))
ENTRIES = st.lists(
    st.builds(
        Entry,
        kind=st.sampled_from(KINDS),
        id=st.integers(1, 10_000),
        title=st.just("what it is"),
        since_on=DAYS,
        votes=st.integers(0, 9),
        units=st.integers(0, 5),
        due_on=st.none() | DAYS,
        missed=st.integers(0, 4),
        left_on=st.none() | st.just(BEFORE),
        parked_on=st.none() | st.just(BEFORE),
        minutes=st.integers(0, 20),
    ),
    unique_by=lambda one: (one.kind, one.id),
    max_size=40,
)
PARTS = st.lists(
    st.builds(
        Part,
        title=st.uuids().map(str),
        minutes=st.integers(0, 40),
        takes=st.frozensets(st.sampled_from(list(TAKES.values()))),
    ),
    max_size=6,
)


@given(ENTRIES, PARTS, st.integers(0, 120))
def test_agenda_never_exceeds_its_minutes_and_each_part_keeps_its_own(entries, parts, minutes):
    found = draft(entries, parts=parts, minutes=minutes, on=MONDAY)
    asked = {part.title: part.minutes for part in parts}
    got: dict[str, int] = dict.fromkeys(asked, 0)
    for item in found.items:
        got[item.part] += item.minutes

    assert found.used == min(minutes, sum(asked.values()))
    assert all(got[title] <= asked[title] for title in asked)
    if sum(asked.values()) <= minutes:
        assert got == asked
    assert all(item.minutes > 0 or asked[item.part] == 0 for item in found.items if not item.kind)


@given(ENTRIES, PARTS, st.integers(0, 120))
def test_agenda_loses_no_thing_and_has_none_twice(entries, parts, minutes):
    found = draft(entries, parts=parts, minutes=minutes, on=MONDAY)
    seen = [(item.kind, item.id) for item in found.items if item.kind]
    seen += [(one.entry.kind, one.entry.id) for one in found.left]
    seen += [(one.kind, one.id) for one in found.offered]

    assert set(seen) <= {(one.kind, one.id) for one in entries}
    things = sorted(thing_of(*one) for one in seen)
    assert things == sorted({thing_of(one.kind, one.id) for one in entries})


@given(ENTRIES, PARTS, st.integers(0, 120), st.randoms(use_true_random=False))
def test_agenda_is_the_same_whatever_the_order(entries, parts, minutes, dice):
    shuffled = list(entries)
    dice.shuffle(shuffled)

    assert draft(shuffled, parts=parts, minutes=minutes, on=MONDAY) == draft(
        entries, parts=parts, minutes=minutes, on=MONDAY
    )


@given(ENTRIES, PARTS, st.integers(0, 120), st.integers(1, 60))
def test_agenda_with_placed_items_stays_within_the_minutes(entries, parts, minutes, taken):
    placed = [Placed(parts[0].title if parts else "", min(taken, minutes))]

    found = draft(entries, parts=parts, minutes=minutes, on=MONDAY, placed=placed)

    assert found.used + placed[0].minutes <= minutes


def test_kinds_all_want_minutes():
    assert set(WANTS) == set(KINDS)
