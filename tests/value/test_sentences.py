"""What a page says of a round is what its figures are, and no more."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from mandorla.core.change import Change
from mandorla.value import sentences
from mandorla.value.figures import Figures
from mandorla.value.hiding import why_hidden

FIGURES = Figures(
    overlap=0.58,
    interval_80=(0.48, 0.66),
    interval_95=(0.44, 0.7),
    agreement_w=0.31,
    tau_b=0.4,
    coverage=0.8,
    ceiling=0.81,
    respondents=12,
    organization_answers=0,
    organization_resampled=False,
    items=(),
    reasons={},
)


def figures(**facts: Any) -> Figures:
    return replace(FIGURES, **facts)


def shown(**facts: Any) -> Any:
    """A round as far as its sentences read it."""
    elicitation = SimpleNamespace(number=3, member_method="points", floor_share=0.5)
    return SimpleNamespace(
        **{
            "elicitation": elicitation,
            "respondents": 12,
            "invited": 14,
            "needed": 5,
            "why_hidden": "",
            "instead": None,
            "is_below_floor": False,
            **facts,
        }
    )


def test_lede_says_share_interval_and_how_far_members_agree():
    assert sentences.lede(FIGURES) == (
        "58% of the weight is shared, between 48% and 66%; members agree among themselves only a "
        "little."
    )


def test_lede_tells_the_share_from_the_end_of_its_interval_where_they_differ():
    found = replace(FIGURES, overlap=0.8544, interval_80=(0.846, 0.939))
    assert sentences.lede(found).startswith(
        "85.4% of the weight is shared, between 84.6% and 93.9%;"
    )


def test_lede_names_no_interval_when_both_its_ends_are_the_same():
    found = replace(FIGURES, interval_80=(0.58, 0.581))
    assert "between" not in sentences.lede(found)
    assert "members agree" in sentences.lede(found)


def test_lede_says_the_share_alone_when_a_group_agreed_on_one_answer():
    found = figures(interval_80=None, agreement_w=None)
    assert sentences.lede(found) == "58% of the weight is shared."


@pytest.mark.parametrize(
    ("w", "words"),
    [
        (0.0, "hardly at all"),
        (0.19, "hardly at all"),
        (0.2, "only a little"),
        (0.4, "in part"),
        (0.6, "largely"),
        (0.7999999999999999, "closely"),
        (1.0, "closely"),
        (None, ""),
    ],
)
def test_agreement_is_said_in_five_bands(w, words):
    assert sentences.agreement(figures(agreement_w=w)) == words


@pytest.mark.parametrize(
    ("share", "interval", "state"),
    [
        (0.2, (0.1, 0.3), "apart"),
        (0.34, (0.3, 0.44), "apart"),
        (0.34, (0.3, 0.45), "between"),
        (0.35, (0.3, 0.4), "between"),
        (0.2, None, "apart"),
        (0.49, (0.45, 0.55), "between"),
        (0.5, (0.35, 0.6), "overlapping"),
        (0.5, (0.34, 0.6), "between"),
        (0.9, None, "overlapping"),
    ],
)
def test_circles_are_called_apart_or_overlapping_only_when_that_is_clear(share, interval, state):
    found = figures(overlap=share, interval_80=interval)
    assert sentences.state_of(found) == state
    assert all(sentences.meaning_of(state))


def test_ceiling_is_the_most_that_could_be_expected():
    assert sentences.ceiling(FIGURES) == (
        "The most that could be expected of these members is 81%, because they differ among "
        "themselves."
    )
    assert sentences.ceiling(figures(ceiling=0.55)).startswith("That is as much as could be")
    assert sentences.ceiling(figures(ceiling=None)) == ""


@pytest.mark.parametrize(
    ("people", "share", "said"),
    [
        (100, 0.9, "About 9 of 10 members"),
        (20, 0.8, "About 4 of 5 members"),
        (12, 11 / 12, "All members, or nearly all,"),
        (12, 1.0, "All members, or nearly all,"),
        (12, 9 / 12, "About 2 of 3 members"),
        (12, 8 / 12, "About 2 of 3 members"),
        (5, 3 / 5, "About 1 of 2 members"),
        (12, 1 / 12, "Hardly any member finds"),
    ],
)
def test_coverage_is_said_without_counting_people(people, share, said):
    found = figures(respondents=people, coverage=share).coarse()
    assert sentences.coverage(found).startswith(said)


@pytest.mark.parametrize("people", range(5, 60))
def test_coverage_shown_leaves_open_whether_it_is_one_person_more_or_less(people):
    shares = [figures(respondents=people, coverage=n / people).coarse() for n in range(people + 1)]
    found = [share.coverage for share in shares]
    assert [value for value in found if found.count(value) == 1] == []


def test_coverage_says_what_the_average_hides():
    some = figures(coverage=0.4, respondents=30)
    assert sentences.coverage(some).endswith("little of what they came for.")
    assert "average" not in sentences.coverage(replace(some, overlap=0.3))


def test_ranks_are_told_only_when_they_contradict_the_overlap():
    assert sentences.ranks(FIGURES) == ""
    assert "different order (rank agreement −0.07)" in sentences.ranks(figures(tau_b=-0.0714286))
    same = sentences.ranks(figures(overlap=0.3, tau_b=0.6))
    assert "much the same order (rank agreement 0.60)" in same


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            Change("rose", 0.14, 0.07, 0.21),
            "That is more than in round 2, by 7 to 21 points.",
        ),
        (
            Change("fell", -0.14, -0.21, -0.07),
            "That is less than in round 2, by 7 to 21 points.",
        ),
        (
            Change("cannot_tell", 0.01, -0.1, 0.1),
            "Whether that is a change from round 2 cannot be told: it could be chance.",
        ),
        (
            Change("other_catalogue"),
            "It cannot be compared with round 2, which weighed other expectations.",
        ),
        (
            Change("other_method"),
            "It cannot be compared with round 2, which was weighed by another method.",
        ),
        (
            Change("no_interval"),
            "Whether that is a change from round 2 cannot be told: not both have an interval.",
        ),
        (None, ""),
    ],
)
def test_change_is_told_or_why_it_cannot_be(change, said):
    assert sentences.changed(change, before=2) == said


@pytest.mark.parametrize(
    ("agreed", "answers", "said"),
    [
        (2, 0, "2 sponsors, agreed"),
        (1, 0, "1 sponsor"),
        (None, 1, "1 sponsor"),
        (None, 2, "mean of 2 sponsors who have not agreed yet"),
    ],
)
def test_organization_is_named(agreed, answers, said):
    assert sentences.organization(figures(organization_answers=answers), agreed=agreed) == said


def test_members_are_counted():
    assert sentences.members(shown()) == "12 of 14 members"
    group = SimpleNamespace(number=1, member_method="facilitated")
    assert (
        sentences.members(shown(elicitation=group, respondents=6))
        == "agreed by 6 people in a gathering"
    )


def test_interval_says_what_it_allows_for():
    assert sentences.stated(FIGURES).endswith("taken as stated, not resampled.")
    both = figures(organization_resampled=True)
    assert sentences.stated(both) == "The interval allows for who answered on both sides."
    assert sentences.stated(figures(interval_80=None)).startswith("There is no interval")


def test_floor_is_told_when_too_few_answered():
    assert sentences.floor(shown()) == ""
    assert sentences.floor(shown(is_below_floor=True, respondents=6)) == (
        "6 of 14 answered. Fewer than 50% of those asked are too few to conclude from."
    )


EARLIER = SimpleNamespace(elicitation=SimpleNamespace(number=2), respondents=12)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"why_hidden": "too_few", "respondents": 3},
            "3 answers in round 3: shown from 5.",
        ),
        (
            {"why_hidden": "too_few", "respondents": 1, "instead": EARLIER},
            "1 answer in round 3: shown from 5. The figures of round 2 stay up.",
        ),
        (
            {"why_hidden": "close_to_earlier", "respondents": 13, "instead": EARLIER},
            (
                "13 answered in round 3, 1 more than in round 2. To keep that one person's answer "
                "unknown the figures of round 2 stay up until at least 5 more or fewer have answered."
            ),
        ),
        (
            {"why_hidden": "close_to_earlier", "respondents": 10, "instead": EARLIER},
            (
                "10 answered in round 3, 2 fewer than in round 2. To keep the answers of those who "
                "differ unknown the figures of round 2 stay up until at least 5 more or fewer have "
                "answered."
            ),
        ),
        (
            {"why_hidden": "close_to_earlier", "respondents": 12, "instead": EARLIER},
            (
                "12 answered in round 3, as many as in round 2. To keep the answers of those who "
                "differ unknown the figures of round 2 stay up until at least 5 more or fewer have "
                "answered."
            ),
        ),
        (
            {"why_hidden": "no_organization"},
            (
                "Nobody answered for the organization in round 3, so there is nothing to lay over "
                "what the members said."
            ),
        ),
        (
            {"why_hidden": "no_members"},
            (
                "In round 3 the members did not record what they agreed on, so there is nothing to "
                "lay over what the organization said."
            ),
        ),
    ],
)
def test_hidden_round_says_why(facts, said):
    assert why_hidden(shown(**facts)) == said
