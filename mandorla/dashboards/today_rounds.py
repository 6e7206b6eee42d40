"""What waits for somebody in rounds: those that run, and those that are due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandorla.communities.models import Community, Membership
from mandorla.dashboards.mine import Mine, Task
from mandorla.value.due import HOLDERS, due_rounds
from mandorla.value.methods import REASONS
from mandorla.value.models import (
    Allocation,
    Elicitation,
    SponsorAnswer,
    Token,
)
from mandorla.value.rules import side_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime


def in_rounds(mine: Mine, *, at: datetime) -> Iterator[Task]:
    """What somebody can do in rounds that have begun, the first to close first."""
    for elicitation in _begun(mine, at=at):
        held = mine.roles[elicitation.community_id]
        if elicitation.phase(at=at) == "over":
            if held & HOLDERS:
                yield _over(elicitation)
        elif side_of(held) == "organization":
            yield from _of_sponsor(elicitation)
        else:
            if elicitation.is_mine:
                yield _ballot(elicitation)
            if held & HOLDERS and elicitation.waits_for_group:
                yield _group(elicitation)


def _begun(mine: Mine, *, at: datetime) -> Any:
    """Rounds that have begun and are not closed, with what is still missing in them."""
    of_round = {"elicitation": OuterRef("pk")}
    sponsors = Membership.objects.current().filter(community=OuterRef("community"), role="sponsor")
    given = SponsorAnswer.objects.filter(
        elicitation=OuterRef(OuterRef("pk")), person=OuterRef("person")
    )
    agreed = Allocation.objects.filter(**of_round)
    return (
        Elicitation.objects.filter(state="open", opens_at__lte=at, community__in=list(mine.roles))
        .annotate(
            is_mine=Exists(Token.objects.of(mine.person).unspent().filter(**of_round)),
            is_answered=Exists(SponsorAnswer.objects.filter(person=mine.person, **of_round)),
            is_agreed=Exists(agreed.filter(side="organization")),
            has_others=Exists(sponsors.exclude(person=mine.person)),
            waits_for_sponsors=Exists(sponsors.filter(~Exists(given))),
            waits_for_group=Q(member_method="facilitated") & ~Exists(agreed.filter(side="members")),
        )
        .select_related("community")
        .order_by("closes_at", "pk")
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


def _of_sponsor(elicitation: Any) -> Iterator[Task]:
    if elicitation.is_agreed:
        return
    if elicitation.organization_method == "facilitated":
        yield _agreement(elicitation)
    elif not elicitation.is_answered:
        yield Task(
            _("Round {number} of {name} waits for your answer.").format(**_named(elicitation)),
            _("You answer for the organization, by name, until {day}.").format(
                day=_day(elicitation.closes_at)
            ),
            _("Answer"),
            _at("value:answer", elicitation),
        )
    elif elicitation.has_others and not elicitation.waits_for_sponsors:
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
    if not held:  # asking costs more than all the rest
        return
    communities = Community.objects.filter(pk__in=held)
    for community in due_rounds(communities, on=on).order_by(Lower("name"), "pk"):
        yield Task(
            _("A round is due in {name}.").format(name=community.name),
            _sentence(str(REASONS[community.due_reason])),
            _("Open a round"),
            reverse("value:open", args=[community.slug]),
        )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
