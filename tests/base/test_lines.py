"""A name shows what it is: nobody is nameless, and nobody reads as somebody else by a trick."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from mandorla.base.lines import validate_line
from tests import make

TRICKS = ["a\nb", "a\rBcc: x@y.example", "\u200b", "\u00ad\u2060", "niraK\u202e", "a\u2028b"]
TRICKS += ["\u2800", "\u3164\u115f"]  # counted among symbols and letters, and drawn as nothing


@pytest.mark.parametrize("text", TRICKS)
def test_line_is_refused_when_it_hides_something(text: str) -> None:
    with pytest.raises(ValidationError):
        validate_line(text)


@pytest.mark.parametrize(
    "text", ["", "Ana Marković", "李小美", "می\u200cخواهم", "क्\u200dष", "R&D <3", "42", "אבג", "☕"]
)
def test_line_is_taken_in_every_script(text: str) -> None:
    validate_line(text)


@pytest.mark.django_db
@pytest.mark.parametrize("name", TRICKS)
def test_person_keeps_their_name_when_the_new_one_hides_something(name: str) -> None:
    ana = make.person("Ana")
    client = Client()
    client.force_login(ana)

    page = client.post("/account/", {"name": name})
    answer = client.patch("/api/v1/me", {"name": name}, content_type="application/json")

    ana.refresh_from_db()
    assert (page.status_code, answer.status_code, ana.name) == (422, 422, "Ana")
