"""The hours of a month, worked out of gatherings held and roles; never by person.

Of a gathering only how long it was planned to take and how many members were there is looked at;
of those who lead, the hours that are planned for them together. Nothing counts before somebody
who runs the community says that it is right.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Count, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.models import Notification
from mandorla.communities.models import Community, Membership
from mandorla.communities.rules import RUNS
from mandorla.gatherings.models import Attendance, AttendanceCount, Gathering
from mandorla.gatherings.rhythm_kept import HELD
from mandorla.ledger.models import Investment
from mandorla.ledger.put_in import PutIn

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from mandorla.people.models import Person

FROM_DAY: Final = 3  # of the month after: by then most of who was there is noted
_TENTH: Final = Decimal("0.1")
_HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar, by its first and its last day."""

    begins_on: date
    ends_on: date

    @classmethod
    def before(cls, day: date) -> Month:
        """The month before the one in which a day lies."""
        last = day.replace(day=1) - timedelta(days=1)
        return cls(last.replace(day=1), last)


@dataclass(frozen=True, slots=True)
class _Met:
    """What is known of the gatherings of a community in a month."""

    minutes: int = 0  # of all members together
    counted: int = 0  # gatherings
    uncounted: int = 0  # gatherings held of which nobody noted who was there


def propose_time(*, at: datetime) -> int:
    """The hours of last month wait to be confirmed, and those who run a community are told.

    It is safe to run at any time and twice at once: a month is worked out once, whatever became
    of it. Before the third day of a month nothing is done, so that attendance can be noted.

    Args:
        at: The moment.

    Returns:
        For how many communities something was worked out.
    """
    today = timezone.localtime(at).date()
    if today.day < FROM_DAY:
        return 0
    month = Month.before(today)
    done = Investment.objects.filter(source="gatherings", begins_on=month.begins_on)
    met = _met_in(month)
    planned = _planned_for_leaders(month)
    rows = Community.objects.filter(pk__in={*met, *planned}).exclude(status="closed")
    communities = list(rows.exclude(pk__in=done.values("community")).order_by("pk"))
    runners = _runners([one.pk for one in communities]) if communities else {}
    return sum(
        _propose(
            community,
            month,
            met.get(community.pk, _Met()),
            planned.get(community.pk, Decimal(0)),
            to=runners.get(community.pk, []),
            at=at,
        )
        for community in communities
    )


def _propose(
    community: Community,
    month: Month,
    met: _Met,
    leading: Decimal,
    *,
    to: Sequence[Person],
    at: datetime,
) -> bool:
    """Whether there was anything to propose."""
    plans = _plans(month, met, leading)
    with transaction.atomic():
        made = [
            row
            for one in plans
            if (row := Investment.propose(community=community, put_in=one, at=at))
        ]
        if made:
            Notification.tell(
                "investment.proposed",
                to=to,
                about=community,
                address=reverse("ledger:investments", args=[community.slug]),
                by=None,
                at=at,
                time=f"put_in:{month.begins_on:%Y-%m}",
                community=community.name,
                month=date_format(month.begins_on, "F Y"),
            )
    return bool(made)


def _plans(month: Month, met: _Met, leading: Decimal) -> list[PutIn]:
    plans = []
    if met.minutes:
        hours = _rounded(Decimal(met.minutes) / _HOUR)
        plans.append(
            PutIn(
                "members",
                "participation",
                month.begins_on,
                month.ends_on,
                role="member",
                hours=hours,
                note=_note(met),
            )
        )
    if leading:
        note = _("As planned for those who lead")
        plans.append(
            PutIn(
                "members",
                "time",
                month.begins_on,
                month.ends_on,
                role="leader",
                hours=_rounded(leading),
                note=note,
            )
        )
    return plans


def _note(met: _Met) -> str:
    sentence = ngettext("{count} gathering", "{count} gatherings", met.counted)
    told = sentence.format(count=met.counted)
    if not met.uncounted:
        return told
    rest = ngettext(
        "of {count} more nobody noted who was there",
        "of {count} more nobody noted who was there",
        met.uncounted,
    )
    return f"{told}; {rest.format(count=met.uncounted)}"


def _met_in(month: Month) -> Mapping[int, _Met]:
    """The gatherings held in a month, by community: minutes by plan times members, as a sum."""
    first = timezone.make_aware(datetime.combine(month.begins_on, time()))
    after = timezone.make_aware(datetime.combine(month.ends_on + timedelta(days=1), time()))
    held = Gathering.objects.between(first, after).filter(state__in=HELD)
    rows = list(held.order_by("pk").values_list("pk", "community", "minutes"))
    people = _people([pk for pk, _community, _minutes in rows])
    found: dict[int, _Met] = defaultdict(_Met)
    for pk, community, minutes in rows:
        met, number = found[community], people.get(pk, 0)
        found[community] = _Met(
            minutes=met.minutes + minutes * number,
            counted=met.counted + bool(number),
            uncounted=met.uncounted + (not number),
        )
    return found


def _people(gatherings: Sequence[int]) -> Mapping[int, int]:
    """How many members were at each gathering; who they were is not asked."""
    people: dict[int, int] = defaultdict(int)
    known = Attendance.objects.filter(gathering__in=gatherings).order_by()
    forgotten = AttendanceCount.objects.filter(gathering__in=gatherings).order_by()
    for gathering, number in (
        *known.values_list("gathering").annotate(number=Count("pk")),
        *forgotten.values_list("gathering").annotate(number=Sum("people")),
    ):
        people[gathering] += number
    return people


def _planned_for_leaders(month: Month) -> Mapping[int, Decimal]:
    """The hours that are planned for those who lead, as many as fall into the month."""
    rows = Investment.objects.filter(state="planned", role="leader", side="members")
    found: dict[int, Decimal] = defaultdict(Decimal)
    for row in rows.touching(month.begins_on, month.ends_on):
        begins, ends = max(row.begins_on, month.begins_on), min(row.ends_on, month.ends_on)
        of_days = (row.ends_on - row.begins_on).days + 1
        found[row.community_id] += row.middle * ((ends - begins).days + 1) / of_days
    return {pk: hours for pk, hours in found.items() if _rounded(hours)}


def _runners(communities: Collection[int]) -> Mapping[int, Sequence[Person]]:
    """Those who run each community now."""
    seats = Membership.objects.current().filter(community__in=communities, role__in=RUNS)
    found: dict[int, list[Person]] = defaultdict(list)
    for seat in seats.filter(person__is_active=True).select_related("person"):
        found[seat.community_id].append(seat.person)
    return found


def _rounded(hours: Decimal) -> Decimal:
    return hours.quantize(_TENTH, rounding=ROUND_HALF_UP)
