"""What is true of a community on a day, put together for whoever reviews or decides.

It is read from everything below this module, by the names of indicators, and never written
anywhere else than where somebody was shown it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandorla.base import indicators
from mandorla.licenses.models import Condition, Decision, License, Policy
from mandorla.value.models import ValueStatement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from mandorla.base.indicators import Indicator
    from mandorla.communities.models import Community
    from mandorla.core.conditions import Finding
    from mandorla.licenses.policy import Values

DECISIONS = 5  # the last ones
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "brought": (
        "worth_confirmed",
        "return_confirmed",
        "return_chance",
        "stories_confirmed",
        "outcome_odds",
    ),
    "organization": (
        "worth_to_organization",
        "solved_half_year",
        "cross_unit",
        "pull",
        "objectives_served",
        "lessons_changed_process",
        "insights_answered",
        "value_realized",
    ),
    "members": (
        "worth_to_members",
        "delivery_to_members",
        "benefits_me",
        "asks_answered",
        "may_speak",
        "time_usable",
        "newcomers_kept",
        "members_covered",
    ),
    "shared": (
        "overlap",
        "overlap_change",
        "shared_items",
        "member_response",
        "statement_signed",
        "statement_days",
        "statement_past",
    ),
    "running": (
        "rhythm_held_quarter",
        "gathering_days",
        "carry_through",
        "commitments_kept",
        "people",
        "people_units",
        "has_leader",
        "core_people",
        "core_units",
        "stage",
        "conditions_overdue",
    ),
}
# What the page of a decision says of the license itself stands beside the evidence already.
OF_LICENSE: Final = ("license_kind", "license_state", "license_standing", "license_days_left")
TITLES: Final[Mapping[str, _StrPromise]] = {
    "brought": gettext_lazy("What it brought, and what it cost"),
    "organization": gettext_lazy("What the organization gets"),
    "members": gettext_lazy("What the members get"),
    "shared": gettext_lazy("What both sides want"),
    "running": gettext_lazy("How it runs"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that is known, or why it is not.

    Attributes:
        name: Of the indicator.
        label: What it is called in a table.
        figure: Its value in short: "12 of 18", "58%", "yes"; empty when it is not known.
        sentence: What is true, or why nobody knows and how one would.
        address: Where one sees what it was counted from.
        is_known: Whether it is known.
    """

    name: str
    label: str
    figure: str
    sentence: str
    address: str
    is_known: bool


@dataclass(frozen=True)
class Evidence:
    """What is true of a community at a moment.

    Attributes:
        community: Of which.
        at: The moment.
        findings: What is known, by the name of the indicator.
        policy: What is asked of it.
        license: What it operates under, or the newest one it had; None before the first.
        conditions: The conditions of that license that are open, the first due first.
        decisions: The last decisions on it, the newest first.
        statement: The newest value statement that everybody can read.
    """

    community: Community
    at: datetime
    findings: Mapping[str, Finding]
    policy: Values
    license: License | None
    conditions: tuple[Condition, ...]
    decisions: tuple[Decision, ...]
    statement: ValueStatement | None

    def plain(self) -> dict[str, dict[str, Any]]:
        """What is known as plain values, to be kept."""
        return indicators.plain(self.findings)

    def say(self, name: str) -> Known:
        """One indicator by its name, known or not."""
        return said(name, self.findings, slug=self.community.slug)

    def part(self, name: str) -> tuple[Known, ...]:
        """What is known of one of `PARTS`."""
        return tuple(self.say(one) for one in self._names(name, are_known=True))

    def whole(self, name: str) -> tuple[Known, ...]:
        """One of `PARTS`, with what is not known of it in its place."""
        return tuple(self.say(one) for one in PARTS[name] if _declared(one))

    def not_known(self) -> tuple[Known, ...]:
        """What nobody knows of all parts."""
        names = (one for name in PARTS for one in self._names(name, are_known=False))
        return tuple(self.say(one) for one in names)

    def marks(self) -> str:
        """A short mark of each finding, by which a change is seen, for a hidden field of a page."""
        return json.dumps(marks_of(self.findings), separators=(",", ":"))

    def changed_since(self, marks: Mapping[str, str]) -> tuple[Known, ...]:
        """What is known otherwise than it was when these marks were made."""
        now = marks_of(self.findings)
        names = [name for name in {**now, **marks} if now.get(name) != marks.get(name)]
        return tuple(self.say(name) for name in sorted(names) if _declared(name))

    def _names(self, part: str, *, are_known: bool) -> Iterator[str]:
        for name in PARTS[part]:
            finding = indicators.of(self.findings, name)
            if _declared(name) and (finding.value is not None) is are_known:
                yield name


