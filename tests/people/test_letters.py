"""Letters that cannot be written keep none of the others back."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from mandorla.people.letters import delivered

IMPOSSIBLE = [
    ("Hello", f"x@{'é' * 60}.example"),  # too long once it is written in ASCII
    ("Hello\rBcc: spy@halden.example", "ana@halden.example"),
]


@pytest.mark.parametrize(("subject", "to"), IMPOSSIBLE)
def test_letter_goes_out_when_the_one_before_cannot_be_written(subject: str, to: str):
    letters = [
        EmailMessage(subject, "Words", None, [to]),
        EmailMessage("Hello", "Words", None, ["marek@halden.example"]),
    ]

    assert list(delivered(letters)) == [0, 1]
    assert [letter.to for letter in mail.outbox] == [["marek@halden.example"]]
