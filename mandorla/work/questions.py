"""What management asked of a community, and what it answered, as somebody may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.web import Page, paged
from mandorla.work.models.question import Question, speaks_for_management
from mandorla.work.rules import steers

if TYPE_CHECKING:
    from collections.abc import Set

    from mandorla.communities.models import Community
    from mandorla.people.models import Person

SHOWN = {"open": ("open",), "answered": ("answered", "declined"), "all": None}


@dataclass(frozen=True)
class Questions:
    """A page of what management asked of a community.

    Attributes:
        shown: Which are shown: "open", "answered" or "all".
        counts: How many there are of each; withdrawn ones are only among all.
        may_ask: Whether the reader speaks for a part of the organization.
        may_reply: Whether the reader answers for the community.
    """

    page: Page[Question]
    shown: str
    counts: dict[str, int]
    may_ask: bool
    may_reply: bool

    @property
    def sentence(self) -> str:
        """What is true now."""
        if not self.counts["all"]:
            return _("Management has not asked anything of this community yet.")
        if not self.counts["open"]:
            return _("Everything that management asked has an answer.")
        return ngettext(
            "{count} question or request of management waits for an answer.",
            "{count} questions and requests of management wait for an answer.",
            self.counts["open"],
        ).format(count=self.counts["open"])


def read_questions(
    community: Community, *, reader: Person, roles: Set[str], shown: str, number: int
) -> Questions:
    """What management asked of a community: what waits longest first, then the newest answers.

    Args:
        community: Of whom.
        reader: Who reads; somebody outside sees what they asked themselves.
        roles: The reader's roles here.
        shown: "open", "answered" or "all"; anything else shows what is open, if anything is.
        number: Which page.
    """
    questions = Question.objects.visible_to(reader).filter(community=community)
    counts = questions.aggregate(
        all=Count("pk"),
        open=Count("pk", filter=Q(state="open")),
        answered=Count("pk", filter=Q(state__in=["answered", "declined"])),
    )
    if shown not in SHOWN:
        shown = "open" if counts["open"] else "all"
    states = SHOWN[shown]
    rows = questions.filter(state__in=states) if states else questions
    order = "asked_at" if shown == "open" else "-asked_at"
    rows = rows.select_related("asked_by", "answered_by").order_by(order, "pk")
    is_open = not community.has_closed
    return Questions(
        page=paged(rows, number=number, total=counts[shown]),
        shown=shown,
        counts=counts,
        may_ask=is_open and speaks_for_management(reader),
        may_reply=is_open and steers(reader, roles),
    )
