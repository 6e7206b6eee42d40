"""The facts of an objective: which of them change what it means, and as somebody saw them."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale

if TYPE_CHECKING:
    from datetime import date

    from mandorla.strategy.models.objective import Objective

# By field, what is changed in words. A period is two fields and one thing.
FACTS = {
    "name": gettext_lazy("the name"),
    "kind": gettext_lazy("the kind"),
    "description": gettext_lazy("the description"),
    "owner": gettext_lazy("the owner"),
    "starts_on": gettext_lazy("the period"),
    "ends_on": gettext_lazy("the period"),
}
# What a fact has to be for everybody who weighed it to weigh it again: not how it is described.
MEANING = frozenset(FACTS) - {"description"}


def mark_of(objective: Objective) -> str:
    """Another one whenever a fact of the objective changes."""
    facts = tuple(getattr(objective, _column(name)) for name in FACTS)
    return sha256(repr(facts).encode()).hexdigest()[:16]


def differing(objective: Objective, facts: dict[str, Any]) -> list[str]:
    """Which of these facts are others than those of the objective."""
    return [name for name in FACTS if name in facts and getattr(objective, name) != facts[name]]


def in_words(names: list[str]) -> str:
    """Which facts these are, in words, each once."""
    return ", ".join(dict.fromkeys(str(FACTS[name]) for name in names))


def refuse_unseen(objective: Objective, *, seen: str) -> None:
    """Nothing, while the facts are those with this mark; an empty mark asks for nothing.

    Raises:
        Stale: They are others by now.
    """
    if seen and seen != mark_of(objective):
        raise Stale(
            _(
                "Somebody else changed this in the meantime. It is called {name} now. What you "
                "wrote is still here; save again to put it in place of that."
            ).format(name=objective.name)
        )


def refuse_backwards(starts_on: date | None, ends_on: date | None) -> None:
    """Nothing, while a period does not end before it starts.

    Raises:
        Refused: It does.
    """
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused(_("It cannot end before it starts."))


def _column(name: str) -> str:
    return "owner_id" if name == "owner" else name
