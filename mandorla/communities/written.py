"""Texts that people write or bring along, as safe HTML."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

TAGS = {
    *("p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "a"),
    *("ul", "ol", "li", "h3", "h4", "h5", "h6"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
HIGHEST_HEADING = 3  # a text stands under the h2 that names it
LOWEST_HEADING = 6
SHORT_LINE = 60  # letters; a longer line was broken to fit a screen, not to say something


def written(text: str) -> SafeString:
    """A text in Markdown as HTML in which nothing can run; breaks after short lines stay."""
    import nh3  # slow import

    reader = _reader()
    tokens = reader.parse(text)
    _put_headings_in_order(tokens)
    _keep_short_lines(tokens)
    html = reader.renderer.render(tokens, reader.options, {})
    # What comes back holds only the tags and addresses named here.
    return mark_safe(  # noqa: S308 -- cleaned by nh3
        nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            url_relative="deny",  # an imported text points into its own repository
            link_rel="noopener noreferrer",
        )
    )


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt  # slow import

    return MarkdownIt("commonmark", {"html": False}).disable("image")


def _put_headings_in_order(tokens: list[Token]) -> None:
    """Begin the headings of a text at h3 and skip no level, so that the page has one outline."""
    levels = sorted({token.tag for token in tokens if token.type == "heading_open"})
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            level = min(LOWEST_HEADING, HIGHEST_HEADING + levels.index(token.tag))
            token.tag = f"h{level}"


def _keep_short_lines(tokens: list[Token]) -> None:
    """Keep the line breaks that people meant: those after a short line."""
    for token in tokens:
        breaks = [
            child for child in token.children or () if child.type in {"softbreak", "hardbreak"}
        ]
        for child, line in zip(breaks, token.content.split("\n"), strict=False):
            if child.type == "softbreak" and len(line) < SHORT_LINE:
                child.type = "hardbreak"
