"""The License tab: what is permitted, who decides by when, and what happens if nobody does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.core.terms import RUNNING
from mandorla.licenses.application_page import decided_by
from mandorla.licenses.drafting import scheduled
from mandorla.licenses.indicators import STANDINGS
from mandorla.licenses.known import standing_of
from mandorla.licenses.models import Condition, Decision, License, Policy, Review
from mandorla.licenses.models.license import ASKED, GRANTED
from mandorla.licenses.models.review import KINDS as REPORTS
from mandorla.licenses.models.sponsor import SPONSOR_KINDS
from mandorla.licenses.rules import applies, decides, reads_application

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mandorla.communities.header import Header
    from mandorla.licenses.policy import Values
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
class Report:
    """A report on the schedule of a license.

    Attributes:
        due_on: Its day, which a late report before it does not shift.
        kind: What it is called.
        review: What was written for it; None when nothing was yet.
        is_late: Whether its day is past and nothing was handed in.
    """

    due_on: date
    kind: str
    review: Review | None
    is_late: bool


@dataclass(frozen=True)
class LicensePage:
    """What the License tab shows.

    Attributes:
        license: What the community operates under, or the newest that ended; None before one.
        asked: What is applied for, as far as the reader may know.
        standing: What dates make of the license, one of `core.terms.STANDINGS`.
        sponsors: Who sponsors it, by kind in words.
        conditions: All of them, the open ones first.
        reports: Its schedule.
        decisions: What was decided, the newest first, as far as the reader may know.
        past: Licenses from before.
        deciders: Who can decide on what is asked for, or on what runs.
        on: The day.
    """

    license: License | None
    asked: License | None
    standing: str
    sponsors: Sequence[tuple[str, Sequence[Person]]]
    conditions: Sequence[Condition]
    reports: Sequence[Report]
    decisions: Sequence[Decision]
    past: Sequence[License]
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
    license = _shown(licenses)
    asked = next((one for one in licenses if one.state in ASKED), None)
    policy = Policy.of(community.archetype)
    decided = asked or license
    return LicensePage(
        license=license,
        asked=asked if reads_application(person, roles) else None,
        standing=standing_of(license, on=on, policy=policy) if license else "none",
        sponsors=_sponsors(license),
        conditions=_conditions(license),
        reports=_reports(license, policy=policy, on=on),
        decisions=_decisions(header, person),
        past=[one for one in licenses if one not in (license, asked)],
        deciders=decided_by(decided) if decided else [],
        policy=policy,
        applies=applies(person, roles) and community.status in {"forming", "active"},
        decides=decides(person, roles) and not community.has_closed,
        is_inside=bool(roles) or person.is_program_manager or person.is_auditor,
        on=on,
    )


def _shown(licenses: Sequence[License]) -> License | None:
    """What the community operates under, else the newest that once ran."""
    running = next((one for one in licenses if one.state in GRANTED), None)
    return running or next((one for one in licenses if one.granted_at or one.ended_on), None)


def _sponsors(license: License | None) -> list[tuple[str, list[Person]]]:
    if license is None:
        return []
    named = list(license.sponsors.select_related("person").order_by("person__name", "pk"))
    return [
        (str(label), [one.person for one in named if one.kind == kind])
        for kind, label in SPONSOR_KINDS.items()
    ]


def _conditions(license: License | None) -> list[Condition]:
    if license is None:
        return []
    found = list(license.conditions.select_related("closed_by").order_by("due_on", "pk"))
    return sorted(found, key=lambda one: one.state != "open")


def _reports(license: License | None, *, policy: Values, on: date) -> list[Report]:
    """What is due on which day, beside what was written for it."""
    if license is None or license.state not in {*RUNNING, "paused"}:
        return []
    written = {
        (one.due_on, one.kind): one
        for one in license.reviews.exclude(state="cancelled").order_by("pk")
    }
    for one in written.values():
        one.license = license
    planned = {
        (day, kind): written.get((day, kind)) for day, kind in _planned(license, policy)
    } | _yearly(written)
    handed_in = {"submitted", "answered", "decided"}
    return [
        Report(
            due_on=day,
            kind=_kind_words(kind, day),
            review=review,
            is_late=day < on and (review is None or review.state not in handed_in),
        )
        for (day, kind), review in sorted(planned.items(), key=lambda each: each[0])
    ]


def _yearly(written: Mapping[tuple[date, str], Review]) -> dict[tuple[date, str], Review | None]:
    """What was written, and the years between two reports from before that have none."""
    years = {day.year for day, kind in written if kind == "past"}
    skipped = set(range(min(years), max(years))) - years if years else set()
    return {**{(date(year, 12, 31), "past"): None for year in skipped}, **written}


def _kind_words(kind: str, due_on: date) -> str:
    if kind == "past":
        return _("report on {year}").format(year=due_on.year)
    return str(REPORTS.get(kind, kind))


def _planned(license: License, policy: Values) -> list[tuple[date, str]]:
    if license.until_on is None:
        return []
    return scheduled(license, policy=policy, until=license.until_on)


def _decisions(header: Header, person: Person) -> list[Decision]:
    rows = Decision.objects.visible_to(person).filter(community=header.community)
    found = rows.select_related("by", "license").order_by("-at", "-pk")[:MOST_DECISIONS]
    decisions = list(found)
    for one in decisions:
        one.community = header.community
    return decisions
