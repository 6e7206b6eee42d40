"""What can be used is described, and what is described can be used."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

from django.core.management import get_commands

from mandorla.base.indicators import all_indicators
from mandorla.base.notices import all_notices
from mandorla.base.verbs import all_verbs
from mandorla.communities.archetypes import shipped_archetypes
from tests.guards.tree import PACKAGE, ROOT, code, files, prose, refuse, text

DOCS = ROOT / "docs"
VARIABLE = re.compile(r"\b(?:MANDORLA_[A-Z][A-Z_]+|DATABASE_URL)\b")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
SCRIPT = re.compile(r"(?<![\w./-])(?:bin|\.ci|bench)/[\w.-]+")
COMMAND = re.compile(r"(?:`|^\s*(?:\$ )?|\.venv/bin/)mandorla ([a-z_]+)", re.MULTILINE)
CARD_PARTS = ("**Meaning.**", "**Inputs.**", "**Source.**", "**Limits.**")
IN_CODE = re.compile(r"`(mandorla\.core[\w.]*)`")


def _docs() -> str:
    return "\n".join(text(path) for path in files("*.md", under=DOCS))


def test_commands_are_described():
    docs = _docs()
    ours = [name for name, app in get_commands().items() if str(app).startswith("mandorla")]
    found = [name for name in ours if f"mandorla {name}" not in docs]

    refuse(found, "Describe the command in docs/")


def test_commands_that_are_described_exist():
    known = set(get_commands())
    found = [
        f"{path.relative_to(ROOT)}: mandorla {name}"
        for path in prose()
        for name in COMMAND.findall(text(path))
        if name not in known | {"help"}
    ]

    refuse(found, "There is no such command")


def test_scripts_that_are_described_exist():
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in prose()
        for name in SCRIPT.findall(text(path))
        if not (ROOT / name.rstrip(".")).exists()
    ]

    refuse(found, "There is no such file")


def test_settings_are_described():
    described = set(VARIABLE.findall(text(DOCS / "settings.md")))
    sources = [*code(), *files("*", under=ROOT / "bin")]
    read = {name for path in sources for name in VARIABLE.findall(text(path))}

    refuse(sorted(read - described), "Describe the variable in docs/settings.md")
    refuse(sorted(described - read), "docs/settings.md describes what nothing reads")


def test_events_are_described_in_their_own_words():
    page = text(DOCS / "events.md")
    rows = [
        f"| `{verb.name}` | {verb.sentence} | {verb.meaning}"
        f"{' *Personal.*' if verb.personal else ''} |"
        for verb in all_verbs()
    ]
    old = set(re.findall(r"^\| `.*$", page, re.MULTILINE)) - set(rows)

    refuse([row for row in rows if row not in page], "Add these lines to docs/events.md")
    refuse(sorted(old), "Take these lines out of docs/events.md")


def test_indicators_are_described_in_their_own_words():
    """Their name, label, unit and why they may not be known; how they are counted stands between."""
    page = text(DOCS / "indicators.md")
    told = {row.split("`")[1]: row for row in re.findall(r"^\| `.*$", page, re.MULTILINE)}
    found = [
        f"| `{one.name}` | {one.label} | {one.unit} | … | {one.unknown} |"
        for one in all_indicators()
        if not told.get(one.name, "").startswith(f"| `{one.name}` | {one.label} | {one.unit} | ")
        or not told[one.name].endswith(f" | {one.unknown} |")
    ]
    known = {one.name for one in all_indicators()}

    refuse(found, "Add these lines to docs/indicators.md and say how it is counted")
    refuse(sorted(told.keys() - known), "docs/indicators.md describes what nobody reads")


def test_archetypes_are_described():
    docs = _docs()
    found = [key for key in shipped_archetypes() if f"`{key}`" not in docs]

    refuse(found, "Describe the archetype in docs/")


def test_measure_cards_say_what_a_number_is_worth():
    found = [
        f"{path.relative_to(ROOT)} lacks {part}"
        for path in files("*.md", under=DOCS / "measures")
        for part in CARD_PARTS
        if part not in text(path)
    ]

    refuse(found, "A card has meaning, inputs, source and limits")


def test_measure_cards_name_code_that_exists():
    found = []
    for path in files("*.md", under=DOCS / "measures"):
        names = IN_CODE.findall(text(path))
        found += [f"{path.relative_to(ROOT)}: {name}" for name in names if not _exists(name)]
        if not names:
            found.append(f"{path.relative_to(ROOT)} names no function of core")

    refuse(found, "A card names the function in core that computes it")


def _exists(name: str) -> bool:
    if (PACKAGE.parent / Path(*name.split("."))).with_suffix(".py").exists():
        return True
    module, _, attribute = name.rpartition(".")
    return hasattr(importlib.import_module(module), attribute)


def test_links_lead_somewhere():
    found = [
        f"{path.relative_to(ROOT)}: {link}"
        for path in prose()
        for links in LINK.findall(FENCE.sub("", text(path)))
        for link in links
        if link and not link.startswith(("http:", "https:", "mailto:")) and not _leads(path, link)
    ]

    refuse(found, "The link is broken")


def _leads(path: Path, link: str) -> bool:
    name, _, part = link.partition("#")
    target = (path.parent / name).resolve() if name else path
    if not target.exists():
        return False
    return not part or target.suffix != ".md" or part in _anchors(target)


def _anchors(path: Path) -> set[str]:
    """The names that headings have on the usual hosts of Markdown."""
    headings = HEADING.findall(FENCE.sub("", text(path)))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_news_are_described_in_their_own_words():
    page = text(DOCS / "news.md")
    rows = [f"| `{one.name}` | {one.sentence} | {one.meaning} |" for one in all_notices()]
    old = set(re.findall(r"^\| `.*$", page, re.MULTILINE)) - set(rows)

    refuse([row for row in rows if row not in page], "Add these lines to docs/news.md")
    refuse(sorted(old), "Take these lines out of docs/news.md")
