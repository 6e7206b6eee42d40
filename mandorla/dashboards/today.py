"""What waits for somebody today, in order, read across modules in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.communities.models import Charter, Community, Membership, MembershipRequest, Signature
from mandorla.communities.rules import RUNS
from mandorla.value.due import HOLDERS, due_rounds
from mandorla.value.methods import REASONS
from mandorla.value.models import (
    Allocation,
    Elicitation,
    SponsorAnswer,
    StatementSignature,
    Suggestion,
    Token,
    ValueStatement,
)
from mandorla.value.rules import side_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet
    from datetime import date, datetime

    from mandorla.people.models import Person


@dataclass(frozen=True)
class Task:
    """One thing that waits for somebody: what, why, and the one click that leads to it."""

    sentence: str
    reason: str
    action: str
    address: str


@dataclass(frozen=True)
class Mine:
    """Where somebody has a role now.

    Attributes:
        person: Who looks.
        roles: Their roles by the key of the community, without closed ones.
    """

    person: Person
    roles: dict[int, set[str]]

    @classmethod
    def of(cls, person: Person) -> Mine:
        """The roles somebody holds now."""
        seats = Membership.objects.current().filter(person=person)
        found: dict[int, set[str]] = {}
        for community, role in seats.exclude(community__status="closed").values_list(
            "community", "role"
        ):
            found.setdefault(community, set()).add(role)
        return cls(person=person, roles=found)

    def where(self, roles: AbstractSet[str]) -> list[int]:
        """The communities in which they have one of these roles."""
        return [community for community, held in self.roles.items() if held & roles]


def read_today(person: Person, *, at: datetime) -> list[Task]:
    """What waits for somebody: what closes first comes first, then what others wait for."""
    mine = Mine.of(person)
    if not mine.roles:
        return []
    return [
        *_in_rounds(mine, at=at),
        *_to_sign(mine),
        *_who_asks(mine),
        *_to_word(mine),
        *_due(mine, on=timezone.localtime(at).date()),
    ]


# --- rounds ---


def _in_rounds(mine: Mine, *, at: datetime) -> Iterator[Task]:
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
    if not elicitation.is_answered:
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


# --- what others wait for ---


def _to_sign(mine: Mine) -> Iterator[Task]:
    """Published versions of statements and charters that the person can sign for their side."""
    statements = StatementSignature.objects.filter(statement=OuterRef("pk"))
    for statement in _unsigned(mine, ValueStatement.objects.all(), statements):
        yield Task(
            _("The value statement of {name} waits for your signature.").format(
                name=statement.community.name
            ),
            _("With both signatures it is what both sides stand for."),
            _("Read and sign"),
            statement.get_absolute_url(),
        )
    signatures = Signature.objects.filter(charter=OuterRef("pk"))
    for charter in _unsigned(mine, Charter.objects.all(), signatures):
        yield Task(
            _("The charter of {name} waits for your signature.").format(
                name=charter.community.name
            ),
            _("With both signatures it is what both sides agreed to."),
            _("Read and sign"),
            charter.get_absolute_url(),
        )


def _unsigned(mine: Mine, versions: Any, signatures: Any) -> Any:
    """The newest published versions that lack a signature the person can give."""
    later = versions.model.objects.filter(
        community=OuterRef("community"),
        version__gt=OuterRef("version"),
        state__in=["published", "agreed"],
    )
    sponsors = Q(community__in=mine.where({"sponsor"}))
    leads = Q(community__in=mine.where({"leader"}))
    return (
        versions.filter(state="published")
        .filter(
            (sponsors & ~Exists(signatures.filter(side="organization")))
            | (leads & ~Exists(signatures.filter(side="members")))
        )
        .filter(~Exists(signatures.filter(person=mine.person)), ~Exists(later))
        .select_related("community")
        .order_by("published_at", "pk")
    )


def _who_asks(mine: Mine) -> Iterator[Task]:
    """People who ask to join what the person runs; who asks to co-lead is answered by leaders."""
    waiting = MembershipRequest.objects.filter(answered_at=None).filter(
        Q(role="member", community__in=mine.where(RUNS))
        | Q(role="leader", community__in=mine.where({"leader"}))
    )
    for name, slug, count in _counted(waiting):
        yield Task(
            ngettext(
                "{count} person asks to join {name}.", "{count} people ask to join {name}.", count
            ).format(count=count, name=name),
            _("Somebody who is left waiting does not ask again."),
            _("Answer"),
            reverse("communities:members", args=[slug]),
        )


def _to_word(mine: Mine) -> Iterator[Task]:
    """What people said in their own words, and nobody has worded yet."""
    waiting = Suggestion.objects.filter(state="open", community__in=mine.where(HOLDERS))
    for name, slug, count in _counted(waiting):
        yield Task(
            ngettext(
                "{count} suggestion waits to be worded in {name}.",
                "{count} suggestions wait to be worded in {name}.",
                count,
            ).format(count=count, name=name),
            _("Both sides can weigh it when it is among the expectations."),
            _("Word them"),
            reverse("value:expectations", args=[slug]),
        )


def _counted(rows: Any) -> Any:
    """Of each community its name, its address, and how many of the rows are in it."""
    grouped = rows.values("community").annotate(count=Count("pk"))
    return grouped.order_by("community__name", "community").values_list(
        "community__name", "community__slug", "count"
    )


def _due(mine: Mine, *, on: date) -> Iterator[Task]:
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
