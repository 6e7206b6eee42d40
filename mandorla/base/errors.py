"""Refusals: what Mandorla will not do, each with a sentence for a person.

They are mapped once at each door: a page answers 409, the API a problem document, a command
exits with 1. The sentence says what was refused, why, and what to do next.
"""

from __future__ import annotations


class DomainError(Exception):
    """Something that cannot be done, said in a sentence a person can act on."""

    status = 409

    def __init__(self, sentence: object) -> None:
        super().__init__(str(sentence))

    @property
    def sentence(self) -> str:
        """What to show to the person who asked."""
        return str(self.args[0])


class Refused(DomainError):
    """The rules do not allow it, whoever asks."""


class NotAllowed(DomainError):
    """The rules allow it, but not to this person."""

    status = 403


class Stale(DomainError):
    """Somebody else was first: what this person saw is no longer how it is."""
