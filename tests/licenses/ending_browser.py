"""Reading and sending the pages of an end."""

from __future__ import annotations

from html import unescape

from tests import make
from tests.licenses.reporting import browser

BASE = "/communities/atlas-change-champions/"
ENDING = f"{BASE}ending/"
LEGACY = f"{BASE}legacy/"
BEGIN = {"kind": "end", "reason": "We are done", "last_on": "2026-04-30"}


def read(person, address, **asked):
    return unescape(browser(person).get(address, asked, follow=True).content.decode())


def send(by, address, **sent):
    return browser(by).post(address, sent, follow=True)


def active(people):
    people.community.start(by=people.leader, at=make.AT)
