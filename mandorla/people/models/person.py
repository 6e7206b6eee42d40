from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Organization, Record
from mandorla.people.models.person_queries import PersonQuerySet
from mandorla.people.names import name_keys

if TYPE_CHECKING:
    from datetime import datetime

ROLES = {
    "program_manager": gettext_lazy("program manager"),
    "auditor": gettext_lazy("auditor"),
}


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
    name_key = models.CharField(max_length=150, null=True, editable=False, db_index=True)
    second_name_key = models.CharField(max_length=150, null=True, editable=False, db_index=True)
    last_name_key = models.CharField(max_length=150, null=True, editable=False, db_index=True)
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
        base_manager_name = "objects"
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
        indexes = [  # partial, because SQLite uses no index for a bare `WHERE is_active`
            models.Index(
                fields=["name", "id"], name="people_person_list", condition=models.Q(is_active=True)
            ),
            models.Index(
                fields=["name", "id"],
                name="people_person_inactive",
                condition=models.Q(is_active=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:person", args=[self.pk])

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.find_by_name()
        super().save(*args, **kwargs)

    def find_by_name(self) -> None:
        """Searches find the person by the name it has now; written together with the name."""
        self.name_key, self.second_name_key, self.last_name_key = name_keys(self.name)

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

    def appoint(self, *, role: str, by: Person | None, at: datetime) -> None:
        """The person has this role for the whole organization from now on.

        Raises:
            Refused: They have it already, or they are not active.
        """
        if not self.is_active:
            raise Refused(
                _("{name} is not active. Reactivate the account first.").format(name=self.name)
            )
        with transaction.atomic():
            self._set_role(role, value=True)
            Event.record("person.appointed", by=by, at=at, about=self, role=str(ROLES[role]))

    def relieve(self, *, role: str, by: Person | None, at: datetime) -> None:
        """The person no longer has this role.

        Raises:
            Refused: They are the only program manager, or they do not have the role.
        """
        with transaction.atomic():
            if role == "program_manager":
                self._refuse_when_last(_("{name} is the only program manager."))
            self._set_role(role, value=False)
            Event.record("person.relieved", by=by, at=at, about=self, role=str(ROLES[role]))

    def deactivate(self, *, by: Person | None, at: datetime) -> None:
        """The person can no longer sign in, by any way; what they did stays.

        Raises:
            Refused: They are the only program manager, or are not active anyway.
        """
        with transaction.atomic():
            self._refuse_when_last(_("{name} is the only program manager."))
            self._set_active(value=False, sentence=_("{name} is not active anyway."))
            Event.record("person.deactivated", by=by, at=at, about=self)

    def reactivate(self, *, by: Person | None, at: datetime) -> None:
        """The person can sign in again, as before.

        Raises:
            Refused: They are active anyway.
        """
        with transaction.atomic():
            self._set_active(value=True, sentence=_("{name} is active anyway."))
            Event.record("person.reactivated", by=by, at=at, about=self)

    def _set_active(self, *, value: bool, sentence: str) -> None:
        changed = Person.objects.filter(pk=self.pk, is_active=not value).update(is_active=value)
        if not changed:
            raise Refused(sentence.format(name=self.name))
        self.is_active = value

    def _refuse_when_last(self, sentence: str) -> None:
        """Somebody must be left who can appoint others."""
        managers = Person.objects.filter(is_program_manager=True, is_active=True)
        # Locked, so that two who relieve each other at once do not both succeed.
        if list(managers.select_for_update().values_list("pk", flat=True)) == [self.pk]:
            advice = _("Appoint another one first.")
            raise Refused(f"{sentence.format(name=self.name)} {advice}")

    def _set_role(self, role: str, *, value: bool) -> None:
        if role not in ROLES:
            raise Refused(_("There is no role called “{role}”.").format(role=role))
        field = f"is_{role}"
        changed = Person.objects.filter(pk=self.pk, **{field: not value}).update(**{field: value})
        if not changed:
            sentence = (
                _("{name} is {role} already.") if value else _("{name} is not {role} any more.")
            )
            raise Refused(sentence.format(name=self.name, role=ROLES[role]))
        setattr(self, field, value)

    def correct(
        self, *, name: str, job_title: str, email: str, by: Person | None, at: datetime
    ) -> None:
        """What is known of the person reads like this from now on; they sign in with this address.

        Raises:
            Refused: Somebody else has the address.
        """
        self.name, self.job_title, self.email = name, job_title, email.lower() or None
        try:
            with transaction.atomic():
                self.keep("name", "job_title", "email")
                Event.record("person.corrected", by=by, at=at, about=self)
        except IntegrityError as taken:
            known = Person.objects.known_by(email=email)
            name = known.name if known else _("Somebody else")
            sentence = _("{name} has the address {email}.").format(name=name, email=email)
            raise Refused(sentence) from taken

    def describe(self, *, name: str, job_title: str) -> None:
        """The person's own name and job title read like this from now on."""
        self.name, self.job_title = name, job_title
        self.keep("name", "job_title")
