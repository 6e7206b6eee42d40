"""Which communities are like one that somebody is about to propose, and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery

from mandorla.communities.models import Charter, Community, Force, Membership
from mandorla.core.similar import Described, find_similar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mandorla.people.models import Person

LIKE_NAME = 0.5


@dataclass(frozen=True)
class SimilarCommunity:
    """A community like the one proposed.

    Attributes:
        words: The words both have, as it writes them, the most telling first.
        is_alike_in_name: Whether its name is almost the same.
        leaders: The names of those who lead it now.
        is_led_by_reader: Whether the person who asks leads it.
        is_asked: Whether they have asked to co-lead it and wait for an answer.
    """

    pk: int
    slug: str
    name: str
    purpose: str
    status: str
    score: float
    words: tuple[str, ...]
    is_alike_in_name: bool
    leaders: tuple[str, ...]
    is_led_by_reader: bool
    is_asked: bool


def similar_communities(
    *, name: str, purpose: str, forces: Iterable[str], person: Person
) -> list[SimilarCommunity]:
    """The communities that are most like the one proposed, the likest first.

    Args:
        name: What the new one is to be called.
        purpose: What it is to be for.
        forces: Its business benefits and community concerns, as far as they are written.
        person: Who proposes it.
    """
    rows = list(
        Community.objects.visible_to(person)
        .current()
        .order_by("name", "pk")
        .values_list("pk", "slug", "name", "purpose", "status")
    )
    said = _forces_of_all()
    others = [
        Described(found, f"{about} {said.get(pk, '')}") for pk, _slug, found, about, _status in rows
    ]
    asked = Described(name, " ".join([purpose, *forces]))
    matches = find_similar(asked, others, stem=english_stems())
    leaders = _leaders([rows[match.place][0] for match in matches])
    waiting = set(
        person.requests.filter(role="leader", answered_at=None).values_list("community", flat=True)
    )
    found = []
    for match in matches:
        pk, slug, found_name, about, status = rows[match.place]
        led_by = leaders.get(pk, [])
        found.append(
            SimilarCommunity(
                pk=pk,
                slug=slug,
                name=found_name,
                purpose=about,
                status=status,
                score=match.score,
                words=match.words,
                is_alike_in_name=match.name_score >= LIKE_NAME,
                leaders=tuple(leader for _pk, leader in led_by),
                is_led_by_reader=any(leader == person.pk for leader, _name in led_by),
                is_asked=pk in waiting,
            )
        )
    return found


def _forces_of_all() -> dict[int, str]:
    """The benefits and concerns of each community, from the newest charter everybody can read."""
    newest = (
        Charter.objects.readable()
        .filter(community=OuterRef("charter__community"))
        .order_by("-version")
        .values("pk")[:1]
    )
    texts: dict[int, list[str]] = {}
    for pk, text in Force.objects.filter(
        kind__in=["benefit", "concern"], charter=Subquery(newest)
    ).values_list("charter__community", "text"):
        texts.setdefault(pk, []).append(text)
    return {pk: " ".join(found) for pk, found in texts.items()}


def _leaders(communities: list[int]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    for pk, leader, name in (
        Membership.objects.current()
        .filter(community__in=communities, role="leader")
        .order_by("person__name")
        .values_list("community", "person", "person__name")
    ):
        found.setdefault(pk, []).append((leader, name))
    return found


@cache
def english_stems() -> Callable[[str], str]:
    """The stem of an English word; a word keeps its stem, so each is worked out once."""
    import snowballstemmer  # slow import

    stemmer = snowballstemmer.stemmer("english")
    return cache(stemmer.stemWord)
