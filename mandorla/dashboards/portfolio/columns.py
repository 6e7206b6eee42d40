"""The columns of the portfolio as a file: what each is called, what it means, and its value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from mandorla.communities.models.community import STATUSES
from mandorla.dashboards.portfolio.standing import WORDS
from mandorla.licenses.models.decision_kinds import KINDS as DECISIONS
from mandorla.licenses.models.license import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.utils.functional import _StrPromise

    from mandorla.dashboards.portfolio.rows import Row

Cell = str | int | float | date | None
SEVERITIES: Final = (_("to be known"), _("low"), _("medium"), _("high"))


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        label: What it is called.
        meaning: What stands in it.
        value: What it says of a community; None where that is not known.
    """

    label: str | _StrPromise
    meaning: str | _StrPromise
    value: Callable[[Row], Cell]


def _word(words: Mapping[str, str | _StrPromise], key: str) -> str | None:
    return str(words.get(key, key)) if key else None


def _part(number: int) -> Callable[[Row], Cell]:
    return lambda row: row.held[number] if row.held else None


def _figure(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _amount(value: float | None) -> float | None:
    """Without cents: a range does not know them."""
    return None if value is None else round(value)


COLUMNS: Final = (
    Column(_("community"), _("Its name."), lambda row: row.name),
    Column(_("address"), _("The last part of its address."), lambda row: row.slug),
    Column(_("archetype"), _("What kind of community it is."), lambda row: row.kind or None),
    Column(
        _("status"),
        _("Whether it is forming, active, closing or closed."),
        lambda row: _word(STATUSES, row.status),
    ),
    Column(
        _("people"),
        _("How many people have a role in it, as of the last look at its figures."),
        lambda row: row.people,
    ),
    Column(
        _("license"),
        _("What its license is worth today; review due, in grace and lapsed follow from days."),
        lambda row: _word(WORDS, row.license_state),
    ),
    Column(
        _("kind of license"),
        _("A trial license or a full one."),
        lambda row: _word(KINDS, row.license_kind),
    ),
    Column(_("license until"), _("The last day of its term."), lambda row: row.until_on),
    Column(_("next review"), _("The day of its next review."), lambda row: row.next_review_on),
    Column(
        _("lapses after"),
        _("When its review is due or over: the day after which it lapses if nobody decides."),
        lambda row: row.decide_by,
    ),
    Column(
        _("overlap"),
        _("How much of the weight both sides share, from 0 to 1; empty when it may not be shown."),
        lambda row: _figure(row.overlap),
    ),
    Column(
        _("overlap from"),
        _("The lower end of its 80% interval; far from the upper one when few answered."),
        lambda row: _figure(row.overlap_low),
    ),
    Column(_("overlap to"), _("The upper end."), lambda row: _figure(row.overlap_high)),
    Column(
        _("confirmed from"),
        _("What it brought as those who benefited confirmed it: one time of ten it is less."),
        lambda row: _amount(row.brought.low),
    ),
    Column(
        _("confirmed middle"),
        _("As often more as less; empty when nothing is confirmed in money."),
        lambda row: _amount(row.brought.middle),
    ),
    Column(
        _("confirmed to"),
        _("One time of ten it is more."),
        lambda row: _amount(row.brought.high),
    ),
    Column(
        _("currency"),
        _("Of these three."),
        lambda row: (row.brought.currency or None) if row.brought.worth else None,
    ),
    Column(
        _("confirmed stories"),
        _("Stories whose gain is confirmed; empty while nobody has looked."),
        lambda row: row.brought.stories,
    ),
    Column(
        _("outcomes"),
        _("How many outcome measures are followed."),
        lambda row: row.brought.outcomes,
    ),
    Column(
        _("outcomes with odds"),
        _("Of how many of them odds are known; that takes eight readings."),
        lambda row: row.brought.foreseen,
    ),
    Column(
        _("odds from"),
        _("Of the least likely of them to be at its target on its day, from 0 to 1."),
        lambda row: _figure(row.brought.odds_low),
    ),
    Column(_("odds to"), _("Of the most likely."), lambda row: _figure(row.brought.odds_high)),
    Column(_("stage"), _("Of its life, from 1 to 5."), lambda row: row.stage),
    Column(
        _("stage in words"),
        _("The same, as pages say it."),
        lambda row: row.stage_words or None,
    ),
    Column(_("gatherings held"), _("Of those planned in eight weeks."), _part(0)),
    Column(_("gatherings planned"), _("In the same eight weeks."), _part(1)),
    Column(_("warnings"), _("How many stand now."), lambda row: row.warnings),
    Column(
        _("gravest warning"),
        _("How grave the gravest of them is."),
        lambda row: str(SEVERITIES[row.severity]) if row.warnings else None,
    ),
    Column(_("its words"), _("What the gravest says."), lambda row: row.gravest or None),
    Column(
        _("sponsors"),
        _("Who sponsors it now; who has left is not among them."),
        lambda row: ", ".join(row.sponsors) or None,
    ),
    Column(
        _("objectives served"),
        _("How many objectives and operations of the strategy it serves."),
        lambda row: row.objectives,
    ),
    Column(
        _("last decision"),
        _("The last decision on its license."),
        lambda row: _word(DECISIONS, row.decision),
    ),
    Column(_("decided on"), _("The day of that decision."), lambda row: row.decided_on),
)


def as_data(row: Row) -> dict[str, Any]:
    """What programs are told of a community, by the same names from the API and the command."""
    held, planned = row.held or (None, None)
    return {
        "slug": row.slug,
        "name": row.name,
        "kind": row.kind,
        "status": row.status,
        "people": row.people,
        "license_kind": row.license_kind,
        "license_state": row.license_state,
        "until_on": row.until_on,
        "next_review_on": row.next_review_on,
        "lapses_after_on": row.decide_by,
        "overlap": _figure(row.overlap),
        "overlap_low": _figure(row.overlap_low),
        "overlap_high": _figure(row.overlap_high),
        "confirmed_low": _amount(row.brought.low),
        "confirmed_middle": _amount(row.brought.middle),
        "confirmed_high": _amount(row.brought.high),
        "currency": row.brought.currency or "",
        "confirmed_stories": row.brought.stories,
        "outcomes": row.brought.outcomes,
        "outcomes_with_odds": row.brought.foreseen,
        "odds_low": _figure(row.brought.odds_low),
        "odds_high": _figure(row.brought.odds_high),
        "stage": row.stage,
        "stage_is_least": row.stage_is_least,
        "gatherings_held": held,
        "gatherings_planned": planned,
        "warnings": row.warnings,
        "severity": row.severity,
        "gravest_warning": row.gravest,
        "sponsors": list(row.sponsors),
        "objectives": row.objectives,
        "last_decision": row.decision,
        "decided_on": row.decided_on,
    }
