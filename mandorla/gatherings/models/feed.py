from __future__ import annotations

from django.db import models

from mandorla.base.models import Record
from mandorla.communities.models import Community
from mandorla.people.models import Person


class CalendarFeed(Record):
    """A secret address at which a calendar program reads somebody's gatherings.

    Without a community it holds those of all communities the person is in.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_feeds")
    community = models.ForeignKey(
        Community, null=True, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    key = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "community"],
                name="gatherings_calendar_feed_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return str(self.community or self.person)
