"""Closing a round: its ballots are counted once, and what may be shown is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from mandorla.base.forgetting import forget_order
from mandorla.communities.models import Community
from mandorla.core.ballot import UNRATED, opened
from mandorla.core.disclosure import decide
from mandorla.core.measure import measure
from mandorla.core.weights import Agreed, Allocations, Picks
from mandorla.value.figures import Figures
from mandorla.value.models import Elicitation, Result, Token, Urn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

    from mandorla.core.ballot import Answer
    from mandorla.core.disclosure import Disclosure
    from mandorla.core.weights import Answers
    from mandorla.people.models import Person

    Side = tuple[Answers, NDArray[np.float64]]  # the weights, and how well each item is delivered


def close(elicitation: Elicitation, *, by: Person | None, at: datetime) -> Result:
    """Nobody can answer any more, and what the round found is there for everybody.

    Args:
        elicitation: A round that is open or over.
        by: Who closes it; None when its time has come.
        at: The moment.

    Raises:
        Stale: Somebody else closed it meanwhile.
    """
    with transaction.atomic():
        Elicitation.objects.select_for_update().get(pk=elicitation.pk)
        elicitation.end(at=at)
        elicitation.urn.refresh_from_db()  # somebody may have voted since the round was read
        result = count(elicitation, at=at)
        elicitation.tell("elicitation.closed", by=by, at=at)
    return result


def count(elicitation: Elicitation, *, at: datetime) -> Result:
    """What a closed round found is there for everybody. The caller says so, in an event.

    Args:
        elicitation: A round in which nobody can answer any more.
        at: The moment.
    """
    with transaction.atomic():
        result = Result.enter(elicitation=elicitation, counted_at=at, **_found(elicitation))
        Token.shuffle(elicitation=elicitation)
        Urn.reseal(elicitation=elicitation)
        _show_on_community(result)
        transaction.on_commit(forget_order)
    return result


def voters_of_shown(community: Community, *, before: int) -> list[frozenset[int]]:
    """Who voted in each round of a community whose figures were shown, the oldest first.

    Args:
        community: The community.
        before: Only rounds with a smaller number.
    """
    rounds = list(
        Elicitation.objects.closed()
        .filter(community=community, number__lt=before, result__is_shown=True)
        .exclude(member_method="facilitated")
        .select_related("urn")
    )
    voted = Token.objects.spent().filter(elicitation__in=rounds)
    people: dict[int, set[int]] = {}
    for round_pk, person in voted.values_list("elicitation", "person"):
        people.setdefault(round_pk, set()).add(person)
    sets: list[frozenset[int]] = []
    for held in rounds:
        sets.append(_voters(held, people.get(held.pk, set()), sets))
    return sets


def _voters(
    elicitation: Elicitation, people: set[int], earlier: Sequence[frozenset[int]]
) -> frozenset[int]:
    """Who voted. Of a survey from elsewhere nobody knows: the same as before is assumed."""
    if elicitation.reason != "survey":
        return frozenset(people)
    same = sorted(earlier[-1])[: elicitation.urn.count] if earlier else []
    others = elicitation.urn.count - len(same)
    return frozenset(same) | {-elicitation.pk * 100_000 - n for n in range(others)}


def _decided(voters: frozenset[int], earlier: Sequence[frozenset[int]]) -> Disclosure:
    """Whether the figures may be shown, also if those of a survey are the people of now."""
    decision = decide(answers=voters, earlier=earlier)
    if not decision.shown:
        return decision
    return decide(answers=voters, earlier=_supposed_the_same(earlier, voters))


def _supposed_the_same(
    earlier: Sequence[frozenset[int]], voters: frozenset[int]
) -> list[frozenset[int]]:
    """Who voted before, with somebody who votes now in place of each whom nobody knows."""
    supposed: dict[int, int] = {}
    sets = []
    for people in earlier:
        same = {person for person in people if person >= 0}
        free = iter(sorted(voters - same))
        for unknown in sorted(people - same):
            somebody = supposed.get(unknown)
            if somebody is None or somebody in same:
                somebody = next((one for one in free if one not in same), unknown)
                supposed.setdefault(unknown, somebody)
            same.add(somebody)
        sets.append(frozenset(same))
    return sets


def _found(elicitation: Elicitation) -> dict[str, Any]:
    """What is kept of the round: figures only when they may be shown."""
    words = [item.text for item in elicitation.catalogue.words]
    tokens = Token.objects.filter(elicitation=elicitation)
    found: dict[str, Any] = {
        "invited": tokens.count() or elicitation.urn.count,
        "respondents": elicitation.urn.count,
        "is_shown": False,
    }
    organization = _organization(elicitation)
    if organization is None:
        return found | {"why_hidden": "no_organization"}
    found["organization"] = organization[0].group().tolist()
    if elicitation.member_method == "facilitated":
        return found | _agreed(elicitation, organization, words)
    earlier = voters_of_shown(elicitation.community, before=elicitation.number)
    people = set(tokens.spent().values_list("person", flat=True))
    decision = _decided(_voters(elicitation, people, earlier), earlier)
    if not decision.shown:
        return found | {"why_hidden": decision.reason}
    return found | _measured(
        elicitation, organization, _members(elicitation, items=len(words)), words
    )


def _measured(
    elicitation: Elicitation, organization: Side, members: Side, words: list[str]
) -> dict[str, Any]:
    measurement = measure(
        organization=organization[0],
        members=members[0],
        organization_delivery=organization[1],
        member_delivery=members[1],
        seed=elicitation.seed,
    )
    figures = Figures.of(measurement, words=words)
    draws = measurement.draws.astype("<f4").tobytes()
    return {"is_shown": True, "figures": figures.plain(), "draws": draws}


def _agreed(elicitation: Elicitation, organization: Side, words: list[str]) -> dict[str, Any]:
    """What a group agreed on as one in a gathering: its own public word, not a survey."""
    allocation = elicitation.allocations.filter(side="members").first()
    if allocation is None:
        return {"why_hidden": "no_members"}
    found = _measured(elicitation, organization, _as_one(allocation.answer), words)
    return found | {"invited": allocation.people, "respondents": allocation.people}


def _organization(elicitation: Elicitation) -> Side | None:
    """What the sponsors agreed on; what each of them answered while they have not."""
    agreed = elicitation.allocations.filter(side="organization").first()
    if agreed:
        return _as_one(agreed.answer)
    answers = [given.answer for given in elicitation.answers.order_by("pk")]
    return _one_by_one(answers) if answers else None


def _as_one(answer: Answer) -> Side:
    import numpy as np  # slow import

    return Agreed(np.array(answer.points)), np.array([answer.delivery], dtype=float)


def _one_by_one(answers: Sequence[Answer]) -> Side:
    import numpy as np  # slow import

    delivery = np.array([answer.delivery for answer in answers], dtype=float)  # None is NaN
    if answers[0].points:
        return Allocations(np.array([answer.points for answer in answers])), delivery
    best, worst, shown = (
        np.array([getattr(answer, name) for answer in answers])
        for name in ("best", "worst", "shown")
    )
    return Picks(best, worst, shown), delivery


def _members(elicitation: Elicitation, *, items: int) -> Side:
    import numpy as np  # slow import

    is_points = elicitation.member_method == "points"
    *weights, rated = opened(bytes(elicitation.urn.ballots), items=items, is_points=is_points)
    delivery = np.where(rated == UNRATED, np.nan, rated)
    counts = [weight.astype(float) for weight in weights]
    return (Allocations(counts[0]) if is_points else Picks(*counts)), delivery


def _show_on_community(result: Result) -> None:
    """The community's own pages show the newest overlap that may be shown."""
    if not result.is_shown:
        return
    figures = Figures.read(result.figures or {})
    if figures.overlap is not None:
        low, high = figures.interval_80 or (None, None)
        community = result.elicitation.community
        community.show_overlap(share=figures.overlap, low=low, high=high)
