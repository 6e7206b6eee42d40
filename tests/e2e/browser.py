"""How browser tests say on what a page is looked at."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from mandorla.people.models import Person

SignIn = Callable[[Page, Person], Page]  # the fixture `signed_in`
Axe = Callable[[Page], None]  # the fixture `axe`

in_both_schemes = pytest.mark.parametrize("scheme", ["light", "dark"])
on_a_phone = pytest.mark.parametrize("viewport", [{"width": 390, "height": 844}], ids=["phone"])
on_phone_and_desk = pytest.mark.parametrize(
    "viewport",
    [{"width": 390, "height": 844}, {"width": 1280, "height": 900}],
    ids=["phone", "desk"],
)
without_javascript = pytest.mark.parametrize("javascript", [False], ids=["no-js"])


def chromium() -> str | None:
    """Where this machine keeps its browser."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def runs_over(page: Page) -> int:
    """By how many pixels the page is wider than the screen; one on its way is waited for."""
    page.wait_for_load_state()  # what a click leads to has no document for a moment
    root = "document.documentElement"
    return int(page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))
