"""Import conversations from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.communities.models import Community
from mandorla.conversations.authors import unknown_names
from mandorla.conversations.intake import Export, Target, look
from mandorla.conversations.models import ConversationImport
from mandorla.conversations.sources.readers import NAMES, READERS
from mandorla.conversations.told import as_data, lines
from mandorla.people.management.arguments import clean_address, person_at

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence
    from datetime import datetime


class Command(BaseCommand):
    """`mandorla import_conversations KIND PATH --community SLUG`."""

    help = (
        "Imports who wrote when, and what it answers, from an export of conversations; no text and "
        "no name is kept. The same export twice changes nothing. With --dry-run it only says what "
        "the export holds."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("kind", choices=sorted(NAMES), metavar="KIND", help=", ".join(READERS))
        add("path", type=Path, metavar="PATH", help="the file or folder as it was exported")
        add("--community", metavar="SLUG", help="where all channels go that are open to everybody")
        add(
            "--channel",
            action="append",
            default=[],
            metavar="NAME=SLUG",
            help="where one channel goes; “NAME=” leaves it out",
        )
        add(
            "--person",
            action="append",
            default=[],
            metavar="NAME=ADDRESS",
            help="an author without an address is this person: used to know the unit",
        )
        add("--dry-run", action="store_true", help="say what it holds, and import nothing")
        add("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import it, or say what it holds.

        Raises:
            Refused: It cannot be read, or it is not said where it goes.
        """
        at, kind, path = timezone.now(), NAMES[options["kind"]], options["path"]
        target = _target(options["community"], options["channel"])
        is_nowhere = target.everything is None and not any(target.channels.values())
        if is_nowhere and not options["dry_run"]:
            raise Refused(_("Say where it goes: --community SLUG, or --channel NAME=SLUG."))
        confirmed = _confirmed(Export(kind, path, path.name), options["person"], at=at)
        if options["dry_run"]:
            tally = look(Export(kind, path, path.name), at=at)
            target.refuse_unknown(tally)
            data = as_data(kind=kind, tally=tally)
        else:
            made, brought = ConversationImport.bring_now(
                kind=kind, path=path, target=target, confirmed=confirmed, at=at, tell=self._tell
            )
            data = as_data(
                kind=kind,
                tally=brought.tally,
                matched=brought.matched,
                unmatched=brought.unmatched,
                written=brought.written,
                by_community=brought.by_community,
                number=made.pk,
            )
        if options["json"]:
            self.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join([READERS[kind].name, *lines(data)]))

    def _tell(self, read: int) -> None:
        """Where somebody watches, how far it is."""
        if self.stderr.isatty():
            said = _("{count} messages read").format(count=f"{read:,}")
            self.stderr.write(f"\r{said}", ending="")


def _pair(text: str, option: str) -> tuple[str, str]:
    name, is_there, value = text.rpartition("=")
    if not is_there:
        raise Refused(_("{option} takes NAME=VALUE.").format(option=option))
    return name.strip().lstrip("#"), value.strip()


def _community(slug: str) -> int:
    found = Community.objects.filter(slug=slug).values_list("pk", flat=True).first()
    if found is None:
        raise Refused(_("There is no community “{slug}”.").format(slug=slug))
    return found


def _target(slug: str | None, channels: Sequence[str]) -> Target:
    pairs = [_pair(text, "--channel") for text in channels]
    return Target(
        everything=_community(slug) if slug else None,
        channels={name: _community(value) if value else None for name, value in pairs},
    )


def _confirmed(export: Export, people: Sequence[str], *, at: datetime) -> dict[str, int]:
    """The authors that somebody named, by what they are known by in the export."""
    if not people:
        return {}
    pairs = (_pair(text, "--person") for text in people)
    meant = {name: person_at(clean_address(address)).pk for name, address in pairs}
    names = unknown_names(look(export, at=at).authors.values())
    if missing := sorted(meant.keys() - set(names.values())):
        raise Refused(
            _("Nobody in it is called “{name}”, without an address that is known here.").format(
                name=missing[0]
            )
        )
    return {identity: meant[name] for identity, name in names.items() if name in meant}
