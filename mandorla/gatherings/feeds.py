"""What is at the secret address of a calendar: the bytes, and when they changed last.

Five queries, whatever the number of communities.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from mandorla.base.models import Organization
from mandorla.communities.models import Community, Membership
from mandorla.gatherings.calendar.of_series import meetings_of, window_start
from mandorla.gatherings.calendar.writing import feed
from mandorla.gatherings.models import CalendarFeed, Gathering, Invitee, Series

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mandorla.gatherings.calendar.meeting import Meeting
    from mandorla.people.models import Person

AROUND = timedelta(days=2)  # a planned day and its moment are less than that apart


@dataclass(frozen=True)
class Calendar:
    """A calendar as it is sent.

    Attributes:
        data: iCalendar.
        etag: The same for the same bytes.
        changed_at: When something in it changed last.
    """

    data: bytes
    etag: str
    changed_at: datetime


def calendar_of(subscribed: CalendarFeed, *, at: datetime, site: str) -> Calendar:
    """What somebody's calendar holds now.

    Args:
        subscribed: The address that was asked.
        at: Now.
        site: The address of this installation, for links.
    """
    series = Series.objects.filter(community__in=subscribed.communities).exclude(rule="")
    meetings = gathered(list(series.with_dates()), since=window_start(at), site=site)
    data = feed(meetings, name=_name_of(subscribed))
    changes = [meeting.changed_at for meeting in meetings]
    changes += [one.changed_at for meeting in meetings for one in meeting.changed]
    return Calendar(
        data=data,
        etag=f'"{sha256(data).hexdigest()[:32]}"',
        changed_at=max([subscribed.made_at, *filter(None, changes)]),
    )


def gathered(series: Sequence[Series], *, since: datetime, site: str) -> list[Meeting]:
    """The meetings of several series, with what was kept of them since a moment."""
    rows: dict[int, list[Gathering]] = defaultdict(list)
    later = Q(starts_at__gte=since) | Q(planned_on__gte=(since - AROUND).date())
    communities = {one.community_id for one in series}
    kept = Gathering.objects.filter(later, community__in=communities).defer("notes")
    for gathering in kept.order_by("pk"):
        rows[gathering.series_id].append(gathering)
    return [
        meeting
        for one in series
        for meeting in meetings_of(one, rows[one.pk], since=since, site=site)
    ]


def _name_of(subscribed: CalendarFeed) -> str:
    if subscribed.community:
        return subscribed.community.name
    organization = Organization.current()
    sentence = _("Communities of {organization}")
    return sentence.format(organization=organization) if organization else _("Communities")


@dataclass(frozen=True)
class Place:
    """A calendar that somebody can subscribe to.

    Attributes:
        name: What it holds.
        community: Whose gatherings; None for those of all communities the person is in.
        feed: Its address, when it has one.
        address: The same in full, and as programs subscribe to it.
        webcal: The address that a calendar program opens by itself.
        is_member: Whether the person is in the community.
        is_invited: Whether its gatherings come by mail, too.
    """

    name: str
    community: Community | None
    feed: CalendarFeed | None
    address: str
    webcal: str
    is_member: bool
    is_invited: bool


def calendars_of(person: Person, *, site: str, also: str = "") -> list[Place]:
    """The calendars that somebody has or could have: of all communities first, in three queries.

    Args:
        person: Whose they are.
        site: The address of this installation.
        also: The slug of a community that is offered although the person is not in it.
    """
    feeds = {one.community_id: one for one in CalendarFeed.objects.visible_to(person)}
    here = Membership.objects.places_of(person)
    shown = Q(pk__in=here) | Q(pk__in=[pk for pk in feeds if pk]) | Q(slug=also)
    is_here = Exists(Membership.objects.current().filter(person=person, community=OuterRef("pk")))
    found = Community.objects.visible_to(person).current().filter(shown).annotate(is_here=is_here)
    invited = set(Invitee.objects.visible_to(person).values_list("community_id", flat=True))
    all_of_them = _place(_("All your communities"), None, feeds.get(None), site)
    return [
        all_of_them,
        *(
            _place(
                one.name,
                one,
                feeds.get(one.pk),
                site,
                is_member=one.is_here,
                is_invited=one.pk in invited,
            )
            for one in found.order_by(Lower("name"), "pk")
        ),
    ]


def _place(
    name: str,
    community: Community | None,
    subscribed: CalendarFeed | None,
    site: str,
    *,
    is_member: bool = True,
    is_invited: bool = False,
) -> Place:
    address = f"{site}{subscribed.get_absolute_url()}" if subscribed else ""
    webcal = f"webcal://{address.partition('://')[2]}" if address else ""
    return Place(name, community, subscribed, address, webcal, is_member, is_invited)
