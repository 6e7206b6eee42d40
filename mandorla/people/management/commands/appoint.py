"""Give or end a role for the whole organization from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.people.management.arguments import person_at, role_of
from mandorla.people.models.person import ROLES

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla appoint EMAIL ROLE`: somebody becomes a program manager or an auditor."""

    help = "Makes somebody a program manager or an auditor; with --end the role ends."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="whose role it is")
        parser.add_argument("role", help=", ".join(ROLES))
        parser.add_argument("--end", action="store_true", help="end the role")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Give the role, or end it."""
        person, role = person_at(options["email"]), role_of(options["role"])
        if options["end"]:
            person.relieve(role=role, by=None, at=timezone.now())
            sentence = _("{name} is no longer {role}.")
        else:
            person.appoint(role=role, by=None, at=timezone.now())
            sentence = _("{name} is {role} from now on.")
        self.stdout.write(sentence.format(name=person.name, role=ROLES[role]))
