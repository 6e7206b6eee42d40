"""What the readers of foreign registers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.register.found import FoundPerson, FoundSeat, Problem
from mandorla.register.parts import Wrong
from mandorla.register.reading import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mandorla.register.found import FoundCommunity
    from mandorla.register.parts import Part

NAME = 120  # the longest name of a community, title or employer that is taken
PERSON = 150
ADDRESS = 254
HANDLE = 80


def person_in(part: Part, *, handle_key: str = "") -> FoundPerson:
    """A person by name, address and handle; one of the three has to be there."""
    handle = part.text(handle_key, longest=HANDLE) if handle_key else ""
    email = address_in(part, "email")
    name = part.text("name", longest=PERSON) or handle or email
    if not name:
        raise Wrong(part, "has to name a person")
    return FoundPerson(name=name, email=email, handle=handle)


def address_in(part: Part, key: str) -> str:
    """An e-mail address, in lower case; "" when absent."""
    email = part.text(key, longest=ADDRESS).lower()
    local, _, domain = email.partition("@")
    if email and (not local or not domain or any(sign.isspace() for sign in email)):
        raise Wrong(part.fields()[key], "has to be an e-mail address")
    return email


def once(seats: Iterable[FoundSeat], notes: list[str]) -> tuple[FoundSeat, ...]:
    """The seats without those that are named twice in the same words."""
    kept: dict[tuple[object, ...], FoundSeat] = {}
    for seat in seats:
        key = (seat.person.handle or seat.person.email or seat.person.name, seat.role, seat.title)
        if not seat.former and key in kept and not kept[key].former:
            notes.append(f"{seat.person.name} is named twice as {seat.title or seat.role}")
            continue
        kept[(*key, len(kept)) if seat.former else key] = seat
    return tuple(kept.values())


def each(
    parts: Iterable[Part], reader: Callable[[Part], FoundCommunity]
) -> tuple[list[FoundCommunity], list[Problem]]:
    """Read group by group, so that one bad group does not take the others with it."""
    good: list[FoundCommunity] = []
    bad: list[Problem] = []
    keys: set[str] = set()
    for part in parts:
        try:
            community = reader(part)
        except (Wrong, Unreadable) as error:
            bad.append(error.problem)
            continue
        if community.source_key in keys:
            bad.append(
                Problem(
                    part.file, f"“{community.source_key}” is there already", part.line, part.path
                )
            )
            continue
        keys.add(community.source_key)
        good.append(community)
    return good, bad