def gather(community: Community, *, at: datetime) -> Evidence:
    """Put together what is true of a community, in a number of queries that is fixed.

    Args:
        community: Of which.
        at: The moment; what is counted over time ends there.
    """
    rows = License.objects.filter(community=community).exclude(state__in=["draft", "applied"])
    license = rows.order_by("-number").first()
    if license is not None:
        license.community = community
    decisions = Decision.objects.filter(community=community).select_related("by")
    statements = ValueStatement.objects.readable().filter(community=community)
    return Evidence(
        community=community,
        at=at,
        findings=indicators.read_all([community.pk], at=at)[community.pk],
        policy=Policy.of(community.archetype),
        license=license,
        conditions=_open_conditions(license),
        decisions=tuple(decisions.order_by("-at", "-pk")[:DECISIONS]),
        statement=statements.order_by("-version").first(),
    )


def said(name: str, findings: Mapping[str, Finding], *, slug: str) -> Known:
    """What is known of one indicator, in words; one that is gone says its name and value.

    Args:
        name: Of the indicator.
        findings: What is known, or was.
        slug: Of the community.
    """
    finding = indicators.of(findings, name)
    indicator = _declared(name)
    if indicator is None:
        is_known = finding.value is not None
        return Known(name, name, str(finding.value) if is_known else "", name, "", is_known)
    return Known(
        name=name,
        label=str(indicator.label),
        figure=figure_of(indicator, finding),
        sentence=indicator.say(finding),
        address=indicator.address(slug),
        is_known=finding.value is not None,
    )


def figure_of(indicator: Indicator, finding: Finding) -> str:
    """A finding in short, as it stands in a table."""
    value = finding.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if indicator.unit in indicators.RANGES:
        return indicator.between(finding)
    if finding.part is not None and finding.of is not None:
        return _("{part} of {of}").format(part=finding.part, of=finding.of)
    shown = indicator.shown(value)
    if indicator.unit == "days" and not isinstance(value, str):
        return ngettext("{number} day", "{number} days", int(value)).format(number=shown)
    return shown


def _declared(name: str) -> Indicator | None:
    try:
        return indicators.indicator(name)
    except KeyError:
        return None


def marks_of(findings: Mapping[str, Finding]) -> dict[str, str]:
    """A short mark of each finding; those that only count days change by themselves."""
    plain = indicators.plain(findings)
    days = {one.name for one in indicators.all_indicators() if one.unit == "days"}
    return {
        name: sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:8]
        for name, value in plain.items()
        if name not in days
    }


def read_marks(sent: str) -> dict[str, str] | None:
    """The marks that a page sent back; None when they are not ones."""
    try:
        found = json.loads(sent)
    except (ValueError, RecursionError):  # also one that is nested without end
        return None
    if not isinstance(found, dict):
        return None
    return {str(name): str(mark) for name, mark in found.items()}


def _open_conditions(license: License | None) -> tuple[Condition, ...]:
    if license is None:
        return ()
    return tuple(license.conditions.filter(state="open").order_by("due_on", "pk"))


def parts_of(findings: Mapping[str, Finding], *, slug: str) -> list[tuple[str, list[Known]]]:
    """What was known, in the order of `PARTS`, each with its title; the rest comes last.

    Args:
        findings: What was known.
        slug: Of the community.
    """
    placed = [*OF_LICENSE, *(name for names in PARTS.values() for name in names)]
    groups = {
        **{str(TITLES[part]): names for part, names in PARTS.items()},
        _("What else was known"): tuple(name for name in sorted(findings) if name not in placed),
    }
    found = [
        (title, [said(name, findings, slug=slug) for name in names if name in findings])
        for title, names in groups.items()
    ]
    return [(title, rows) for title, rows in found if rows]
