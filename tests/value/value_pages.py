"""The Value tab as tests read it: what it is made of, its HTML and its words."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client

from mandorla.communities.header import header_of
from mandorla.communities.models import Community
from mandorla.people.models import Person
from mandorla.value.value_page import ValuePage, read_value_page
from tests import make


def read(community: Community, person: Person, *, days: int = 20) -> ValuePage:
    at = make.AT + timedelta(days=days)
    header = header_of(community, person=person, tab="value")
    return read_value_page(header, person=person, on=at.date(), at=at)


def opened(client: Client, person: Person, community: Community) -> str:
    client.force_login(person)
    answer = client.get(f"/communities/{community.slug}/value/")
    assert answer.status_code == 200
    return answer.content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()
