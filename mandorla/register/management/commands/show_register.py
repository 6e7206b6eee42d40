"""Show the register in numbers from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from mandorla.communities.models import Community
from mandorla.licenses.models.license import STATES
from mandorla.register.counts import Counts, count, rhythms
from mandorla.register.readers import READERS

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla show_register [--json] [--source kubernetes]`."""

    help = "Counts what is in the register: communities by kind, leads, meetings, rhythms."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("--json", action="store_true", help="print JSON")
        add("--source", choices=list(READERS), help="only what came from this register")
        add("--rhythms", action="store_true", help="list every rhythm in words")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the counts."""
        communities = Community.objects.all()
        if options["source"]:
            communities = communities.filter(source=options["source"])
        counts = count(communities)
        if options["json"]:
            self.stdout.write(json.dumps(counts.as_data(), indent=2, ensure_ascii=False))
            return
        for line in _lines(counts):
            self.stdout.write(line)
        if options["rhythms"]:
            for slug, name, said in rhythms(communities):
                self.stdout.write(f"{slug}: {name}: {said}")


def _lines(counts: Counts) -> list[str]:
    rows = [
        (counts.communities, _("communities")),
        (counts.forming, _("  forming")),
        (counts.active, _("  active")),
        (counts.closing, _("  closing")),
        (counts.closed, _("  closed")),
        (counts.leads, _("seats of leaders, now or before")),
        (counts.series, _("recurring meetings")),
        (counts.rhythms_understood, _("  rhythms understood")),
        (counts.rhythms_kept_as_text, _("  rhythms kept as text")),
    ]
    lines = [f"{number:>8,}  {what}" for number, what in rows]
    if any(counts.by_kind):
        lines.append(_("Not closed, by kind:"))
        lines += [f"{n:>8,}  {kind or _('(none)')}" for kind, n in counts.by_kind.items()]
    if counts.by_license:
        lines.append(_("By their newest license:"))
        lines += [f"{n:>8,}  {STATES[state]}" for state, n in counts.by_license.items()]
    if counts.reports_by_year:
        lines.append(_("Reports by year, and who reported before but not on that year:"))
        lines += [
            f"{n:>8,}  {year}"
            + (
                f": {', '.join(counts.reports_missing[year])}"
                if counts.reports_missing[year]
                else ""
            )
            for year, n in counts.reports_by_year.items()
        ]
    if counts.kept_as_text:
        lines.append(_("Kept as text:"))
        lines += [f"  {k['community']}: {k['series']}: {k['text']}" for k in counts.kept_as_text]
    return lines
