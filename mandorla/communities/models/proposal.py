from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.communities.charter_fields import FIELD_NAMES
from mandorla.communities.models.charter import Charter
from mandorla.communities.models.charter_parts import FORCES
from mandorla.communities.models.community import Community
from mandorla.communities.models.membership import Membership
from mandorla.people.models import Person, Unit

if TYPE_CHECKING:
    from datetime import datetime

STEPS = {
    "kind": gettext_lazy("Kind"),
    "purpose": gettext_lazy("Name and purpose"),
    "similar": gettext_lazy("Similar ones"),
    "forces": gettext_lazy("Forces"),
    "people": gettext_lazy("People"),
    "check": gettext_lazy("Check"),
}


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Ways to look for proposals."""

    def visible_to(self, person: Person) -> Self:
        """A proposal is its author's own until it becomes a community."""
        return self.filter(proposer=person)

    def unfinished(self) -> Self:
        """Proposals that have not become a community."""
        return self.filter(community=None)


class Proposal(Record):
    """A community somebody is about to propose, saved as they go."""

    proposer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="proposals")
    archetype = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=120, blank=True)
    purpose = models.TextField(blank=True)
    joining = models.CharField(max_length=10, default="open")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.SET_NULL)
    sponsor = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    forces = models.JSONField(default=dict, blank=True)  # {"benefit": ["…"], …}
    texts = models.JSONField(default=dict, blank=True)  # charter texts by field name
    first_people = models.ManyToManyField(Person, blank=True, related_name="+")
    step = models.CharField(max_length=10, default="purpose")  # where its author goes on
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    community = models.OneToOneField(
        Community, null=True, on_delete=models.SET_NULL, related_name="proposal"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["proposer", "community"], name="communities_proposal_open")]

    def __str__(self) -> str:
        return self.name or _("a proposal without a name")

    @classmethod
    def begin(cls, *, archetype: str, by: Person, at: datetime) -> Proposal:
        """The person is proposing a community."""
        return cls.objects.create(proposer=by, archetype=archetype, begun_at=at, saved_at=at)

    def save_step(self, *, at: datetime, **answers: Any) -> None:
        """What was answered so far is kept.

        Raises:
            Refused: It has become a community already.
        """
        self._must_be_unfinished()
        for name, value in answers.items():
            setattr(self, name, value)
        self.saved_at = at
        self.keep(*answers, "saved_at")

    def reach(self, step: str, *, at: datetime, **answers: Any) -> None:
        """What was answered is kept, and its author goes on at this step or a later one.

        Raises:
            Refused: It has become a community already.
        """
        order = list(STEPS)
        furthest = max(self.step, step, key=order.index)
        self.save_step(at=at, step=furthest, **answers)

    def choose_sponsor(self, person: Person, *, at: datetime) -> None:
        """The person is to be the sponsor.

        Raises:
            Refused: It has become a community already, or they propose it themselves.
        """
        if person == self.proposer:
            raise Refused(_("You will lead it. A charter is signed by two: ask somebody else."))
        self.save_step(sponsor=person, at=at)

    def take_along(self, person: Person) -> None:
        """The person is to be in the core group from the first day.

        Raises:
            Refused: It has become a community already, or they propose it themselves.
        """
        self._must_be_unfinished()
        if person == self.proposer:
            raise Refused(_("You are in it already: you will lead it."))
        self.first_people.add(person)

    def leave_out(self, person: Person) -> None:
        """The person is not to be in the core group from the first day after all."""
        self._must_be_unfinished()
        self.first_people.remove(person)

    def drop(self) -> None:
        """The person gave it up; nothing of it stays."""
        self._must_be_unfinished()
        self.delete()

    def submit(self, *, at: datetime) -> Community:
        """The community exists: forming, led by who proposed it, with a first draft of its charter.

        Raises:
            Refused: It has no name or purpose, or has become a community already.
            Stale: It became a community at this very moment.
        """
        self._must_be_unfinished()
        if not self.name.strip() or not self.purpose.strip():
            raise Refused(_("Give the community a name and say what it is for."))
        with transaction.atomic():
            community = Community.open(
                name=self.name,
                at=at,
                archetype=self.archetype,
                purpose=self.purpose,
                joining=self.joining,
                unit=self.unit,
            )
            Event.record(
                "community.proposed", by=self.proposer, at=at, about=community, within=community
            )
            self._appoint(community, at=at)
            charter = Charter.draft(community=community, by=self.proposer, at=at)
            charter.write(
                texts={
                    **{name: text for name, text in self.texts.items() if name in FIELD_NAMES},
                    "purpose": self.purpose,
                },
                forces={kind: self.forces.get(kind, []) for kind in FORCES},
                review_on=None,
                edits=charter.edits,
            )
            mine = Proposal.objects.filter(pk=self.pk, community=None)
            if not mine.update(community=community):
                raise Stale(_("This proposal has become a community already."))
            self.community = community
        return community

    def _appoint(self, community: Community, *, at: datetime) -> None:
        """Who proposed it leads it; the sponsor and the first people have their roles."""
        roles = [(self.proposer, "leader")]
        if self.sponsor and self.sponsor != self.proposer:
            roles.append((self.sponsor, "sponsor"))
        known = {person.pk for person, _role in roles}
        roles += [(person, "core") for person in self.first_people.exclude(pk__in=known)]
        for person, role in roles:
            Membership.appoint(
                community=community, person=person, role=role, by=self.proposer, at=at
            )

    def _must_be_unfinished(self) -> None:
        if self.community_id is not None:
            raise Refused(_("This proposal has become a community already."))
