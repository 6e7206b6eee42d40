"""What becomes of rhythms and calendars of a community that ends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.communities.models.closed import refuse_closed
from mandorla.communities.models.inherited import refuse_heir
from mandorla.gatherings.models import CalendarFeed, Series

if TYPE_CHECKING:
    from datetime import date, datetime

    from mandorla.communities.models import Community
    from mandorla.people.models import Person

CARRIED = ("rule", "timezone", "starts_time", "minutes", "place", "links", "found_text", "template")


def pass_series_on(
    series: Series, *, to: Community, last_on: date, by: Person, at: datetime
) -> Series:
    """A rhythm ends with a day, and another community meets in it from the next one on.

    What was held stays with the community that held it; turns are taken by other people there.

    Args:
        series: A rhythm that goes on.
        to: Whose it is from then on.
        last_on: The last day with the community that ends.
        by: Who gives it.
        at: The moment.

    Returns:
        The rhythm of the heir.

    Raises:
        Refused: The heir does not go on, or the rhythm has ended.
        Stale: Somebody else changed it first.
    """
    origin = series.community
    refuse_closed(origin)
    with transaction.atomic():
        refuse_heir(to, origin=origin)
        if series.ends_on is not None and series.ends_on <= last_on:
            raise Refused(_("{name} has its last day already.").format(name=series.name))
        facts = {name: getattr(series, name) for name in CARRIED}
        if series.rule:
            facts["starts_on"] = max(last_on, at.date()) + timedelta(days=1)
        series.end(on=last_on, by=by, at=at)
        made = Series.begin(community=to, name=series.name, by=by, at=at, **facts)
        series.tell("series.passed_on", by=by, at=at, heir=to.name)
        made.tell("series.inherited", by=by, at=at, origin=origin.name)
    return made


def pass_feeds_on(community: Community, *, to: Community) -> int:
    """Addresses at which people read a calendar show that of another community from now on.

    Who reads both anyway keeps the one of the heir. Nothing is told to anybody: what a person
    reads with which program is theirs.

    Returns:
        How many addresses there were.
    """
    with transaction.atomic():
        refuse_heir(to, origin=community)
        mine = CalendarFeed.objects.filter(community=community)
        number = mine.count()
        known = CalendarFeed.objects.filter(community=to).values("person")
        mine.filter(person__in=list(known.values_list("person", flat=True))).delete()
        mine.update(community=to)
    return number
