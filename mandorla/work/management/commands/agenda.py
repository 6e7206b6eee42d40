"""The agenda of a gathering on the command line, as it is kept or as it is drafted."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.errors import Refused
from mandorla.communities.models import Community
from mandorla.gatherings.models import Gathering, Series
from mandorla.gatherings.occurrences import next_gatherings
from mandorla.work.agenda import agenda_of
from mandorla.work.agenda_page import Lists, Page, read_lists, read_page, sentence_of
from mandorla.work.backlog import is_over
from mandorla.work.hints import read_hints

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence
    from datetime import datetime

    from mandorla.work.agenda_page import Beside, Line
    from mandorla.work.hints import Hint

NOTHING = Lists(waiting=(), offered=(), more=0)
LOOK_AHEAD = 12  # gatherings among which the next one that takes place is looked for


class Command(BaseCommand):
    """`mandorla agenda COMMUNITY`: the next gathering's; reading keeps nothing."""

    help = "Prints the agenda of the next gathering of a community, or its draft."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which gathering, and how."""
        parser.add_argument("community", help="the community, as in its address")
        parser.add_argument(
            "--on", type=date.fromisoformat, metavar="DATE", help="the day it is planned for"
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print it.

        Raises:
            Refused: There is no such community, or it does not meet then.
        """
        now = timezone.now()
        gathering = _gathering(options["community"], on=options["on"], at=now)
        agenda = agenda_of(gathering, at=now)
        page = read_page(agenda)
        past = _past(gathering) if is_over(gathering, at=now) else ""
        lists = NOTHING if past else read_lists(agenda, at=now)
        hints = () if past else read_hints(page, lists)
        if options["json"]:
            data = _as_data(page, lists, hints)
            self.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))
            return
        day = f"{gathering.local_start:%Y-%m-%d %H:%M}"
        drafted = not (agenda.is_kept or past)
        said = [past, sentence_of(page), _("Drafted; nobody has kept it yet.") if drafted else ""]
        told = " ".join(filter(None, said))
        self.stdout.write(f"{gathering.series.name}, {day}. {told}")
        for line in page.lines:
            self.stdout.write(_line(line))
        self._beside(_("Left for next time:"), lists.waiting)
        self._beside(_("Untouched for three gatherings:"), lists.offered)
        if lists.more:
            words = ngettext("{n} more waits.", "{n} more wait.", lists.more)
            self.stdout.write(words.format(n=lists.more))
        for hint in hints:
            self.stdout.write(_("Is this one problem? {reason}:").format(reason=hint.reason))
            self.stdout.writelines(f"  {text}\n" for text in hint.texts)

    def _beside(self, title: str, found: tuple[Beside, ...]) -> None:
        if found:
            self.stdout.write(title)
        for one in found:
            reason = f" ({one.reason})" if one.reason else ""
            self.stdout.write(f"  {one.title} – {one.why}{reason}")


def _gathering(slug: str, *, on: date | None, at: datetime) -> Gathering:
    community = Community.objects.filter(slug=slug).first()
    if community is None:
        raise Refused(_("There is no community at “{slug}”.").format(slug=slug))
    series = list(Series.objects.filter(community=community).exclude(rule="").with_dates())
    if on is None:
        coming = next_gatherings(series, at=at, limit=LOOK_AHEAD)
        taking_place = [one for one in coming if one.state != "cancelled"]
        if not taking_place:
            raise Refused(_("{name} has no gathering to come.").format(name=community.name))
        return taking_place[0]
    for one in series:
        try:
            return Gathering.on(series=one, planned_on=on)
        except Refused:
            continue
    raise Refused(_("{name} does not meet on {day}.").format(name=community.name, day=on))


def _past(gathering: Gathering) -> str:
    """Why nothing waits for a gathering that is over."""
    if gathering.state == "cancelled" and gathering.cancelled_because:
        return _("It is cancelled: {why}.").format(why=gathering.cancelled_because.rstrip("."))
    if gathering.state == "cancelled":
        return _("It is cancelled.")
    if gathering.state == "held":
        return _("It was held.")
    return _("Its time is over, and nobody has noted that it took place.")


def _line(line: Line) -> str:
    begins = f"{line.begins:%H:%M}" if line.begins else "     "
    why = f" – {line.why}" if line.why else ""
    return f"{begins} {line.row.minutes:>3}  {line.row.title}{why}"


def _as_data(page: Page, lists: Lists, hints: Sequence[Hint]) -> dict[str, Any]:
    gathering = page.agenda.gathering
    return {
        "series": gathering.series_id,
        "planned_on": str(gathering.planned_on),
        "starts_at": gathering.starts_at.isoformat(),
        "state": gathering.state,
        "is_kept": page.agenda.is_kept,
        "minutes": page.agenda.minutes,
        "used": page.agenda.used,
        "items": [
            {
                "begins": f"{line.begins:%H:%M}" if line.begins else None,
                "minutes": line.row.minutes,
                "title": line.row.title,
                "part": line.row.part,
                "why": line.why,
                "about": line.row.kind,
                "number": line.number,
            }
            for line in page.lines
        ],
        "waiting": [_waiting(one) for one in lists.waiting],
        "offered": [_waiting(one) for one in lists.offered],
        "more": lists.more,
        "hints": [asdict(hint) for hint in hints],
    }


def _waiting(one: Beside) -> dict[str, Any]:
    found = {"kind": one.kind, "number": one.number, "title": one.title, "why": one.why}
    return {**found, "reason": one.reason}
