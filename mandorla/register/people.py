"""Whom a register means: people found by address, employee number or handle, or entered."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.people.models import Person
from mandorla.register.found import FoundPerson
from mandorla.register.ledger_rows import people_of_ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from mandorla.register.found import FoundCommunity
    from mandorla.register.found_licenses import FoundLicense

CHUNK = 400  # as many values as any database takes in one question
KEYS = ("handle", "email", "employee_number")  # a foreign register is surest of the handle


def people_in(communities: Iterable[FoundCommunity]) -> Iterator[FoundPerson]:
    """Everybody whom communities name, as often as they do."""
    for community in communities:
        yield from (seat.person for seat in community.seats)
        for charter in community.charters:
            named = [charter.drafted_by, charter.published_by]
            named += [fit.by for fit in charter.fits]
            named += [signature.by for signature in charter.signatures]
            yield from (person for person in named if person)
        for statement in community.statements:
            named = [statement.drafted_by, statement.published_by]
            named += [signature.by for signature in statement.signatures]
            yield from (person for person in named if person)
        for license in community.licenses:
            yield from people_of(license)
        yield from people_of_ledger(community)


def people_of(license: FoundLicense) -> Iterator[FoundPerson]:
    """Everybody whom a license names."""
    parts: list[Any] = [*license.sponsors, *license.conditions]
    for one in (license, *parts, *license.reviews, *license.decisions):
        values = (getattr(one, field.name) for field in fields(one))
        yield from (value for value in values if isinstance(value, FoundPerson))


class People:
    """The people of one register, and who they are here.

    A foreign register names the same person with different addresses, or once without one: the
    first of each counts. Our own files name a person in full, so a contradiction is an error.
    """

    def __init__(self, named: Iterable[FoundPerson], *, foreign: bool) -> None:
        self._foreign = foreign
        self._here: dict[tuple[str, str], Person] = {}
        self._bare: dict[str, Person] = {}
        self._full: dict[str, FoundPerson] = {}
        self._new: list[Person] = []
        self.entered = 0
        people = list(named)
        for key in KEYS:
            self._load(key, {v.lower() for p in people if (v := getattr(p, key))})
        self._load_bare({p.name for p in people if not _identified(p)})
        if foreign:
            self._merge(people)

    def _load(self, key: str, values: set[str]) -> None:
        wanted = sorted(values)
        for start in range(0, len(wanted), CHUNK):
            chunk = wanted[start : start + CHUNK]
            found = Person.objects.annotate(folded=Lower(key)).filter(folded__in=chunk)
            for person in found:
                self._here[key, getattr(person, key).lower()] = person

    def _load_bare(self, names: set[str]) -> None:
        """People without any identifier go by their name; the oldest of that name is meant."""
        wanted = sorted(names)
        for start in range(0, len(wanted), CHUNK):
            found = Person.objects.filter(
                name__in=wanted[start : start + CHUNK],
                email=None,
                employee_number=None,
                handle=None,
            )
            for person in found.order_by("-pk"):
                self._bare[person.name] = person

    def _merge(self, people: list[FoundPerson]) -> None:
        """Every handle with the first address that goes with it and with no other handle."""
        owner: dict[str, str] = {}
        for person in people:
            if not person.handle:
                continue
            handle = person.handle.lower()
            known = self._full.setdefault(handle, replace(person, email=""))
            if (
                person.email
                and not known.email
                and owner.setdefault(person.email, handle) == handle
            ):
                self._full[handle] = replace(known, email=person.email)

    def here(self, found: FoundPerson) -> Person | None:
        """Who this is, None for somebody who is not known yet.

        Raises:
            Refused: Its identifiers belong to different people.
        """
        found = self._full.get(found.handle.lower(), found) if found.handle else found
        if not _identified(found):
            return self._bare.get(found.name)
        matches = [
            person
            for key in KEYS
            if (value := getattr(found, key).lower()) and (person := self._here.get((key, value)))
        ]
        if not matches:
            return None
        first = matches[0]
        if self._foreign:
            return first if _may_be(first, found) else None
        if any(person.pk != first.pk for person in matches):
            raise Refused(
                _("{name}: the address, number and handle belong to different people here").format(
                    name=found.name
                )
            )
        return first

    def sure(self, found: FoundPerson, *, at: datetime) -> Person:
        """Who this is; somebody who is not known yet is entered.

        Raises:
            Refused: Its identifiers belong to different people.
        """
        person = self.here(found)
        if person is None:
            person = self._enter(found, at=at)
        return person

    def _enter(self, found: FoundPerson, *, at: datetime) -> Person:
        found = self._full.get(found.handle.lower(), found) if found.handle else found
        email = "" if ("email", found.email.lower()) in self._here else found.email
        person = Person.enter(
            name=found.name,
            email=email,
            employee_number=found.employee_number,
            handle=found.handle,
            at=at,
        )
        self.entered += 1
        self._new.append(person)
        for key in KEYS:
            if value := getattr(person, key):
                self._here[key, value.lower()] = person
        if not _identified(found):
            self._bare[found.name] = person
        return person

    def begin(self) -> None:
        """From here on, whom the import enters can be undone."""
        self._new = []

    def undo(self) -> None:
        """Whom the import entered since it began is not known after all."""
        gone = {person.pk for person in self._new}
        self._here = {key: p for key, p in self._here.items() if p.pk not in gone}
        self._bare = {name: p for name, p in self._bare.items() if p.pk not in gone}
        self.entered -= len(gone)
        self._new = []


def _identified(person: FoundPerson) -> bool:
    return bool(person.email or person.employee_number or person.handle)


def _may_be(person: Person, found: FoundPerson) -> bool:
    """Whether somebody found by their address is not known under another handle."""
    return not (found.handle and person.handle and person.handle.lower() != found.handle.lower())


def as_found_person(person: Person) -> FoundPerson:
    """A person as our own files name them."""
    return FoundPerson(
        name=person.name.strip(),
        email=(person.email or "").lower(),
        employee_number=person.employee_number or "",
        handle=person.handle or "",
    )
