"""How browser tests say on what a page is looked at."""

from __future__ import annotations

import shutil

import pytest

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
