"""Read a calendar in from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.communities.models import Community
from mandorla.gatherings.calendar.intake import take_in
from mandorla.gatherings.calendar.plan import as_data, read_plan, usual_zone
from mandorla.gatherings.zones import zone_named

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from mandorla.gatherings.calendar.plan import CalendarPlan


class Command(BaseCommand):
    """`mandorla import_calendar FILE --community SLUG`: the series of an .ics file."""

    help = (
        "Reads a calendar (.ics) into a community: its rhythms from now on, with what is moved "
        "and cancelled. It names everything it leaves out; with --dry-run it only says what it "
        "would make. Run again, it leaves alone what it made before."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=Path, help="an .ics file")
        add("--community", required=True, metavar="SLUG", help="the end of its address")
        add("--timezone", default="", help="of times that name none; else the community's")
        add("--dry-run", action="store_true", help="say what would be made, and make nothing")
        add("--json", action="store_true", help="for programs")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, make, and say what was made and left out."""
        community = _community(options["community"])
        now = timezone.now()
        plan = read_plan(
            _read(options["file"]),
            file=options["file"].name,
            floating=_zone(options["timezone"] or usual_zone(community)),
            community=community,
            at=now,
        )
        if not options["dry_run"]:
            take_in(plan, community=community, only=None, by=None, at=now)
        if options["json"]:
            told = {"imported": not options["dry_run"], **as_data(plan)}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(_as_text(plan, does=not options["dry_run"]))


def _community(slug: str) -> Community:
    found = Community.objects.filter(slug=slug).first()
    if found is None:
        raise Refused(_("There is no community at “{slug}”.").format(slug=slug))
    return found


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise Refused(
            _("{file} cannot be read: {why}.").format(file=file, why=problem.strerror)
        ) from problem


def _zone(name: str) -> str:
    found = zone_named(name)
    if not found:
        raise Refused(_("There is no time zone “{name}”.").format(name=name))
    return found


def _as_text(plan: CalendarPlan, *, does: bool) -> str:
    lines = [*plan.problems, *plan.notes]
    for one in plan.planned:
        word = _("here already") if one.is_known else _("new")
        lines.append(f"{word}: {one.meeting.summary} ({one.rhythm})")
        for changed in one.moved:
            said = _("  {before} takes place {after}")
            after = f"{changed.starts_at:%Y-%m-%d %H:%M}"
            lines.append(said.format(before=changed.recurs_at.date(), after=after))
        lines += [_("  not on {day}").format(day=moment.date()) for moment in one.cancelled]
    counts = (
        (len(plan.new), _("new")),
        (len(plan.planned) - len(plan.new), _("here already")),
        (len(plan.problems), _("left out")),
    )
    lines += [f"{count:>8,}  {what}" for count, what in counts]
    if not does:
        lines.append(_("Nothing was made."))
    return "\n".join(lines)
