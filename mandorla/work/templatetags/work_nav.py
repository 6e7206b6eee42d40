"""The way between the pages of the work of a community."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

register = template.Library()

# What each place is called, and of the first ones what lies below them.
AREAS: Final[dict[str, _StrPromise]] = {
    "work": _("Board"),
    "asks": _("Asks"),
    "lessons": _("Lessons"),
    "insights": _("Insights"),
    "questions": _("Questions to us"),
    "yields": _("What it yields"),
}
BELOW: Final[dict[str, dict[str, _StrPromise]]] = {
    "work": {
        "issues": _("All issues"),
        "common": _("Alike"),
        "problems": _("Problems"),
        "solutions": _("Solutions"),
        "rollout": _("Rollout"),
    },
    "asks": {"brain_trust": _("Who can help with what")},
    "lessons": {"reviews": _("Looking back together")},
}
OF_THOSE_IN_IT: Final = frozenset({"insights", "questions", "reviews"})


@dataclass(frozen=True)
class Way:
    """A link to one of the pages; `current` says how it is the one that somebody reads."""

    label: str
    address: str
    current: str


@register.inclusion_tag("work/_ways.html")
def work_nav(slug: str, place: str, *, is_in: bool) -> dict[str, list[Way]]:
    """Links to the areas, and to the pages below the one that somebody is in.

    Args:
        slug: Of the community.
        place: The page, of `AREAS` or of what lies below.
        is_in: Whether the reader is in the community, or a program manager.
    """
    area = next((area for area, pages in BELOW.items() if place in pages), place)
    current = {area: "true", place: "page"}

    def ways(pages: dict[str, _StrPromise]) -> list[Way]:
        return [
            Way(str(label), reverse(f"work:{page}", args=[slug]), current.get(page, ""))
            for page, label in pages.items()
            if is_in or page not in OF_THOSE_IN_IT
        ]

    return {"areas": ways(AREAS), "pages": ways(BELOW.get(area, {}))}
