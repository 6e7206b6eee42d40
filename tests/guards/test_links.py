"""The pages of the documentation lead somewhere, and the index leads to all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def linked(page: Path) -> set[Path]:
    return {(page.parent / to).resolve() for to in LINK.findall(page.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files_that_exist(page):
    assert {to for to in linked(page) if not to.exists()} == set()


def test_index_leads_to_every_page():
    here = {page.resolve() for page in (ROOT / "docs").rglob("*.md")}

    index = ROOT / "docs/index.md"

    assert here - linked(index) - {index.resolve()} == set()
