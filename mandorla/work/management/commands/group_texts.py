"""Group texts of a file that are about the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.errors import Refused
from mandorla.base.tables import short
from mandorla.communities.similar import english_stems
from mandorla.work.embedding import NAMES, embedder
from mandorla.work.reasons import reason
from mandorla.work.texts import read_texts

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from mandorla.core.common import Common
    from mandorla.core.embedding import Embedder
    from mandorla.work.texts import FoundTexts

SHOWN = 3  # texts of each group


class Command(BaseCommand):
    """`mandorla group_texts FILE.csv --column text`; no database is asked."""

    help = (
        "Groups the texts in one column of a file: those about the same stand together, each "
        "group with its reason. Nobody says how many groups there are. It needs no database and "
        "keeps nothing."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=Path, help="a table with a row of headings, CSV or .xlsx")
        add("--column", default="text", help="the heading of the texts; default: text")
        add("--units", default="", help="the heading of the units each text touches, if any")
        add("--json", action="store_true", help="print JSON")
        add(
            "--embedder",
            choices=NAMES,
            default="",
            help="compare by words (tfidf) or by meaning (minilm); default: minilm when the extra "
            "“semantic” is installed, words otherwise",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the groups.

        Raises:
            Refused: The file cannot be read, or the embedder is not installed.
        """
        from mandorla.core.common import common  # slow import
        from mandorla.core.grouping import group  # slow import

        path = options["file"]
        found = read_texts(
            _bytes(path), file=path.name, column=options["column"], units=options["units"]
        )
        by = embedder(options["embedder"])
        numbers = group(by.embed(found.texts), floors=by.floors)
        groups = common(found.texts, numbers, stem=english_stems(), units=found.units)
        if options["json"]:
            reasons = [_as_data(number, each) for number, each in enumerate(groups)]
            data = {"groups": numbers, "reasons": reasons}
            self.stdout.write(json.dumps(data, ensure_ascii=False))
        else:
            self._show(found, numbers, groups, by)

    def _show(
        self,
        found: FoundTexts,
        numbers: Sequence[int | None],
        groups: Sequence[Common],
        by: Embedder,
    ) -> None:
        say = self.stdout.write
        say(_summary(numbers, len(groups)))
        say(_compared(by))
        for each in groups:
            say("")
            say(reason(each))
            for place in each.places[:SHOWN]:
                row = _("row {row}").format(row=found.rows[place])
                say(f"  {row}: {short(found.texts[place])}")
            if len(each.places) > SHOWN:
                more = len(each.places) - SHOWN
                say("  " + _("… and {count} more").format(count=more))


def _summary(numbers: Sequence[int | None], groups: int) -> str:
    alone = sum(number is None for number in numbers)
    text = ngettext("{count} group", "{count} groups", groups).format(count=f"{groups:,}")
    rest = ngettext("{count} stands alone", "{count} stand alone", alone)
    return _("{groups} of {count} texts; {alone}.").format(
        groups=text, count=f"{len(numbers):,}", alone=rest.format(count=f"{alone:,}")
    )


def _compared(by: Embedder) -> str:
    if by.is_lasting:
        return _("Compared by what they mean: {name}.").format(name=by.name)
    return _("Compared by their words. The extra “semantic” compares what they mean.")


def _as_data(number: int, each: Common) -> dict[str, Any]:
    return {"group": number, "words": each.words, "units": each.units, "reason": reason(each)}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise Refused(
            _("{file} cannot be read: {why}.").format(file=path, why=problem.strerror)
        ) from problem
