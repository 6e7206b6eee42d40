"""The pages of measures as tests open them."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client

from mandorla.communities.models import Community
from mandorla.people.models import Person

FORM = {
    "name": "Days to roll out",
    "role": "outcome",
    "shape": "level",
    "direction": "down",
    "unit": "days",
    "baseline": "90",
    "target": "60",
    "due_on": "2099-12-31",
}


def shown(client: Client, person: Person, path: str) -> str:
    client.force_login(person)
    answer = client.get(path)
    assert answer.status_code == 200
    return words(answer.content.decode())


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def address(community: Community, rest: str = "") -> str:
    return f"/communities/{community.slug}/measures/{rest}"
