"""What pages draw and word the same way everywhere: the lens, states, scales and dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string
from django.utils import dateformat, timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from mandorla.base.figure import large_lens, percent, percents, small_lens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.template import Context
    from django.utils.safestring import SafeString

    from mandorla.core.lens_labels import Named

register = template.Library()

FEWEST_ANSWERS = 5
STATES = {
    "forming": ("is-new", gettext_lazy("forming")),
    "active": ("is-good", gettext_lazy("active")),
    "closing": ("is-watch", gettext_lazy("closing")),
    "closed": ("is-none", gettext_lazy("closed")),
    "draft": ("is-none", gettext_lazy("draft")),
    "published": ("is-new", gettext_lazy("published")),
    "agreed": ("is-good", gettext_lazy("agreed")),
}
FITS = (
    gettext_lazy("works against it"),
    gettext_lazy("hardly"),
    gettext_lazy("mostly"),
    gettext_lazy("by itself"),
)


@register.simple_tag
def lens(
    *,
    share: float | None = None,
    low: float | None = None,
    high: float | None = None,
    size: str = "large",
    answers: int | None = None,
    needed: int = FEWEST_ANSWERS,
    title: str = "",
    caption: str = "",
    organization: Sequence[Named] = (),
    shared: Sequence[Named] = (),
    members: Sequence[Named] = (),
) -> SafeString:
    """Two circles whose lens has the area of what both sides share.

    Args:
        share: From 0 to 1; None before there was a round.
        low: The lower end of its interval.
        high: The upper end.
        size: "large" with words, scale and table; "header"; "tiny" for a line of text or a cell.
        answers: How many members answered; below `needed` nothing of the result is given out.
        needed: From how many answers on a result is shown.
        title: What the large figure is of, such as "Round 3, closed 28 August".
        caption: The conclusion a reader should draw.
        organization: What mostly the organization expects, the largest first.
        shared: What both expect, the largest first.
        members: What mostly the members expect, the largest first.
    """
    said: dict[str, Any] = {"answers": answers, "needed": needed, "title": title}
    if answers is not None and answers < needed:
        return _lens(get_language(), size, state="hidden", **said)
    if share is None:
        return _lens(get_language(), size, state="waiting", caption=caption, **said)
    return _lens(
        get_language(),
        size,
        state="known",
        part=round(share, 3),
        share=percent(share),
        rest=percent(1 - share),
        ends=None if low is None or high is None else (round(low, 3), round(high, 3)),
        caption=caption,
        organization=tuple(organization),
        shared=tuple(shared),
        members=tuple(members),
        **said,
    )


@lru_cache(maxsize=512)
def _lens(
    _language: str | None,
    size: str,
    *,
    part: float | None = None,
    ends: tuple[float, float] | None = None,
    organization: tuple[Named, ...] = (),
    shared: tuple[Named, ...] = (),
    members: tuple[Named, ...] = (),
    **said: Any,
) -> SafeString:
    """Drawn once for each language: a result stays what it is, and a picture has many words."""
    if size != "large":
        context = {"size": size, "circles": small_lens(part, size), **said}
        return render_to_string("base/_lens.html", context)
    low = high = ""
    if ends and part is not None:
        said["share"], low, high = percents(part, *ends)
    named = {"organization": organization, "shared": shared, "members": members}
    drawings = large_lens(
        part,
        interval=ends,
        sides=(_("Organization"), _("Members")),
        between=_("between {low} and {high}").format(low=low, high=high) if ends else "",
        **named,
    )
    context = {"size": size, "low": low, "high": high, "drawings": drawings, **named, **said}
    return render_to_string("base/_lens.html", context)


@register.simple_tag
def status(value: str) -> SafeString:
    """A dot and the word of a state; the dot alone never says it."""
    return _status(value, get_language())


@lru_cache(maxsize=200)
def _status(value: str, _language: str | None) -> SafeString:
    """Drawn once for each language: a list says the same few words on every row."""
    tone, word = STATES.get(value, ("is-none", value))
    return format_html('<span class="status {}">{}</span>', tone, word)


@register.simple_tag
def scale(score: int | None, of: int = 3) -> SafeString:
    """A judgment from 0 to 3 as marks and words; None is said to be not judged yet."""
    if score is None:
        return format_html('<span class="quiet">{}</span>', _("not judged yet"))
    drawn_marks = (("on" if place < score else "",) for place in range(of))
    marks = format_html_join("", '<i class="{}"></i>', drawn_marks)
    words = _("{score} of {of}: {meaning}").format(score=score, of=of, meaning=FITS[score])
    drawn = '<span class="scale is-{}" aria-hidden="true">{}</span> <span>{}</span>'
    return format_html(drawn, score, marks, words)


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | None) -> SafeString | str:
    """A date as people say it, the exact one on hover; the year only when it is another one."""
    if value is None:
        return ""
    plain = timezone.localtime(value).date() if isinstance(value, datetime) else value
    now = context.get("now")
    this_year = now is not None and timezone.localtime(now).year == plain.year
    words = dateformat.format(plain, _("j F") if this_year else _("j F Y"))
    return _time(plain.isoformat(), dateformat.format(plain, _("l, j F Y")), words)


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> SafeString | str:
    """A moment as people say it: relative while it is recent, then the day."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    exact = dateformat.format(local, _("l, j F Y, H:i T"))
    now = context.get("now")
    if now is None:
        words = dateformat.format(local, _("j F Y, H:i"))
    else:
        words = _said(local, timezone.localtime(now))
    return _time(local.isoformat(timespec="seconds"), exact, words)


def _said(then: datetime, now: datetime) -> str:
    passed = now - then
    minutes = int(passed.total_seconds() // 60)
    if 0 <= minutes < 1:
        return _("just now")
    if 0 < minutes < 60:
        return ngettext("{n} minute ago", "{n} minutes ago", minutes).format(n=minutes)
    if then.date() == now.date() and passed > timedelta():
        return ngettext("{n} hour ago", "{n} hours ago", minutes // 60).format(n=minutes // 60)
    if then.date() == now.date() - timedelta(days=1):
        return dateformat.format(then, _(r"\y\e\s\t\e\r\d\a\y, H:i"))
    return dateformat.format(then, _("j F, H:i") if then.year == now.year else _("j F Y"))


def _time(machine: str, exact: str, words: str) -> SafeString:
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, exact, words)
