"""How somebody is tied to others by what people write: worked out for them, when they ask.

Nothing of it is kept, and no page, export or program of anybody else has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from django.conf import settings

from mandorla.conversations.engine import open_engine
from mandorla.conversations.hashing import Hasher, salt
from mandorla.conversations.intake import the_lake
from mandorla.conversations.months import first_day, month_index
from mandorla.core.disclosure import FEWEST

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from mandorla.people.models import Person

YEAR: Final = 12  # months that are looked at


@dataclass(frozen=True)
class OwnTies:
    """What somebody sees of themselves.

    Attributes:
        contacts: With how many people they exchanged an answer within the year.
        constraint: How much all that these are for them comes down to a few; None for fewer than
            five contacts.
        effective_size: How many of them do not overlap; None for fewer than five.
    """

    contacts: int
    constraint: float | None = None
    effective_size: float | None = None

    @property
    def is_enough(self) -> bool:
        """Whether there are as many contacts as it takes to say anything."""
        return self.constraint is not None


def own_ties(person: Person, *, at: datetime) -> OwnTies:
    """Work out how a person is tied, from the posts of the year up to a moment.

    They are found by their address alone: what they wrote under a name that somebody confirmed is
    not among it.
    """
    first = first_day(month_index(at.astimezone(UTC).date()) - YEAR + 1)
    files = the_lake().files(since=f"{first:%Y-%m}")
    if not files or not person.email:
        return OwnTies(0)
    author = Hasher(salt())("author", f"email:{person.email.lower()}")
    from mandorla.analytics.own import around  # slow import
    from mandorla.analytics.posts import counted  # slow import
    from mandorla.analytics.replies import replies  # slow import

    with open_engine(settings.CONVERSATION_ENGINE, files) as engine:
        posts = engine.posts
        wrote_in = posts.filter(posts.author == author).community
        beside = counted(posts.filter(posts.community.isin(wrote_in)))
        return _figures(around(replies(beside), author=author), author)


def _figures(table: ir.Table, author: int) -> OwnTies:
    import numpy as np  # slow import

    from mandorla.core.holes import structural_holes  # slow import
    from mandorla.core.ties import distinct_ties  # slow import

    rows = table.to_pyarrow()
    source, target = (rows[name].to_numpy() for name in ("author", "to"))
    people, places = np.unique(np.concatenate([source, target]), return_inverse=True)
    own = int(np.searchsorted(people, author))
    if own == len(people) or people[own] != author:
        return OwnTies(0)
    begin, end = places[: len(source)], places[len(source) :]
    ties = distinct_ties(begin, end, people=len(people), weight=rows["replies"].to_numpy())
    contacts = int(((ties.source == own) | (ties.target == own)).sum())
    if contacts < FEWEST:
        return OwnTies(contacts)
    holes = structural_holes(ties)
    return OwnTies(contacts, float(holes.constraint[own]), float(holes.effective_size[own]))
