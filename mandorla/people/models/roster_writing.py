"""What the database knows for a roster, and a roster's plan written into it in batches."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.db import models

from mandorla.people.models.person import Person
from mandorla.people.models.roster_entry import RosterEntry
from mandorla.people.models.unit import Placement, Unit
from mandorla.people.roster.known import Known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date, datetime

    from mandorla.people.roster.plan import Plan
    from mandorla.people.roster.rows import Entry, UnitPath

    Tell = Callable[[float], None]

BATCH = 1000
Item = TypeVar("Item")


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Lists of at most a thousand items."""
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch


def unit_paths() -> dict[int, UnitPath]:
    """The path of every unit by its id."""
    rows = {pk: (name, up) for pk, name, up in Unit.objects.values_list("pk", "name", "parent_id")}
    paths: dict[int, UnitPath] = {}

    def path(pk: int) -> UnitPath:
        if pk not in paths:
            name, parent = rows[pk]
            paths[pk] = (*path(parent), name) if parent else (name,)
        return paths[pk]

    for pk in rows:
        path(pk)
    return paths


def known_people(paths: dict[int, UnitPath], *, by: Person | None) -> Iterator[Known]:
    """Everybody there is, with the current unit, in three queries.

    Program managers and the one who imports are never made inactive by a roster.
    """
    placements = {
        person: (pk, paths[unit])
        for pk, person, unit in Placement.objects.current().values_list(
            "pk", "person_id", "unit_id"
        )
    }
    listed = set(RosterEntry.objects.values_list("pk", flat=True))
    nowhere: tuple[int | None, UnitPath] = (None, ())
    for pk, email, number, name, title, is_active, manages in Person.objects.values_list(
        "pk", "email", "employee_number", "name", "job_title", "is_active", "is_program_manager"
    ).iterator(chunk_size=5000):
        placement, unit = placements.get(pk, nowhere)
        yield Known(
            pk=pk,
            email=email or "",
            employee_number=number or "",
            name=name,
            job_title=title,
            is_active=is_active,
            is_kept_active=manages or (by is not None and by.pk == pk),
            is_listed=pk in listed,
            placement=placement,
            unit=unit,
        )


class Writing:
    """One plan being written, in the transaction of its import."""

    def __init__(self, plan: Plan, *, on: date, at: datetime, tell: Tell) -> None:
        self.plan = plan
        self.on = on
        self.at = at
        self.tell = tell
        self.units: dict[UnitPath, int] = {}
        self.done = 0
        self.steps = max(
            1, 2 * len(plan.new) + len(plan.changed) + 2 * len(plan.moved) + len(plan.gone)
        )

    def write(self, *, ends_accounts: bool) -> None:
        """Everything the plan says is so; who left keeps their account unless told otherwise."""
        self.units = {path: pk for pk, path in unit_paths().items()}
        for path in self.plan.units:
            parent = self.units.get(path[:-1])
            self.units[path] = Unit.objects.create(name=path[-1], parent_id=parent).pk
        for entries in batches(self.plan.new):
            self._enter(entries)
        self._list(self.plan.listed)
        self._change()
        self._move()
        self._end(ends_accounts=ends_accounts)

    def _step(self, count: int) -> None:
        self.done += count
        self.tell(self.done / self.steps)

    def _enter(self, entries: list[Entry]) -> None:
        people = Person.objects.bulk_create(
            [
                Person.unsaved(
                    name=entry.called,
                    at=self.at,
                    email=entry.email,
                    employee_number=entry.employee_number,
                    job_title=entry.job_title,
                )
                for entry in entries
            ]
        )
        self._step(len(entries))
        self._list(person.pk for person in people)
        # Since when somebody new has been in their unit, a roster does not say.
        Placement.objects.bulk_create(
            Placement(person_id=person.pk, unit_id=self.units[entry.unit])
            for person, entry in zip(people, entries, strict=True)
            if entry.unit
        )
        self._step(len(entries))

    def _list(self, people: Iterable[int]) -> None:
        for pks in batches(people):
            RosterEntry.objects.bulk_create(RosterEntry(person_id=pk) for pk in pks)

    def _change(self) -> None:
        """One update for each fact, because most changes are of one fact."""
        changes: dict[str, list[Person]] = {}
        for change in self.plan.changed:
            facts: dict[str, Any] = {fact: after for fact, _before, after in change.facts}
            if change.comes_back:
                facts["is_active"] = True
            for fact, value in facts.items():
                changes.setdefault(fact, []).append(Person(pk=change.pk, **{fact: value}))
        for fact, people in changes.items():
            for batch in batches(people):
                Person.objects.bulk_update(batch, [fact], batch_size=BATCH)
                if fact == "email":  # who gets the old address must not get the account
                    addresses = apps.get_model("account", "EmailAddress").objects
                    addresses.filter(user_id__in=[person.pk for person in batch]).delete()
        self._step(len(self.plan.changed))

    def _move(self) -> None:
        for moves in batches(self.plan.moved):
            self._end_placements(move.placement for move in moves)
            self._step(len(moves))
            Placement.objects.bulk_create(
                Placement(
                    person_id=move.pk,
                    unit_id=self.units[move.after],
                    since_on=self.on if move.placement else None,
                )
                for move in moves
            )
            self._step(len(moves))

    def _end_placements(self, placements: Iterable[int | None]) -> None:
        """They end today; one that would begin later ends the day it begins."""
        ended = Placement.objects.filter(pk__in=[pk for pk in placements if pk])
        ended.filter(since_on__gt=self.on).update(until_on=models.F("since_on"))
        ended.filter(until_on=None).update(until_on=self.on)

    def _end(self, *, ends_accounts: bool) -> None:
        for gone in batches(self.plan.gone):
            pks = [person.pk for person in gone]
            self._end_placements(person.placement for person in gone)
            RosterEntry.objects.filter(pk__in=pks).delete()
            if ends_accounts:
                ended = [p.pk for p in gone if p.is_active and not p.is_kept_active]
                Person.objects.filter(pk__in=ended).update(is_active=False)
            self._step(len(gone))
