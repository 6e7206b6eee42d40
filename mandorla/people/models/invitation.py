from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Organization, Record
from mandorla.people.models.person import ROLES, Person

if TYPE_CHECKING:
    from datetime import datetime

VALID_FOR = timedelta(days=14)


def fingerprint(secret: str) -> str:
    """What is kept of a secret: enough to recognize it, not to use it."""
    return sha256(secret.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Ways to look for invitations."""

    def visible_to(self, person: Person) -> Self:
        """Who has been invited is for program managers."""
        return self if person.is_active and person.is_program_manager else self.none()

    def open_at(self, at: datetime) -> Self:
        """Those whose link can be used."""
        return self.filter(accepted_at=None, expires_at__gt=at)


class Invitation(Record):
    """A link that lets one person in, once, for two weeks."""

    email = models.EmailField()
    name = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=20, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["accepted_at", "-invited_at"], name="people_invitation_open")
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def role_name(self) -> str:
        """The role for the whole organization that comes with it, in words; mostly none."""
        return str(ROLES[self.role]) if self.role else ""

    @classmethod
    def invite(
        cls, *, email: str, name: str, role: str, by: Person | None, at: datetime
    ) -> tuple[Invitation, str]:
        """Somebody may come in with a link; the link's secret is returned here and never kept.

        An earlier open invitation of the same address stops working.

        Raises:
            Refused: That person signs in already or is not active, or there is no such role.
        """
        if role and role not in ROLES:
            raise Refused(_("There is no role called “{role}”.").format(role=role))
        _refuse_account(Person.objects.known_by(email=email))
        secret = secrets.token_urlsafe(32)
        with transaction.atomic():
            cls.objects.open_at(at).filter(email=email.lower()).update(expires_at=at)
            invitation = cls.objects.create(
                email=email.lower(),
                name=name,
                role=role,
                secret_hash=fingerprint(secret),
                invited_by=by,
                invited_at=at,
                expires_at=at + VALID_FOR,
            )
            if place := Organization.current():
                Event.record("person.invited", by=by, at=at, about=place)
        return invitation, secret

    @classmethod
    def behind(cls, *, secret: str, at: datetime) -> Invitation | None:
        """The invitation behind a link, while it can be used."""
        return cls.objects.open_at(at).filter(secret_hash=fingerprint(secret)).first()

    def withdraw(self, *, by: Person | None, at: datetime) -> None:
        """The link no longer works.

        Raises:
            Stale: It was used in the meantime, or does not work any more anyway.
        """
        with transaction.atomic():
            self._close(at=at, expires_at=at)
            if place := Organization.current():
                Event.record("person.uninvited", by=by, at=at, about=place)

    def accept(self, *, name: str, password: str, at: datetime) -> Person:
        """The invited person can sign in from now on; the link has been used.

        The role it promised comes with it while whoever invited is an active program manager.

        Raises:
            Stale: The link was used or withdrawn in the meantime.
            Refused: The person got an account in another way, or is not active.
        """
        with transaction.atomic():
            self._close(at=at, accepted_at=at)
            person = Person.objects.known_by(email=self.email)
            _refuse_account(person)
            if person is None:
                person = Person.unsaved(name=name, email=self.email, at=at)
            person.name = name
            person.set_password(password)
            person.save()
            Event.record("person.arrived", by=person, at=at, about=person)
            if self._role_holds() and not getattr(person, f"is_{self.role}"):
                person.appoint(role=self.role, by=self.invited_by, at=at)
        return person

    def _role_holds(self) -> bool:
        """Whether a role comes with it; who no longer may give one gives none by an old link."""
        by = self.invited_by
        return bool(self.role) and (by is None or (by.is_active and by.is_program_manager))

    def _close(self, *, at: datetime, **how: datetime) -> None:
        """Only one of two who use or withdraw it at once succeeds."""
        if not type(self).objects.open_at(at).filter(pk=self.pk).update(**how):
            raise Stale(
                _("This invitation has been used or withdrawn. Sign in, or ask for another one.")
            )


def _refuse_account(known: Person | None) -> None:
    if known and not known.is_active:
        raise Refused(
            _("{name} is not active. Reactivate the account first.").format(name=known.name)
        )
    if known and known.has_usable_password():
        raise Refused(_("{name} has an account already.").format(name=known.name))
