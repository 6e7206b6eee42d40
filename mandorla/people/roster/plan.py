"""What a roster would change: decided here in full before anything is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.people.roster.known import Everybody, Known
from mandorla.people.roster.rows import Entry, RefusedRow, UnitPath, refused_row
from mandorla.people.roster.units import Suggestion, label, settle, suggestions, without_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mandorla.people.roster.rows import Reading

MANY_GONE, MANY_GONE_SHARE = 20, 0.25
FACTS = ("email", "employee_number", "name", "job_title")


class Changed(NamedTuple):
    """A person of whom something reads differently: (fact, before, after)."""

    pk: int
    name: str
    facts: tuple[tuple[str, str, str], ...]
    comes_back: bool


class Moved(NamedTuple):
    """A person who goes from one unit to another, or gets a first one."""

    pk: int
    name: str
    placement: int | None
    before: UnitPath
    after: UnitPath


class Gone(NamedTuple):
    """A person who was in the roster and is not any more, or whose row says so."""

    pk: int
    name: str
    placement: int | None
    before: UnitPath
    is_active: bool
    is_kept_active: bool


@dataclass(frozen=True)
class Plan:
    """Everything an import would do.

    Attributes:
        new: Rows of people who are not known.
        changed: People of whom the roster says something else.
        moved: People who change their unit.
        gone: People who leave the roster.
        listed: People who were known and are in a roster for the first time.
        left: Rows of people who have left and are not in a unit here; nothing happens.
        unchanged: Rows that say what is known.
        refused: Rows that are not imported.
        units: Paths of units there will be that are not there yet, parents first.
        suggested: Near-duplicate units that nobody has merged.
        no_unit: Merges whose first unit is nowhere.
        rows: How many rows the roster has.
    """

    rows: int = 0
    new: list[Entry] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    listed: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    units: list[UnitPath] = field(default_factory=list)
    suggested: list[Suggestion] = field(default_factory=list)
    no_unit: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether an import would change nothing."""
        return not (self.new or self.changed or self.moved or self.gone or self.listed)

    def counts(self) -> dict[str, int]:
        """How many rows or people there are of each kind."""
        return {
            "rows": self.rows,
            "new": len(self.new),
            "changed": len(self.changed),
            "moved": len(self.moved),
            "touched": len({p.pk for p in self.changed} | {p.pk for p in self.moved}),
            "gone": len(self.gone),
            "left": len(self.left),
            "listed": len(self.listed),
            "unchanged": len(self.unchanged),
            "refused": len(self.refused),
            "units": len(self.units),
        }

    @property
    def empties(self) -> bool:
        """Whether so many would go that the file may list only a part of the organization."""
        return many_gone(self.counts())

    def warnings(self) -> list[str]:
        """Sentences about what a person should look at twice before importing."""
        notes = []
        nameless = sum(1 for row in self.refused if not (row.email or row.employee_number))
        if self.gone and nameless:
            notes.append(
                ngettext(
                    "{count} refused row does not say who it is about: look whether that person "
                    "is among the gone.",
                    "{count} refused rows do not say who they are about: look whether those "
                    "people are among the gone.",
                    nameless,
                ).format(count=nameless)
            )
        if self.empties:
            notes.append(
                _(
                    "{count} people would leave the roster. If the file lists only a part of the "
                    "organization, say so, and nobody leaves."
                ).format(count=f"{len(self.gone):,}")
            )
        return notes

    def digest(self) -> str:
        """A mark of all that would be written: two plans that do the same have the same."""
        told = sha256()
        for part in (self.new, self.changed, self.moved, self.gone, self.listed, self.units):
            for item in part:
                told.update(repr(item).encode())
            told.update(b"|")
        return told.hexdigest()


def many_gone(counts: Mapping[str, int]) -> bool:
    """Whether many of those who were in the roster are gone, by the counts of a plan."""
    gone = counts.get("gone", 0)
    before = gone + counts.get("unchanged", 0) + counts.get("touched", 0)
    return gone >= MANY_GONE and gone > MANY_GONE_SHARE * before


