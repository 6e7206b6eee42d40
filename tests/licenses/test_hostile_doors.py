"""What no browser of ours sends to a form: each is refused or left out, and nothing breaks."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from tests.guards.tree import refuse
from tests.licenses.doors import DOORS, PAGES
from tests.licenses.doors_world import HERE, world
from tests.work.test_doors import _signed_in

pytestmark = pytest.mark.django_db
FIRST = ("sponsor", "manager", "leader", "core", "member")
HOSTILE = {
    "zero byte": "a\0b",
    "many digits": "9" * 30,
    "negative": "-1",
    "no number": "NaN",
    "deep": "[" * 100_000,
    "lists": '{"has_leader": [1], "ask": [1], "numbers": {}}',
    "far day": "9999-12-31",
    "no day": "2026-02-31",
    "superscript": "²",
}
NUMBER = "9" * 30


@pytest.mark.parametrize("name", HOSTILE)
def test_forms_answer_what_no_browser_sends(name: str):
    here = world()
    clients = {kind: _signed_in(here.people[kind]) for kind in FIRST}
    broken = []
    for door in [one for one in DOORS if one.sent]:
        client = clients[next(kind for kind in FIRST if kind in door.may)]
        address = reverse(door.name, args=here.parts(door))
        said = here.filled(door.sent)
        every = [dict.fromkeys(said, HOSTILE[name])]
        every += [{**said, key: HOSTILE[name]} for key in said if len(said) > 1]
        for sent in every:
            with transaction.atomic():
                status = client.post(address, sent).status_code
                transaction.set_rollback(True)
            if status >= 500:
                broken.append(f"{door.name} {[key for key in sent if sent[key] == HOSTILE[name]]}")

    refuse(broken, f"A form breaks: {name}")


def test_addresses_with_a_number_that_cannot_be_are_not_there():
    here = world()
    client = _signed_in(here.people["manager"])
    broken = []
    for name, parts in {(one.name, one.parts) for one in DOORS} | {one[:2] for one in PAGES}:
        words = parts.split()
        numbered = [isinstance(here.known.get(word, word), int) or word == "1" for word in words]
        if words[0] in HERE and any(numbered):
            args = [
                NUMBER if is_one else word for word, is_one in zip(words, numbered, strict=True)
            ]
            for answer in (client.get, client.post):
                status = answer(reverse(name, args=args)).status_code
                broken += [f"{name}: {status}"] if status not in {404, 405} else []

    refuse(sorted(set(broken)), "Nothing has such a number")


@pytest.mark.parametrize(
    "query",
    [
        "unit=" + NUMBER,
        "due=" + NUMBER,
        "page=" + NUMBER,
        "sort=-nonsense",
        "overlap=90-10",
        "overlap=999-999",
        "stage=%00",
        "q=%00%22%27(",
        "sponsor=%25_%00",
        "state=NaN",
        "changed=states",
    ],
)
def test_portfolio_reads_what_it_can_of_an_address(query: str):
    here = world()
    client = _signed_in(here.people["manager"])

    for name in ("", "map/", "decisions/", "portfolio.csv", "portfolio.xlsx"):
        answer = client.get(f"/portfolio/{name}?{query}")
        assert answer.status_code == 200, name
        assert b"".join(answer) if answer.streaming else answer.content
