"""The verbs that events are written in: each is a sentence, declared by the module it belongs to.

A module lists its verbs in `events.py` and hands them over when it is loaded. An event whose verb
was not declared cannot be written, so every event can be read back as a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Verb:
    """One thing that can happen.

    Attributes:
        name: `noun.verb`, as in "charter.published".
        sentence: What happened, with `{by}`, `{about}` and the event's details as fields.
        meaning: When it is written, for the documentation.
        personal: It tells what a person did for themselves (joined, left). It is never shown
            with their name to anybody else, and it cannot be looked for by person.
        inside: It is for those in the place where it happened, and not in the history of that
            place that everybody reads.
    """

    name: str
    sentence: str | _StrPromise
    meaning: str | _StrPromise
    personal: bool = False
    inside: bool = False


_verbs: dict[str, Verb] = {}


def declare(verbs: Iterable[Verb]) -> None:
    """Make a module's verbs known; called once, when the module is loaded."""
    _verbs.update({verb.name: verb for verb in verbs})


def verb(name: str) -> Verb:
    """The verb of that name; a KeyError means that no module declared it."""
    return _verbs[name]


def told(name: str) -> Verb:
    """The verb of an event that was written at some time; one that is gone names nobody."""
    return _verbs.get(name) or Verb(name, name, "", personal=True)


def all_verbs() -> list[Verb]:
    """Every declared verb, by name."""
    return [_verbs[name] for name in sorted(_verbs)]
