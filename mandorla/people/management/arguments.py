"""What the commands about people are given, made clean."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.people.models import Person


def clean_address(text: str) -> str:
    """An e-mail address in small letters.

    Raises:
        Refused: It is none.
    """
    try:
        validate_email(text)
    except ValidationError as problem:
        raise Refused(_("“{text}” is not an e-mail address.").format(text=text)) from problem
    return text.lower()


def person_at(email: str) -> Person:
    """The person with this address.

    Raises:
        Refused: Nobody here has it.
    """
    person = Person.objects.known_by(email=email)
    if person is None:
        raise Refused(_("Nobody here has the address {email}.").format(email=email))
    return person


def caller_at(email: str) -> Person:
    """The active person with this address; without one, the only program manager.

    Raises:
        Refused: Nobody active has it, or it has to be said as whom.
    """
    people = Person.objects.filter(is_active=True)
    if email:
        person = people.known_by(email=email)
        if person is None:
            raise Refused(_("Nobody active has the address {email}.").format(email=email))
        return person
    managers = list(people.filter(is_program_manager=True).order_by("pk")[:2])
    if len(managers) != 1:
        raise Refused(_("Say as whom: --as EMAIL."))
    return managers[0]


def role_of(text: str) -> str:
    """A role as the models know it, however the words are joined."""
    return text.strip().lower().replace("-", "_").replace(" ", "_")
