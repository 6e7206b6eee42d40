"""Which thread a mail belongs to, and whether it begins one."""

from __future__ import annotations

from pathlib import Path

import pytest

from mandorla.conversations.sources.items import Post
from tests.conversations.sample import posts, read


def mails(tmp_path: Path, *headers: str) -> list[Post]:
    """Posts of mails with these fields, one a day."""
    texts = [
        f"From a{day} Mon Mar {day:2d} 09:00:00 2026\n"
        f"From: Author {day} <a{day}@halden.example>\n"
        f"Date: {day} Mar 2026 09:00:00 +0000\n"
        f"{header}\n\nCanary.\n"
        for day, header in enumerate(headers, 1)
    ]
    path = tmp_path / "list.mbox"
    path.write_text("\n".join(texts))
    return posts(read("mbox", path))


def test_mails_of_one_subject_are_threads_of_their_own_when_neither_answers(tmp_path: Path):
    one, other, answer, late = mails(
        tmp_path,
        "Message-ID: <a@x>\nSubject: Weekly report",
        "Message-ID: <b@x>\nSubject: [list] Weekly report",
        "Message-ID: <c@x>\nSubject: Re: Weekly report",
        "Message-ID: <d@x>\nSubject: AW: Weekly report\nIn-Reply-To: <a@x>",
    )

    assert (one.reply_to, other.reply_to, one.thread != other.thread) == (None, None, True)
    assert (answer.thread, late.thread) == (other.thread, one.thread)


@pytest.mark.parametrize(
    "header",
    [
        "Subject: Re: Lunch",
        "Subject: [list] AW: Lunch",
        "Subject: =?utf-8?Q?SV=3A_Lunch?=",
        "Subject: RE[2]: Lunch",
        "Subject: Lunch\nIn-Reply-To: <lost@x>",
        "Subject: Lunch\nReferences: <lost@x>",
        "Subject: Lunch\nIn-Reply-To: Your message of Monday",
        "Subject: Re: Fwd: Lunch",
        "Subject: Re:",
    ],
)
def test_mail_answers_what_is_not_there_when_it_says_that_it_answers(tmp_path: Path, header: str):
    first, second = mails(tmp_path, f"Message-ID: <a@x>\n{header}", "Message-ID: <b@x>\nSubject: Q")

    assert first.reply_to not in {None, first.key, second.key}
    assert second.reply_to is None


@pytest.mark.parametrize("subject", ["Lunch", "Fwd: Lunch", "Fwd: Re: Lunch", "Re-launch", ""])
def test_mail_begins_a_thread_when_it_answers_nothing(tmp_path: Path, subject: str):
    (only,) = mails(tmp_path, f"Message-ID: <a@x>\nSubject: {subject}")

    assert only.reply_to is None


def test_mails_are_one_thread_when_they_answer_the_same_missing_one(tmp_path: Path):
    first, second, third, fourth = mails(
        tmp_path,
        "Message-ID: <a@x>\nSubject: Re: Lunch\nReferences: <root@x> <lost@x>",
        "Message-ID: <b@x>\nSubject: Dinner, was lunch\nReferences: <root@x> <other@x>",
        "Message-ID: <c@x>\nSubject: Re: Breakfast",
        "Message-ID: <d@x>\nSubject: Re: Breakfast",
    )

    assert (first.thread, third.thread) == (second.thread, fourth.thread)
    assert first.thread != third.thread


def test_mail_is_in_the_thread_of_another_file_that_it_names_first(tmp_path: Path):
    (begun,) = mails(tmp_path, "Message-ID: <root@x>\nSubject: Lunch")
    (answer,) = mails(tmp_path, "Message-ID: <b@x>\nSubject: Re: Lunch\nReferences: <root@x> <a@x>")

    assert answer.thread == begun.thread


def test_mail_stays_in_its_thread_when_it_stands_in_the_file_twice(tmp_path: Path):
    first, answer, _other, again, late = mails(
        tmp_path,
        "Message-ID: <a@x>\nSubject: Lunch",
        "Message-ID: <b@x>\nSubject: Re: Lunch",
        "Message-ID: <c@x>\nSubject: Lunch",
        "Message-ID: <b@x>\nSubject: Re: Lunch",
        "Message-ID: <d@x>\nSubject: Re: Lunch\nIn-Reply-To: <b@x>",
    )

    assert {answer.thread, again.thread, late.thread} == {first.thread}
