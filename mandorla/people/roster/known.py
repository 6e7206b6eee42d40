"""The people there are, and which of them a row is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.people.roster.rows import Entry, RefusedRow, UnitPath


class Known(NamedTuple):
    """A person there is already, as far as a roster is concerned."""

    pk: int
    email: str
    employee_number: str
    name: str
    job_title: str
    is_active: bool
    is_kept_active: bool
    is_listed: bool
    placement: int | None
    unit: UnitPath


class Everybody:
    """The people there are, found by what identifies them."""

    def __init__(self, people: Iterable[Known], entries: Iterable[Entry]) -> None:
        self.rows_by_number = {e.employee_number: e.number for e in entries if e.employee_number}
        self.by_email: dict[str, Known] = {}
        self.by_number: dict[str, Known] = {}
        self.listed: dict[int, Known] = {}
        self.seen: set[int] = set()
        for person in people:
            if person.email:
                self.by_email[person.email.lower()] = person
            if person.employee_number:
                self.by_number[person.employee_number] = person
            if person.is_listed:
                self.listed[person.pk] = person

    def find(self, entry: Entry) -> tuple[Known | None, str]:
        """The person a row is about, or why it cannot be said; both empty for somebody new."""
        by_email = self.by_email.get(entry.email) if entry.email else None
        number = entry.employee_number
        by_number = self.by_number.get(number) if number else None
        if by_email and by_number and by_email.pk != by_number.pk:
            return None, _(
                "Its e-mail address belongs to {one} and its employee number to {other}."
            ).format(one=by_email.name, other=by_number.name)
        person = by_email or by_number
        row = self.rows_by_number.get(by_email.employee_number) if by_email else None
        if by_email and number and row and row != entry.number:
            return None, _("Its e-mail address belongs to {name}, who is in row {number}.").format(
                name=by_email.name, number=row
            )
        if person and person.pk in self.seen:
            return None, _("Another row is about {name} already.").format(name=person.name)
        return person, ""

    def excuse(self, refused: Iterable[RefusedRow]) -> None:
        """People in refused rows are not gone: they are in the file."""
        for row in refused:
            for found in (self.by_email.get(row.email), self.by_number.get(row.employee_number)):
                if found:
                    self.seen.add(found.pk)

    def absent(self) -> list[Known]:
        """Who was in the roster and in no row of this one."""
        return [person for pk, person in self.listed.items() if pk not in self.seen]
