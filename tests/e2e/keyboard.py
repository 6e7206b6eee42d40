"""How somebody without a mouse gets around."""

from __future__ import annotations

from playwright.sync_api import Page

MOST_PRESSES = 150
NAME_OF_FOCUSED = """() => {
  const focused = document.activeElement;
  const label = focused.labels?.[0]?.textContent;
  const name = label || focused.getAttribute("aria-label") || focused.textContent;
  return name.replace(/\\s+/g, " ").trim();
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is called so, or begins like this, has the focus."""
    for _press in range(MOST_PRESSES):
        page.keyboard.press("Tab")
        if page.evaluate(NAME_OF_FOCUSED).startswith(name):
            return
    raise AssertionError(f"The keyboard does not reach “{name}” on {page.url}")


def press_on(page: Page, name: str, key: str = "Enter") -> None:
    """Get there by the keyboard, and press a key on it."""
    tab_to(page, name)
    page.keyboard.press(key)


def write_into(page: Page, name: str, words: str) -> None:
    """Get there by the keyboard, and write."""
    tab_to(page, name)
    page.keyboard.type(words)
