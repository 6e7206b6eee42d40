from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Organization, Record

if TYPE_CHECKING:
    from datetime import datetime

ROLES = {
    "program_manager": gettext_lazy("program manager"),
    "auditor": gettext_lazy("auditor"),
}


class PersonQuerySet(models.QuerySet["Person"]):
    """Ways to look for people."""

    def known_by(
        self, *, email: str = "", employee_number: str = "", handle: str = ""
    ) -> Person | None:
        """The person with that address, or else that employee number, or else that handle."""
        for field, value in (
            ("email", email.lower()),
            ("employee_number", employee_number),
            ("handle", handle),
        ):
            if value and (found := self.filter(**{field: value}).first()):
                return found
        return None

    def visible_to(self, person: Person) -> Self:
        """Everybody who is active; program managers also see who no longer is."""
        if person.is_program_manager:
            return self
        return self.filter(is_active=True) if person.is_active else self.none()

    def called_like(self, words: str) -> Self:
        """People whose name has a word that begins like each of the given ones; no addresses."""
        people = self
        for word in words.split():
            people = people.filter(
                models.Q(name__istartswith=word) | models.Q(name__icontains=f" {word}")
            )
        return people

    def named_like(self, words: str) -> Self:
        """People whose name or address begins, in one of its words, like each of the given words."""
        people = self
        for word in words.split():
            people = people.filter(
                models.Q(name__istartswith=word)
                | models.Q(name__icontains=f" {word}")
                | models.Q(email__istartswith=word)
            )
        return people


class PersonManager(BaseUserManager["Person"]):
    """Finds people by the address they sign in with."""

    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser, Record):
    """Somebody in the organization, or a guest of one of its communities.

    People come from a roster, an invitation or an imported register; only those with an address
    can sign in.
    """

    name = models.CharField(gettext_lazy("name"), max_length=150)
    email = models.EmailField(gettext_lazy("e-mail address"), null=True, blank=True, unique=True)
    employee_number = models.CharField(max_length=60, null=True, blank=True)
    handle = models.CharField(max_length=80, null=True, blank=True)
    job_title = models.CharField(max_length=150, blank=True)
    employer = models.CharField(max_length=120, blank=True)
    is_program_manager = models.BooleanField(default=False)
    is_auditor = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects = PersonManager.from_queryset(PersonQuerySet)()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_person_email_is_lower",
                condition=models.Q(email=None) | models.Q(email=Lower("email")),
            ),
            models.UniqueConstraint(
                fields=["employee_number"], name="people_person_employee_number"
            ),
            models.UniqueConstraint(fields=["handle"], name="people_person_handle"),
            models.CheckConstraint(
                name="people_person_absent_is_null",
                condition=~models.Q(email="")
                & ~models.Q(employee_number="")
                & ~models.Q(handle=""),
            ),
        ]
        indexes = [models.Index(fields=["name", "id"], name="people_person_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """One or two letters that stand for the name."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def is_staff(self) -> bool:
        """Nobody is: there is no back office beside the pages."""
        return False

    @classmethod
    def unsaved(cls, *, name: str, at: datetime, **facts: Any) -> Self:
        """A person who cannot sign in yet, not written; for making many at once.

        Empty identifiers become None, because two people without an address are not the same.
        """
        for key in ("email", "employee_number", "handle"):
            facts[key] = facts.get(key) or None
        if facts["email"]:
            facts["email"] = facts["email"].lower()
        # As make_password(None) does, at a fiftieth of its cost: a roster makes many at once.
        password = UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30)
        return cls(name=name, joined_at=at, password=password, **facts)

    @classmethod
    def enter(cls, *, name: str, at: datetime, **facts: Any) -> Self:
        """This person is known from now on, and cannot sign in before they are invited."""
        person = cls.unsaved(name=name, at=at, **facts)
        person.save(force_insert=True)
        return person

    @classmethod
    def found(
        cls, *, organization: str, name: str, email: str, password: str, at: datetime
    ) -> Self:
        """The instance belongs to this organization and has its first program manager.

        Raises:
            Refused: The instance has been set up already.
        """
        with transaction.atomic():
            place = Organization.found(name=organization, at=at)
            person = cls.unsaved(name=name, email=email, at=at, is_program_manager=True)
            person.set_password(password)
            person.save(force_insert=True)
            Event.record("organization.founded", by=person, at=at, about=place)
        return person

    def appoint(self, *, role: str, by: Person, at: datetime) -> None:
        """The person has this role for the whole organization from now on."""
        with transaction.atomic():
            self._set_role(role, value=True)
            Event.record("person.appointed", by=by, at=at, about=self, role=str(ROLES[role]))

    def relieve(self, *, role: str, by: Person, at: datetime) -> None:
        """The person no longer has this role.

        Raises:
            Refused: They are the only program manager.
        """
        others = Person.objects.filter(is_program_manager=True, is_active=True).exclude(pk=self.pk)
        if role == "program_manager" and not others.exists():
            raise Refused(
                _("{name} is the only program manager. Appoint another one first.").format(
                    name=self.name
                )
            )
        with transaction.atomic():
            self._set_role(role, value=False)
            Event.record("person.relieved", by=by, at=at, about=self, role=str(ROLES[role]))

    def _set_role(self, role: str, *, value: bool) -> None:
        if role not in ROLES:
            raise Refused(_("There is no role called “{role}”.").format(role=role))
        setattr(self, f"is_{role}", value)
        self.keep(f"is_{role}")

    def describe(self, *, name: str, job_title: str) -> None:
        """The person's own name and job title read like this from now on."""
        self.name, self.job_title = name, job_title
        self.keep("name", "job_title")
