from __future__ import annotations

from collections import Counter
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final, Self

from django.db import models, transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models.closed import refuse_closed
from mandorla.core.disclosure import groups_that_may_show
from mandorla.gatherings.models.gathering import Gathering
from mandorla.gatherings.models.held import EARLY
from mandorla.people.models import Person, Placement, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

WAYS = ("tap", "code", "told", "file")
KEPT: Final = timedelta(days=30)  # from its beginning on, who was there is known by person
MOST_GUESTS: Final = 10_000


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Who was there. Whoever reads it by person begins with `kept`."""

    def kept(self, *, at: datetime) -> Self:
        """Of gatherings so recent that it is known by person, also before others are forgotten."""
        return self.exclude(_begun_by(at - KEPT))

    def own_of(self, person: Person, *, at: datetime) -> Self:
        """Where a person was: for that person's eyes."""
        return self.kept(at=at).filter(person=person)

    def due_to_be_forgotten(self, *, at: datetime) -> Self:
        """Those of whom only counts may remain."""
        return self.filter(_begun_by(at - KEPT))


class Attendance(Record):
    """Somebody was there. Kept by person for thirty days; then only counts by unit remain.

    No event tells it: events are never removed, and this is.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, related_name="+")
    way = models.CharField(max_length=4)  # how it is known
    seconds = models.PositiveIntegerField(null=True)  # how long, when a file says it

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("gatherings_attendance_way", "way", WAYS),
            models.UniqueConstraint(
                fields=["gathering", "person"], name="gatherings_attendance_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.gathering)

    @classmethod
    def note(cls, *, gathering: Gathering, person: Person, way: str, at: datetime) -> Attendance:
        """The person is, or was, there. Said twice it stays the same.

        Raises:
            Refused: It was cancelled, has not begun, or is too long ago to be kept by person; or
                the community has closed.
        """
        refuse_closed(gathering.community)
        refuse_outside_its_time(gathering, at=at)
        units = Placement.objects.current().filter(person=person).values_list("unit", flat=True)
        noted, _is_new = cls.objects.get_or_create(
            gathering=gathering, person=person, defaults={"unit_id": units.first(), "way": way}
        )
        return noted

    @classmethod
    def take_back(cls, *, gathering: Gathering, person: Person, at: datetime) -> None:
        """The person was not there after all.

        Raises:
            Refused: It is too long ago to be kept by person.
        """
        refuse_outside_its_time(gathering, at=at)
        cls.objects.filter(gathering=gathering, person=person).delete()

    @classmethod
    def count_guests(cls, *, gathering: Gathering, guests: int, at: datetime) -> None:
        """So many were there who have no account.

        Raises:
            Refused: It is no possible number, too long ago, or the community has closed.
        """
        refuse_closed(gathering.community)
        refuse_outside_its_time(gathering, at=at)
        if not 0 <= guests <= MOST_GUESTS:
            raise Refused(_("Guests are a number from 0 to 10,000."))
        gathering.guests = guests
        gathering.keep("guests")

    @classmethod
    def enter(
        cls,
        *,
        gathering: Gathering,
        seconds: Mapping[int, int | None],
        guests: int,
        source: str,
        by: Person | None,
        at: datetime,
    ) -> None:
        """A file says who was there, and how long.

        What an earlier file said is replaced. Who said so themselves, or was ticked, stays, and
        the file adds how long.

        Args:
            gathering: Where.
            seconds: Of each person by their number, how long they were there if it is known.
            guests: How many more, whose names are not kept.
            source: What kind of file it was, in words.
            by: Who brought it.
            at: The moment.

        Raises:
            Refused: It was cancelled, has not begun, or is too long ago.
        """
        with transaction.atomic():
            cls.count_guests(gathering=gathering, guests=guests, at=at)
            known = {one.person_id: one for one in cls.objects.filter(gathering=gathering)}
            gone = [one.pk for pk, one in known.items() if one.way == "file" and pk not in seconds]
            cls.objects.filter(pk__in=gone).delete()
            stay = [one for one in known.values() if one.pk not in gone]
            for one in stay:
                one.seconds = seconds.get(one.person_id)
            Attendance.objects.bulk_update(stay, ["seconds"])
            new = [pk for pk in seconds if pk not in known]
            units = _units_of(new)
            rows = [
                Attendance(
                    gathering=gathering,
                    person_id=pk,
                    unit_id=units.get(pk),
                    way="file",
                    seconds=seconds[pk],
                )
                for pk in new
            ]
            Attendance.objects.bulk_create(
                rows, ignore_conflicts=True
            )  # who taps at this moment stays
            Event.record(
                "gathering.attended",
                by=by,
                at=at,
                about=gathering,
                within=gathering.community,
                source=source,
                count=len(seconds) + guests,
            )


class AttendanceCount(Record):
    """How many of a unit were there, when it is no longer kept who.

    A unit has a row of its own only when that gives away nobody; the others are one row without
    a unit. Units that were merged later may have two rows.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="counts")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, related_name="+")
    people = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.gathering}: {self.people}"

    @classmethod
    def forget_people(cls, *, gathering: Gathering, at: datetime) -> None:
        """Nobody can say any more who was there; how many of each larger unit stays known.

        Args:
            gathering: Of more than thirty days ago.
            at: The moment.
        """
        with transaction.atomic():
            rows = Attendance.objects.filter(gathering=gathering)
            # Locked, so that two who forget at once do not count the people twice.
            held = list(rows.select_for_update().values_list("pk", "unit"))
            sizes: Counter[int | None] = Counter(unit for _pk, unit in held)
            shown = units_that_may_show(sizes)
            counts: Counter[int | None] = Counter({unit: sizes[unit] for unit in shown})
            counts[None] += len(held) - counts.total()
            AttendanceCount.objects.bulk_create(
                AttendanceCount(gathering=gathering, unit_id=unit, people=people)
                for unit, people in counts.items()
                if people
            )
            rows.filter(pk__in=[pk for pk, _unit in held]).delete()
            if gathering.code:
                gathering.code = ""
                gathering.keep("code")
            if held:
                tell = {"about": gathering, "within": gathering.community}
                Event.record("gathering.forgot", by=None, at=at, **tell)


