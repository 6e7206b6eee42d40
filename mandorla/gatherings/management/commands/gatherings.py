"""When a community meets, on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.communities.models import Community
from mandorla.gatherings.models import Series
from mandorla.gatherings.models.held import STATES
from mandorla.gatherings.occurrences import next_gatherings

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from mandorla.gatherings.models import Gathering

LIMIT = 12


class Command(BaseCommand):
    """`mandorla gatherings COMMUNITY`: its rhythms, and its next dates."""

    help = "Lists the rhythms of a community and its next gatherings, moved and cancelled ones too."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say whose, and how many."""
        add = parser.add_argument
        add("community", help="the community, as in its address")
        add("--next", type=int, default=LIMIT, metavar="N", help=f"how many; default: {LIMIT}")
        add("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print them.

        Raises:
            Refused: There is no such community, or no sensible number of gatherings.
        """
        community = Community.objects.filter(slug=options["community"]).first()
        if community is None:
            sentence = _("There is no community at “{slug}”.")
            raise Refused(sentence.format(slug=options["community"]))
        if not 0 < options["next"] <= 366:
            raise Refused(_("Ask for 1 to 366 gatherings."))
        series = list(Series.objects.filter(community=community).with_dates())
        dated = [one for one in series if one.rule]
        found = next_gatherings(dated, at=timezone.now(), limit=options["next"])
        if options["json"]:
            data = {
                "series": [
                    {"number": one.pk, "name": one.name, "words": one.words} for one in series
                ],
                "gatherings": [_as_data(one) for one in found],
            }
            self.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))
            return
        for one in series:
            until = ", " + _("until {day}").format(day=one.ends_on) if one.ends_on else ""
            self.stdout.write(f"{one.name}: {one.words}{until}")
        for gathering in found:
            self.stdout.write(_line(gathering))
        if not found:
            self.stdout.write(_("No gathering is to come."))


def _line(gathering: Gathering) -> str:
    """Its day by the clock of its series, and what is not as planned."""
    start = gathering.local_start
    moved = start.date() != gathering.planned_on
    notes = [
        gathering.place,
        _("planned for {day}").format(day=gathering.planned_on) if moved else "",
        str(STATES[gathering.state]) if gathering.state != "planned" else "",
        gathering.cancelled_because,
    ]
    said = "".join(f", {note}" for note in notes if note)
    return f"{start:%Y-%m-%d %H:%M}  {gathering.series.name}{said}"


def _as_data(gathering: Gathering) -> dict[str, Any]:
    return {
        "series": gathering.series_id,
        "planned_on": str(gathering.planned_on),
        "starts_at": gathering.starts_at.isoformat(),
        "minutes": gathering.minutes,
        "timezone": gathering.series.zone,
        "place": gathering.place,
        "state": gathering.state,
        "cancelled_because": gathering.cancelled_because,
    }
