"""The story lives half a year of gatherings and work in the three founding archetypes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Max

from mandorla.communities.models import Community
from mandorla.core.yields import Share
from mandorla.gatherings.models import Attendance, Commitment, Gathering
from mandorla.work.models import Insight, Issue, Problem, RolloutLine, Solution
from mandorla.work.yields.rows import Span, span_of
from mandorla.work.yields.told import FIGURES, read_yields

pytestmark = pytest.mark.django_db
LEAST = {"rhythm": 6, "carried": 2, "adoption": 5}
ATLAS, COFFEE, LUNCH = "atlas-change-champions", "coffee-with-ingrid", "third-wednesday"


def span(slug: str, world: date, *, period: str = "all") -> Span:
    at = datetime.combine(world, time(12), ZoneInfo("Europe/Oslo"))
    return span_of(Community.objects.get(slug=slug), period=period, on=world, at=at)


@pytest.mark.parametrize(
    ("slug", "held", "cancelled"), [(ATLAS, 23, 2), (COFFEE, 12, 1), (LUNCH, 6, 0)]
)
def test_community_met_in_its_rhythm(world, slug, held, cancelled):
    gatherings = Gathering.objects.filter(community__slug=slug)

    assert gatherings.filter(state="held").count() == held
    assert gatherings.filter(state="cancelled").count() == cancelled


def test_nothing_happened_after_the_day_it_is_told(world):
    latest = [
        Issue.objects.aggregate(at=Max("surfaced_at")),
        Problem.objects.aggregate(at=Max("gathered_at")),
        Solution.objects.aggregate(at=Max("decided_at")),
        RolloutLine.objects.aggregate(at=Max("changed_at")),
        Insight.objects.aggregate(at=Max("brought_at")),
        Gathering.objects.aggregate(at=Max("ended_at")),
    ]

    assert all(found["at"].date() < world for found in latest)


def test_five_issues_of_this_week_wait_for_monday_and_two_look_like_one_problem(world):
    last = Gathering.objects.filter(community__slug=ATLAS).latest("starts_at")
    new = Issue.objects.filter(
        community__slug=ATLAS, state="open", surfaced_at__date__gte=last.planned_on
    )

    assert new.count() == 5
    assert new.filter(text__icontains="old price list").count() == 2


def test_who_came_is_forgotten_after_some_weeks(world):
    first = Attendance.objects.earliest("gathering__starts_at").gathering

    assert world - first.planned_on <= timedelta(days=36)


@pytest.mark.parametrize("slug", [ATLAS, COFFEE, LUNCH])
def test_community_has_work_in_every_stage(world, slug):
    lines = RolloutLine.objects.filter(solution__community__slug=slug)

    assert Issue.objects.filter(community__slug=slug, state="open").exists()
    assert Problem.objects.filter(community__slug=slug, state="open").exists()
    assert lines.filter(state="to_do").exists()
    assert Commitment.objects.filter(community__slug=slug, state="open").exists()
    assert Commitment.objects.filter(community__slug=slug, state="done").exists()


def test_solutions_say_what_they_may_not_bypass(world):
    rolled = Solution.objects.filter(rollout__isnull=False).distinct()

    assert rolled.count() == 12
    assert rolled.exclude(may_not_bypass="").count() == 10


@pytest.mark.parametrize("slug", [ATLAS, LUNCH])
def test_every_figure_of_the_work_has_something_to_count(world, slug):
    found = {told.key: told for told in read_yields(span(slug, world)).figures}

    assert list(found) == list(FIGURES)
    counted = {key: told.counted.figure for key, told in found.items() if key in LEAST}
    parts = {key: one.part for key, one in counted.items() if isinstance(one, Share)}
    assert all(parts[key] >= least for key, least in LEAST.items())


def test_leadership_answered_most_of_what_the_coffee_heard(world):
    heard = Insight.objects.exclude(heard_in=None)

    assert heard.filter(state__in=["answered", "asked_back"]).count() == 11
    assert heard.count() == 12
