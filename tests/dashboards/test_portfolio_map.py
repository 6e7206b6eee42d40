"""The map of the portfolio: one by one while they are few, counted together when they are many."""

from __future__ import annotations

import pytest

from mandorla.communities.models import Community
from mandorla.dashboards.portfolio.drawing import SHAPES
from mandorla.licenses.models import Standing
from tests import make
from tests.dashboards.looked_after import client_of

pytestmark = pytest.mark.django_db
MOST = SHAPES[0].most


def drawn(count: int) -> None:
    """So many communities, of each stage in turn, sharing from nothing to everything."""
    made = Community.objects.bulk_create(
        Community(name=f"C{n:03}", slug=f"c{n}", overlap_share=n / max(count - 1, 1))
        for n in range(count)
    )
    Standing.objects.bulk_create(
        Standing(community=one, read_at=make.AT, stage=n % 5 + 1, people=n)
        for n, one in enumerate(made)
    )


def test_few_communities_are_drawn_one_by_one_and_named():
    karin = client_of(make.program_manager())
    drawn(3)

    shown = karin.get("/portfolio/map/")
    wide, tall = shown.context["map"].drawings

    assert [mark.address for mark in wide.marks] == [
        "/communities/c2/",
        "/communities/c1/",
        "/communities/c0/",
    ]
    assert wide.marks[0].title == "C002: 100% shared, maturing, 2 people"
    assert [mark.name for mark in tall.marks] == ["C002", "C001", "C000"]
    assert shown.context["map"].little == 1
    assert shown.content.decode().count('aria-label="C00') == 6


@pytest.mark.parametrize("count", [MOST, MOST + 1, 400])
def test_many_are_counted_together_and_each_number_opens_its_list(count):
    karin = client_of(make.program_manager())
    drawn(count)

    found = karin.get("/portfolio/map/").context["map"]

    one_by_one = count <= MOST
    assert [drawing.is_counted for drawing in found.drawings] == [not one_by_one, True]
    for drawing in found.drawings:
        numbers = [int(mark.number or 1) for mark in drawing.marks]
        assert sum(numbers) == count == found.total
    for mark in found.drawings[1].marks[:3]:
        listed = karin.get(mark.address).context["found"].page.total
        assert str(listed) == mark.number
    assert sum(cell.count for cell in found.cells) == (0 if one_by_one else count)


def test_spans_leave_nothing_out_and_count_nothing_twice():
    karin = client_of(make.program_manager())
    drawn(MOST + 81)  # many lie on the border of two spans

    cells = karin.get("/portfolio/map/").context["map"].cells

    assert {
        cell.address: karin.get(cell.address).context["found"].page.total for cell in cells
    } == {cell.address: cell.count for cell in cells}


def test_map_says_what_is_not_on_it_and_is_no_empty_chart():
    karin = client_of(make.program_manager())
    make.community("Bare")
    empty = karin.get("/portfolio/map/").content.decode()
    drawn(2)
    measured = make.community("Measured")
    measured.show_overlap(share=0.5, low=None, high=None)
    full = karin.get("/portfolio/map/").content.decode()

    assert '<svg class="portfolio-map' not in empty
    assert "A community can be drawn once" in empty
    assert '<a href="/portfolio/?overlap=unknown">1 community</a> whose overlap' in full
    assert '<a href="/portfolio/?overlap=0-100&amp;stage=unknown">1 other</a> whose stage' in full


def test_map_of_what_is_looked_for_leads_to_what_was_looked_for():
    karin = client_of(make.program_manager())
    drawn(300)

    found = karin.get("/portfolio/map/?stage=1").context["map"]
    page = karin.get(f"/portfolio/?{found.little_query}").context["found"].page

    assert (found.total, found.little) == (60, 24)
    assert page.total == 24
    assert found.unmeasured_query == "stage=1&overlap=unknown"


@pytest.mark.parametrize("count", [2, 300])
def test_map_costs_the_same_queries(count, django_assert_num_queries):
    karin = client_of(make.program_manager())
    drawn(count)
    karin.get("/portfolio/map/")

    with django_assert_num_queries(11 if count <= MOST else 10):
        karin.get("/portfolio/map/")


def crowd(count: int, *, share: float = 0.5) -> None:
    """So many communities of one stage that share nearly as much, with long names."""
    for n in range(count):
        one = make.community(f"Community of a long name {n:02}")
        one.show_overlap(share=share + n / 500, low=None, high=None)
        make.standing(one, stage=2, people=5)


@pytest.mark.parametrize("count", [1, 4, 9, 30, 45])
def test_no_circle_is_nameless_however_near_they_are(count):
    karin = client_of(make.program_manager())
    crowd(count)

    shown = karin.get("/portfolio/map/")

    for drawing in shown.context["map"].drawings:
        beside = [mark for mark in drawing.marks if mark.name_x]
        assert len(beside) + len(drawing.numbered) + drawing.is_counted * len(drawing.marks) == (
            len(drawing.marks)
        )
        assert [mark.key for mark in drawing.numbered] == [
            str(n + 1) for n in range(len(drawing.numbered))
        ]
        for mark in drawing.numbered:
            assert f'<li><a href="{mark.address}">{mark.name}</a></li>' in shown.content.decode()


def test_name_stands_below_or_above_when_there_is_no_room_beside_it():
    karin = client_of(make.program_manager())
    crowd(3, share=0.5)

    _wide, tall = karin.get("/portfolio/map/").context["map"].drawings

    assert "at-middle" in {mark.name_end for mark in tall.marks}
