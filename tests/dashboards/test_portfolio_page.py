"""The portfolio as a page: what it says, and how it is narrowed and sorted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from mandorla.communities.models import Community
from mandorla.dashboards.models import Look
from mandorla.licenses.models import Decision
from mandorla.value.models import Expectation
from tests import make
from tests.dashboards.looked_after import client_of, licensed

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def names(client: Client, query: str = "") -> list[str]:
    return [row.name for row in client.get(f"/portfolio/?{query}").context["found"].page.rows]


def show_overlap(community: Community, share: float, low: float, high: float) -> None:
    community.show_overlap(share=share, low=low, high=high)


def decide(community: Community, kind: str = "renew", *, days_ago: int = 0) -> Decision:
    found = community.licenses.get()
    at = timezone.now() - days_ago * DAY
    facts = {"license": found, "reason": "It helps"}
    return Decision.objects.create(community=community, kind=kind, at=at, **facts)


@pytest.fixture
def karin() -> Client:
    return client_of(make.program_manager())


def test_first_sentence_says_what_waits(karin):
    for number, left in enumerate((-60, -10, 10, 300)):
        licensed(f"C{number}", left=left)
    make.license(make.community("New"), state="applied")
    served = make.objective("Grow", parent=make.objective("Top"))
    make.objective("Save")
    made = Expectation.choose(
        community=make.community("Guild"),
        text="Faster",
        level="group",
        horizon="short",
        by=None,
        at=make.AT,
    )
    made.serve([served], by=None, at=make.AT)

    shown = karin.get("/portfolio/")

    assert " ".join(shown.context["lede"].waits) == (
        '<a href="decisions/">4 licenses</a> wait for a decision; of these '
        '<a href="?state=grace">1 is in grace</a>, <a href="?state=lapsed">1 has lapsed</a>. '
        '<a href="/strategy/coverage/">1 of 3 objectives and operations</a> '
        "has no community behind it."
    )
    assert "6 communities" in shown.content.decode()


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", "A B C D"),
        ("-name", "D C B A"),
        ("license", "B A C D"),
        ("-license", "C A B D"),
        ("overlap", "C A B D"),
        ("-overlap", "A C B D"),
        ("stage", "B A C D"),
        ("-stage", "A B C D"),
        ("rhythm", "A B C D"),
        ("-rhythm", "B A C D"),
        ("warnings", "C B A D"),
        ("-warnings", "A B C D"),
        ("sponsor", "B A C D"),
        ("-sponsor", "A B C D"),
        ("objectives", "B A C D"),
        ("-objectives", "A B C D"),
        ("decision", "B A C D"),
        ("-decision", "A B C D"),
        ("nonsense", "A B C D"),
    ],
)
def test_columns_sort_both_ways_and_what_is_not_known_stands_last(karin, sort, expected):
    a = licensed("A", left=100, sponsor=make.person("Zoe"))
    b = licensed("B", left=50, sponsor=make.person("adam"))
    c = licensed("C", left=200)
    make.community("D")
    show_overlap(a, 0.6, 0.5, 0.7)
    show_overlap(c, 0.3, 0.1, 0.6)
    make.standing(a, stage=3, rhythm_share=0.5, warnings=1, severity=3)
    make.standing(b, stage=2, rhythm_share=0.9, warnings=7, severity=2)
    make.standing(c)
    for community, count in ((a, 2), (b, 1)):
        made = Expectation.choose(
            community=community, text="Faster", level="group", horizon="short", by=None, at=make.AT
        )
        made.serve([make.objective() for _n in range(count)], by=None, at=make.AT)
    decide(a, days_ago=1)
    decide(b, days_ago=5)

    assert names(karin, f"sort={sort}") == expected.split()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=decide", "Due Graced"),
        ("state=grace", "Graced"),
        ("state=none", "Bare"),
        ("state=retired", "Ended"),
        ("due=14", "Due Graced"),
        ("due=180", "Due Graced Long"),
        ("due=nonsense", "Bare Due Graced Long"),
        ("archetype=practice_guild", "Long"),
        ("sponsor=okafor", "Due"),
        ("stage=3", "Long"),
        ("stage=unknown", "Bare Due Graced"),
        ("warnings=any", "Due Long"),
        ("warnings=grave", "Due"),
        ("warnings=none", "Graced"),
        ("overlap=40-45", "Long"),
        ("overlap=unknown", "Bare Due Graced"),
        ("overlap=45-100", ""),
        ("overlap=9-x", "Bare Due Graced Long"),
        ("q=grac", "Graced"),
        ("q=grac&state=none", ""),
    ],
)
def test_filters_narrow_the_table(karin, query, expected):
    due = licensed("Due", left=3, sponsor=make.person("Ben Okafor"))
    graced = licensed("Graced", left=-3)
    long = licensed("Long", left=120, archetype="practice_guild")
    make.community("Bare")
    ended = make.community("Ended")
    make.license(ended, state="retired")
    ended.close(reason="Done", by=None, at=make.AT, on=make.AT.date())
    make.standing(due, warnings=1, severity=3)
    make.standing(graced)
    make.standing(long, warnings=2, severity=1, stage=3)
    show_overlap(long, 0.4, 0.3, 0.5)

    assert names(karin, query) == expected.split()


def test_members_of_a_unit_and_its_parts_are_looked_for(karin):
    division = make.unit("Division")
    ana = make.person("Ana", unit=make.unit("Part", parent=division))
    make.community("Guild", leader=ana)
    make.community("Other")

    assert names(karin, f"unit={division.pk}") == ["Guild"]


def test_interval_is_drawn_and_said_and_a_wide_one_means_few_answers(karin):
    narrow, wide = make.community("Narrow"), make.community("Wide")
    show_overlap(narrow, 0.58, 0.48, 0.66)
    show_overlap(wide, 0.31, 0.18, 0.5)

    shown = karin.get("/portfolio/").content.decode()

    assert "48% to 66%<" in shown
    assert "18% to 50%, few answers<" in shown
    assert '<rect class="between" x="48" width="18" height="8"/>' in shown
    assert "not measured" not in shown


def test_few_communities_are_shown_without_filters(karin):
    for number in range(3):
        make.community(f"C{number}")

    few = karin.get("/portfolio/").content.decode()
    for number in range(3, 12):
        make.community(f"C{number}")
    many = karin.get("/portfolio/").content.decode()

    marks = ('class="filters"', "Save what you look for", 'class="chips"')
    assert [mark in few for mark in marks] == [False, False, False]
    assert [mark in many for mark in marks] == [True, True, False]


def test_portfolio_without_communities_says_what_belongs_here(karin):
    shown = karin.get("/portfolio/").content.decode()

    assert "Here stand the communities you look after" in shown
    assert "<table" not in shown


def test_news_tell_what_changed_since_the_visit_before():
    karin = make.program_manager()
    now = timezone.now()
    guild = licensed("Guild", left=300)
    licensed("Circle", left=-1)
    decide(guild, days_ago=30)
    client = client_of(karin)

    first = client.get("/portfolio/").context["lede"].news
    Look.objects.update(seen_at=now - 3 * DAY)
    decide(guild)
    guild.start(by=karin, at=now)
    second = client.get("/portfolio/").context["lede"].news
    again = client.get("/portfolio/").context["lede"].news
    changed = [names(client, f"changed={kind}") for kind in ("states", "decisions", "overlap")]
    Look.objects.update(before_at=timezone.now())
    later = [names(client, f"changed={kind}") for kind in ("states", "decisions")]

    day = f"{timezone.localtime(now - 3 * DAY):%A}"
    assert first == ""
    assert second == again
    assert second == (
        f'Since {day}: <a href="?changed=decisions">decisions on 1 license</a>, '
        '<a href="?changed=states">another state of 2 communities</a>.'
    )
    assert changed == [["Circle", "Guild"], ["Guild"], []]
    assert later == [[], []]


def test_page_costs_the_same_queries_for_three_and_for_thirty(karin, django_assert_num_queries):
    for number in range(3):
        _full(number)
    karin.get("/portfolio/")
    with django_assert_num_queries(18):
        karin.get("/portfolio/?sort=-sponsor&warnings=any")
    for number in range(3, 30):
        _full(number)

    with django_assert_num_queries(18):
        shown = karin.get("/portfolio/?sort=-sponsor&warnings=any")

    assert shown.context["found"].page.total == 30


def _full(number: int) -> None:
    community = licensed(f"C{number}", left=number - 5, sponsor=make.person())
    make.standing(community, warnings=1, stage=2, people=3)
    decide(community)
