from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.people.models.invitation import fingerprint
from mandorla.people.models.person import Person

if TYPE_CHECKING:
    from datetime import datetime

PREFIX = "mdl_"  # so that a leaked token can be recognized
LONGEST_DAYS = 366
SCOPES = {"read": gettext_lazy("read"), "write": gettext_lazy("read and write")}


class AccessToken(Record):
    """A personal key for the API: it can do what its owner can do, or only read it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    scope = models.CharField(max_length=10, choices=list(SCOPES.items()))
    secret_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)

    class Meta:
        constraints = [choices_constraint("people_token_scope", "scope", SCOPES)]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def issue(
        cls, *, person: Person, name: str, scope: str, days: int, at: datetime
    ) -> tuple[Self, str]:
        """The person has a token; its secret is returned here and never kept.

        Raises:
            Refused: It would last longer than a year, or less than a day.
        """
        if not 1 <= days <= LONGEST_DAYS:
            raise Refused(_("A token lasts between one day and one year."))
        secret = PREFIX + secrets.token_urlsafe(32)
        with transaction.atomic():
            token = cls.objects.create(
                person=person,
                name=name,
                scope=scope,
                secret_hash=fingerprint(secret),
                issued_at=at,
                expires_at=at + timedelta(days=days),
            )
            Event.record("token.issued", by=person, at=at, about=person)
        return token, secret

    @classmethod
    def behind(cls, *, secret: str, at: datetime) -> Self | None:
        """The token with this secret, while it works; notes the day it was used."""
        token = (
            cls.objects.select_related("person")
            .filter(
                secret_hash=fingerprint(secret),
                revoked_at=None,
                expires_at__gt=at,
                person__is_active=True,
            )
            .first()
        )
        if token and token.used_on != at.date():
            token.used_on = at.date()
            token.keep("used_on")
        return token

    def revoke(self, *, by: Person, at: datetime) -> None:
        """The token no longer works."""
        with transaction.atomic():
            self.revoked_at = at
            self.keep("revoked_at")
            Event.record("token.revoked", by=by, at=at, about=self.person)
