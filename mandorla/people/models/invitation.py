from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Organization, Record
from mandorla.people.models.person import Person

if TYPE_CHECKING:
    from datetime import datetime

VALID_FOR = timedelta(days=14)


def fingerprint(secret: str) -> str:
    """What is kept of a secret: enough to recognize it, not to use it."""
    return sha256(secret.encode()).hexdigest()


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

    class Meta:
        indexes = [
            models.Index(fields=["accepted_at", "-invited_at"], name="people_invitation_open")
        ]

    def __str__(self) -> str:
        return self.email

    @classmethod
    def invite(
        cls, *, email: str, name: str, role: str, by: Person, at: datetime
    ) -> tuple[Self, str]:
        """Somebody may come in with a link; the link's secret is returned here and never kept.

        An earlier open invitation of the same address stops working.

        Raises:
            Refused: That person signs in already, or is no longer active.
        """
        known = Person.objects.known_by(email=email)
        if known and (known.has_usable_password() or not known.is_active):
            raise Refused(_("{name} has an account already.").format(name=known.name))
        secret = secrets.token_urlsafe(32)
        with transaction.atomic():
            cls.objects.filter(email__iexact=email, accepted_at=None).update(expires_at=at)
            invitation = cls.objects.create(
                email=email.lower(),
                name=name,
                role=role,
                secret_hash=fingerprint(secret),
                invited_by=by,
                invited_at=at,
                expires_at=at + VALID_FOR,
            )
            place = Organization.current()
            if place:
                Event.record("person.invited", by=by, at=at, about=place)
        return invitation, secret

    @classmethod
    def open_at(cls, *, secret: str, at: datetime) -> Self | None:
        """The invitation behind a link, while it can be used."""
        return cls.objects.filter(
            secret_hash=fingerprint(secret), accepted_at=None, expires_at__gt=at
        ).first()

    def accept(self, *, name: str, password: str, at: datetime) -> Person:
        """The invited person can sign in from now on; the link has been used.

        Raises:
            Stale: The link was used or withdrawn in the meantime.
        """
        with transaction.atomic():
            used = (
                type(self)
                .objects.filter(pk=self.pk, accepted_at=None, expires_at__gt=at)
                .update(accepted_at=at)
            )
            if not used:
                raise Stale(_("This invitation has been used. Sign in, or ask for another one."))
            person = Person.objects.known_by(email=self.email)
            if person is None:
                person = Person.unsaved(name=name, email=self.email, at=at)
            person.name = name
            person.set_password(password)
            if self.role:
                setattr(person, f"is_{self.role}", True)
            person.save()
            Event.record("person.arrived", by=person, at=at, about=person)
        return person
