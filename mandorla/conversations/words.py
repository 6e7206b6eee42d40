"""Why something is left out of an import or cannot be read, in words."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mandorla.conversations.sources.items import Unreadable

MOST_NAMED = 10  # channels in one sentence
LEFT_OUT = {
    "join": gettext_lazy("people who joined or left a channel"),
    "bot": gettext_lazy("written by bots"),
    "notice": gettext_lazy("notices of the system"),
    "deleted": gettext_lazy("deleted by who wrote them"),
    "private": gettext_lazy("messages between a few people"),
    "unopened": gettext_lazy("files of messages between a few people, not opened"),
    "closed": gettext_lazy("from closed channels that nobody chose"),
    "unmapped": gettext_lazy("from channels that nobody chose"),
    "anonymous": gettext_lazy("nobody is named as who wrote them"),
    "undated": gettext_lazy("without a date that can be read"),
    "too_early": gettext_lazy("dated before 1990"),
    "in_future": gettext_lazy("dated in the future"),
    "expired": gettext_lazy("older than posts are kept"),
    "double": gettext_lazy("imported before, or twice in the file"),
}
WHY = {
    "missing": gettext_lazy("It is not there, or may not be read."),
    "damaged": gettext_lazy("It is damaged or cut off. Export it again."),
    "bad_zip": gettext_lazy("It is no zip, or it is damaged or cut off. Export it again."),
    "encrypted": gettext_lazy("It is locked with a password. Pack it again without one."),
    "many_entries": gettext_lazy("It holds more than {most} files. Split it by time or channel."),
    "too_large": gettext_lazy("Unpacked it is larger than {most} GB. Split it by time or channel."),
    "bomb": gettext_lazy("It unpacks to far more than an export does. It is not read further."),
    "odd_path": gettext_lazy("The path leads out of the export, as none does. It is not read."),
    "link": gettext_lazy("It points to another file, as nothing in an export does."),
    "large_entry": gettext_lazy("It is too large to be one of the files of such an export."),
    "long_line": gettext_lazy("A line or a message is longer than 16 MB."),
    "no_json": gettext_lazy("It is no JSON, or cut off."),
    "no_list": gettext_lazy("It is JSON, but no list of messages."),
    "no_csv": gettext_lazy("It is no CSV, or a quotation mark is not closed."),
    "no_utf8": gettext_lazy("It is saved as UTF-16. Save it as CSV UTF-8."),
    "no_column": gettext_lazy("The column {column} is missing."),
    "nothing_found": gettext_lazy("Nothing in it looks like an export of {format}."),
    "packed": gettext_lazy(
        "Nothing in it looks like an export of {format}, but {inner} lies in it: take that file by "
        "itself."
    ),
    "odd": gettext_lazy("It is not as an export of {format} is made."),
}
PURPOSES = {
    "author": gettext_lazy("who wrote it, as a number that leads back to nobody"),
    "address": gettext_lazy("to find the unit of who wrote it; then dropped"),
    "name": gettext_lazy("to find the unit when a person confirms it; then dropped"),
    "moment": gettext_lazy("when it was sent"),
    "thread": gettext_lazy("which thread it belongs to, as a number"),
    "answer": gettext_lazy("what it answers, as a number"),
    "post": gettext_lazy("to know it again, as a number"),
    "channel": gettext_lazy("which community it belongs to"),
    "kind": gettext_lazy("to leave out joins, bots, notices and what is private"),
}


def refusal(problem: Unreadable) -> Refused:
    """What is wrong with a file, in which part of it and where, as a sentence."""
    where = problem.file
    if problem.entry and problem.entry != problem.file:
        where = _("{file}, in {entry}").format(file=where, entry=problem.entry)
    if problem.line:
        where = _("{where}, line {line}").format(where=where, line=f"{problem.line:,}")
    why = str(WHY[problem.why]).format(**problem.facts)
    return Refused(f"{where}: {why}")


def no_channel(name: str, known: Collection[str]) -> Refused:
    """That an export has no such channel, and which ones it has; those that sound alike first."""
    named = sorted(
        (one for one in known if one),
        key=lambda one: (-SequenceMatcher(None, name.casefold(), one.casefold()).ratio(), one),
    )
    said = _("There is no channel “{name}” in it.").format(name=name)
    if not named:
        return Refused(_("{sentence} It names none.").format(sentence=said))
    there = ", ".join(named[:MOST_NAMED])
    if len(named) > MOST_NAMED:
        there = _("{names} and {count} more").format(names=there, count=len(named) - MOST_NAMED)
    return Refused(_("{sentence} It has {names}.").format(sentence=said, names=there))


def left_out(counts: Mapping[str, int]) -> list[tuple[int, str, str]]:
    """How many of each were left out, in words, the most first; with the key of the reason."""
    found = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [(count, str(LEFT_OUT[reason]), reason) for reason, count in found if count]
