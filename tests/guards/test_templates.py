"""Templates hold nothing that the Content-Security-Policy would refuse or that trusts text."""

from __future__ import annotations

import re

from tests.guards.tree import PACKAGE, files, named, refuse, text

INLINE = re.compile(
    r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:", re.IGNORECASE
)
TRUSTING = re.compile(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b")
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
ELSEWHERE = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")


def _lines(pattern: re.Pattern[str], *, without: re.Pattern[str] | None = None) -> list[str]:
    found = []
    for path in files("*.html", under=PACKAGE):
        content = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text(path))
        found += [
            f"{named(path)}:{number} {line.strip()}"
            for number, line in enumerate(content.splitlines(), 1)
            if pattern.search(without.sub("", line) if without else line)
        ]
    return found


def test_templates_hold_no_inline_style_or_script():
    refuse(_lines(INLINE, without=TAG), "The browser would refuse it: move it to static/")


def test_templates_escape_everything():
    """Help texts of Django's own form fields are markup by Django's contract."""
    ours = [line for line in _lines(TRUSTING) if "/templates/django/forms/" not in line]

    refuse(ours, "Clean the text where it is rendered from Markdown, once")


def test_pages_load_nothing_from_elsewhere():
    refuse(_lines(ELSEWHERE), "Assets come from this server, links go through the data")


def test_scripts_set_no_inline_style_and_build_no_markup_from_text():
    forbidden = re.compile(r"\beval\(|new Function\(|document\.write|setAttribute\(.style")
    found = [
        f"{named(path)}:{number}"
        for path in files("*.js", under=PACKAGE)
        for number, line in enumerate(text(path).splitlines(), 1)
        if forbidden.search(line)
    ]

    refuse(found, "A page with our policy would not run it")
