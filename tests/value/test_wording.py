"""A value statement in words."""

from __future__ import annotations

from datetime import date

import pytest

from mandorla.value.wording import Parts, Shared, age, clauses, for_sides, listed, whole

ON = date(2026, 6, 1)


def test_statement_says_its_parts_in_one_go():
    parts = Parts(
        organization_name="Halden Works",
        for_organization="faster roll-out, measured by days to roll out.",
        for_members=" answers to\n their problems ",
        invested="half a day a week",
        known_on=date(2026, 12, 1),
        because="plants ask for it themselves",
        valid_until=date(2027, 6, 1),
    )

    assert whole(parts) == (
        "For Halden Works the community provides faster roll-out, measured by days to roll out. "
        "For its members it provides answers to their problems. Both invest half a day a week. "
        "We will know by 1 December 2026 because plants ask for it themselves. "
        "Valid until 1 June 2027."
    )
    assert [clause.side for clause in clauses(parts)] == [
        "organization",
        "members",
        "shared",
        "shared",
        "shared",
    ]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({}, ""),
        ({"for_organization": " . "}, ""),
        ({"known_on": ON}, "We will know by 1 June 2026."),
        ({"because": "It shows."}, "We will know because It shows."),
        ({"valid_until": ON}, "Valid until 1 June 2026."),
    ],
)
def test_statement_leaves_out_what_is_not_said(parts, said):
    assert whole(Parts(organization_name="Halden Works", **parts)) == said


def test_draft_gives_each_side_what_is_shared_of_its_level():
    found = for_sides(
        [
            Shared("Faster roll-out", "organization", "Days to roll out."),
            Shared("IT that works", "organization", "Days to roll out"),
            Shared("A common way of working", "group"),
            Shared("Answers to my problems", "person", "Hours to an answer"),
        ]
    )

    assert found == {
        "for_organization": "faster roll-out and IT that works, measured by days to roll out",
        "for_members": "a common way of working and answers to my problems, "
        "measured by hours to an answer",
    }


def test_draft_is_empty_when_nothing_is_shared():
    assert for_sides([]) == {"for_organization": "", "for_members": ""}


def test_several_things_are_listed_as_in_a_sentence():
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


@pytest.mark.parametrize(
    ("then", "said"),
    [
        (date(2026, 6, 2), "today"),
        (ON, "today"),
        (date(2026, 5, 31), "1 day ago"),
        (date(2026, 4, 3), "59 days ago"),
        (date(2026, 4, 2), "2 months ago"),
        (date(2025, 3, 1), "15 months ago"),
        (date(2024, 6, 1), "2 years ago"),
    ],
)
def test_age_is_said_in_words_that_hold_for_a_while(then, said):
    assert age(then, on=ON) == said
