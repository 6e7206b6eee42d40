from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from mandorla.people.names import KEYS, name_keys, plain_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.people.models.person import Person


class PersonQuerySet(models.QuerySet["Person"]):
    """Ways to look for people. Whoever writes a name writes what it is found by, too."""

    def known_by(
        self, *, email: str = "", employee_number: str = "", handle: str = ""
    ) -> Person | None:
        """The person with that address, or else that employee number, or else that handle."""
        for field, value in (
            ("email", email.lower()),
            ("employee_number", employee_number),
            ("handle", handle),
        ):
            if value and (found := self.filter(**{field: value}).first()):
                return found
        return None

    def visible_to(self, person: Person) -> Self:
        """Everybody who is signed in finds everybody who is active; program managers find all."""
        if not person.is_active:
            return self.none()
        return self if person.is_program_manager else self.filter(is_active=True)

    def listed(self) -> Self:
        """In the order of a list of people."""
        return self.order_by("name", "id")

    def named_like(self, words: str) -> Self:
        """People of whose name a word begins like each of the given words."""
        people = self
        for word in plain_words(words):
            conditions = (models.Q(**{f"{key}__begins": word}) for key in KEYS)
            people = people.filter(reduce(or_, conditions))
        return people

    def named(self, name: str) -> Self:
        """People who are called exactly this, whatever the capitals and accents."""
        return self.filter(name_key=name_keys(name)[0])

    def reached_at(self, beginning: str) -> Self:
        """People whose address begins like this."""
        return self.filter(email__begins=beginning.lower())

    def placed_in(self, units: Iterable[int]) -> Self:
        """People who belong to one of these units now."""
        return self.filter(placements__until_on=None, placements__unit__in=list(units))

    def update(self, **values: Any) -> int:
        """Change all of them at once."""
        if isinstance(values.get("name"), str):
            values.update(zip(KEYS, name_keys(values["name"]), strict=True))
        return super().update(**values)

    def bulk_update(
        self, objs: Iterable[Person], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        """Change each of them in a few queries."""
        people, changed = list(objs), list(fields)
        if "name" in changed:
            for person in people:
                person.find_by_name()
            changed += KEYS
        return super().bulk_update(people, changed, batch_size)

    def bulk_create(self, objs: Iterable[Person], *args: Any, **kwargs: Any) -> list[Person]:
        """Add many in a few queries."""
        people = list(objs)
        for person in people:
            person.find_by_name()
        return super().bulk_create(people, *args, **kwargs)
