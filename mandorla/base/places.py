"""Places that keep a history, such as communities: how the trail finds and names them.

The trail lies below the modules whose history it keeps. So a module hands over its kind of place
when it is loaded, as it does with its verbs. A place has a `name` and an address of its own page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db import models

MOST_OFFERED = 5


@dataclass(frozen=True)
class Place:
    """One place that keeps a history.

    Attributes:
        kind: What it is, as events keep it.
        id: Which one.
        name: What it is called.
        url: Its page.
    """

    kind: str
    id: int
    name: str
    url: str


_kinds: dict[str, Any] = {}


def keeps_history(model: type[models.Model]) -> None:
    """Events happen within rows of this model; called once, when the module is loaded."""
    _kinds[model._meta.label_lower] = model


def named(words: str) -> list[Place]:
    """The places that are called exactly this; else a few whose name begins like it."""
    for condition in ({"name__iexact": words}, {"name__istartswith": words}):
        found = [
            _place(kind, row)
            for kind, model in _kinds.items()
            for row in model.objects.filter(**condition).order_by("name", "pk")[:MOST_OFFERED]
        ]
        if found:
            return found
    return []


def known(pairs: Iterable[tuple[str, int | None]]) -> dict[tuple[str, int | None], Place]:
    """The places behind what events keep of them, in one query for each kind."""
    wanted: dict[str, set[int]] = {kind: set() for kind in _kinds}
    for kind, number in pairs:
        if kind in wanted and number is not None:
            wanted[kind].add(number)
    return {
        (kind, row.pk): _place(kind, row)
        for kind, numbers in wanted.items()
        if numbers
        for row in _kinds[kind].objects.filter(pk__in=numbers)
    }


def _place(kind: str, row: Any) -> Place:
    return Place(kind=kind, id=row.pk, name=row.name, url=row.get_absolute_url())
