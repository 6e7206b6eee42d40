"""The lessons of a community, as somebody may see and change them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.web import Page, paged
from mandorla.work.models import Lesson
from mandorla.work.rules import keeps_lessons, takes_part

if TYPE_CHECKING:
    from collections.abc import Set
    from datetime import date

    from mandorla.communities.models import Community
    from mandorla.people.models import Person

MOST_WORDS = 8


@dataclass(frozen=True)
class Lessons:
    """A page of the lessons of a community.

    Attributes:
        shown: Which are shown: "due", "current", "learned" or "retired".
        counts: How many there are of each.
        may_keep: Whether the reader can write one down.
        on: The day on which they are due, or not yet.
    """

    page: Page[Lesson]
    shown: str
    counts: dict[str, int]
    may_keep: bool
    on: date

    @property
    def any(self) -> bool:
        """Whether there is one at all, in use or retired."""
        return bool(self.counts["current"] or self.counts["retired"])

    @property
    def sentence(self) -> str:
        """What is true now."""
        if not self.counts["current"]:
            return _("There is no lesson in use here yet.")
        learned = ngettext(
            "{learned} of {count} lesson changed how something is done.",
            "{learned} of {count} lessons changed how something is done.",
            self.counts["current"],
        ).format(learned=self.counts["learned"], count=self.counts["current"])
        if not self.counts["due"]:
            return learned
        due = ngettext(
            "{count} waits to be looked at again.",
            "{count} wait to be looked at again.",
            self.counts["due"],
        ).format(count=self.counts["due"])
        return f"{learned} {due}"


def read_lessons(
    community: Community,
    *,
    reader: Person,
    roles: Set[str],
    shown: str,
    words: str,
    number: int,
    on: date,
) -> Lessons:
    """The lessons of a community.

    Args:
        community: Whose.
        reader: Who reads.
        roles: The reader's roles here.
        shown: "due", "current", "learned" or "retired"; anything else shows those in use.
        words: Only those with these words; "" for all.
        number: Which page.
        on: The day on which they are due, or not yet.
    """
    lessons = Lesson.objects.visible_to(reader).filter(community=community)
    which = {
        "current": Q(state="current"),
        "due": Q(state="current", look_again_on__lte=on),
        "learned": Q(state="current") & ~Q(changed=""),
        "retired": Q(state="retired"),
    }
    counts = lessons.aggregate(**{key: Count("pk", filter=rule) for key, rule in which.items()})
    shown = shown if shown in which else "current"
    rows = lessons.filter(which[shown]).select_related("owner")
    for word in words.split()[:MOST_WORDS]:
        rows = rows.filter(Q(text__icontains=word) | Q(detail__icontains=word))
    order = ("look_again_on", "pk") if shown == "due" else ("-kept_at", "-pk")
    return Lessons(
        page=paged(rows.order_by(*order), number=number),
        shown=shown,
        counts=counts,
        may_keep=not community.has_closed and takes_part(reader, roles),
        on=on,
    )


def may_change(lesson: Lesson, *, person: Person, roles: Set[str]) -> bool:
    """Its owner changes a lesson, the stewards, and those who facilitate."""
    return lesson.owner_id == person.pk or keeps_lessons(person, roles)
