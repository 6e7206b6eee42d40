"""Invite somebody from the command line: the way in when nobody can sign in any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.people.management.arguments import clean_address, role_of
from mandorla.people.models import Invitation
from mandorla.people.models.person import ROLES

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla invite EMAIL`: prints a link that lets one person in, once, for two weeks."""

    help = "Prints a link with which one person comes in, once, within two weeks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="their e-mail address; they will sign in with it")
        parser.add_argument("--name", default="", help="what to suggest as their name")
        parser.add_argument(
            "--role", default="", help=f"a role that comes with it: {', '.join(ROLES)}"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make the link and print it."""
        _invitation, secret = Invitation.invite(
            email=clean_address(options["email"]),
            name=options["name"],
            role=role_of(options["role"]),
            by=None,
            at=timezone.now(),
        )
        path = reverse("people:invitation", args=[secret])
        self.stdout.write(f"{settings.BASE_URL}{path}")
        if not settings.BASE_URL:
            self.stderr.write(_("Put the address of your Mandorla before it, or set MANDORLA_URL."))
