from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models.community import Community
from mandorla.communities.models.membership import Membership
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime


class MembershipRequest(Record):
    """Somebody asks to join, or to co-lead instead of starting a group of their own."""

    WANTS = {
        "member": gettext_lazy("join"),
        "leader": gettext_lazy("co-lead"),
    }

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="requests")
    role = models.CharField(max_length=12, choices=list(WANTS.items()))
    note = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    accepted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            choices_constraint("communities_request_role", "role", ["member", "leader"]),
            models.UniqueConstraint(
                fields=["community", "person", "role"],
                condition=models.Q(answered_at=None),
                name="communities_request_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} asks to {self.WANTS[self.role]} {self.community}"

    @classmethod
    def ask(
        cls, *, community: Community, person: Person, role: str, note: str, at: datetime
    ) -> MembershipRequest:
        """Those who run the community see that this person asks.

        Raises:
            Refused: The community has closed, or they asked already, or have the role.
        """
        if community.has_closed:
            raise Refused(_("{name} has closed.").format(name=community.name))
        if role in community.roles_of(person):
            raise Refused(_("You have this role already."))
        with transaction.atomic():
            request, is_new = cls.objects.get_or_create(
                community=community,
                person=person,
                role=role,
                answered_at=None,
                defaults={"note": note, "asked_at": at},
            )
            if not is_new:
                raise Refused(_("You have asked already. The leaders will answer."))
            Event.record(
                "member.asked",
                by=person,
                at=at,
                about=community,
                within=community,
                what=str(cls.WANTS[role]),
            )
        return request

    def accept(self, *, by: Person, at: datetime) -> None:
        """The answer is yes: the person has the role from now on.

        Raises:
            Stale: Somebody else answered first.
        """
        with transaction.atomic():
            self._answer(accepted=True, by=by, at=at)
            if self.role not in self.community.roles_of(self.person):
                Membership.appoint(
                    community=self.community, person=self.person, role=self.role, by=by, at=at
                )

    def decline(self, *, by: Person, at: datetime) -> None:
        """The answer is no.

        Raises:
            Stale: Somebody else answered first.
        """
        with transaction.atomic():
            self._answer(accepted=False, by=by, at=at)

    def _answer(self, *, accepted: bool, by: Person, at: datetime) -> None:
        answered = (
            type(self)
            .objects.filter(pk=self.pk, answered_at=None)
            .update(answered_at=at, answered_by=by, accepted=accepted)
        )
        if not answered:
            raise Stale(_("Somebody else has answered this request."))
        Event.record(
            "member.answered",
            by=by,
            at=at,
            about=self.community,
            within=self.community,
            what=str(self.WANTS[self.role]),
            answer=_("yes") if accepted else _("no"),
        )
