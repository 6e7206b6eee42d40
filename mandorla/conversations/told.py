"""What an import did, as data and in words: the same for the terminal and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from mandorla.communities.models import Community
from mandorla.conversations.words import left_out

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.conversations.tally import Tally


def as_data(
    *,
    kind: str,
    tally: Tally,
    matched: int = 0,
    unmatched: int = 0,
    written: int = 0,
    by_community: Mapping[int, int] | None = None,
    number: int | None = None,
) -> dict[str, Any]:
    """An import, or what one would hold, for programs.

    Args:
        kind: Which program the export comes from.
        tally: What it holds.
        matched: Authors who are people here.
        unmatched: Authors who are not.
        written: Posts that are new in the lake.
        by_community: The same by community.
        number: The import; None when nothing was kept.
    """
    names = Community.objects.in_bulk(list(by_community or {}))
    return {
        "import": number,
        "kind": kind,
        **tally.counts(),
        "new": written,
        "matched": matched,
        "unmatched": unmatched,
        "first": tally.first.isoformat() if tally.first else None,
        "last": tally.last.isoformat() if tally.last else None,
        "left_out": {reason: count for reason, count in sorted(tally.left_out.items()) if count},
        "channels": [
            {"name": name, "messages": one.messages, "posts": one.posts, "closed": one.is_closed}
            for name, one in sorted(tally.channels.items())
            if name or one.posts
        ],
        "communities": {names[pk].slug: count for pk, count in (by_community or {}).items()},
    }


def lines(data: Mapping[str, Any]) -> list[str]:
    """The same in words, a line each."""
    rows = [
        (data["messages"], _("messages")),
        (data["posts"], _("posts by people")),
        (data["authors"], _("authors")),
    ]
    if data["import"]:
        rows += [
            (data["new"], _("new in the lake")),
            (data["matched"], _("authors known here")),
            (data["unmatched"], _("authors not known here")),
        ]
    told = [f"{count:>12,}  {words}" for count, words in rows]
    skipped = left_out(data["left_out"])
    if skipped:
        told.append(_("Left out:"))
        told += [f"{count:>12,}  {words}" for count, words, _reason in skipped]
    if data["first"]:
        said = _("From {first} to {last}.")
        told.append(said.format(first=data["first"][:10], last=data["last"][:10]))
    return told
