"""What people said in their own words: what waits, similar ones together, and which side is silent.

The order is by likeness and by text. Nothing here knows when something was said, nor who of the
members said it: that is not kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from mandorla.communities.models.two_sided import SIDES
from mandorla.communities.similar import english_stems
from mandorla.core.alike import Group, group_alike
from mandorla.value.catalogue import ShippedExpectation, shipped_expectations
from mandorla.value.models import Suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.db.models import QuerySet

    from mandorla.communities.models import Community
    from mandorla.value.models import Expectation


@dataclass(frozen=True)
class Said:
    """What somebody said; `by` names sponsors, and nobody for the members' side."""

    pk: int
    text: str
    side: str
    by: str
    is_ticked: bool


@dataclass(frozen=True)
class Together:
    """Suggestions that say nearly the same, and what they are close to.

    Attributes:
        said: The suggestions, by text.
        expectation: The current expectation they are closest to.
        entries: The closest entries of the catalogue that are not chosen yet.
        query: Asks for the page with these ticked.
    """

    said: tuple[Said, ...]
    expectation: Expectation | None
    entries: tuple[ShippedExpectation, ...]
    query: str


@dataclass(frozen=True)
class Heard:
    """Which sides have said nothing yet, and whether something waits to be worded."""

    silent: tuple[str, ...]
    waits: bool


def heard(community: Community) -> Heard:
    """What is known of who has said something: a side, never a person; one query."""
    found = set(community.suggestions.order_by().values_list("side", "state").distinct())
    spoken = {side for side, _state in found}
    return Heard(
        silent=tuple(side for side in SIDES if side not in spoken),
        waits="open" in {state for _side, state in found},
    )


def waiting(community: Community) -> QuerySet[Suggestion]:
    """What nobody has dealt with yet, by text: its keys and rows tell no order of saying."""
    return Suggestion.objects.filter(community=community, state="open").order_by("text", "pk")


def read_said(
    community: Community, current: Sequence[Expectation], *, ticked: set[str]
) -> tuple[Together, ...]:
    """What waits to be worded, similar ones together, by text and never by time; one query."""
    found = waiting(community).select_related("said_by")
    said = [_one(suggestion, ticked=ticked) for suggestion in found]
    taken = {expectation.key for expectation in current}
    entries = [entry for entry in shipped_expectations().values() if entry.key not in taken]
    others = [*(_all_words(e) for e in current), *(f"{e.text} {e.other_words}" for e in entries)]
    groups = group_alike([one.text for one in said], others, stem=english_stems())
    return tuple(_together(group, said, current, entries) for group in groups)


def _all_words(expectation: Expectation) -> str:
    """Its words, and how else people say what it came from in the catalogue."""
    entry = shipped_expectations().get(expectation.key)
    return f"{expectation.text} {entry.text} {entry.other_words}" if entry else expectation.text


def _together(
    group: Group,
    said: Sequence[Said],
    current: Sequence[Expectation],
    entries: Sequence[ShippedExpectation],
) -> Together:
    found = tuple(said[place] for place in group.places)
    places = [near.place for near in group.near]
    return Together(
        said=found,
        expectation=next((current[place] for place in places if place < len(current)), None),
        entries=tuple(entries[p - len(current)] for p in places if p >= len(current)),
        query=urlencode([("suggestions", one.pk) for one in found]),
    )


def _one(suggestion: Suggestion, *, ticked: Collection[str] = ()) -> Said:
    return Said(
        pk=suggestion.pk,
        text=suggestion.text,
        side=suggestion.side,
        by=suggestion.said_by.name if suggestion.said_by else "",
        is_ticked=str(suggestion.pk) in ticked,
    )


def read_stood_for(expectation: Expectation) -> tuple[Said, ...]:
    """The suggestions that an expectation stands for, by text; one query."""
    suggestions = expectation.suggestions.select_related("said_by").order_by("text", "pk")
    return tuple(_one(suggestion) for suggestion in suggestions)
