"""The first sentences of the portfolio: what is true, what waits, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.dashboards.portfolio.decisions import Due, first_due
from mandorla.dashboards.portfolio.news import Moved, News, read_news
from mandorla.dashboards.strategy import Behind, count_behind

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.dashboards.portfolio.asked import Asked
    from mandorla.dashboards.portfolio.page import Counts, Portfolio

THEIRS: Final = 3  # decisions that a sponsor is shown at once


@dataclass(frozen=True)
class Lede:
    """What stands above the table.

    Attributes:
        waits: What waits, in sentences whose figures open.
        news: What changed since the last look; empty on the first one.
        first: The next decisions of a sponsor.
    """

    waits: list[SafeString]
    news: SafeString | str
    first: list[Due]


def read_lede(asked: Asked, found: Portfolio, *, at: datetime) -> Lede:
    """Read what stands above the table.

    Args:
        asked: What somebody asked for.
        found: The page they get.
        at: Now.
    """
    since = asked.filters.since
    news = since and read_news(asked.person, since=since, at=at)
    behind = count_behind() if asked.is_all else None
    waits = [*_licenses(found.all), *([_behind(behind)] if behind and behind.unserved else [])]
    first = [] if asked.is_all else first_due(asked.communities, terms=asked.terms, most=THEIRS)
    return Lede(waits=waits, news=_news(news) if news else "", first=first)


def _licenses(counts: Counts) -> list[SafeString]:
    due, grace, lapsed = (counts.of(word) for word in ("decide", "grace", "lapsed"))
    if not due:
        return [format_html("{}", _("No license waits for a decision."))]
    words = ngettext("{link} waits for a decision{rest}.", "{link} wait for a decision{rest}.", due)
    rest = []
    if grace:
        sentence = ngettext("{n} is in grace", "{n} are in grace", grace).format(n=grace)
        rest.append(_link("?state=grace", sentence))
    if lapsed:
        sentence = ngettext("{n} has lapsed", "{n} have lapsed", lapsed).format(n=lapsed)
        rest.append(_link("?state=lapsed", sentence))
    return [
        format_html(
            words,
            link=_link("decisions/", ngettext("{n} license", "{n} licenses", due).format(n=due)),
            rest=_of_these(rest),
        )
    ]


def _of_these(rest: list[SafeString]) -> SafeString:
    """What stands behind the number of those that wait: they are part of it."""
    listed = format_html_join(", ", "{}", ((one,) for one in rest))
    return format_html(_("; of these {listed}"), listed=listed) if rest else format_html("{}", "")


def _behind(behind: Behind) -> SafeString:
    words = ngettext(
        "{link} has no community behind it.",
        "{link} have no community behind them.",
        behind.unserved,
    )
    many = _("{unserved} of {current} objectives and operations").format(
        unserved=behind.unserved, current=behind.current
    )
    return format_html(words, link=_link("/strategy/coverage/", many))


def _news(news: News) -> SafeString:
    """What changed, as one sentence."""
    words = {
        "decisions": ngettext(
            "decisions on {n} license", "decisions on {n} licenses", news.counts.get("decisions", 0)
        ),
        "warnings": ngettext(
            "new warnings in {n} community",
            "new warnings in {n} communities",
            news.counts.get("warnings", 0),
        ),
        "states": ngettext(
            "another state of {n} community",
            "another state of {n} communities",
            news.counts.get("states", 0),
        ),
        "overlap": ngettext(
            "{n} overlap measured", "{n} overlaps measured", news.counts.get("overlap", 0)
        ),
    }
    parts = [
        _link(f"?changed={kind}", words[kind].format(n=count))
        for kind, count in news.counts.items()
    ]
    if not parts:
        return format_html("{}", _("Nothing changed since {since}.").format(since=news.since))
    listed = format_html_join(", ", "{}", ((part,) for part in parts))
    moved = format_html_join("", "{}", ((_named(one),) for one in news.moved if one.way))
    return format_html(
        _("Since {since}: {listed}.{moved}"), since=news.since, listed=listed, moved=moved
    )


def _named(one: Moved) -> SafeString:
    link = format_html('<a href="/communities/{}/value/">{}</a>', one.slug, one.name)
    return format_html(_(" {community} went {way}."), community=link, way=one.way)


def _link(address: str, words: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', address, words)
