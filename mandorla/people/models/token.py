from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.people.models.invitation import fingerprint
from mandorla.people.models.person import Person

if TYPE_CHECKING:
    from datetime import datetime

PREFIX = "mdl_"  # so that a leaked token can be recognized
LONGEST_DAYS = 366
SCOPES = {"read": gettext_lazy("read"), "write": gettext_lazy("read and write")}


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    """Ways to look for tokens."""

    def visible_to(self, person: Person) -> Self:
        """Everybody sees their own."""
        return self.filter(person=person)

    def working_at(self, at: datetime) -> Self:
        """Those that have neither been revoked nor run out."""
        return self.filter(revoked_at=None, expires_at__gt=at, person__is_active=True)


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

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        constraints = [choices_constraint("people_token_scope", "scope", SCOPES)]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def issue(
        cls, *, person: Person, name: str, scope: str, days: int, at: datetime
    ) -> tuple[AccessToken, str]:
        """The person has a token; its secret is returned here and never kept.

        Raises:
            Refused: It would last longer than a year or less than a day, or there is no such scope.
        """
        if scope not in SCOPES:
            raise Refused(_("There is no scope called “{scope}”.").format(scope=scope))
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
    def behind(cls, *, secret: str, at: datetime) -> AccessToken | None:
        """The token with this secret, while it works; notes the day it was used."""
        working = cls.objects.working_at(at).select_related("person")
        token = working.filter(secret_hash=fingerprint(secret)).first()
        if token and token.used_on != at.date():
            token.used_on = at.date()
            token.keep("used_on")
        return token

    def revoke(self, *, by: Person, at: datetime) -> None:
        """The token no longer works.

        Raises:
            Stale: It had been revoked already.
        """
        with transaction.atomic():
            working = type(self).objects.filter(pk=self.pk, revoked_at=None)
            if not working.update(revoked_at=at):
                raise Stale(_("This token had been revoked already."))
            self.revoked_at = at
            Event.record("token.revoked", by=by, at=at, about=self.person)
