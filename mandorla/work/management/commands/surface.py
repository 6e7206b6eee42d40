"""Surface an issue from the command line, as from a script that watches something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.communities.models import Community
from mandorla.people.management.arguments import person_at
from mandorla.people.models import Person, Unit
from mandorla.people.names import plain_text
from mandorla.work.jobs import compare_issues_later
from mandorla.work.models import Issue

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable


class Command(BaseCommand):
    """`mandorla surface "…" --community SLUG`: prints the address of the new issue."""

    help = "Surfaces an issue for a community and prints its address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what crops up, for whom, and whom it touches."""
        parser.add_argument("text", help="what crops up, in one line of at most 200 characters")
        parser.add_argument("--community", required=True, metavar="SLUG", help="as in its address")
        parser.add_argument(
            "--unit",
            action="append",
            default=[],
            metavar="NAME",
            help="a unit that it touches, by its name or its path; may be given several times",
        )
        parser.add_argument("--detail", default="", help="more about it")
        parser.add_argument(
            "--by", dest="email", default="", metavar="EMAIL", help="who surfaces it; nobody if not"
        )
        parser.add_argument(
            "--without-name", action="store_true", help="nobody is told who surfaced it"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Surface it; a refusal ends with exit code 1."""
        issue = Issue.surface(
            community=_community(options["community"]),
            text=options["text"],
            detail=options["detail"],
            units=_units(options["unit"]),
            is_anonymous=options["without_name"],
            by=_person(options["email"]),
            at=timezone.now(),
        )
        compare_issues_later(issue.community)
        self.stdout.write(issue.get_absolute_url())


def _community(slug: str) -> Community:
    community = Community.objects.filter(slug=slug).first()
    if community is None:
        raise Refused(_("There is no community at “{slug}”.").format(slug=slug))
    return community


def _person(email: str) -> Person | None:
    person = person_at(email) if email else None
    if person and not person.is_active:
        raise Refused(_("{name} has no active account.").format(name=person.name))
    return person


def _units(names: list[str]) -> list[Unit]:
    """The units that are called so; a path tells apart those with the same name.

    Capitals and accents do not count, unless they tell two units apart.
    """
    if not names:
        return []
    paths = Unit.objects.paths()
    found = []
    for name in names:
        same = _called(name, paths, as_compared=str) or _called(name, paths, as_compared=plain_text)
        if len(same) != 1:
            several = _("Several units are called “{name}”: write the whole path.")
            sentence = several if same else _("No unit is called “{name}”.")
            raise Refused(sentence.format(name=name))
        found += same
    return list(Unit.objects.filter(pk__in=found))


def _called(name: str, paths: dict[int, str], *, as_compared: Callable[[str], str]) -> list[int]:
    wanted = as_compared(name)
    ends = {pk: {path, path.rsplit(" / ", 1)[-1]} for pk, path in paths.items()}
    return [pk for pk, names in ends.items() if wanted in map(as_compared, names)]
