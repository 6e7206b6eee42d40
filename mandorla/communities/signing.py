"""Who has signed a version for each side, for whom it waits, and its state in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from mandorla.communities.models.two_sided import SIDE_OF_ROLE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from mandorla.communities.header import Header, Named
    from mandorla.communities.models.two_sided import SideSignature, TwoSided


@dataclass(frozen=True)
class Side:
    """A side that signs: who has, or for whom it waits.

    Attributes:
        holders: Who may sign for this side.
        is_readers: Whether the reader may sign for it now.
        is_taken: Whether the reader could, but has signed for the other side.
    """

    key: str
    role: str
    signature: SideSignature | None
    holders: tuple[Named, ...]
    is_readers: bool
    is_taken: bool


def sides_of(
    version: TwoSided, *, signatures: Sequence[SideSignature], header: Header, reader: int
) -> tuple[Side, ...]:
    """Who has signed a version for each side, or for whom it waits.

    Args:
        version: The version.
        signatures: Those it has.
        header: The header of its community, which knows the roles of the reader.
        reader: The id of the person who looks.
    """
    by_side = {signature.side: signature for signature in signatures}
    holders = {"sponsor": header.sponsors, "leader": header.leaders}
    signed = {signature.person_id for signature in signatures}
    sides = []
    for role, key in SIDE_OF_ROLE.items():
        could = version.state == "published" and key not in by_side and role in header.roles
        sides.append(
            Side(
                key=key,
                role=role,
                signature=by_side.get(key),
                holders=holders[role],
                is_readers=could and reader not in signed,
                is_taken=could and reader in signed,
            )
        )
    return tuple(sides)


def state_sentence(version: TwoSided, *, signatures: Sequence[SideSignature], on: date) -> str:
    """The state of a version in a sentence, such as "Version 2, published 3 March; …"."""
    number = version.version
    if version.state == "draft":
        return _(
            "Version {number} is a draft, begun {day}. Only those who run or sponsor the "
            "community read it."
        ).format(number=number, day=said(version.drafted_at, on=on))
    published = version.published_at or version.drafted_at
    parts = [
        _("Version {number}, published {day}").format(number=number, day=said(published, on=on))
    ]
    for_side = {
        "organization": _("signed by {name} for the organization"),
        "members": _("signed by {name} for the members"),
    }
    by_side = {signature.side: signature for signature in signatures}
    parts += [
        words.format(name=by_side[side].person_name)
        for side, words in for_side.items()
        if side in by_side
    ]
    if not by_side:
        parts.append(_("waits for a sponsor and a leader to sign"))
    elif "members" not in by_side:
        parts.append(_("waits for a leader"))
    elif "organization" not in by_side:
        parts.append(_("waits for a sponsor"))
    if version.agreed_at:
        parts.append(_("agreed {day}").format(day=said(version.agreed_at, on=on)))
    return "; ".join(parts) + "."


def said(moment: datetime, *, on: date) -> str:
    """A day as people say it; the year only when it is another one."""
    day = timezone.localtime(moment).date()
    return dateformat.format(day, _("j F") if day.year == on.year else _("j F Y"))
