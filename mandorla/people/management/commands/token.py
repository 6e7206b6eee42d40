"""Make an access token from the command line, for a program that uses the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from mandorla.people.management.arguments import person_at
from mandorla.people.models import AccessToken
from mandorla.people.models.token import SCOPES

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla token EMAIL`: prints the secret of a new access token, once."""

    help = "Prints a new access token for the API. It is shown once; only its fingerprint is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="whose token it is: it may do what they may do")
        parser.add_argument("--name", default="command line", help="what it is for")
        parser.add_argument("--scope", default="read", help=", ".join(SCOPES))
        parser.add_argument("--days", type=int, default=90, help="how long it works; at most 366")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make the token and print its secret."""
        _token, secret = AccessToken.issue(
            person=person_at(options["email"]),
            name=options["name"],
            scope=options["scope"],
            days=options["days"],
            at=timezone.now(),
        )
        self.stdout.write(secret)
