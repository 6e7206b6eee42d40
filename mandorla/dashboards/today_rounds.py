"""What waits for somebody in rounds: those that run, and those that are due."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandorla.communities.models import Community, Membership
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
    if not mine.roles:
        return
    begun = Elicitation.objects.filter(
        state="open", opens_at__lte=at, community__in=list(mine.roles)
    )
    rounds = list(begun.order_by("closes_at", "pk"))
    if not rounds:
        return
    named = Community.objects.only("name", "slug").in_bulk([one.community_id for one in rounds])
    for one in rounds:
        one.community = named[one.community_id]
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


def _waits_for_group(elicitation: Elicitation, missing: Missing) -> bool:
    is_agreed = (elicitation.pk, "members") in missing.agreed
    return elicitation.member_method == "facilitated" and not is_agreed


def _missing(mine: Mine, rounds: Sequence[Elicitation]) -> Missing:
    """Small questions, and only those that the rounds and the roles ask for."""
    keys = [one.pk for one in rounds]
    tokens = Token.objects.of(mine.person).unspent().filter(elicitation__in=keys)
    agreed = Allocation.objects.filter(elicitation__in=keys).values_list("elicitation", "side")
    sponsored = [one for one in rounds if side_of(mine.roles[one.community_id]) == "organization"]
    others: dict[int, set[int]] = defaultdict(set)
    given: set[tuple[int, int]] = set()
    if sponsored:
        answers = SponsorAnswer.objects.filter(elicitation__in=[one.pk for one in sponsored])
        given = set(answers.values_list("elicitation", "person"))
        sponsors = Membership.objects.current().filter(
            community__in=[one.community_id for one in sponsored], role="sponsor"
        )
        for community, person in sponsors.values_list("community", "person"):
            others[community].add(person)
    me = mine.person.pk
    return Missing(
        mine=set(tokens.values_list("elicitation", flat=True)),
        answered={pk for pk, person in given if person == me},
        agreed=set(agreed),
        others={community: people - {me} for community, people in others.items()},
        given=given,
    )


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
    held = mine.where(HOLDERS)
    if not held:
        return
    fields = ("name", "slug", "status", "archetype")
    communities = list(Community.objects.filter(pk__in=held).only(*fields))
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
