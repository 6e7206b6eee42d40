"""The License tab: what is permitted, who decides by when, and what happens if nobody does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.licenses.application_page import decided_by
from mandorla.licenses.held import Held, read_held
from mandorla.licenses.indicators import STANDINGS
from mandorla.licenses.known import standing_of
from mandorla.licenses.models import Condition, Decision, License, Policy
from mandorla.licenses.models.license import ASKED, GRANTED
from mandorla.licenses.models.sponsor import SPONSOR_KINDS
from mandorla.licenses.reports_page import read_reports
from mandorla.licenses.rules import applies, decides, is_inside, reads_application
from mandorla.licenses.spans import since, spans_by_license

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mandorla.communities.header import Header
    from mandorla.licenses.policy import Values
    from mandorla.licenses.reports_page import Report
    from mandorla.people.models import Person

MOST_NAMED: Final = 3
MOST_DECISIONS: Final = 20
TEXTS: Final = {
    "decision_rights": gettext_lazy("What it may decide"),
    "access_rights": gettext_lazy("What it has access to"),
    "data_use": gettext_lazy("What may be kept of people"),
    "obligations": gettext_lazy("What it owes"),
}


@dataclass(frozen=True)
class LicensePage:
    """What the License tab shows.

    Attributes:
        license: What the community operates under, or the newest that ended; None before one.
        asked: What is applied for, as far as the reader may know.
        standing: What dates make of the license, one of `core.terms.STANDINGS`.
        sponsors: Whom it names as sponsors, by kind in words, each with whether they have left.
        conditions: All of them, the open ones first.
        held: How long it holds, and by whose word.
        reports: Its schedule, term by term.
        decisions: What was decided, the newest first, as far as the reader may know.
        past: Licenses from before, each with its first day.
        deciders: Who can decide on what is asked for, or on what runs.
        on: The day.
    """

    license: License | None
    asked: License | None
    standing: str
    sponsors: Sequence[tuple[str, Sequence[tuple[Person, bool]]]]
    conditions: Sequence[Condition]
    held: Held
    reports: Sequence[Report]
    decisions: Sequence[Decision]
    past: Sequence[tuple[License, date | None]]
    deciders: Sequence[Person]
    policy: Values
    applies: bool
    decides: bool
    is_inside: bool
    on: date

    @property
    def runs(self) -> bool:
        """Whether the community operates under it, or it is paused."""
        return self.license is not None and self.license.state in GRANTED

    @property
    def state_words(self) -> str:
        """How it stands in words; what its days make of it comes before what was decided."""
        if self.standing in {"grace", "lapsed"}:
            return str(STANDINGS[self.standing])
        return self.license.state_words if self.license else ""

    @property
    def reports_now(self) -> list[Report]:
        """What is asked for now."""
        return [one for one in self.reports if not one.is_over]

    @property
    def reports_before(self) -> list[Report]:
        """What was asked for in the terms before, the newest first."""
        return [one for one in reversed(self.reports) if one.is_over]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """What is said beside the scope, each with its heading."""
        if self.license is None:
            return []
        named = [(str(label), getattr(self.license, name)) for name, label in TEXTS.items()]
        return [(label, text) for label, text in named if text]

    @property
    def names(self) -> str:
        """Who decides, in words."""
        names = [person.name for person in self.deciders[:MOST_NAMED]]
        more = len(self.deciders) - len(names)
        listed = _(", ").join(names)
        return _("{names} and {more} more").format(names=listed, more=more) if more > 0 else listed

    @property
    def decided_by(self) -> str:
        """Who decides, as a part of a sentence."""
        one = len(self.deciders) == 1
        words = _("decided by {names}") if one else _("decided by one of: {names}")
        return words.format(names=self.names)

    @property
    def may_apply(self) -> bool:
        """Whether the reader can begin an application here."""
        if not self.applies or self.asked is not None:
            return False
        return not (self.runs and self.license and self.license.kind == "full") or (
            self.standing in {"grace", "lapsed"}
        )

    @property
    def if_nobody(self) -> str:
        """What happens when nobody decides, as a sentence."""
        license = self.license
        due = license.due_on if license else None
        if license is None or not self.runs:
            return ""
        if self.standing == "paused":
            return _("Nothing runs until somebody resumes or retires it.")
        if due is None:
            return _("It has no end: when nobody decides, it goes on.")
        lapses = date_format(due + timedelta(days=self.policy.grace_days + 1), "j F Y")
        if self.standing == "lapsed":
            return _("It has lapsed: until somebody decides, the community has no license.")
        return _(
            "If nobody decides, it goes on for {days} days of grace and lapses on {day}."
        ).format(days=self.policy.grace_days, day=lapses)


def read_license(header: Header, *, person: Person, on: date) -> LicensePage:
    """Put the License tab of a community together, in a fixed number of queries.

    Args:
        header: Of the community, as the reader sees it.
        person: Who reads.
        on: The day.
    """
    community, roles = header.community, header.roles
    rows = License.objects.visible_to(person).filter(community=community).order_by("-number")
    licenses = list(rows.select_related("granted_by", "applied_by", "drafted_by"))
    for one in licenses:
        one.community = community
    license, spans = _shown(licenses), spans_by_license(licenses)
    asked = next((one for one in licenses if one.state in ASKED), None)
    policy = Policy.of(community.archetype)
    decided = asked or license
    return LicensePage(
        license=license,
        asked=asked if reads_application(person, roles) else None,
        standing=standing_of(license, on=on, policy=policy) if license else "none",
        sponsors=_sponsors(license),
        conditions=_conditions(license),
        held=read_held(license, spans[license.pk], on=on) if license else Held(),
        reports=read_reports(license, spans[license.pk], policy=policy, on=on) if license else [],
        decisions=_decisions(header, person),
        past=[
            (one, since(spans[one.pk]) or one.starts_on)
            for one in licenses
            if one not in (license, asked)
        ],
        deciders=decided_by(decided) if decided else [],
        policy=policy,
        applies=applies(person, roles) and community.status in {"forming", "active"},
        decides=decides(person, roles) and not community.has_closed,
        is_inside=is_inside(person, roles),
        on=on,
    )


def _shown(licenses: Sequence[License]) -> License | None:
    """What the community operates under, else the newest that once ran."""
    running = next((one for one in licenses if one.state in GRANTED), None)
    return running or next((one for one in licenses if one.granted_at or one.ended_on), None)


def _sponsors(license: License | None) -> list[tuple[str, list[tuple[Person, bool]]]]:
    """Whom it names, by kind; who sponsors the community no more has left."""
    if license is None:
        return []
    named = list(license.sponsors.select_related("person").order_by("person__name", "pk"))
    seats = license.community.memberships.filter(role="sponsor").values_list("person", "former")
    held = list(seats.order_by("pk"))
    now = {person for person, former in held if not former}
    was = {person for person, former in held if former} - now
    return [
        (
            str(label),
            [
                (one.person, one.person_id in was or not one.person.is_active)
                for one in named
                if one.kind == kind
            ],
        )
        for kind, label in SPONSOR_KINDS.items()
    ]


def _conditions(license: License | None) -> list[Condition]:
    if license is None:
        return []
    found = list(license.conditions.select_related("closed_by").order_by("due_on", "pk"))
    return sorted(found, key=lambda one: one.state != "open")


def _decisions(header: Header, person: Person) -> list[Decision]:
    rows = Decision.objects.visible_to(person).filter(community=header.community)
    found = rows.select_related("by", "license").order_by("-at", "-pk")[:MOST_DECISIONS]
    decisions = list(found)
    for one in decisions:
        one.community = header.community
    return decisions
