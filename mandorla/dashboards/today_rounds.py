"""What waits for somebody in rounds: those that run, and those that are due."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandorla.base.prepared import prepared
from mandorla.communities.models import Membership
from mandorla.dashboards.mine import Mine, Task
from mandorla.value.due import HOLDERS, due_reasons
from mandorla.value.methods import REASONS
from mandorla.value.models import (
    Allocation,
    Elicitation,
    SponsorAnswer,
    Token,
)
from mandorla.value.rules import side_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from mandorla.people.models import Person


@dataclass(frozen=True)
class Missing:
    """What is done and what is missing in the rounds that somebody has a part in.

    Attributes:
        mine: Rounds in which they have a ballot to cast.
        answered: Rounds for which they have answered as a sponsor.
        agreed: Rounds and sides whose answer was agreed on together.
        others: Sponsors besides them, by community.
        given: Those who answered, as pairs of round and person.
    """

    mine: Collection[int]
    answered: Collection[int]
    agreed: Collection[tuple[int, str]]
    others: Mapping[int, Collection[int]]
    given: Collection[tuple[int, int]]

    def waits_for_sponsors(self, elicitation: Elicitation) -> bool:
        """Whether another sponsor has not answered."""
        others = self.others.get(elicitation.community_id, ())
        return any((elicitation.pk, other) not in self.given for other in others)


def in_rounds(mine: Mine, *, at: datetime) -> Iterator[Task]:
    """What somebody can do in rounds that have begun, the first to close first."""
    rounds = _begun(tuple(mine.roles), at) if mine.roles else []
    if not rounds:
        return
    for one in rounds:
        one.community = mine.communities[one.community_id]
    missing = _missing(mine, rounds)
    for elicitation in rounds:
        held = mine.roles[elicitation.community_id]
        if elicitation.phase(at=at) == "over":
            if held & HOLDERS:
                yield _over(elicitation)
        elif side_of(held) == "organization":
            yield from _of_sponsor(elicitation, missing)
        else:
            if elicitation.pk in missing.mine:
                yield _ballot(elicitation)
            if held & HOLDERS and _waits_for_group(elicitation, missing):
                yield _group(elicitation)


@prepared
def _begun(communities: tuple[int, ...], at: datetime) -> QuerySet[Elicitation]:
    open_ones = Elicitation.objects.filter(state="open", community__in=communities)
    return open_ones.filter(opens_at__lte=at).order_by("closes_at", "pk")


def _waits_for_group(elicitation: Elicitation, missing: Missing) -> bool:
    is_agreed = (elicitation.pk, "members") in missing.agreed
    return elicitation.member_method == "facilitated" and not is_agreed


def _missing(mine: Mine, rounds: Sequence[Elicitation]) -> Missing:
    """Small questions, and only those that the rounds and the roles ask for."""
    keys = tuple(one.pk for one in rounds)
    sponsored = [one for one in rounds if side_of(mine.roles[one.community_id]) == "organization"]
    others: dict[int, set[int]] = defaultdict(set)
    given: set[tuple[int, int]] = set()
    if sponsored:
        given = set(_given(tuple(one.pk for one in sponsored)))
        for community, person in _sponsors(tuple(one.community_id for one in sponsored)):
            others[community].add(person)
    me = mine.person.pk
    return Missing(
        mine=set(_to_vote_in(mine.person, keys)),
        answered={pk for pk, person in given if person == me},
        agreed=set(_agreed(keys)),
        others={community: people - {me} for community, people in others.items()},
        given=given,
    )


@prepared
def _to_vote_in(person: Person, rounds: tuple[int, ...]) -> QuerySet[Token, int]:
    tokens = Token.objects.of(person).unspent().filter(elicitation__in=rounds)
    return tokens.values_list("elicitation", flat=True)


@prepared
def _agreed(rounds: tuple[int, ...]) -> QuerySet[Allocation, tuple[int, str]]:
    return Allocation.objects.filter(elicitation__in=rounds).values_list("elicitation", "side")


@prepared
def _given(rounds: tuple[int, ...]) -> QuerySet[SponsorAnswer, tuple[int, int]]:
    return SponsorAnswer.objects.filter(elicitation__in=rounds).values_list("elicitation", "person")


@prepared
def _sponsors(communities: tuple[int, ...]) -> QuerySet[Membership, tuple[int, int]]:
    rows = Membership.objects.current().filter(community__in=communities, role="sponsor")
    return rows.values_list("community", "person")


def _ballot(elicitation: Elicitation) -> Task:
    return Task(
        _("Round {number} of {name} waits for your ballot.").format(**_named(elicitation)),
        _("About four minutes. It carries no name, and it is open until {day}.").format(
            day=_day(elicitation.closes_at)
        ),
        _("Vote"),
        _at("value:ballot", elicitation),
    )


def _of_sponsor(elicitation: Elicitation, missing: Missing) -> Iterator[Task]:
    if (elicitation.pk, "organization") in missing.agreed:
        return
    if elicitation.organization_method == "facilitated":
        yield _agreement(elicitation)
    elif elicitation.pk not in missing.answered:
        yield Task(
            _("Round {number} of {name} waits for your answer.").format(**_named(elicitation)),
            _("You answer for the organization, by name, until {day}.").format(
                day=_day(elicitation.closes_at)
            ),
            _("Answer"),
            _at("value:answer", elicitation),
        )
    elif missing.others.get(elicitation.community_id) and not missing.waits_for_sponsors(
        elicitation
    ):
        yield Task(
            _("All sponsors have answered in {name}.").format(**_named(elicitation)),
            _("You see where you differ, and agree on one answer."),
            _("Agree"),
            _at("value:answer", elicitation),
        )


def _agreement(elicitation: Elicitation) -> Task:
    return Task(
        _("The sponsors of {name} agree on one answer together.").format(**_named(elicitation)),
        _("One of you writes down what you agree on until {day}.").format(
            day=_day(elicitation.closes_at)
        ),
        _("Agree on one answer"),
        _at("value:agreement", elicitation),
    )


def _group(elicitation: Elicitation) -> Task:
    return Task(
        _("{name} agrees on one answer together.").format(**_named(elicitation)),
        _("Write down what the group agrees on until {day}.").format(
            day=_day(elicitation.closes_at)
        ),
        _("Write it down"),
        _at("value:group", elicitation),
    )


def _over(elicitation: Elicitation) -> Task:
    return Task(
        _("The time of round {number} of {name} is over.").format(**_named(elicitation)),
        _("It is counted by itself within minutes, or by you now."),
        _("Look at it"),
        elicitation.get_absolute_url(),
    )


def _named(elicitation: Elicitation) -> dict[str, Any]:
    return {"number": elicitation.number, "name": elicitation.community.name}


def _at(name: str, elicitation: Elicitation) -> str:
    return reverse(name, args=[elicitation.community.slug, elicitation.number])


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F")


def due_in(mine: Mine, *, on: date) -> Iterator[Task]:
    """Where a round is due among the communities in which the person holds them."""
    communities = [mine.communities[pk] for pk in mine.where(HOLDERS)]
    reasons = due_reasons(communities, on=on)
    for community in sorted(communities, key=lambda one: (one.name.lower(), one.pk)):
        if community.pk not in reasons:
            continue
        yield Task(
            _("A round is due in {name}.").format(name=community.name),
            _sentence(str(REASONS[reasons[community.pk]])),
            _("Open a round"),
            reverse("value:open", args=[community.slug]),
        )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