def decide(
    reading: Reading,
    *,
    people: Iterable[Known],
    units: Iterable[UnitPath],
    merges: Mapping[str, str],
    is_whole: bool,
) -> Plan:
    """Compare a roster with what there is.

    Args:
        reading: The rows of the roster.
        people: Everybody there is.
        units: The paths of all units there are.
        merges: Units that somebody merged, as labels.
        is_whole: Whether the roster lists everybody, so that who is absent is gone.
    """
    known_units = set(units)
    counts = Counter(entry.unit for entry in reading.entries if entry.unit)
    paths = settle(counts, known_units, merges)
    entries, twice = _once_each(reading.entries, paths)
    everybody = Everybody(people, entries)
    plan = Plan(rows=reading.size, refused=[*reading.refused, *twice])
    for entry in entries:
        _decide_row(plan, entry, everybody)
    if is_whole:
        everybody.excuse(plan.refused)
        plan.gone.extend(_gone(person) for person in everybody.absent())
    plan.refused.sort(key=lambda row: row.number)
    settled: Counter[UnitPath] = Counter()
    for path, count in counts.items():
        settled[paths[path]] += count
    used = {e.unit for e in plan.new if e.unit} | {m.after for m in plan.moved}
    parts = {path[:depth] for path in used for depth in range(1, len(path) + 1)}
    plan.units.extend(sorted(parts - known_units, key=lambda path: (len(path), path)))
    plan.suggested.extend(suggestions(settled, known_units))
    plan.no_unit.extend(without_source(counts, known_units, merges))
    return plan


def _once_each(
    entries: Iterable[Entry], paths: Mapping[UnitPath, UnitPath]
) -> tuple[list[Entry], list[RefusedRow]]:
    """Entries with settled units, one for each person, and the rows that say a person twice.

    The same person in two units is refused in both rows, because nothing says which is right.
    """
    first: dict[str, Entry] = {}
    refused: dict[int, RefusedRow] = {}
    for raw in entries:
        entry = raw._replace(unit=paths[raw.unit]) if raw.unit else raw
        twin = first.get("e" + entry.email) if entry.email else None
        if twin is None and entry.employee_number:
            twin = first.get("n" + entry.employee_number)
        if twin is None:
            if entry.email:
                first["e" + entry.email] = entry
            if entry.employee_number:
                first["n" + entry.employee_number] = entry
            continue
        refused[entry.number] = refused_row(entry, _reason_of_twins(entry, twin))
        if entry.unit and twin.unit and entry.unit != twin.unit and not entry.has_left:
            refused.setdefault(twin.number, refused_row(twin, _reason_of_twins(twin, entry)))
    kept = {entry.number: entry for entry in first.values()}
    return [e for n, e in kept.items() if n not in refused], list(refused.values())


def _reason_of_twins(entry: Entry, twin: Entry) -> str:
    if entry.unit and twin.unit and entry.unit != twin.unit:
        return _("The same person is in {unit} here and in {other} in row {number}.").format(
            unit=label(entry.unit), other=label(twin.unit), number=twin.number
        )
    if entry.email == twin.email and entry.employee_number != twin.employee_number:
        return _("Row {number} has the same e-mail address.").format(number=twin.number)
    if entry.email != twin.email:
        return _("Row {number} has the same employee number.").format(number=twin.number)
    return _("It is about the same person as row {number}.").format(number=twin.number)


def _decide_row(plan: Plan, entry: Entry, everybody: Everybody) -> None:
    person, reason = everybody.find(entry)
    if reason:
        plan.refused.append(refused_row(entry, reason))
    elif entry.has_left:
        _decide_leaver(plan, entry, person, everybody)
    elif person is None:
        plan.new.append(entry)
    else:
        everybody.seen.add(person.pk)
        _decide_known(plan, entry, person)


def _decide_leaver(plan: Plan, entry: Entry, person: Known | None, everybody: Everybody) -> None:
    if person is None:
        plan.left.append(entry.number)
        return
    everybody.seen.add(person.pk)
    if person.is_listed or person.placement:
        plan.gone.append(_gone(person))
    else:
        plan.left.append(entry.number)


def _decide_known(plan: Plan, entry: Entry, person: Known) -> None:
    # Somebody made inactive by hand while in the roster stays so; who left it and is back does not.
    comes_back = not person.is_active and not person.is_listed
    facts = tuple(_differences(entry, person))
    moves = bool(entry.unit) and entry.unit != person.unit
    if facts or comes_back:
        plan.changed.append(Changed(person.pk, person.name, facts, comes_back))
    if moves:
        plan.moved.append(Moved(person.pk, person.name, person.placement, person.unit, entry.unit))
    if not person.is_listed:
        plan.listed.append(person.pk)
    if not (facts or comes_back or moves):
        plan.unchanged.append(entry.number)


def _differences(entry: Entry, person: Known) -> Iterable[tuple[str, str, str]]:
    """What a row says differently; an empty cell says nothing."""
    for fact in FACTS:
        said, known = getattr(entry, fact), getattr(person, fact)
        if said and said != known and not (fact == "email" and said == known.lower()):
            yield fact, known, said


def _gone(person: Known) -> Gone:
    return Gone(
        person.pk,
        person.name,
        person.placement,
        person.unit,
        person.is_active,
        person.is_kept_active,
    )
