"""How communities stand is kept by one piece of work, and looked at again when something happens."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandorla.advice.keeping import due, keep
from mandorla.advice.models import Warning
from mandorla.base.indicators import all_indicators, read_all, read_plain
from mandorla.communities.models import Community, Membership
from mandorla.core.conditions import Finding
from mandorla.licenses.models import Standing
from tests import make
from tests.make import AT

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def held(community: Community, weeks: int) -> None:
    series = make.series(community)
    for week in range(weeks):
        day = (AT + timedelta(weeks=week)).date()
        make.gathering(series, planned_on=day, state="held")


def test_standing_keeps_what_was_found_and_what_follows_from_it():
    community = make.community(members=make.members(6), founded_on=AT.date())
    held(community, 4)
    late = AT + timedelta(weeks=12)

    keep([community.pk], at=late)

    kept = Standing.objects.get()
    found = read_plain(kept.findings)
    standing = Warning.objects.filter(community=community, ended_at=None)
    assert (kept.community, kept.read_at) == (community, late)
    assert found["people"] == Finding(6)
    assert kept.people == 6
    assert kept.rhythm_share == found["rhythm_held_quarter"].value
    assert kept.stage == found["stage"].value
    assert kept.warnings == standing.count() > 0
    assert kept.severity == 3  # nobody leads it


def test_standing_is_what_every_module_knows():
    community = make.community(leader=make.person())
    keep([community.pk], at=AT)
    known = read_all([community.pk], at=AT)[community.pk]
    kept = read_plain(Standing.objects.get().findings)

    assert kept == {name: one for name, one in known.items() if one.value is not None}
    assert set(kept) <= {one.name for one in all_indicators()}


def test_profile_of_before_does_not_stand_beside_the_new_one():
    community = make.community(leader=make.person(), members=make.members(5))
    held(community, 4)
    keep([community.pk], at=AT + timedelta(weeks=4))
    before = Standing.objects.get().stage
    keep([community.pk], at=AT + timedelta(weeks=80))

    kept = Standing.objects.get()
    found = read_plain(kept.findings).get("stage")
    assert kept.stage == (found.value if found else None)
    assert before is not None


def test_what_was_read_later_stays_when_two_keep_at_once():
    community = make.community()
    keep([community.pk], at=AT + HOUR)
    Membership.appoint(
        community=community, person=make.person(), role="leader", by=None, at=AT + HOUR
    )
    keep([community.pk], at=AT)
    assert (Standing.objects.get().read_at, Standing.objects.get().people) == (AT + HOUR, 0)
    keep([community.pk], at=AT + 2 * HOUR)
    assert (Standing.objects.get().read_at, Standing.objects.get().people) == (AT + 2 * HOUR, 1)


def test_keeping_takes_as_many_queries_for_four_communities_as_for_two():
    made = [make.community(leader=make.person()).pk for _number in range(6)]
    keep(made, at=AT)
    counts = []
    for communities in (made[:2], made[2:]):
        with CaptureQueriesContext(connection) as asked:
            keep(communities, at=AT + HOUR)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_community_is_due_when_something_happened_or_the_day_is_over():
    quiet, busy = make.community(), make.community()
    assert due(at=AT) == [quiet.pk, busy.pk]
    keep([quiet.pk, busy.pk], at=AT)
    assert due(at=AT + HOUR) == []
    busy.start(by=None, at=AT + HOUR)
    assert due(at=AT + 2 * HOUR) == [busy.pk]
    keep([busy.pk], at=AT + 2 * HOUR)
    assert due(at=AT + 3 * HOUR) == []
    assert due(at=AT + 24 * HOUR) == [quiet.pk, busy.pk]


def command(*args: str) -> str:
    out = StringIO()
    call_command("keep_standing", *args, stdout=out)
    return out.getvalue()


def test_command_looks_at_what_is_due_and_says_how_far_it_is():
    for _number in range(3):
        make.community()

    assert command() == "3 of 3 communities are looked at.\n"
    assert command() == "Every community was looked at today, and nothing happened since.\n"
    assert command("--all") == "3 of 3 communities are looked at.\n"
    assert command("--all", "--quiet") == ""
    assert Standing.objects.filter(read_at__lte=timezone.now()).count() == 3
