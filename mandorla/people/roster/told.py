"""The counts of an import in words, the same on the page and in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping


def in_words(counts: Mapping[str, int]) -> list[tuple[int, str, str]]:
    """Each count with what was counted and its key; none before anything was counted."""
    if not counts:
        return []
    words = {
        "rows": ngettext("row", "rows", counts["rows"]),
        "new": ngettext("new person", "new people", counts["new"]),
        "changed": ngettext("person with changes", "people with changes", counts["changed"]),
        "moved": ngettext(
            "person moved to another unit",
            "people moved to another unit",
            counts["moved"],
        ),
        "gone": ngettext("person gone", "people gone", counts["gone"]),
        "unchanged": ngettext("person as known", "people as known", counts["unchanged"]),
        "left": ngettext(
            "had left already",
            "had left already",
            counts["left"],
        ),
        "units": ngettext("new unit", "new units", counts["units"]),
        "refused": ngettext("row refused", "rows refused", counts["refused"]),
    }
    optional = {"left", "units"}
    return [
        (counts[kind], text, kind)
        for kind, text in words.items()
        if counts[kind] or kind not in optional
    ]
