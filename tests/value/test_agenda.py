"""The agenda of a value conversation, from figures alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.overlap import shared_items, shares, tensions
from mandorla.value.agenda import MINUTES, Agenda, Worded, agenda_of
from mandorla.value.figures import Figures, ItemFigures


def figures(organization: list[float], members: list[float]) -> Figures:
    found = zip(
        organization,
        members,
        shares(organization, members).tolist(),
        tensions(organization, members).tolist(),
        shared_items(organization, members).tolist(),
        strict=True,
    )
    return Figures(
        overlap=0.5,
        interval_80=None,
        interval_95=None,
        agreement_w=None,
        tau_b=None,
        coverage=None,
        ceiling=None,
        respondents=8,
        organization_answers=1,
        organization_resampled=False,
        items=tuple(
            ItemFigures(
                item=f"Item {n}", organization=p, members=q, share=s, tension=t, is_shared=h
            )
            for n, (p, q, s, t, h) in enumerate(found)
        ),
        reasons={},
    )


def agenda(organization: list[float], members: list[float]) -> Agenda:
    items = [Worded(position=n, text=f"Item {n}", level="group") for n in range(len(members))]
    return agenda_of(figures(organization, members), items)


def places(found) -> list[int]:
    return [one.item.position for one in found]


def test_agenda_names_what_each_side_weighs_most_what_is_shared_and_three_tensions():
    found = agenda([0.4, 0.25, 0.15, 0.1, 0.1, 0.0], [0.1, 0.2, 0.3, 0.05, 0.15, 0.2])

    assert places(found.organization_top) == [0, 1, 2]
    assert places(found.members_top) == [2, 1, 5]
    assert places(found.shared) == [1, 2, 0, 4]
    assert places(found.tensions) == [0, 5, 2]
    assert [one.led_by for one in found.tensions] == ["organization", "members", "members"]


def test_agenda_fills_the_hour_in_order():
    found = agenda([0.4, 0.25, 0.15, 0.1, 0.1, 0.0], [0.1, 0.2, 0.3, 0.05, 0.15, 0.2])

    assert [(part.key, part.starts, part.ends) for part in found.parts] == [
        ("why", 0, 4),
        ("tops", 4, 14),
        ("map", 14, 22),
        ("tensions", 22, 43),
        ("statement", 43, 53),
        ("measures", 53, 60),
    ]


def test_agenda_gives_the_time_to_the_statement_when_both_sides_want_the_same():
    found = agenda([0.2] * 5, [0.2] * 5)

    assert found.tensions == ()
    assert [(part.key, part.minutes) for part in found.parts][3:] == [
        ("statement", 21),
        ("measures", 17),
    ]


def test_agenda_calls_it_a_tension_from_five_points_on():
    assert places(agenda([0.55, 0.45], [0.5, 0.5]).tensions) == [0, 1]
    assert places(agenda([0.54, 0.46], [0.5, 0.5]).tensions) == []


def test_agenda_leaves_out_what_a_side_gave_nothing():
    found = agenda([1.0, 0.0, 0.0], [0.0, 0.0, 1.0])

    assert places(found.organization_top) == [0]
    assert places(found.members_top) == [2]
    assert found.shared == ()


@given(
    st.integers(6, 16).flatmap(
        lambda items: st.tuples(
            *(st.lists(st.integers(0, 60), min_size=items, max_size=items) for _side in range(2))
        )
    )
)
def test_agenda_always_makes_an_hour_without_gaps(sides):
    p, q = ([value + 1 for value in side] for side in sides)
    found = agenda([v / sum(p) for v in p], [v / sum(q) for v in q])

    assert sum(part.minutes for part in found.parts) == MINUTES
    assert [part.starts for part in found.parts][1:] == [part.ends for part in found.parts][:-1]
    sizes = [abs(one.tension) for one in found.tensions]
    assert sizes == pytest.approx(sorted(sizes, reverse=True))
