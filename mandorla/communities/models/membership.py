from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.base.prepared import prepared
from mandorla.communities.models.community import Community
from mandorla.people.models import Person
from mandorla.people.rules import may_see_inactive, sees_names_only

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

ROLES = {
    "sponsor": gettext_lazy("sponsor"),
    "leader": gettext_lazy("leader"),
    "facilitator": gettext_lazy("facilitator"),
    "core": gettext_lazy("core"),
    "steward": gettext_lazy("steward"),
    "member": gettext_lazy("member"),
    "guest": gettext_lazy("guest"),
}
PLAIN_ROLES = {"member", "guest"}  # held for oneself; such events name nobody


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Ways to look for who is in a community, in which role."""

    def current(self) -> Self:
        """Roles that people have now."""
        return self.filter(former=False)

    def places_of(self, person: Person) -> models.QuerySet[Membership, Any]:
        """The communities in which somebody has a role now, for use in other queries."""
        return self.current().filter(person=person).values("community")

    def from_units(self, units: set[int]) -> Self:
        """Current roles of people who are placed in one of these units now."""
        return self.current().filter(
            person__placements__until_on=None, person__placements__unit__in=units
        )

    def official(self) -> Self:
        """Roles held for the community: who leads or sponsors it is everybody's business."""
        return self.exclude(role__in=PLAIN_ROLES)

    def visible_to(self, person: Person) -> Self:
        """Roles held now and official ones of the past; who was a plain member is nobody's.

        Plain members show to colleagues while their account is active. An auditor reads decisions,
        not people; whose account is not active is for program managers.
        """
        if not person.is_active:
            return self.none()
        plain = models.Q(former=False)
        if sees_names_only(person):
            plain &= models.Q(person=person)
        elif not may_see_inactive(person):
            plain &= models.Q(person__is_active=True)
        return self.filter(plain | ~models.Q(role__in=PLAIN_ROLES))


class Membership(Record):
    """A role somebody has in a community, with its days; a missing day is not known."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=list(ROLES.items()))
    title = models.CharField(max_length=60, blank=True)  # what the role is called in the group
    employer = models.CharField(max_length=120, blank=True)  # whom an outside person works for
    since_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    former = models.BooleanField(default=False)  # over, even when the day is not known

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("communities_membership_role", "role", ROLES),
            models.UniqueConstraint(
                fields=["community", "person", "role", "title"],
                condition=models.Q(former=False),
                name="communities_membership_once",
            ),
            models.CheckConstraint(
                name="communities_membership_end_is_former",
                condition=models.Q(until_on=None) | models.Q(former=True),
            ),
            models.CheckConstraint(
                name="communities_membership_ends_after_it_begins",
                condition=models.Q(since_on=None)
                | models.Q(until_on=None)
                | models.Q(until_on__gte=models.F("since_on")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["community", "role", "former", "person"], name="communities_membership_of"
            ),
            models.Index(
                fields=["person", "former", "community"], name="communities_membership_by"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()} of {self.community}"

    def begin_for(self, reader: Person) -> date | None:
        """The day it began, as far as the reader may know.

        When somebody joined is theirs alone: the day would give the event of it a name.
        """
        is_told = self.role not in PLAIN_ROLES or self.person_id == reader.pk
        return self.since_on if is_told else None

    @classmethod
    def roles_in(cls, community: int, person: int) -> set[str]:
        """The roles that somebody has in a community now."""
        return set(_roles_in(community, person))

    @classmethod
    def join(cls, *, community: Community, person: Person, at: datetime) -> Membership:
        """The person is a member from now on, by their own will.

        Raises:
            Refused: The community is closed, or people ask or are invited to join it.
        """
        if community.has_closed:
            raise Refused(_("{name} has closed.").format(name=community.name))
        if community.joining != "open":
            raise Refused(
                _("{name} does not take members by one click: ask to join instead.").format(
                    name=community.name
                )
            )
        known = cls.objects.current().filter(community=community, person=person).first()
        if known:
            return known
        with transaction.atomic():
            membership, is_new = cls.objects.get_or_create(
                community=community,
                person=person,
                role="member",
                title="",
                former=False,
                defaults={"since_on": at.date()},
            )
            if is_new:
                Event.record("member.joined", by=person, at=at, about=community, within=community)
        return membership

    @classmethod
    def leave(cls, *, community: Community, person: Person, at: datetime) -> None:
        """The person has no role here from now on, by their own will. Always possible."""
        with transaction.atomic():
            held = list(cls.objects.current().filter(community=community, person=person))
            for membership in held:
                membership.stop(on=at.date())
            if held:
                Event.record("member.left", by=person, at=at, about=community, within=community)
                community.reindex()

    @classmethod
    def appoint(
        cls,
        *,
        community: Community,
        person: Person,
        role: str,
        by: Person | None,
        at: datetime,
        title: str = "",
        employer: str = "",
        since_on: date | None = None,
    ) -> Membership:
        """The person has this role from now on.

        Raises:
            Refused: The community has closed, or they have this role already.
        """
        if role not in ROLES:
            raise Refused(_("There is no role called “{role}”.").format(role=role))
        if community.has_closed:
            raise Refused(_("{name} has closed.").format(name=community.name))
        with transaction.atomic():
            membership, is_new = cls.objects.get_or_create(
                community=community,
                person=person,
                role=role,
                title=title,
                former=False,
                defaults={"employer": employer, "since_on": since_on or at.date()},
            )
            if not is_new:
                raise Refused(
                    _("{person} is {role} already.").format(person=person.name, role=ROLES[role])
                )
            named = "member.began" if by in {None, person} else "member.appointed"
            membership.tell(by=by, at=at, named=named, unnamed="member.added")
            community.reindex()
        return membership

    @classmethod
    def enter(cls, *, community: Community, seats: Sequence[Mapping[str, Any]]) -> None:
        """These roles are or were held, as a register says. The caller says why, in an event."""
        with transaction.atomic():
            Membership.objects.bulk_create(
                Membership(community=community, **seat) for seat in seats
            )
            community.reindex()

    @classmethod
    def reenter(cls, *, community: Community, seats: Sequence[Mapping[str, Any]]) -> None:
        """These roles, and no others, are or were held here, as the community's own file says."""
        with transaction.atomic():
            cls.objects.filter(community=community).delete()
            cls.enter(community=community, seats=seats)

    def end(self, *, by: Person | None, at: datetime) -> None:
        """The role has ended.

        Raises:
            Stale: It had ended already.
        """
        with transaction.atomic():
            self.stop(on=at.date())
            self.tell(by=by, at=at, named="member.relieved", unnamed="member.removed")
            self.community.reindex()

    def stop(self, *, on: date) -> None:
        """The role is over; the caller says why, in an event."""
        ended = (
            type(self)
            .objects.filter(pk=self.pk, former=False)
            .update(former=True, until_on=max(on, self.since_on or on))
        )
        if not ended:
            raise Stale(_("This role had ended already."))
        self.former = True

    def tell(self, *, by: Person | None, at: datetime, named: str, unnamed: str) -> None:
        """Write an event that names the person only when the role is an official one."""
        if self.role in PLAIN_ROLES:
            Event.record(unnamed, by=by, at=at, about=self.community, within=self.community)
            return
        Event.record(
            named,
            by=by,
            at=at,
            about=self.community,
            within=self.community,
            person=self.person.name,
            role=self.title or str(ROLES[self.role]),
        )


@prepared
def _roles_in(community: int, person: int) -> models.QuerySet[Membership, str]:
    held = Membership.objects.current().filter(community=community, person=person)
    return held.values_list("role", flat=True)
