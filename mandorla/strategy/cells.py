"""What the cells of a strategy file mean: kinds, days, owners; each or why it cannot be said."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from mandorla.base.lines import validate_line
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mandorla.strategy.models import Objective
    from mandorla.strategy.reading import Row

LONGEST_NAME = 120
LONGEST_DESCRIPTION = 5_000
KIND_WORDS = {
    "objective": "objective",
    "strategic objective": "objective",
    "goal": "objective",
    "operation": "operation",
    "operational": "operation",
    "operations": "operation",
}
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00.*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_YEAR = re.compile(r"\d{4}")


class Wrong(Exception):
    """A cell that cannot be used, and why."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(column, why)
        self.column, self.why = column, why


class Owners:
    """The people whom a file names, looked up at once."""

    def __init__(self, rows: Iterable[Row]) -> None:
        named = {row.owner for row in rows if row.owner}
        addresses = {text.lower() for text in named if "@" in text}
        people = Person.objects.filter(Q(email__in=addresses) | Q(employee_number__in=named))
        self._by_address = {person.email: person for person in people if person.email}
        self._by_number = {
            person.employee_number: person for person in people if person.employee_number
        }

    def find(self, text: str, *, now: Person | None) -> Person:
        """The person with this address or employee number.

        Args:
            text: What the file says.
            now: Who is the owner at present, who may stay it when they have left.

        Raises:
            Wrong: There is nobody, or nobody active.
        """
        person = self._by_number.get(text) or self._by_address.get(text.lower())
        if person is None:
            raise Wrong(
                "owner",
                _("Nobody here has the address or employee number “{text}”.").format(text=text),
            )
        if not person.is_active and person != now:
            why = _("The account of {name} is not active.").format(name=person.name)
            raise Wrong("owner", why)
        return person


def facts_of(
    row: Row, *, kept: Objective | None, owners: Owners
) -> tuple[dict[str, Any], list[Wrong]]:
    """What a row says of an objective, and what of it cannot be used.

    An empty cell says nothing: it erases nothing.
    """
    facts: dict[str, Any] = {}
    wrong: list[Wrong] = []
    readers: dict[str, Callable[[], Any]] = {
        "name": lambda: _name(row.name),
        "kind": lambda: _kind(row.kind),
        "description": lambda: _description(row.description),
        "owner": lambda: owners.find(row.owner, now=kept.owner if kept else None),
        "starts_on": lambda: _day("starts", row.starts, month=1, day=1),
        "ends_on": lambda: _day("ends", row.ends, month=12, day=31),
    }
    for field, read in readers.items():
        if field == "name" or getattr(row, field.removesuffix("_on")):
            try:
                facts[field] = read()
            except Wrong as found:
                wrong.append(found)
    starts = facts.get("starts_on", kept and kept.starts_on)
    ends = facts.get("ends_on", kept and kept.ends_on)
    if starts and ends and ends < starts:
        wrong.append(Wrong("ends", _("It cannot end before it starts.")))
    return facts, wrong


def _name(text: str) -> str:
    if not text:
        raise Wrong("name", _("It has no name."))
    if len(text) > LONGEST_NAME:
        raise Wrong(
            "name", _("The name is longer than {count} characters.").format(count=LONGEST_NAME)
        )
    try:
        validate_line(text)
    except ValidationError as error:
        raise Wrong("name", str(error.message)) from error
    return text


def _kind(text: str) -> str:
    kind = KIND_WORDS.get(" ".join(text.casefold().split()))
    if kind is None:
        raise Wrong(
            "kind", _("“{text}” is neither “objective” nor “operation”.").format(text=text[:80])
        )
    return kind


def _description(text: str) -> str:
    if len(text) > LONGEST_DESCRIPTION or "\0" in text:
        why = _("The description is longer than {count} characters, or no text.")
        raise Wrong("description", why.format(count=LONGEST_DESCRIPTION))
    return text


def _day(column: str, text: str, *, month: int, day: int) -> date:
    """A day as 2026-03-31, 31.3.2026, or the first or last day of a bare year."""
    try:
        if found := _DAY.fullmatch(text):
            return date(*map(int, found.groups()))
        if found := _DAY_FIRST.fullmatch(text):
            return date(*map(int, reversed(found.groups())))
        if _YEAR.fullmatch(text):
            return date(int(text), month, day)
    except ValueError:
        why = _("There is no such day as “{text}”.").format(text=text)
        raise Wrong(column, why) from None
    raise Wrong(column, _("“{text}” is not a day. Write it as 2026-03-31.").format(text=text[:40]))
