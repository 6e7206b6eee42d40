"""Whom and what the cells of a file can name: people, units, and what a community works on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.tables import key_of, short
from mandorla.people.models import Person, Unit
from mandorla.people.naming import one_named
from mandorla.people.profile import may_see_address
from mandorla.strategy.models import Objective
from mandorla.value.models import Expectation
from mandorla.work.models import Solution

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.communities.models import Community

Thing = TypeVar("Thing")
SEVERAL: Final = " | "  # between things in one cell


class Named:
    """What somebody who brings a file into a community can name in it.

    People go by their name; program managers, who may see addresses, can write these instead.
    Each list is read once.
    """

    def __init__(self, community: Community, *, by: Person) -> None:
        self.community = community
        self.by = by
        self._people: dict[str, Person | Refused] = {}
        self._found: dict[str, dict[str, list[Any]]] = {}

    def person(self, cell: str) -> Person | None:
        """Somebody; None when nobody is named.

        Raises:
            Refused: Nobody is called so, or more than one.
        """
        if not cell:
            return None
        if cell not in self._people:
            self._people[cell] = self._person(cell)
        found = self._people[cell]
        if isinstance(found, Refused):
            raise found
        return found

    def solution(self, cell: str) -> Solution | None:
        """A solution of the community, by its words.

        Raises:
            Refused: There is none, or more than one.
        """
        rows = Solution.objects.visible_to(self.by).filter(community=self.community)
        return self._one("solution", cell, ((row.proposal, row) for row in rows))

    def expectations(self, cell: str) -> tuple[Expectation, ...]:
        """Some of what is expected of the community, by their words.

        Raises:
            Refused: One of them is not expected.
        """
        rows = Expectation.objects.filter(community=self.community).current()
        return self._several("expectation", cell, ((row.text, row) for row in rows))

    def expectation(self, cell: str) -> Expectation | None:
        """Something that is expected of the community, by its words.

        Raises:
            Refused: It is not expected.
        """
        rows = Expectation.objects.filter(community=self.community).current()
        return self._one("expectation", cell, ((row.text, row) for row in rows))

    def objectives(self, cell: str) -> tuple[Objective, ...]:
        """Some objectives of the organization, by their path or, where it is the only one, name.

        Raises:
            Refused: One of them is not pursued.
        """
        paths = Objective.objects.paths() if cell and "objective" not in self._found else {}
        rows = Objective.objects.current()
        return self._several("objective", cell, _by_both(paths, rows))

    def unit(self, cell: str) -> Unit | None:
        """A unit, by its path or, where it is the only one of that name, its name.

        Raises:
            Refused: There is none, or more than one.
        """
        paths = Unit.objects.paths() if cell and "unit" not in self._found else {}
        return self._one("unit", cell, _by_both(paths, Unit.objects.all()))

    def _person(self, cell: str) -> Person | Refused:
        if "@" not in cell:
            try:
                return one_named(cell, people=Person.objects.filter(is_active=True))
            except ValidationError as wrong:
                return Refused(wrong.message)
        found = Person.objects.filter(email__iexact=cell, is_active=True).first()
        if not self.by.is_program_manager and found != self.by:
            return Refused(_("People are found by their names. Write the name."))
        return found or Refused(_("Nobody here has the address {cell}.").format(cell=short(cell)))

    def _several(
        self, kind: str, cell: str, things: Iterable[tuple[str, Thing]]
    ) -> tuple[Thing, ...]:
        found = (self._one(kind, part.strip(), things) for part in cell.split(SEVERAL.strip()))
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def _one(self, kind: str, cell: str, things: Iterable[tuple[str, Thing]]) -> Thing | None:
        if not cell:
            return None
        if kind not in self._found:
            of_key: dict[str, list[Thing]] = {}
            for words, thing in things:
                of_key.setdefault(_key(words), []).append(thing)
            self._found[kind] = of_key
        found = self._found[kind].get(_key(cell), [])
        if len(found) > 1:
            raise Refused(_("More than one is called “{text}” here.").format(text=short(cell)))
        if not found:
            raise Refused(str(MISSING[kind]).format(text=short(cell)))
        one: Thing = found[0]
        return one


MISSING: Final = {
    "solution": gettext_lazy("No solution of this community says “{text}”."),
    "expectation": gettext_lazy(
        "“{text}” is not expected of this community. Put | between several."
    ),
    "objective": gettext_lazy("No objective is called “{text}”. Put | between several."),
    "unit": gettext_lazy("No unit is called “{text}”."),
}


def name_out(person: Person | None, *, reader: Person) -> str:
    """Somebody as a file names them to its reader."""
    if person is None:
        return ""
    return person.email if person.email and may_see_address(reader, person) else person.name


def words_out(words: str) -> str:
    """Words of something that stands among several in one cell."""
    return words.replace("|", "/")


def _by_both(paths: dict[int, str], rows: Iterable[Any]) -> Iterable[tuple[str, Any]]:
    """Each by its path, and by its name where no path reads so."""
    if not paths:
        return
    whole = {_key(path) for path in paths.values()}
    for row in rows:
        yield paths[row.pk], row
        if _key(row.name) not in whole:
            yield row.name, row


def _key(words: str) -> str:
    return key_of(words_out(words))
