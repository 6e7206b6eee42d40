"""Decisions that are due: who makes them, until when, and what happens if nobody does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import F, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.web import PAGE_SIZE, Page, paged
from mandorla.communities.models import Community
from mandorla.dashboards.portfolio.rows import read_sponsors
from mandorla.dashboards.portfolio.standing import TONES, WORDS, waits, with_license
from mandorla.licenses.models import Review

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mandorla.communities.models.community import CommunityQuerySet
    from mandorla.dashboards.portfolio.standing import Terms
    from mandorla.people.models import Person

OTHERWISE: Final = {
    "review_due": gettext_lazy("From the day after it is in grace; after {day} it lapses."),
    "grace": gettext_lazy("After {day} its license lapses."),
    "lapsed": gettext_lazy("It lapsed after {day}: it works without one until somebody decides."),
}
FACTS: Final = (
    *("pk", "name", "slug", "archetype", "due"),
    *("granted__state", "granted__kind", "granted__next_review_on", "granted__until_on"),
    *("asked__state", "asked__applied_at"),
)


@dataclass(frozen=True)
class Due:
    """A decision on a license.

    Attributes:
        state: A word of `standing.WORDS`.
        what: What is to be decided.
        who: Who decides: the names of its sponsors; empty when it has none.
        by: Until when; None when nothing sets a day.
        otherwise: What happens if nobody decides.
    """

    name: str
    slug: str
    state: str
    what: str
    who: tuple[str, ...]
    by: date | None
    otherwise: str

    @property
    def word(self) -> str:
        """How the license stands, in words."""
        return str(WORDS[self.state])

    @property
    def tone(self) -> str:
        """How grave that is."""
        return TONES.get(self.state, "is-none")


@dataclass(frozen=True)
class Report:
    """A report that was handed in and waits for its reader."""

    name: str
    address: str
    what: str
    reader: str
    due_on: date
    is_theirs: bool


def due_communities(communities: CommunityQuerySet, *, terms: Terms) -> CommunityQuerySet:
    """The communities on whose license somebody has to decide, in no order."""
    return with_license(communities).filter(waits(terms.late))


def read_due(communities: CommunityQuerySet, *, number: int, terms: Terms) -> Page[Due]:
    """One page of the decisions that are due, the first day first, then what was applied for."""
    rows = first_first(due_communities(communities, terms=terms))
    found = paged(rows, number=number)
    return found.showing(told(found.rows, terms=terms))


def first_due(communities: CommunityQuerySet, *, terms: Terms, most: int) -> list[Due]:
    """The next few decisions that are due."""
    rows = first_first(due_communities(communities, terms=terms))
    return told(list(rows[:most]), terms=terms)


def first_first(communities: CommunityQuerySet) -> QuerySet[Community, dict[str, Any]]:
    """The facts of decisions that are due, the first day first, then what was applied for."""
    since = F("asked__applied_at").asc(nulls_last=True)
    found: Any = communities.order_by(F("due").asc(nulls_last=True), since, Lower("name"), "pk")
    facts: QuerySet[Community, dict[str, Any]] = found.values(*FACTS)
    return facts


def told(rows: Sequence[dict[str, Any]], *, terms: Terms) -> list[Due]:
    """Decisions in words, with who makes them, in one query."""
    sponsors = read_sponsors(tuple(row["pk"] for row in rows)) if rows else {}
    return [_told(row, sponsors.get(row["pk"], ()), terms) for row in rows]


def _told(row: dict[str, Any], who: tuple[str, ...], terms: Terms) -> Due:
    granted = (row["granted__state"], row["granted__next_review_on"], row["granted__until_on"])
    state = terms.state(
        archetype=row["archetype"],
        granted=granted if row["granted__state"] else None,
        asked=row["asked__state"],
        ended=None,
    )
    due = row["due"]
    if row["asked__state"] == "applied":
        what = _("Grant what it applied for, send it back or decline it")
        return Due(row["name"], row["slug"], state, what, who, due, _unanswered(row))
    what = _("Renew its license, change it or end it")
    if row["granted__kind"] == "trial":
        what = _("Grant it a full license after its trial, or end it")
    last = due + timedelta(days=terms.of(row["archetype"]).grace)
    by = last if state == "grace" else due
    otherwise = OTHERWISE[state].format(day=date_format(last, "j F Y"))
    return Due(row["name"], row["slug"], state, what, who, by, otherwise)


def _unanswered(row: dict[str, Any]) -> str:
    """What happens to a community whose application nobody answers."""
    asked_at, until = row["asked__applied_at"], row["due"]
    ends = _("What it has now ends on {day}.") if until else _("It works without a license.")
    day = date_format(until, "j F Y") if until else ""
    if asked_at is None:
        return ends.format(day=day)
    since = date_format(timezone.localtime(asked_at).date(), "j F Y")
    return _("It has waited since {since}.").format(since=since) + " " + ends.format(day=day)


def read_reports(communities: CommunityQuerySet, *, person: Person, on: date) -> list[Report]:
    """Reports that were handed in and are not answered, as far as the person may read them."""
    waiting = Review.objects.visible_to(person).filter(
        state="submitted", license__community__in=communities
    )
    rows = waiting.select_related("license__community", "reader").order_by("due_on", "pk")
    return [
        Report(
            name=one.license.community.name,
            address=one.get_absolute_url(),
            what=one.get_kind_display(),
            reader=one.reader.name if one.reader else "",
            due_on=one.due_on,
            is_theirs=one.reader_id == person.pk,
        )
        for one in rows[:PAGE_SIZE]
    ]
