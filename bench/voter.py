"""One member who votes on the pages, over the network or within this process."""

from __future__ import annotations

import re
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from bench.pages import _environ

ITEMS = 8
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SEEN = re.compile(r'name="seen" value="([^"]+)"')


class Voter:
    """Somebody with a session who votes the way a browser without JavaScript does."""

    def __init__(self, address: str, session: str, send: Any) -> None:
        self.address, self.send = address, send
        name, _mark, value = session.partition("=")
        self.cookies = {name: value}
        self.page = ""

    def ask(self, step: str, sent: dict[str, object] | None = None) -> int:
        """Open a step, or send its form with the token of the last page."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = b""
        if sent is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({"csrfmiddlewaretoken": TOKEN.findall(self.page)[0], **sent}).encode()
        status, told, content = self.send(
            "POST" if sent is not None else "GET", f"{self.address}{step}/", headers, body
        )
        for name, value in told:
            if name.lower() == "set-cookie":
                self.cookies |= {key: kept.value for key, kept in SimpleCookie(value).items()}
        self.page = content or self.page
        return int(status)

    def prepare(self, points: list[int]) -> None:
        """Everything up to the last page, which is read."""
        self.ask("points")
        self.ask("points", {f"points_{place}": value for place, value in enumerate(points)})
        self.ask("delivery")
        self.ask("delivery", {f"delivery_{place}": "5" for place in range(ITEMS)})
        if self.ask("casting") != 200:
            raise SystemExit("the page before casting was not reached")

    def cast(self) -> int:
        """Cast what the last page showed."""
        return self.ask("casting", {"seen": SEEN.findall(self.page)[0]})


def over_http(port: int) -> Any:
    """How a voter reaches the server."""
    line = HTTPConnection("127.0.0.1", port, timeout=60)

    def send(method: str, path: str, headers: dict[str, str], body: bytes) -> Any:
        line.request(method, path, body or None, headers)
        answer = line.getresponse()
        return answer.status, answer.getheaders(), answer.read().decode()

    return send


def within(application: Any) -> Any:
    """How a voter reaches the product without a network."""

    def send(method: str, path: str, headers: dict[str, str], body: bytes) -> Any:
        answered: list[Any] = []
        environ = _environ(path, headers["Cookie"]) | {
            "REQUEST_METHOD": method,
            "CONTENT_TYPE": headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }

        def start(status: str, told: list[tuple[str, str]], *_more: object) -> Any:
            answered.append((int(status[:3]), told))
            return lambda _body: None

        content = b"".join(application(environ, start))
        return *answered[0], content.decode()

    return send