def units_that_may_show(sizes: Mapping[int | None, int]) -> set[int]:
    """The units whose count says nothing about fewer than five people, nor does the rest.

    Args:
        sizes: How many were there, by the number of their unit.

    >>> sorted(units_that_may_show({1: 8, 2: 6, 3: 4, None: 1}))
    [1, 2]
    >>> sorted(units_that_may_show({1: 8, 2: 6, 3: 4}))
    [1]
    """
    first = 0
    groups: dict[str, frozenset[int]] = {}
    for unit, people in sizes.items():
        groups[str(unit)] = frozenset(range(first, first + people))
        first += people
    groups.pop(str(None), None)
    return {int(unit) for unit in groups_that_may_show(frozenset(range(first)), groups, [])}


def opens_at(gathering: Gathering) -> datetime:
    """From when on somebody may be there, though it has not been started."""
    return gathering.starts_at.astimezone(UTC) - EARLY


def known_until(gathering: Gathering) -> datetime:
    """Until when who was there is known by person.

    In universal time, as the database compares: days of a local clock may have 23 or 25 hours.
    """
    begun_at = min(gathering.starts_at, gathering.started_at or gathering.starts_at)
    return begun_at.astimezone(UTC) + KEPT


def _begun_by(moment: datetime) -> models.Q:
    """Gatherings that were to begin by a moment, or were started by then, before their time."""
    return models.Q(gathering__starts_at__lte=moment) | models.Q(gathering__started_at__lte=moment)


def refuse_outside_its_time(gathering: Gathering, *, at: datetime) -> None:
    """Say why nobody can be noted as there, when it is so.

    Raises:
        Refused: It was cancelled, has not begun, or is too long ago to be kept by person.
    """
    if gathering.state == "cancelled":
        raise Refused(_("This gathering was cancelled."))
    if gathering.state == "planned" and at < opens_at(gathering):
        sentence = _("It begins on {moment}. From an hour before on you can say who is there.")
        raise Refused(sentence.format(moment=f"{gathering.local_start:%Y-%m-%d %H:%M}"))
    if at >= known_until(gathering):
        raise Refused(_("It is more than 30 days ago: who was there is no longer kept by person."))


def _units_of(people: Iterable[int]) -> dict[int, int]:
    """The unit of each of these people now."""
    placements = Placement.objects.current().filter(person__in=list(people))
    return dict(placements.values_list("person_id", "unit_id"))
