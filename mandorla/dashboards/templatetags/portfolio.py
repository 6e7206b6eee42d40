"""The rows of the portfolio, drawn in one go, as those of the directory are."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Final

from django import template
from django.utils import dateformat
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mandorla.base.figure import percents
from mandorla.base.templatetags.look import FEWEST_ANSWERS
from mandorla.dashboards.portfolio.filters import SORTS
from mandorla.dashboards.portfolio.standing import LATE, TONES, WORDS
from mandorla.licenses.models.decision_kinds import KINDS as DECISIONS

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable
    from datetime import date

    from django.forms import BoundField

    from mandorla.dashboards.portfolio.beside import Mark
    from mandorla.dashboards.portfolio.rows import Row

register = template.Library()

GRAVITY: Final = ("is-none", "is-none", "is-watch", "is-act")
MOST_FIELDS: Final = 500
ROW: Final = """
<tr><th scope="row"><a href="/communities/{slug}/">{name}</a>\
<span class="detail">{detail}</span></th>\
<td data-label="{license_label}">{license}</td>\
<td data-label="{overlap_label}">{overlap}</td>\
<td class="is-range" data-label="{worth_label}">{worth}</td>\
<td class="is-odds" data-label="{odds_label}">{odds}</td>\
<td data-label="{stage_label}">{stage}</td>\
<td class="n" data-label="{rhythm_label}">{rhythm}</td>\
<td data-label="{warnings_label}">{warnings}</td>\
<td class="is-names" data-label="{sponsor_label}">{sponsors}</td>\
<td class="n" data-label="{objectives_label}">{objectives}</td>\
<td data-label="{decision_label}">{decision}</td></tr>"""
RANGE: Final = """\
<svg class="range" viewBox="0 0 100 8" aria-hidden="true" preserveAspectRatio="none">\
<rect class="all" width="100" height="8"/>\
<rect class="between" x="{low}" width="{width}" height="8"/>\
<rect class="point" x="{point}" width="1.6" height="8"/></svg> """


_fields: dict[Hashable, SafeString] = {}


@register.simple_tag
def filter_field(field: BoundField) -> SafeString:
    """A field of the filters with its label, drawn once for each value that is chosen.

    Drawing eight of them would take a template a quarter of the time of the whole page.
    """
    choices = getattr(field.field, "choices", ())
    offered = tuple((str(key), str(label)) for key, label in choices)
    key = (get_language(), field.name, str(field.value() or ""), offered)
    if key not in _fields:
        if len(_fields) >= MOST_FIELDS:
            _fields.clear()
        _fields[key] = field.as_field_group()
    return _fields[key]


@register.simple_tag
def portfolio_rows(rows: Iterable[Row], today: date) -> SafeString:
    """A table row for each community; everything that somebody typed is escaped."""
    language = get_language()
    drawn = (_row(language, row, today) for row in rows)
    return mark_safe("".join(drawn))  # noqa: S308 -- escaped below


@lru_cache(maxsize=4_000)
def _row(_language: str | None, row: Row, today: date) -> str:
    """A row is drawn once as long as nothing of it changes: the same fifty are looked at again."""
    labels = {f"{key}_label": escape(str(label)) for key, label in SORTS.items()}
    return ROW.format(**labels, **_cells(row, today))


@register.simple_tag
def map_marks(marks: Iterable[Mark]) -> SafeString:
    """The circles of the map, each a link; everything that somebody typed is escaped."""
    return mark_safe("".join(map(_mark, marks)))  # noqa: S308 -- escaped below


def _mark(mark: Mark) -> str:
    title, beside, inside = escape(mark.title), "", ""
    if mark.name_x:
        beside = (
            f'<text class="name {mark.name_end}" x="{mark.name_x}" y="{mark.name_y}">'
            f"{escape(mark.name)}</text>"
        )
    if number := mark.number or mark.key:
        inside = f'<text class="at-middle number" x="{mark.x}" y="{mark.y}" dy="4">{number}</text>'
    return (
        f'<a href="{escape(mark.address)}" aria-label="{title}"><title>{title}</title>'
        f'<circle cx="{mark.x}" cy="{mark.y}" r="{mark.radius}"/>{beside}{inside}</a>'
    )


def _cells(row: Row, today: date) -> dict[str, str]:
    base = f"/communities/{escape(row.slug)}"
    return {
        "slug": escape(row.slug),
        "name": escape(row.name),
        "detail": escape(" · ".join(part for part in (row.kind, _people(row)) if part)),
        "license": _license(row, base, today),
        "overlap": _overlap(row, base),
        "worth": _worth(row, base),
        "odds": _odds(row, base),
        "stage": row.stage_words or _nothing(_("not known")),
        "rhythm": _rhythm(row, base),
        "warnings": _warnings(row, base),
        "sponsors": escape(", ".join(row.sponsors)) or _nothing(_("nobody")),
        "objectives": f'<a href="{base}/value/expectations/">{row.objectives}</a>',
        "decision": _decision(row, today),
    }


def _people(row: Row) -> str:
    if row.people is None:
        return ""
    return ngettext("{n} person", "{n} people", row.people).format(n=row.people)


def _license(row: Row, base: str, today: date) -> str:
    word = str(WORDS[row.license_state])
    if row.license_kind == "trial" and row.license_state in {"active", "review_due"}:
        word = _("trial, {state}").format(state=word)
    tone = TONES.get(row.license_state, "is-none")
    link = f'<a class="status {tone}" href="{base}/license/">{escape(word)}</a>'
    return f'{link}<span class="detail">{escape(_until(row, today))}</span>'


def _until(row: Row, today: date) -> str:
    days = [day for day in (row.next_review_on, row.until_on) if day]
    if not days:
        return ""
    if row.license_state == "grace" and row.decide_by:
        return _("decide by {day}").format(day=_day(row.decide_by, today))
    if row.license_state == "lapsed":
        return _("was due on {day}").format(day=_day(min(days), today))
    if row.license_state in LATE:
        return _("decide by {day}").format(day=_day(min(days), today))
    if row.until_on and row.next_review_on and row.next_review_on < row.until_on:
        sentence = _("to {day}, review {review}")
        return sentence.format(
            day=_day(row.until_on, today), review=_day(row.next_review_on, today)
        )
    return _("to {day}").format(day=_day(min(days), today))


def _overlap(row: Row, base: str) -> str:
    if row.overlap is None:
        if row.answers is None:
            return _nothing(_("not measured"))
        sentence = ngettext(
            "{n} answer: shown from {needed}", "{n} answers: shown from {needed}", row.answers
        )
        return _nothing(sentence.format(n=row.answers, needed=FEWEST_ANSWERS))
    low = row.overlap if row.overlap_low is None else row.overlap_low
    high = row.overlap if row.overlap_high is None else row.overlap_high
    share, least, most = percents(row.overlap, low, high)
    between = _("{low} to {high}").format(low=least, high=most)
    if row.is_wide:
        between = _("{between}, few answers").format(between=between)
    return (
        f'<a href="{base}/value/">{share}</a>'
        f"{_range(round(row.overlap, 2), round(low, 2), round(high, 2))}"
        f'<span class="detail">{escape(between)}</span>'
    )


def _worth(row: Row, base: str) -> str:
    """The range of what is confirmed, and how many stories are."""
    brought = row.brought
    if brought.stories is None:
        return _nothing(_("not looked at yet"))
    stories = f'<span class="detail">{escape(brought.stories_words)}</span>'
    if not brought.worth:
        return f"{_nothing(_('not in money'))}{stories}" if brought.stories else _nothing(_("none"))
    return f'<a href="{base}/value/worth/">{escape(brought.worth)}</a>{stories}'


def _odds(row: Row, base: str) -> str:
    """From the least to the most likely of its outcomes, and of how many that is."""
    brought = row.brought
    if brought.outcomes == 0:
        return _nothing(_("none"))
    if not brought.odds:
        return _nothing(brought.outcomes_words or _("not looked at yet"))
    detail = f'<span class="detail">{escape(brought.outcomes_words)}</span>'
    return f'<a href="{base}/measures/">{escape(brought.odds)}</a>{detail}'


@lru_cache(maxsize=2_000)
def _range(share: float, low: float, high: float) -> str:
    """An interval on a line from nothing to everything."""
    return RANGE.format(
        low=f"{low * 100:g}",
        width=f"{max(high - low, 0.01) * 100:g}",
        point=f"{max(0.0, min(share * 100 - 0.8, 98.4)):g}",
    )


def _rhythm(row: Row, base: str) -> str:
    held = row.held or row.held_quarter
    if held is None:
        return _nothing(_("not known"))
    words = _("{part} of {of}").format(part=held[0], of=held[1])
    detail = "" if row.held else f'<span class="detail">{escape(_("in three months"))}</span>'
    return f'<a href="{base}/gatherings/">{escape(words)}</a>{detail}'


def _warnings(row: Row, base: str) -> str:
    if row.warnings is None:
        return _nothing(_("not looked at yet"))
    if not row.warnings:
        return _nothing(_("none"))
    tone = GRAVITY[row.severity]
    gravest = f'<span class="detail">{escape(row.gravest)}</span>' if row.gravest else ""
    return f'<a class="status {tone}" href="{base}/advice/">{row.warnings}</a>{gravest}'


def _decision(row: Row, today: date) -> str:
    if not row.decision or row.decided_on is None:
        return _nothing(_("none"))
    word = str(DECISIONS.get(row.decision, row.decision))
    return f'{escape(word)}<span class="detail">{escape(_day(row.decided_on, today))}</span>'


def _nothing(words: str) -> str:
    return f'<span class="quiet">{escape(words)}</span>'


def _day(value: date, today: date) -> str:
    return _said(value, value.year == today.year, get_language())


@lru_cache(maxsize=2_000)
def _said(value: date, this_year: bool, _language: str | None) -> str:  # noqa: FBT001 - a key
    return dateformat.format(value, _("j F") if this_year else _("j F Y"))
