"""What somebody looks for in the portfolio, as a query that all doors share."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from mandorla.base.prepared import prepared
from mandorla.communities.models import Membership
from mandorla.core.terms import RUNNING
from mandorla.dashboards.portfolio.changes import changed_in
from mandorla.dashboards.portfolio.standing import (
    ENDED,
    LATE,
    is_late,
    waits,
    with_license,
    with_state,
)
from mandorla.ledger.odds_words import UNLIKELY
from mandorla.people.models import Unit

if TYPE_CHECKING:
    from mandorla.communities.models.community import CommunityQuerySet
    from mandorla.dashboards.portfolio.standing import Terms
    from mandorla.people.models import Person

GRAVE: Final = 3
WITHIN: Final = {
    14: gettext_lazy("two weeks"),
    30: gettext_lazy("30 days"),
    45: gettext_lazy("45 days"),
    90: gettext_lazy("90 days"),
    180: gettext_lazy("half a year"),
}
STAGES: Final = {
    1: gettext_lazy("founding"),
    2: gettext_lazy("developing"),
    3: gettext_lazy("maturing"),
    4: gettext_lazy("sustaining"),
    5: gettext_lazy("transforming"),
}
WARNINGS: Final = {
    "any": gettext_lazy("with warnings"),
    "grave": gettext_lazy("with grave ones"),
    "none": gettext_lazy("without"),
}
BROUGHT: Final = {
    "money": gettext_lazy("confirmed in money"),
    "stories": gettext_lazy("with confirmed stories"),
    "none": gettext_lazy("nothing confirmed"),
    "unlikely": gettext_lazy("an outcome is unlikely"),
}
SORTS: Final = {
    "name": gettext_lazy("Community"),
    "license": gettext_lazy("License"),
    "overlap": gettext_lazy("Shared value"),
    "worth": gettext_lazy("Brought"),
    "odds": gettext_lazy("Outcomes"),
    "stage": gettext_lazy("Stage"),
    "rhythm": gettext_lazy("Rhythm"),
    "warnings": gettext_lazy("Warnings"),
    "sponsor": gettext_lazy("Sponsor"),
    "objectives": gettext_lazy("Objectives"),
    "decision": gettext_lazy("Last decision"),
}
FALLING: Final = (  # at first
    *("overlap", "worth", "stage", "rhythm", "warnings", "objectives", "decision"),
)
SPAN: Final = re.compile(r"(\d{1,3})-(\d{1,3})")


@dataclass(frozen=True)
class Filters:
    """What somebody looks for.

    Attributes:
        words: Words or beginnings of words in name, purpose and leaders; each must be found.
        state: A word of `standing.WORDS`, "decide" for all on which somebody has to, or empty.
        due_within: In how many days its review or end is at the latest, or None.
        archetype: The key of an archetype, or empty.
        unit: The id of a unit: communities with members from it or a part of it; or None.
        sponsor: Words in the name of a sponsor, or empty.
        stage: From "1" to "5", "unknown", or empty.
        warnings: One of `WARNINGS`, or empty.
        brought: One of `BROUGHT`, or empty.
        overlap: Percent from and to, as "40-45", "unknown", or empty.
        changed: One of `CHANGES`, or empty: those to which it happened since `since`.
        since: From when on something is a change; None for never.
        sort: One of `SORTS`, with "-" before it for the other way round.
    """

    words: str = ""
    state: str = ""
    due_within: int | None = None
    archetype: str = ""
    unit: int | None = None
    sponsor: str = ""
    stage: str = ""
    warnings: str = ""
    brought: str = ""
    overlap: str = ""
    changed: str = ""
    since: datetime | None = None
    sort: str = "name"

    @property
    def look_at_licenses(self) -> bool:
        """Whether they ask about licenses; the database need not look at them otherwise."""
        is_asked = self.state or self.changed or self.due_within is not None
        return bool(is_asked) or self.sort.lstrip("-") == "license"

    @property
    def narrow(self) -> bool:
        """Whether they leave something out."""
        beside = {"sort", "since"}
        return any(getattr(self, one.name) for one in fields(self) if one.name not in beside)


def narrowed(
    communities: CommunityQuerySet, filters: Filters, *, terms: Terms, reader: Person | None
) -> CommunityQuerySet:
    """The communities that are looked for, `with_license` where that is asked about, in no order.

    Those that have closed are left out, unless it is looked for how licenses ended.

    Args:
        communities: Where to look.
        filters: What for; `state` is left to `of_state`.
        terms: The days that count.
        reader: Who looks; a command of nobody reads everything.
    """
    if filters.words:
        communities = communities.matching(filters.words)
    found: Any = with_license(communities) if filters.look_at_licenses else communities
    if filters.state not in ENDED:
        found = found.current()
    if filters.archetype:
        found = found.filter(archetype=filters.archetype)
    if filters.unit is not None:
        placed = Membership.objects.from_units(_with_parts(filters.unit))
        found = found.filter(pk__in=placed.values("community"))
    if filters.sponsor:
        found = found.filter(_sponsored_by(filters.sponsor))
    if filters.due_within is not None:
        found = found.filter(
            granted_state__in=RUNNING,
            due__lte=terms.on + timedelta(days=filters.due_within),
        )
    if filters.changed and filters.since:
        since_on = timezone.localtime(filters.since).date()
        changed = changed_in(filters.changed, since=filters.since, since_on=since_on, on=terms.on)
        found = found.filter(changed)
    narrow: CommunityQuerySet = found.filter(_of_figures(filters, reader))
    return narrow


def _with_parts(unit: int) -> set[int]:
    """A unit and everything under it, from the tree as a whole: that is asked for all the time."""
    above = dict(_units())
    found = {unit}
    for one in above:
        way = []
        up: int | None = one
        while up is not None and up not in found:
            way.append(up)
            up = above.get(up)
        found |= set(way) if up is not None else set()
    return found


@prepared
def _units() -> QuerySet[Unit, tuple[int, int | None]]:
    return Unit.objects.order_by().values_list("pk", "parent_id")


def of_state(communities: CommunityQuerySet, state: str, *, terms: Terms) -> CommunityQuerySet:
    """Those of the `narrowed` ones that have a license of this state."""
    if not state:
        return communities
    if state == "decide":
        return communities.filter(waits(terms.late))
    if state in LATE:
        return communities.filter(is_late(state, terms.late))
    worded: Any = with_state(communities, terms.late)
    found: CommunityQuerySet = worded.filter(license_state=state)
    return found


def _sponsored_by(words: str) -> Q:
    """Who sponsors a community is looked up from there: most people sponsor nothing."""
    held = sponsorships()
    for word in words.split():
        held = held.filter(person__name__icontains=word)
    return Q(Exists(held))


def sponsorships() -> QuerySet[Membership]:
    """Who sponsors the community of the query around it; a list, because SQLite finds no "not"."""
    now = Membership.objects.filter(former__in=[False], role="sponsor")
    return now.filter(community=OuterRef("pk"))


_WHOLE: Final = {
    "money": Q(ledger_standing__low__isnull=False),
    "stories": Q(ledger_standing__stories__gt=0),
    "none": Q(ledger_standing__stories=0),
}
_OPEN: Final = {
    "money": Q(ledger_standing__open_low__isnull=False),
    "stories": Q(ledger_standing__open_stories__gt=0),
    "none": Q(ledger_standing__open_stories=0),
}


def reads_all_inside(reader: Person | None) -> bool:
    """Whether somebody reads what is told to the people of any community, as commands do."""
    return reader is None or reader.is_program_manager


def seats_of(reader: Person | None) -> Exists:
    """Whether somebody has a role in the community of the query around it."""
    seats = Membership.objects.filter(former__in=[False], person=reader)
    return Exists(seats.filter(community=OuterRef("pk")))


def _brought(name: str, reader: Person | None) -> Q:
    """What the ledger came to, by the stories that somebody may read."""
    if name == "unlikely":
        return Q(ledger_standing__odds_low__lt=UNLIKELY)
    if reads_all_inside(reader):
        return _WHOLE[name]
    is_inside = Q(seats_of(reader))
    return is_inside & _WHOLE[name] | ~is_inside & _OPEN[name]


def _of_figures(filters: Filters, reader: Person | None) -> Q:
    """What the kept figures have to be."""
    found = Q()
    if filters.stage:
        known = int(filters.stage) if filters.stage.isdigit() else None
        found &= Q(standing__stage=known) if known else Q(standing__stage=None)
    if filters.warnings == "none":
        found &= Q(standing__warnings=0)
    elif filters.warnings:
        least = GRAVE if filters.warnings == "grave" else 0
        found &= Q(standing__severity__gte=least, standing__warnings__gt=0)
    if filters.brought:
        found &= _brought(filters.brought, reader)
    if filters.overlap == "unknown":
        found &= Q(overlap_share=None)
    elif match := SPAN.fullmatch(filters.overlap):
        low, high = (int(end) / 100 for end in match.groups())
        found &= Q(overlap_share__gte=low) & _up_to(high)
    return found


def _up_to(high: float) -> Q:
    """Everything belongs into the last span, also 100%."""
    return Q(overlap_share__lt=high) if high < 1 else Q(overlap_share__lte=1)
