"""Delete imported conversations: what is due, one import, or all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.errors import Refused
from mandorla.conversations.forgetting import forget_all, forget_due
from mandorla.conversations.models import ConversationImport
from mandorla.conversations.staying import staying

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla forget_conversations`: what `mandorla start` does by itself, or more."""

    help = (
        "Deletes exports that waited for a week and posts older than MANDORLA_POSTS_MONTHS. With "
        "--import the posts of one import, with --all every post and the salt. Figures that were "
        "made of them stay."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--import", type=int, dest="number", metavar="NUMBER", help="one import")
        which.add_argument("--all", action="store_true", help="every post, and the salt")
        parser.add_argument("--quiet", action="store_true", help="say only what was done")

    def handle(self, *_args: Any, quiet: bool, **options: Any) -> None:
        """Do it and say what went.

        Raises:
            Refused: There is no such import.
        """
        at = timezone.now()
        if options.get("all"):
            count = forget_all(by=None, at=at)
            said = ngettext(
                "Every post and the salt are deleted, of {count} import.",
                "Every post and the salt are deleted, of {count} imports.",
                count,
            )
            self.stdout.write(said.format(count=f"{count:,}"))
        elif options.get("number"):
            found = ConversationImport.objects.filter(pk=options["number"]).first()
            if found is None:
                raise Refused(_("There is no import {n}.").format(n=options["number"]))
            found.remove(by=None, at=at)
            self.stdout.write(_("Its posts are removed. Figures that were made of them stay."))
            for one in staying(found):
                self.stdout.write(
                    _("  {community}: {months} months, {first} to {last}").format(
                        community=one.community,
                        months=one.months,
                        first=f"{one.first:%Y-%m}",
                        last=f"{one.last:%Y-%m}",
                    )
                )
        else:
            self._forget_due(quiet=quiet)

    def _forget_due(self, *, quiet: bool) -> None:
        gone = forget_due(at=timezone.now())
        if gone.exports:
            said = ngettext(
                "{count} export that waited too long is deleted.",
                "{count} exports that waited too long are deleted.",
                gone.exports,
            )
            self.stdout.write(said.format(count=f"{gone.exports:,}"))
        if gone.months:
            said = _("Posts of {months} are deleted.")
            self.stdout.write(said.format(months=", ".join(gone.months)))
        if not (gone.exports or gone.months or quiet):
            self.stdout.write(_("Nothing is old enough to be deleted."))
