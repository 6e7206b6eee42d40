"""What a story may be told of, and what is proposed to begin it with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandorla.base.ticked import LARGEST_KEY
from mandorla.gatherings.models import Gathering
from mandorla.ledger.models.story import LONGEST, SOURCES
from mandorla.work.models import Ask, Lesson, Solution

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.communities.models import Community
    from mandorla.people.models import Person

MODELS: Final[dict[str, Any]] = {
    "solution": Solution,
    "ask": Ask,
    "gathering": Gathering,
    "lesson": Lesson,
}


@dataclass(frozen=True)
class Source:
    """What a story is told of.

    Attributes:
        kind: One of `SOURCES`.
        thing: The solution, ask, gathering or lesson.
        said: What it says, in a line.
        proposed: What the form begins with, by the name of its field.
    """

    kind: str
    thing: Any
    said: str
    proposed: dict[str, str]

    @property
    def address(self) -> str:
        """Its page."""
        return str(self.thing.get_absolute_url())


def kind_in(query: Mapping[str, str]) -> str:
    """Which kind of thing an address asks to tell a story of; "" for none."""
    return next((kind for kind in SOURCES if kind in query), "")


def read_source(kind: str, number: str, *, community: Community, reader: Person) -> Source | None:
    """What somebody tells a story of, if they may see it.

    Args:
        kind: One of `SOURCES`.
        number: Its number, as it stands in an address.
        community: Whose it has to be.
        reader: Who tells.
    """
    if not (number.isascii() and number.isdigit() and len(number) < 20):
        return None
    rows = MODELS[kind].objects.visible_to(reader).filter(community=community)
    rows = rows.select_related("community", *(["series"] if kind == "gathering" else []))
    thing = rows.filter(pk=min(int(number), LARGEST_KEY)).first()
    return thing and Source(kind, thing, said_by(thing), _proposed(thing, reader))


def said_by(thing: Any) -> str:
    """What a solution, an ask, a gathering or a lesson says, in a line."""
    if isinstance(thing, Gathering):
        return f"{thing.series.name}, {date_format(thing.local_start, 'j F')}"
    return str(thing.proposal if isinstance(thing, Solution) else thing.text)


def _proposed(thing: Any, reader: Person) -> dict[str, str]:
    said = said_by(thing)
    return {"title": _title(said), "happened": _happened(thing, said, reader)}


def _happened(thing: Any, said: str, reader: Person) -> str:
    if isinstance(thing, Solution):
        return _("We took on: “{said}”").format(said=said)
    if isinstance(thing, Lesson):
        return _("We keep as a lesson: “{said}”").format(said=said)
    if isinstance(thing, Gathering):
        return _("We met: {said}.").format(said=said)
    if thing.asked_by_id != reader.pk:
        return _("Somebody needed a hand: “{said}”").format(said=said)
    helped = _(" What helped: {words}").format(words=thing.came_of_it) if thing.came_of_it else ""
    return _("I needed a hand: “{said}”").format(said=said) + helped


def _title(said: str) -> str:
    """What became of it, cut between two words where it is too long for a title."""
    whole = _("What became of: {said}").format(said=said)
    if len(whole) <= LONGEST:
        return whole
    return whole[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
