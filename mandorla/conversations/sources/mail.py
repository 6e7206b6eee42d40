"""Mail, read as far as its header says who wrote when and what it answers."""

from __future__ import annotations

import re
from datetime import UTC
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import parseaddr, parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from mandorla.conversations.sources.items import Author, LeftOut, Post, digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

Header = dict[str, str]

WANTED: Final = {
    b"from",
    b"date",
    b"message-id",
    b"in-reply-to",
    b"references",
    b"subject",
    b"list-id",
    b"auto-submitted",
}
FIELD: Final = re.compile(rb"^([!-9;-~]+)[ \t]*:[ \t]*(.*)$", re.DOTALL)
LONGEST: Final = 16_384  # bytes of one field; more is no address and no date
ID: Final = re.compile(r"<([^<>\s]+)>")
# Written so by archives, to keep machines from collecting addresses.
AT: Final = re.compile(
    r"(?<=\S)(?: (?:at|\(at\)|\[at\]|\(a\)) |\s?(?:\(at\)|\[at\])\s?|&#64;)(?=\S)", re.IGNORECASE
)
ADDRESS: Final = re.compile(r"^[^@\s<>()\"]+@[^@\s<>()\"]+$")
ANYWHERE: Final = re.compile(r"[^@\s<>()\"',;:]+@[^@\s<>()\"',;:]+")
NO_ADDRESS: Final = re.compile(r"@(?:\.\.\.|x+\.|public\.gmane)|\.\.\.@", re.IGNORECASE)
PREFIX: Final = re.compile(
    r"^\s*(?:\[[^\]]*\]|(?:re|aw|antw|fw|fwd|wg|sv|vs|r|tr|rv)(?:\[\d+\])?\s*:)\s*", re.IGNORECASE
)
ANSWER: Final = re.compile(r"\s*(?:re|aw|antw|sv|vs|r)\b", re.IGNORECASE)
MACHINES: Final = {"mailer-daemon", "postmaster", "listserv", "mailman-owner", "majordomo"}


def header_of(lines: Iterable[bytes]) -> Header:
    """The fields that are read, by their names in small letters; the first of each counts."""
    raw: dict[bytes, bytes] = {}
    name = b""
    for line in lines:
        if line[:1] in b" \t" and line.strip():
            if name and len(raw[name]) < LONGEST:
                raw[name] += b" " + line.strip()
            continue
        found = FIELD.match(line)
        name = found[1].lower() if found else b""
        if found and name in WANTED and name not in raw:
            raw[name] = found[2].strip()[:LONGEST]
        else:
            name = b""
    return {name.decode(): _text(value) for name, value in raw.items()}


