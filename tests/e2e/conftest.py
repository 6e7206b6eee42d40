"""A real browser against a real server, with the same policy for scripts and styles as always."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe as AxeCore
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, Request, Response, expect, sync_playwright

from mandorla.people.models import Person
from tests import make
from tests.e2e.browser import Axe, SignIn, chromium
from tests.e2e.crowd import Crowd, crowd
from tests.e2e.stories import Clock

HERE = Path(__file__).parent
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 10_000
expect.set_options(timeout=PATIENCE_MS)  # a condition may take its time on a busy machine
EXPECTED = (
    "Failed to load resource",
    "htmx:sendError",
    "htmx:afterRequest",
    "Response Status Error Code 401",  # somebody is signed out while a page is open
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser a file: while it lives, an event loop runs here, which Django has to bear."""
    path = chromium()
    if path is None:
        pytest.skip("Chromium is not on this machine")
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            yield started
            started.close()
    finally:
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
        if before is not None:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def scheme() -> str:
    """Light, unless a test is marked `in_both_schemes`."""
    return "light"


@pytest.fixture
def viewport() -> dict[str, int]:
    """A desk, unless a test is marked `on_a_phone`."""
    return {"width": 1280, "height": 900}


@pytest.fixture
def javascript() -> bool:
    """On, unless a test is marked `without_javascript`."""
    return True


@pytest.fixture
def page(
    browser: Browser, live_server: Any, scheme: Any, viewport: Any, javascript: bool
) -> Iterator[Page]:
    """A page on the server of this test; at the end it must have had nothing to complain about."""
    facts = {"color_scheme": scheme, "viewport": viewport, "java_script_enabled": javascript}
    with _opened(browser, live_server.url, **facts) as opened:
        yield opened


@pytest.fixture
def people() -> Crowd:
    """A full community and one where nothing was said yet, unless a file has people of its own."""
    return crowd()


@pytest.fixture
def phone(browser: Browser, live_server: Any) -> Iterator[Page]:
    """Somebody else's browser beside `page`, on a phone; it must not complain either."""
    with _opened(browser, live_server.url, viewport={"width": 390, "height": 844}) as opened:
        yield opened


@contextmanager
def _opened(browser: Browser, home: str, **facts: Any) -> Iterator[Page]:
    """A page of a browser that nobody used before."""
    context = browser.new_context(
        base_url=home, reduced_motion="reduce", locale="en-US", timezone_id="UTC", **facts
    )
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    complaints = _complaints(opened, home)
    yield opened
    context.close()
    assert not complaints, "\n".join(complaints)


def _complaints(page: Page, home: str) -> list[str]:
    """What goes wrong in the page from now on: scripts, policy, missing files, other hosts."""
    found: list[str] = []

    def console(message: Any) -> None:
        # That a page answered 404 or 409, or that there was no connection, is for the test to judge.
        if message.type == "error" and not message.text.startswith(EXPECTED):
            found.append(f"console: {message.text}")

    def response(answer: Response) -> None:
        if answer.status >= 400 and answer.request.resource_type not in {
            "document",
            "fetch",
            "xhr",
        }:
            found.append(f"{answer.status}: {answer.url}")

    def request(asked: Request) -> None:
        if not asked.url.startswith((home, "data:", "blob:")):
            found.append(f"another host: {asked.url}")

    page.on("console", console)
    page.on("pageerror", lambda error: found.append(f"script: {error}"))
    page.on("response", response)
    page.on("request", request)
    return found


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of a story that takes months: it stands at `make.AT` until somebody turns it."""
    clock = Clock(make.AT)
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def signed_in(live_server: Any) -> SignIn:
    """`signed_in(page, person)`: the person is signed in there."""

    def sign_in(page: Page, person: Person) -> Page:
        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )
        return page

    return sign_in


@pytest.fixture
def axe() -> Axe:
    """`axe(page)`: fails with the accessibility violations of the page as it is now."""

    def check(page: Page) -> None:
        page.wait_for_load_state()
        # Preloading would put styles of its own into the page, which the policy refuses.
        results = AxeCore().run(page, options={"preload": False})
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check
