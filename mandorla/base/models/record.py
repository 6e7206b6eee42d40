from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _

from mandorla.base.errors import Stale

if TYPE_CHECKING:
    from collections.abc import Iterable


class Record(models.Model):
    """Anything Mandorla keeps. It knows how to change only what it says it changes."""

    class Meta:
        abstract = True

    def keep(self, *fields: str) -> None:
        """Write the named fields of a record that exists already, and no others.

        Raises:
            Stale: The record was removed in the meantime.
        """
        values = {field: getattr(self, field) for field in fields}
        if not type(self)._base_manager.filter(pk=self.pk).update(**values):
            raise Stale(_("This was removed in the meantime. Go back and look again."))

    def move(self, field: str, *, before: str, after: str, sentence: str, **also: Any) -> None:
        """Change a state by compare-and-set: only one of two people who act at once succeeds.

        Args:
            field: The name of the field that holds the state.
            before: The state the person saw.
            after: The state it gets.
            sentence: What to tell the one who was second.
            also: Other fields that change with the state.

        Raises:
            Stale: The state is no longer the one the person saw.
        """
        changed = (
            type(self)
            ._base_manager.filter(pk=self.pk, **{field: before})
            .update(**{field: after}, **also)
        )
        if not changed:
            raise Stale(sentence)
        for name, value in {field: after, **also}.items():
            setattr(self, name, value)


def choices_constraint(name: str, field: str, values: Iterable[str]) -> models.CheckConstraint:
    """A constraint that a text column holds one of the given words."""
    return models.CheckConstraint(name=name, condition=models.Q(**{f"{field}__in": list(values)}))
