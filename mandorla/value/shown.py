"""What of a round may be shown, and the one way in which every page, file and the API reads it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from mandorla.base.prepared import prepared
from mandorla.core.change import Change, change
from mandorla.core.disclosure import FEWEST
from mandorla.value.figures import Figures
from mandorla.value.models import Result
from mandorla.value.models.result import drawn

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mandorla.communities.models import Community
    from mandorla.value.models import Elicitation


@dataclass(frozen=True)
class ShownRound:
    """A closed round, as far as it may be shown.

    Attributes:
        elicitation: The round, with its catalogue.
        invited: How many might vote.
        respondents: How many did.
        figures: What it measured; None when that may not be shown.
        why_hidden: Why not: "too_few", "close_to_earlier", "no_organization", "no_members".
        instead: The newest earlier round whose figures stay up meanwhile; None when there is none.
        change: How it differs from the shown round before it; None for the first.
        organization: The organization's weights, which are named and always shown.
    """

    elicitation: Elicitation
    invited: int
    respondents: int
    figures: Figures | None
    why_hidden: str
    instead: ShownRound | None
    change: Change | None
    organization: tuple[float, ...]

    @property
    def newest(self) -> ShownRound | None:
        """The round whose figures are up now: this one, or the one that stays up instead."""
        return self if self.figures else self.instead

    @property
    def needed(self) -> int:
        """From how many answers on a result is shown."""
        return FEWEST

    @property
    def is_below_floor(self) -> bool:
        """Whether fewer answered than the round's floor asks for before anything is concluded."""
        wanted = self.elicitation.floor_share * self.invited
        return bool(self.figures) and self.respondents < wanted


def shown_rounds(community: Community) -> list[ShownRound]:
    """The closed rounds of a community, the oldest first, in one query."""
    results = _results((community.pk,))
    for result in results:
        result.elicitation.community = community
    return _in_turn(results)


def shown_rounds_of(communities: Collection[int]) -> dict[int, list[ShownRound]]:
    """The closed rounds of many communities, the oldest first, by their ids; in one query."""
    of_each: dict[int, list[Result]] = {pk: [] for pk in communities}
    for result in _results(tuple(communities)) if communities else ():
        of_each[result.elicitation.community_id].append(result)
    return {pk: _in_turn(results) for pk, results in of_each.items()}


def _in_turn(results: Sequence[Result]) -> list[ShownRound]:
    """The rounds of one community: each stands beside the shown one before it."""
    rounds: list[ShownRound] = []
    last: tuple[Result, ShownRound] | None = None
    for result in results:
        found = _shown(result, last)
        rounds.append(found)
        if found.figures:
            last = (result, found)
    return rounds


@prepared
def _results(communities: tuple[int, ...]) -> QuerySet[Result]:
    closed = Result.objects.filter(
        elicitation__community__in=communities, elicitation__state="closed"
    )
    return closed.select_related("elicitation").order_by("elicitation__number")


def newest_round(rounds: Sequence[ShownRound]) -> ShownRound | None:
    """The round whose figures are up now, if there is one."""
    return rounds[-1].newest if rounds else None


def _shown(result: Result, last: tuple[Result, ShownRound] | None) -> ShownRound:
    kept = result.figures if result.is_shown else None
    figures = Figures.read(kept).coarse() if kept else None
    return ShownRound(
        elicitation=result.elicitation,
        invited=result.invited,
        respondents=result.respondents,
        figures=figures,
        why_hidden=result.why_hidden,
        instead=None if figures or last is None else last[1],
        change=_change(last[0], result) if figures and last else None,
        organization=tuple(result.organization),
    )


def _change(before: Result, after: Result) -> Change:
    one, other = before.elicitation, after.elicitation
    return _change_of(
        bytes(before.draws),
        bytes(after.draws),
        same_catalogue=one.catalogue_id == other.catalogue_id,
        same_methods=(one.organization_method, one.member_method)
        == (other.organization_method, other.member_method),
    )


@lru_cache(maxsize=256)
def _change_of(before: bytes, after: bytes, *, same_catalogue: bool, same_methods: bool) -> Change:
    """Compared once; draws are never drawn again."""
    return change(
        drawn(before), drawn(after), same_catalogue=same_catalogue, same_methods=same_methods
    )