def _text(value: bytes) -> str:
    """Bytes that should be ASCII and often are not."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def decoded(text: str) -> str:
    """A field in which words may be written in other alphabets.

    >>> decoded("=?iso-8859-1?Q?J=F6rg?= Lang")
    'Jörg Lang'
    """
    if "=?" not in text:
        return text
    try:
        parts = decode_header(text)
    except HeaderParseError:
        return text
    return "".join(
        part if isinstance(part, str) else _in_charset(part, charset) for part, charset in parts
    )


def _in_charset(part: bytes, charset: str | None) -> str:
    try:
        return part.decode(charset or "ascii")
    except (LookupError, UnicodeDecodeError):
        return part.decode("latin-1")


def author_of(field: str) -> Author | None:
    """Whoever a `From` names; None when it names nobody.

    >>> author_of("ana at halden.example (Ana Lima)")
    Author(key='ana@halden.example', email='ana@halden.example', name='Ana Lima')
    """
    field = field if "@" in field else AT.sub("@", field)
    name, address = parseaddr(field)
    if not ADDRESS.match(address.strip()) and (found := ANYWHERE.search(field)):
        name, address = AT.sub("@", field[: found.start()]).strip(" <("), found[0]
        name = name.partition("(")[2].strip() or name
    name, address = decoded(name).strip().strip("\"'").strip(), address.strip().lower()
    if ADDRESS.match(address) and not NO_ADDRESS.search(address):
        return Author(address, address, name)
    name = name or decoded(field.strip())
    return Author(f"name {name.casefold()}", "", name) if name else None


def sent_at(*fields: str) -> datetime | None:
    """The moment that the first readable date says."""
    for field in fields:
        try:
            found = parsedate_to_datetime(field)
            return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None


def bare_subject(field: str) -> str:
    """A subject without `Re:` and the tag of a list.

    >>> bare_subject("AW: [numpy] Re: Masked   arrays")
    'masked arrays'
    """
    subject = decoded(field)
    while found := PREFIX.match(subject):
        subject = subject[found.end() :]
    return " ".join(subject.split()).casefold()


def has_re(subject: str) -> bool:
    """Whether a subject says that a mail answers another; one that is passed on does not.

    >>> has_re("[numpy] AW: Lunch"), has_re("Fwd: Re: Lunch"), has_re("Lunch")
    (True, False, False)
    """
    subject = decoded(subject)
    while found := PREFIX.match(subject):
        if not found[0].lstrip().startswith("["):
            return ANSWER.match(found[0]) is not None
        subject = subject[found.end() :]
    return False


class Threads:
    """Which thread a mail belongs to: by what it answers, or else by its subject.

    Attributes:
        thread_of: The thread of each mail, as numbers: 10 million mails would not fit as texts.
        latest: By subject the thread that was written to last, as numbers, too.
    """

    def __init__(self) -> None:
        self.thread_of: dict[int, int] = {}
        self.latest: dict[int, int] = {}

    def find(self, key: str, answers: list[str], subject: str, *, is_answer: bool) -> str:
        """The thread of a mail; what answers nothing begins one, whatever its subject.

        A mail that answers one which is not there belongs where others with its subject are; or
        else to the thread that the first mail it names began, also when that is in another file.
        """
        own, about = _number(key), _number(f"subject {subject}")
        thread = self.thread_of.get(own)  # it stands in the file twice
        if thread is None:
            known = (self.thread_of.get(_number(one)) for one in reversed(answers))
            thread = next((one for one in known if one is not None), None)
        if thread is None and is_answer and subject:
            thread = self.latest.get(about)
        if thread is None:
            begun_by = answers[0] if answers else f"subject {subject}"
            thread = _number(begun_by) if is_answer and (answers or subject) else own
        self.thread_of[own] = self.latest[about] = thread
        return f"mail/{thread:x}"


def _number(key: str) -> int:
    return int(digest(key)[:15], 16)


def post_of(
    header: Header, *, channel: str, threads: Threads, envelope: str = ""
) -> Post | LeftOut:
    """The post that a mail is, or why it is none.

    Args:
        header: Its fields.
        channel: The list, when the header does not say which.
        threads: What is known of the mails before it.
        envelope: The date in the line that separates mails, for a mail without one.
    """
    channel = _list_of(header.get("list-id", "")) or channel
    author = author_of(header.get("from", ""))
    if author is None:
        return LeftOut("anonymous", channel)
    if _by_machine(header, author):
        return LeftOut("bot", channel, author)
    moment = sent_at(header.get("date", ""), envelope)
    if moment is None:
        return LeftOut("undated", channel, author)
    subject = header.get("subject", "")
    own = ID.findall(header.get("message-id", ""))
    key = own[0] if own else digest(author.key, moment.isoformat(), subject)
    said = f"{header.get('references', '')} {header.get('in-reply-to', '')}"
    answers = [one for one in ID.findall(said) if one != key]
    answered = bool(said.strip()) or has_re(subject)
    thread = threads.find(key, answers, bare_subject(subject), is_answer=answered)
    reply_to = f"mail/{answers[-1]}" if answers else None
    if answered and not answers:
        reply_to = f"{thread}/answered"  # a mail that nobody names, and that no file has
    return Post(f"mail/{key}", author, moment, thread, reply_to, channel)


def _by_machine(header: Header, author: Author) -> bool:
    automatic = header.get("auto-submitted", "no").strip().lower()
    return not automatic.startswith("no") or author.email.partition("@")[0] in MACHINES


def _list_of(field: str) -> str:
    """The name of a list: `numpy-discussion` of `<numpy-discussion.python.org>`."""
    found = ID.search(field)
    return found[1].partition(".")[0] if found else ""


READS: Final = {
    "From": "author",
    "Date": "moment",
    "Message-ID": "post",
    "In-Reply-To": "answer",
    "References": "answer",
    "Subject": "thread",
    "List-Id": "channel",
    "Auto-Submitted": "kind",
}
DROPS: Final = (
    "body",
    "attachments",
    "To",
    "Cc",
    "Bcc",
    "Reply-To",
    "Sender",
    "Received",
    "X-Originating-IP",
    "User-Agent",
    "Organization",
)
