"""Who surfaced an issue without a name cannot be found: each way we could think of is tried."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from mandorla.base.models import Event
from mandorla.work.models import Issue
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya():
    return make.person("Priya Raman", unit=make.unit("Sales"))


@pytest.fixture
def atlas(priya):
    return make.community("Atlas", leader=make.person("Ana"), members=(priya,))


def nameless(community, by, **facts):
    return make.issue(community, "Training comes too late", by=by, is_anonymous=True, **facts)


def test_trail_tells_nothing_of_what_is_surfaced_without_a_name(atlas, priya):
    finance = make.unit("Finance")
    before = Event.objects.count()

    issue = nameless(atlas, priya)
    issue.reword(text="Training is too late", detail="", by=priya, at=make.AT)
    issue.touch(units=[finance], by=priya, at=make.AT)
    issue.withdraw(by=priya, at=make.AT)

    assert Event.objects.count() == before


def test_only_the_day_is_kept_of_what_is_surfaced_without_a_name(atlas, priya):
    issue = nameless(atlas, priya)

    kept = timezone.localtime(Issue.objects.get(pk=issue.pk).surfaced_at)
    assert (kept.hour, kept.minute, kept.second) == (0, 0, 0)
    assert kept.date() == timezone.localtime(make.AT).date()


def test_gathering_of_a_few_is_not_kept_without_a_name(atlas, priya):
    monday = make.gathering(make.series(atlas))

    assert nameless(atlas, priya, gathering=monday).gathering is None


def test_own_unit_of_a_few_is_left_out_without_a_name(atlas, priya):
    sales, finance = priya.placements.get().unit, make.unit("Finance")

    issue = nameless(atlas, priya, units=[sales, finance])

    assert list(issue.units.all()) == [finance]


def test_own_unit_of_five_in_the_community_is_kept(priya):
    sales = priya.placements.get().unit
    others = tuple(make.person(unit=sales) for _number in range(4))
    atlas = make.community("Borealis", members=(priya, *others))

    assert list(nameless(atlas, priya, units=[sales]).units.all()) == [sales]


def test_own_unit_is_not_added_later_by_who_surfaced_it_without_a_name(atlas, priya):
    issue = nameless(atlas, priya)

    issue.touch(units=[priya.placements.get().unit], by=priya, at=make.AT)

    assert not issue.units.exists()


def test_numbers_of_issues_do_not_follow_their_order(atlas, priya):
    made = [nameless(atlas, priya, at=make.AT + timedelta(hours=n)).pk for n in range(12)]

    assert made != sorted(made)
    assert max(made) < 2**53  # what JavaScript counts to


def test_surfacer_is_shown_only_when_they_gave_their_name(atlas, priya):
    assert nameless(atlas, priya).shown_surfacer is None
    assert make.issue(atlas, by=priya).shown_surfacer == priya
