"""The facts of a community as somebody saw them, so that nobody writes over another's unseen."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.base.errors import Stale

if TYPE_CHECKING:
    from mandorla.communities.models.community import Community


def mark_of(community: Community) -> str:
    """Another one whenever the name, the purpose, the way of joining or the home changes."""
    facts = (community.name, community.purpose, community.joining, community.unit_id)
    return sha256(repr(facts).encode()).hexdigest()[:16]


def refuse_unseen(community: Community, *, seen: str) -> None:
    """Nothing, while the facts are those with this mark; an empty mark asks for nothing.

    Raises:
        Stale: They are others by now.
    """
    if seen and seen != mark_of(community):
        raise Stale(
            _(
                "Somebody else changed this in the meantime. It is now {name}: “{purpose}” "
                "What you wrote is still here; save again to put it in place of that."
            ).format(name=community.name, purpose=community.purpose)
        )
