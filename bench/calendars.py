"""Somebody in ten communities that meet, whose calendar program asks."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from mandorla.communities.models import Community, Membership
from mandorla.gatherings.models import CalendarFeed, FormerRhythm, Series
from mandorla.gatherings.occurrences import gatherings_of

if TYPE_CHECKING:
    from mandorla.people.models import Person

COMMUNITIES = 10
ZONES = ("Europe/Lisbon", "America/New_York", "Asia/Kolkata", "Europe/Oslo", "Australia/Sydney")
RULES = ("FREQ=WEEKLY;BYDAY=MO", "FREQ=MONTHLY;BYDAY=3WE")


def subscribe(person: Person) -> str:
    """The address of the calendar of a person in ten communities.

    Each has two series that are two years old, one of which took place in another way until half
    a year ago. Of all gatherings of the last and the next eighty days every third was moved, and
    every seventh cancelled.
    """
    now = timezone.now()
    since = (now - timedelta(days=730)).date()
    changed = now.date() - timedelta(days=180)
    groups = list(Community.objects.current().order_by("pk")[:COMMUNITIES])
    Membership.objects.filter(person=person).delete()
    for number, group in enumerate(groups):
        Membership.appoint(community=group, person=person, role="member", by=None, at=now)
        for part, rule in enumerate(RULES):
            series = Series.objects.create(
                community=group,
                name=f"Series {part}",
                rule=rule,
                timezone=ZONES[number % len(ZONES)],
                starts_on=changed if part == 0 else since,
                starts_time=time(9 + part),
                minutes=55,
                place="Room 3, second floor",
                links=[{"label": "Join", "address": f"https://meet.example/{group.slug}"}],
                changed_at=now,
            )
            if part == 0:
                FormerRhythm.objects.create(
                    series=series,
                    rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
                    timezone=series.timezone,
                    starts_on=since,
                    starts_time=time(9),
                    minutes=55,
                    until_on=changed - timedelta(days=1),
                )
    _touch()
    return CalendarFeed.make(person=person, community=None, at=now).get_absolute_url()


def _touch() -> None:
    """Keep every gathering around now: some moved, some cancelled."""
    at = timezone.now()
    window = {"after": at - timedelta(days=80), "before": at + timedelta(days=80)}
    for series in Series.objects.with_dates():
        for number, one in enumerate(gatherings_of([series], **window)):
            one.changed_at = at
            if number % 3 == 0:
                one.starts_at += timedelta(hours=3)
                one.sequence = 1
            if number % 7 == 0:
                one.state, one.sequence = "cancelled", 2
            one.save()
