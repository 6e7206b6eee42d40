"""A thread as programs and commands name it: by a kind and a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from mandorla.communities.models import Community
from mandorla.ledger.models import Measure, Story
from mandorla.ledger.thread import SHOWN, read_thread
from mandorla.ledger.threads import ORDER

if TYPE_CHECKING:
    from mandorla.ledger.thread import Thread
    from mandorla.people.models import Person

NUMBERED: Final[dict[str, Any]] = {"measure": Measure, "story": Story}  # by each community, from 1


def unknown_kind(kind: str) -> str:
    """What is said to somebody who walks from a kind of thing that hangs on no thread."""
    sentence = _("No thread is walked from “{kind}”. There is one from each of: {kinds}.")
    return sentence.format(kind=kind, kinds=", ".join(ORDER))


def not_numbered(kind: str) -> str:
    """What is said to somebody who names a community for a kind that it does not number."""
    sentence = _("Only {kinds} have a number of their community; “{kind}” is found by its id.")
    return sentence.format(kinds=", ".join(NUMBERED), kind=kind)


def thread_from(
    kind: str, number: int, *, within: str, reader: Person, most: int = SHOWN
) -> Thread | None:
    """The thread from what has this number; None when the reader may not see that thing.

    Args:
        kind: One of `threads.ORDER`.
        number: The id, as in the address of the page; within a community, the number there.
        within: The slug of a community that numbers this kind, or nothing.
        reader: Who asks.
        most: How many of one kind are shown.
    """
    pk: int | None = number
    if within:
        rows = NUMBERED[kind].objects.visible_to(reader)
        known = Community.objects.visible_to(reader).filter(slug=within)
        found = rows.filter(community__in=known, number=number)
        pk = found.values_list("pk", flat=True).first()
    return None if pk is None else read_thread(kind, pk, reader=reader, most=most)
