"""What licenses ask for: our defaults from `policy.toml`, and what an organization set instead."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from mandorla.base.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

DATA: Final = Path(__file__).with_name("policy.toml")


@dataclass(frozen=True, slots=True)
class Values:
    """What the policy says for communities of one kind.

    Attributes:
        trial_days: How long a trial license runs.
        term_months: How long a full license runs.
        monthly_reports: For how many months a light report is due each month.
        report_every_months: Every how many months one is due after that; 0 for never.
        ahead_days: How many days ahead a review is said to be due.
        grace_days: How long a license goes on after a day that was missed.
        reminder_days: How many days ahead those concerned are reminded.
        comment_hours: How long a review is open to comments, at least.
        least_overlap_high: What the upper end of the overlap's interval may not be under.
        core_people: How many lead or are core, for a full license.
        core_units: From how many units they come.
        statement_months: How long a signed value statement is taken for current.
        quiet_weeks: After how many weeks without a gathering closing is considered.
        leaderless_weeks: After how many weeks without a leader.
        overlap_fall: By how much the overlap may fall before a renewal asks why.
        least_rhythm: Which share of the planned gatherings a renewal asks for.
        least_carried: Which share of what is raised is carried through.
        split_people: How many people one leader holds together.
        own_stage: From which stage it may become a part of the organization.
        own_changes: And how many of its lessons changed how something is done by then.
    """

    trial_days: int
    term_months: int
    monthly_reports: int
    report_every_months: int
    ahead_days: int
    grace_days: int
    reminder_days: tuple[int, ...]
    comment_hours: int
    least_overlap_high: float
    core_people: int
    core_units: int
    statement_months: int
    quiet_weeks: int
    leaderless_weeks: int
    overlap_fall: float
    least_rhythm: float
    least_carried: float
    split_people: int
    own_stage: int
    own_changes: int


LABELS: Final[Mapping[str, _StrPromise]] = {
    "trial_days": _("Days of a trial license"),
    "term_months": _("Months of a full license"),
    "monthly_reports": _("Months with a light report each month, from the start"),
    "report_every_months": _("Months from one report to the next after that; 0 for none"),
    "ahead_days": _("Days ahead at which a review is said to be due"),
    "grace_days": _("Days of grace after a day that was missed"),
    "reminder_days": _("Days ahead at which those concerned are reminded"),
    "comment_hours": _("Hours that a review is open to comments, at least"),
    "least_overlap_high": _("What the overlap must be able to reach, in percent"),
    "core_people": _("People who lead or are core"),
    "core_units": _("Units that they come from"),
    "statement_months": _("Months for which a signed value statement is current"),
    "quiet_weeks": _("Weeks without a gathering after which closing is considered"),
    "leaderless_weeks": _("Weeks without a leader after which closing is considered"),
    "overlap_fall": _("Percent by which the overlap may fall before a renewal asks why"),
    "least_rhythm": _("Percent of the planned gatherings that a renewal asks for"),
    "least_carried": _("Percent of what is raised that a renewal wants carried through"),
    "split_people": _("People from whom on one leader is too few"),
    "own_stage": _("Stage from which it may become a part of the organization"),
    "own_changes": _("Lessons that changed something, for the same"),
}
# People write these as whole numbers of a hundred.
PERCENT: Final = ("least_overlap_high", "overlap_fall", "least_rhythm", "least_carried")
LISTS: Final = ("reminder_days",)


@cache
def shipped() -> Values:
    """Our defaults."""
    found = {name: entry["default"] for name, entry in bounds().items()}
    return Values(**{**found, "reminder_days": tuple(found["reminder_days"])})


@cache
def bounds() -> Mapping[str, Mapping[str, Any]]:
    """By the name of each value, its default and what may be entered."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def over(values: Values, own: Mapping[str, Any]) -> Values:
    """The values with what an organization set in place of some of them."""
    names = {field.name for field in fields(Values)}
    known: dict[str, Any] = {name: value for name, value in own.items() if name in names}
    lists = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
    return replace(values, **(known | lists))


def checked(name: str, value: Any) -> Any:
    """A value as it is kept, when it may be entered.

    Raises:
        Refused: There is no such value, or it is out of its bounds.
    """
    known = bounds().get(name)
    if known is None:
        raise Refused(_("The policy has nothing called “{name}”.").format(name=name))
    many = name in LISTS
    is_list = isinstance(value, list | tuple)
    each = list(value) if is_list else [value]
    kind = float if name in PERCENT else int
    if isinstance(value, bool) or is_list is not many or not each or len(each) > 10:
        raise Refused(_("{label}: write a number.").format(label=LABELS[name]))
    for one in each:
        if not isinstance(one, int | kind) or not known["lowest"] <= one <= known["highest"]:
            sentence = _("{label}: from {lowest} to {highest}.")
            raise Refused(sentence.format(label=LABELS[name], **_shown_bounds(name)))
    return sorted({int(one) for one in each}, reverse=True) if many else kind(value)


def shown(name: str, value: Any) -> str:
    """A value as people write it."""
    if name in LISTS:
        return ", ".join(str(one) for one in value)
    return f"{value * 100:g}" if name in PERCENT else str(value)


def _shown_bounds(name: str) -> dict[str, str]:
    by = 100 if name in PERCENT else 1
    return {key: f"{bounds()[name][key] * by:g}" for key in ("lowest", "highest")}
