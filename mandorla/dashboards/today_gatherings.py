"""Gatherings that whoever facilitates prepares, notes, and sends the digest of."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandorla.base.prepared import prepared
from mandorla.communities.models import Membership
from mandorla.dashboards.mine import Mine, Task
from mandorla.gatherings.dated import dated_series
from mandorla.gatherings.models import Gathering, Series, Turn
from mandorla.gatherings.occurrences import gatherings_of
from mandorla.gatherings.turns import facilitators_of
from mandorla.value.due import HOLDERS
from mandorla.work.models import AgendaItem, Digest, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from mandorla.people.models import Person

PREPARE = timedelta(days=3)  # before it
NOTE = timedelta(days=7)  # after it


def in_gatherings(mine: Mine, *, at: datetime) -> Iterator[Task]:
    """What is on, what is to be noted, sent and prepared, by those who facilitate."""
    held = set(mine.where(HOLDERS))
    turns = {pk for pk in _taking_turns(mine.person.pk) if pk in mine.communities} - held
    series = dated_series(mine.communities[pk] for pk in held | turns)
    before = at + PREPARE + timedelta.resolution
    found = gatherings_of(series, after=at - NOTE, before=before)
    if turns:
        found = _own(found, held=held, person=mine.person)
    first: dict[int, Gathering] = {}  # of each series the one that is on or comes next
    for one in found:
        if one.ends_at > at:
            first.setdefault(one.series_id, one)
    coming = [one for one in first.values() if one.state in {"planned", "running"}]
    yield from (_run(one) for one in coming if one.state == "running")
    yield from (_note(one) for one in found if one.state == "planned" and one.ends_at <= at)
    over = [one for one in found if one.state == "held"]
    seen = _seen_to([*coming, *over])
    yield from (_send(one) for one in over if one.pk not in seen)
    yield from (_prepare(one) for one in coming if one.state == "planned" and one.pk not in seen)


def _own(found: list[Gathering], *, held: set[int], person: Person) -> list[Gathering]:
    """Those of communities that the person facilitates, and those that are their turn."""
    turns = facilitators_of([one for one in found if one.community_id not in held])
    return [
        one
        for one in found
        if one.community_id in held or turns.get((one.series_id, one.planned_on)) == person
    ]


@prepared
def _taking_turns(person: int) -> QuerySet[Series, int]:
    """The communities in which somebody facilitates in turn, or a gathering was given to them."""
    turn = Exists(Turn.objects.filter(series=OuterRef("pk"), person=person))
    given = Exists(Gathering.objects.filter(series=OuterRef("pk"), facilitator=person))
    places = Membership.objects.current().filter(person=person).values("community")
    rows = Series.objects.filter(turn | given, community__in=places)
    return rows.order_by().values_list("community", flat=True)


def _seen_to(gatherings: Sequence[Gathering]) -> set[int]:
    """Those to come whose agenda was kept; those held whose digest was sent, or has nothing."""
    known = tuple(one.pk for one in gatherings if one.is_kept)
    return set(_among_seen_to(known)) if known else set()


@prepared
def _among_seen_to(gatherings: tuple[int, ...]) -> QuerySet[Gathering, int]:
    is_held, of_it = Q(state="held"), {"gathering": OuterRef("pk")}
    has_agenda = Exists(AgendaItem.objects.filter(**of_it))
    is_told = Exists(Digest.objects.filter(**of_it)) | ~Exists(Outcome.objects.filter(**of_it))
    rows = Gathering.objects.filter(is_held & is_told | ~is_held & has_agenda, pk__in=gatherings)
    return rows.values_list("pk", flat=True)


def _address(name: str, gathering: Gathering) -> str:
    slug = gathering.series.community.slug
    return reverse(f"work:{name}", args=[slug, gathering.series_id, gathering.planned_on])


def _day(gathering: Gathering) -> str:
    """The day in the zone of the series, as "Monday 2 March"."""
    return date_format(gathering.planned_on, "l j F")


def _run(gathering: Gathering) -> Task:
    return Task(
        _("{name} is on.").format(name=gathering.series.name),
        gathering.series.community.name,
        _("Go to the room"),
        _address("run", gathering),
    )


def _prepare(gathering: Gathering) -> Task:
    sentence = _("The agenda of {day} is drafted.")
    reason = _("{series} of {name}. Look at it, and change what you like.")
    return _of_a_day(gathering, sentence, reason, _("Look at it"), "agenda")


def _send(gathering: Gathering) -> Task:
    sentence = _("The digest of {day} is written.")
    reason = _("{series} of {name}. Read it once, and send it.")
    return _of_a_day(gathering, sentence, reason, _("Read it"), "digest")


def _note(gathering: Gathering) -> Task:
    sentence = _("Nothing is noted of {day}.")
    reason = _("{series} of {name}: did it take place?")
    return _of_a_day(gathering, sentence, reason, _("Say what came of it"), "run")


def _of_a_day(gathering: Gathering, sentence: str, reason: str, action: str, place: str) -> Task:
    series = gathering.series
    return Task(
        sentence.format(day=_day(gathering)),
        reason.format(series=series.name, name=series.community.name),
        action,
        _address(place, gathering),
    )
