"""Issues and problems on the board and in lists, drawn in one go.

A template costs about 70 µs for each included part; with a button on each of fifty rows that would
be most of what the page costs.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.templatetags.look import day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.template import Context

    from mandorla.work.board import Column
    from mandorla.work.issue_list import Row
    from mandorla.work.stages import Card, Done

register = template.Library()

TONES: Final = {"accepted": "is-good", "trying": "is-watch", "escalated": "is-act"}
VOTE: Final = (
    '<form class="vote-form no-print" method="post" action="{address}" hx-post="{address}" '
    'hx-swap="outerHTML"><input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
    '<input type="hidden" name="next" value="{next}"><button class="vote" '
    'id="vote-{pk}" name="vote" value="{value}" aria-pressed="{pressed}">'
    "{words} <b>{votes}</b></button></form>"
)
STILL: Final = '<span class="vote is-still"><b>{votes}</b> {words}</span>'
CHOOSE: Final = (
    '<input type="checkbox" name="issue" value="{pk}" form="gather" aria-label="{label}">'
)


@register.simple_tag(takes_context=True)
def vote_button(context: Context, issue: Any, *, has_voted: bool, may_vote: bool) -> SafeString:
    """How many it matters to, and the button that adds oneself or takes oneself out."""
    if not may_vote:
        words = ngettext("vote", "votes", issue.votes)
        return _safe(STILL.format(votes=issue.votes, words=escape(words)))
    request = context["request"]
    return _safe(
        VOTE.format(
            address=f"{_address(context)}issues/{issue.pk}/vote/",
            pk=issue.pk,  # by its id the button that comes instead keeps the focus
            token=context["csrf_token"],  # masked once for the whole page
            next=escape(request.POST.get("next") or request.get_full_path()),
            value="no" if has_voted else "yes",
            pressed="true" if has_voted else "false",
            words=escape(_("Me too")),
            votes=issue.votes,
        )
    )


@register.simple_tag(takes_context=True)
def issue_cards(context: Context, rows: Iterable[Row]) -> SafeString:
    """The issues of the board's first column; everything that somebody typed is escaped."""
    may_vote, may_gather = context["may_vote"], context["may_gather"]
    work = _address(context)
    drawn = (
        f'<li class="card" id="issue-{row.pk}"><p class="card-title">'
        f"{_choose(row) if may_gather else ''}"
        f'<a href="{work}issues/{row.pk}/">{escape(row.text)}</a></p>{_units(row.units)}'
        f"{vote_button(context, row, has_voted=row.has_voted, may_vote=may_vote)}</li>"
        for row in rows
    )
    return _safe("".join(drawn))


@register.simple_tag(takes_context=True)
def issue_rows(context: Context, rows: Iterable[Row], *, chosen_from: str) -> SafeString:
    """Issues as a list; those in the state `chosen_from` can be ticked by those who steer."""
    may_vote, may_gather = context["may_vote"], context["may_gather"]
    drawn = []
    for row in rows:
        waits = row.state in {"open", "gathered"}
        ticks = may_gather and row.state == chosen_from == "open"
        vote = vote_button(context, row, has_voted=row.has_voted, may_vote=may_vote and waits)
        drawn.append(
            f'<li><span class="issue-row">{_choose(row) if ticks else ""}<span>'
            f'<a href="{_address(context)}issues/{row.pk}/">{escape(row.text)}</a>'
            f'<span class="detail">{_detail(context, row)}</span></span></span>'
            f'<span class="state">{vote}</span></li>'
        )
    return _safe("".join(drawn))


@register.simple_tag(takes_context=True)
def problem_cards(context: Context, column: Column) -> SafeString:
    """The problems of one column of the board."""
    work = _address(context)
    drawn = []
    for card in column.cards:
        done = "".join(_done(one, work) for one in card.done)
        because = f'<p class="card-done">“{escape(card.because)}”</p>' if card.because else ""
        drawn.append(
            f'<li class="card" id="problem-{card.pk}"><p class="card-title">'
            f'<a href="{work}problems/{card.pk}/">{escape(card.statement)}</a></p>'
            f"{_units(card.units)}{done}{because}"
            f'<p class="card-foot">{_foot(context, card)}</p>'
            f"{_moves(context, card, column.stage, work)}</li>"
        )
    return _safe("".join(drawn))


def _address(context: Context) -> str:
    slug = context["header"].community.slug if "header" in context else context["slug"]
    return f"/communities/{slug}/work/"


def _choose(row: Row) -> str:
    return CHOOSE.format(pk=row.pk, label=escape(_("Choose “{text}”").format(text=row.text)))


def _units(names: tuple[str, ...]) -> str:
    return f'<p class="card-units">{escape(" · ".join(names))}</p>' if names else ""


def _detail(context: Context, row: Row) -> str:
    """The day, the units, and what became of it."""
    parts = [str(day(context, row.surfaced_at))]
    if row.units:
        parts.append(escape(", ".join(row.units)))
    if row.state != "open":
        became = escape(row.state_words)
        if row.problem:
            address = f"{_address(context)}problems/{row.problem}/"
            became += f': <a href="{address}">{escape(row.statement)}</a>'
        parts.append(f"{became}: “{escape(row.because)}”" if row.because else became)
    return " · ".join(parts)


def _status(tone: str, words: object) -> str:
    return f'<span class="status {tone}">{escape(str(words))}</span>'


def _done(one: Done, work: str) -> str:
    link = f'<a href="{work}solutions/{one.pk}/">{escape(one.proposal)}</a>'
    units = ""
    if one.units:
        words = ngettext("{adopted} of {units} unit", "{adopted} of {units} units", one.units)
        units = f" <small>{escape(words.format(adopted=one.adopted, units=one.units))}</small>"
    state = _status(TONES.get(one.state, "is-new"), one.state_words)
    return f'<p class="card-done">{state} {link}{units}</p>'


def _foot(context: Context, card: Card) -> str:
    """How many issues, who looks after it, and when it was solved."""
    words = ngettext("{n} issue", "{n} issues", card.issues).format(n=card.issues)
    parts = [escape(words)]
    if card.owner:
        parts.append(escape(card.owner))
    elif card.state == "open":
        parts.append(_status("is-watch", _("nobody looks after it")))
    if card.solved_at:
        parts.append(str(day(context, card.solved_at)))
    return " · ".join(parts)


def _moves(context: Context, card: Card, stage: str, work: str) -> str:
    """What can be done with it next, each a link."""
    problem = f"{work}problems/{card.pk}/"
    links = []
    if stage == "open" and context["may_vote"]:
        links = [(f"{problem}solutions/", _("Propose a solution"))]
    elif stage in {"trying", "rolling_out"} and context["may_gather"]:
        solution = f"{work}solutions/{card.done[0].pk}/"
        trying = (f"{solution}#decide", _("Decide"))
        rolling = (f"{solution}#units", _("How far the units are"))
        links = [trying if stage == "trying" else rolling, (f"{problem}#solve", _("Solved…"))]
    drawn = " ".join(f'<a href="{address}">{escape(words)}</a>' for address, words in links)
    return f'<p class="card-moves no-print">{drawn}</p>' if drawn else ""


def _safe(drawn: str) -> SafeString:
    """What was put together from escaped parts."""
    return mark_safe(drawn)  # noqa: S308 -- every part was escaped above
