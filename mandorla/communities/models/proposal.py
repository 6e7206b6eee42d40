from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Record
from mandorla.communities.charter_fields import FIELD_NAMES
from mandorla.communities.models.charter import Charter
from mandorla.communities.models.charter_parts import FORCES
from mandorla.communities.models.community import Community
from mandorla.communities.models.membership import Membership
from mandorla.people.models import Person, Unit

if TYPE_CHECKING:
    from datetime import datetime


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

    def drop(self) -> None:
        """The person gave it up; nothing of it stays."""
        self._must_be_unfinished()
        self.delete()

    def submit(self, *, at: datetime) -> Community:
        """The community exists: forming, led by who proposed it, with a first draft of its charter.

        Raises:
            Refused: It has no name or purpose, or has become a community already.
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
            Membership.appoint(
                community=community, person=self.proposer, role="leader", by=self.proposer, at=at
            )
            if self.sponsor and self.sponsor != self.proposer:
                Membership.appoint(
                    community=community,
                    person=self.sponsor,
                    role="sponsor",
                    by=self.proposer,
                    at=at,
                )
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
            self.community = community
            self.keep("community")
        return community

    def _must_be_unfinished(self) -> None:
        if self.community_id is not None:
            raise Refused(_("This proposal has become a community already."))
