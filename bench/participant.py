"""Somebody in a gathering with the page open: looks, writes lines and notes, sends again."""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from html import unescape
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import uuid4

from bench.voter import TOKEN, over_http

if TYPE_CHECKING:
    from threading import Event

LOOK = 4.0  # seconds between two looks
KINDS = ("decision", "commitment", "issue")
SEEN = re.compile(r"seen=([0-9a-f]+)")
TEXT = re.compile(r'<textarea id="notes-text"[^>]*>\n(.*?)</textarea>', re.DOTALL)
FIRST_PERSON = re.compile(r'<select id="capture-owner" name="owner"><option value="(\d+)"')


class Participant:
    """One person; what the server answered with success is remembered, to look for it later."""

    def __init__(self, address: str, cookie: str, place: int, send: Any) -> None:
        self.address, self.place, self.send = address, place, send
        self.session = cookie
        self.luck = random.Random(place)
        self.told: dict[str, str] = {}  # captures by key
        self.noted: list[str] = []
        self.waits: list[float] = []
        self.statuses: Counter[str] = Counter()
        self.again = 0
        self.token = self.version = self.owner = self.notes = ""
        self.port = 0

    @classmethod
    def over_http(cls, address: str, cookie: str, place: int, port: int) -> Participant:
        """Somebody who reaches the server over the network."""
        made = cls(address, cookie, place, over_http(port))
        made.port = port
        return made

    # --- one request each ---

    def ask(self, what: str, path: str, sent: dict[str, object] | None = None) -> tuple[int, str]:
        """One request; 0 when nobody answered."""
        headers = {"Cookie": f"{self.session}; csrftoken={self.token}", "X-Outbox": "1"}
        body = b""
        if sent is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-CSRFToken": self.token,
            }
            body = urlencode({"csrfmiddlewaretoken": self.token, **sent}).encode()
        begun = time.monotonic()
        try:
            method = "POST" if sent is not None else "GET"
            status, _headers, page = self.send(method, f"{self.address}{path}", headers, body)
        except (OSError, HTTPException):
            if self.port:
                self.send = over_http(self.port)
            return 0, ""
        self.waits.append(time.monotonic() - begun)
        self.statuses[f"{what} {status}"] += 1
        return int(status), page

    def open(self) -> None:
        """The whole page."""
        status, page = self.ask("page", "")
        if status != 200:
            return
        # The token of the form is masked; as a cookie its unmasked secret is not needed.
        self.token = TOKEN.findall(page)[0]
        self.version = SEEN.findall(page)[0]
        self.owner = FIRST_PERSON.findall(page)[0]
        self.notes = unescape(TEXT.findall(page)[0])

    def look(self) -> None:
        """What changed since the last look."""
        status, page = self.ask("look", f"room/?seen={self.version}&state=running")
        if status == 200:
            self.version = SEEN.findall(page)[0]

    def look_anew(self) -> None:
        """A look that finds something."""
        self.ask("look", "room/?seen=0&state=running")

    def act(self, item: int, what: str) -> None:
        """Whoever leads goes on to another item."""
        self.ask("item", f"items/{item}/", {"act": what})

    def capture(self, text: str, *, kind: str) -> None:
        """A line, sent until somebody answers."""
        key = str(uuid4())
        sent = {"kind": kind, "text": text, "key": key, "owner": self.owner}
        if kind == "commitment":
            sent["due_on"] = time.strftime("%Y-%m-%d")
        for attempt in range(60):
            status, _page = self.ask("capture", "captures/", sent)
            if status in {200, 204, 302}:
                self.told[key] = text
                return
            self.again += 1
            time.sleep(min(2.0, 0.2 * (attempt + 1)))
        raise SystemExit(f"a capture was never taken: {status}")

    def note(self, line: str) -> None:
        """A line of notes below a heading of one's own, sent until it is kept."""
        heading = f"# Scribe {self.place}\n"
        text = self.notes.replace(heading, f"{heading}{line}\n")
        for attempt in range(60):
            status, page = self.ask("notes", "notes/", {"seen": self.notes, "text": text})
            if status == 200:
                self.notes = unescape(TEXT.findall(page)[0])
                self.noted.append(line)
                return
            self.again += 1
            time.sleep(min(2.0, 0.2 * (attempt + 1)))
        raise SystemExit(f"notes were never taken: {status}")

    # --- a whole gathering ---

    def live(self, over: Event, *, scribes: int) -> None:
        """Look every few seconds, write a line now and then, until it is over."""
        while not self.token and not over.wait(self.luck.random()):
            self.open()
        looked, number = time.monotonic(), 0
        while not over.wait(self.luck.uniform(0.5, 3.0)):
            if time.monotonic() - looked >= LOOK:
                self.look()
                looked = time.monotonic()
            if self.luck.random() < 0.25:
                number += 1
                self.capture(f"{self.place}: line {number}", kind=self.luck.choice(KINDS))
            if self.place < scribes and self.luck.random() < 0.25:
                number += 1
                self.note(f"{self.place} noted {number}")
