"""Who was at a gathering, from the file of a meeting program."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.errors import Refused
from mandorla.communities.models import Community
from mandorla.gatherings.bringing_attendance import all_guests, bring, look
from mandorla.gatherings.models import Gathering, Series
from mandorla.people.management.arguments import person_at

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from mandorla.gatherings.bringing_attendance import Change


class Command(BaseCommand):
    """`mandorla import_attendance FILE`: says what is understood, then keeps it."""

    help = (
        "Reads who was at a gathering from a file of Microsoft Teams, Zoom or Google Meet. The "
        "file is not kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=Path, help="as the meeting program gave it, CSV or .xlsx")
        add("--community", required=True, help="the short name of the community")
        add("--on", required=True, type=_day, help="the day the gathering was planned for")
        add("--series", default="", help="the name of the series, when several meet on that day")
        add("--order", choices=["day", "month"], default=None, help="what its dates begin with")
        add(
            "--is",
            action="append",
            default=[],
            dest="names",
            metavar="NAME=E-MAIL",
            help="who a name is; may be repeated",
        )
        add("--others-are-guests", action="store_true", help="count the other names as guests")
        add("--another-day", action="store_true", help="keep a file that is about another day")
        add("--dry-run", action="store_true", help="only say what is understood")
        add("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say what is understood, and keep it unless that was all that was asked.

        Raises:
            Refused: The file or the gathering is not there, the file is about another day, or a
                name is not decided.
        """
        gathering = _gathering(options["community"], options["on"], options["series"])
        file: Path = options["file"]
        now = timezone.now()
        change = look(
            _data(file), file=file.name, order=options["order"], gathering=gathering, at=now
        )
        self._tell(change, is_json=options["json"])
        if options["dry_run"]:
            return
        if change.other_day and not options["another_day"]:
            advice = _("If it is the right one all the same, say --another-day.")
            raise Refused(f"{change.other_day} {advice}")
        choices = all_guests(change.matched) if options["others_are_guests"] else {}
        choices |= _choices(change, options["names"])
        kept = Gathering.touch(series=gathering.series, planned_on=gathering.planned_on, at=now)
        count = bring(change.found, gathering=kept, choices=choices, by=None, at=now)
        if not options["json"]:
            self.stdout.write(ngettext("{n} was there.", "{n} were there.", count).format(n=count))

    def _tell(self, change: Change, *, is_json: bool) -> None:
        told = _told(change)
        if is_json:
            self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))
            return
        self.stdout.write(f"{change.source}: {change.found.title}".rstrip(": "))
        if change.other_day:
            self.stdout.write(_("  Careful. {sentence}").format(sentence=change.other_day))
        for problem in told["problems"]:
            self.stdout.write(f"  {problem}")
        sentence = _("{known} known by e-mail, {unsure} to confirm, {guests} guests.")
        counts = {"known": len(told["known"]), "unsure": len(told["unsure"])}
        self.stdout.write(sentence.format(**counts, guests=change.guests))
        for name in told["unsure"]:
            offers = ", ".join(name["offers"])
            self.stdout.write(
                _("  “{name}” could be: {offers}").format(name=name["name"], offers=offers)
            )


def _told(change: Change) -> dict[str, Any]:
    return {
        "format": change.source,
        "title": change.found.title,
        "days": [str(day) for day in change.found.days],
        "is_of_this_day": change.held_on is None,
        "known": [one.name for one in change.matched.known],
        "unsure": [
            {"name": one.label, "offers": [offer.name for offer in one.offers]}
            for one in change.matched.unsure
        ],
        "guests": change.guests,
        "problems": [str(problem) for problem in change.found.problems],
    }


def _choices(change: Change, names: list[str]) -> dict[int, int]:
    """For each place of a name the person that was named for it.

    Raises:
        Refused: The file asks for no such name, or nobody has the address.
    """
    choices: dict[int, int] = {}
    for text in names:
        name, _equals, email = text.partition("=")
        places = [one.place for one in change.matched.unsure if one.label == name.strip()]
        if not places:
            raise Refused(_("The file does not ask who “{name}” is.").format(name=name.strip()))
        choices |= dict.fromkeys(places, person_at(email.strip()).pk)
    return choices


def _gathering(slug: str, day: date, name: str) -> Gathering:
    """The gathering that was planned for a day.

    Raises:
        Refused: There is none, or several.
    """
    community = Community.objects.filter(slug=slug).first()
    if community is None:
        raise Refused(_("There is no community called “{slug}”.").format(slug=slug))
    rows = Series.objects.filter(community=community).with_dates()
    found = []
    for series in rows.filter(name=name) if name else rows:
        try:
            found.append(Gathering.on(series=series, planned_on=day))
        except Refused:
            continue
    if not found:
        raise Refused(_("{community} does not meet on {day}.").format(community=community, day=day))
    if len(found) > 1:
        names = ", ".join(one.series.name for one in found)
        raise Refused(
            _("Several meet on that day: say --series. They are: {names}.").format(names=names)
        )
    return found[0]


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _data(file: Path) -> bytes:
    """What the file holds.

    Raises:
        Refused: It cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as problem:
        sentence = _("{file} cannot be read: {why}.")
        raise Refused(sentence.format(file=file, why=problem.strerror)) from problem
