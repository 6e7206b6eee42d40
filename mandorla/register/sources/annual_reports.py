"""Annual reports of groups as they are written in Markdown: who was asked what, and the answer.

Five years of templates mark a question in four ways: by a number, in bold, as a heading, or as an
entry of a list that ends with a question mark. A section keeps to one of them, so each section is
read by the first of these that it has. Every line of a report ends up in a question or in an
answer; what stands in a section without a question is the answer to its heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LONGEST_QUESTION = 800
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"(#{1,6})\s+(?P<text>.*?)\s*#*\s*$")
_NUMBERED = re.compile(r"(?P<text>\d+[.)]\s+\S.*)$")
_BOLD = re.compile(r"\s{0,4}(?:[-*]\s+)?\*\*(?P<text>.*)$")
_BULLET = re.compile(r"\s{0,4}[-*]\s+(?P<text>\S.*)$")
_ENTRY = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+\S")
_TARGET = re.compile(r"\s{0,3}\[(?P<name>[^\]]+)\]:\s*(?P<address>\S+).*$")
_REFERENCE = re.compile(r"\[(?P<text>[^\[\]]+)\](?:\[(?P<name>[^\[\]]*)\])?(?![(:\[])")
_LINK = re.compile(r"\[([^\]]+)\]\([^()]*\)")
_BOLDS = re.compile(r"\*\*")
_MARK = re.compile(r"^[*_]?\d+[.)]\s+|(?<=\?)[*_]$")


@dataclass(frozen=True)
class Asked:
    """A question of a report with its answer.

    Attributes:
        section: The heading it stands under; empty before the first one.
        question: As it was asked; the heading itself where nothing else was.
        answer: As it was written, in Markdown; empty when nobody answered.
        line: Where it begins, counted from 1.
    """

    section: str
    question: str
    answer: str
    line: int


@dataclass(frozen=True)
class AnnualReport:
    """One report.

    Attributes:
        title: Its first heading.
        asked: Its questions, in order.
    """

    title: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class _Line:
    number: int
    text: str


def read_report(text: str) -> AnnualReport:
    r"""The questions and answers of a report.

    Args:
        text: The file.

    Returns:
        The report; one without any heading or question is one answer to its title.

    Example:
        >>> report = read_report("# 2022: Docs\n\n## Health\n\n1. Who helps?\n\n   - Ana\n")
        >>> [(one.section, one.question, one.answer) for one in report.asked]
        [('Health', 'Who helps?', '- Ana')]
    """
    # Hints to whoever fills in the template are no part of the report; their lines still count.
    bare = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    lines = [_Line(number, line.rstrip()) for number, line in enumerate(bare.splitlines(), 1)]
    targets, lines = _targets(lines)
    lines = [_Line(line.number, _linked(line.text, targets)) for line in lines]
    title, lines = _titled(lines)
    asked = [one for section, found in _sections(lines) for one in _asked(section, found, title)]
    return AnnualReport(title, tuple(asked))


def _targets(lines: list[_Line]) -> tuple[dict[str, str], list[_Line]]:
    """Where the names of links lead, and the lines that do not tell it."""
    found, rest = dict[str, str](), list[_Line]()
    for line in lines:
        match = _TARGET.fullmatch(line.text)
        if match:
            found[match["name"].casefold()] = match["address"]
        else:
            rest.append(line)
    return found, rest


def _linked(text: str, targets: Mapping[str, str]) -> str:
    """The text with each link that has a name leading where that name does."""

    def linked(match: re.Match[str]) -> str:
        address = targets.get((match["name"] or match["text"]).casefold())
        return f"[{match['text']}]({address})" if address else match[0]

    return _REFERENCE.sub(linked, text)


def _titled(lines: list[_Line]) -> tuple[str, list[_Line]]:
    """The title, when the first heading is one, and the lines without it."""
    headings = [(at, match) for at, line in enumerate(lines) if (match := _heading(line))]
    if not headings:
        return "", lines
    (at, first), *others = headings
    is_above = all(len(first[1]) < len(other[1]) for _, other in others)
    if not is_above and "report" not in first["text"].casefold():
        return "", lines
    return _plain(first["text"]), lines[:at] + lines[at + 1 :]


def _heading(line: _Line) -> re.Match[str] | None:
    return _HEADING.match(line.text)


def _sections(lines: list[_Line]) -> Iterator[tuple[str, list[_Line]]]:
    """The text under each heading of the highest rank."""
    rank = min((len(match[1]) for line in lines if (match := _heading(line))), default=0)
    section, found = "", list[_Line]()
    for line in lines:
        match = _heading(line)
        if match and len(match[1]) == rank:
            yield section, found
            section, found = _plain(match["text"]), []
        else:
            found.append(line)
    yield section, found


def _asked(section: str, lines: list[_Line], title: str) -> Iterator[Asked]:
    begins = next((way for way in WAYS if any(way(lines, at) for at in range(len(lines)))), None)
    starts = [at for at in range(len(lines)) if begins and begins(lines, at)]
    first = starts[0] if starts else len(lines)
    before = _answer(lines[:first])
    under = section or title
    if before or (section and not starts):
        line = next((one.number for one in lines if one.text), 1)
        yield Asked(under, under, before, line)
    for at, end in pairwise([*starts, len(lines)]):
        stop = _question_end(lines, at, end)
        question = " ".join(line.text.strip() for line in lines[at:stop])
        yield Asked(under, _plain(question), _answer(lines[stop:end]), lines[at].number)


def _is_heading(lines: list[_Line], at: int) -> bool:
    match = _heading(lines[at])
    return bool(match and ("?" in match["text"] or re.match(r"\d+[.)]\s", match["text"])))


def _is_numbered(lines: list[_Line], at: int) -> bool:
    return bool(_NUMBERED.match(lines[at].text))


def _is_bold(lines: list[_Line], at: int) -> bool:
    match = _BOLD.match(lines[at].text)
    return bool(match and _asks(_paragraph(lines, at)))


def _is_bullet(lines: list[_Line], at: int) -> bool:
    return bool(_BULLET.match(lines[at].text) and _asks(_paragraph(lines, at)))


WAYS: tuple[Callable[[list[_Line], int], bool], ...] = (
    _is_heading,
    _is_numbered,
    _is_bold,
    _is_bullet,
)


def _paragraph(lines: list[_Line], at: int) -> str:
    """A line with those that it goes on in."""
    found = [lines[at].text]
    for line in lines[at + 1 :]:
        if not line.text.strip() or _ENTRY.match(line.text) or _heading(line):
            break
        found.append(line.text)
    return " ".join(found)


def _asks(paragraph: str) -> bool:
    """Whether the paragraph is a question, and not an answer with one somewhere in it."""
    bare = re.sub(r"\([^()]*\)$", "", paragraph.strip(" *_"))
    return bare.rstrip(" *_").endswith("?")


def _question_end(lines: list[_Line], at: int, end: int) -> int:
    """The line after the last one of a question, which may go on over several."""
    stop = at + 1
    if _heading(lines[at]):
        return stop
    while stop < end and lines[stop].text.strip() and not _ENTRY.match(lines[stop].text):
        stop += 1
    asking = [number for number in range(at, stop) if "?" in lines[number].text]
    if not asking:
        return stop
    last = asking[-1] + 1
    while last < stop and not _is_whole(" ".join(line.text for line in lines[at:last])):
        last += 1
    return last


def _is_whole(text: str) -> bool:
    """Whether brackets and bold that were opened are closed."""
    return text.count("(") <= text.count(")") and text.count("**") % 2 == 0


def _plain(text: str) -> str:
    """A question or heading without its number and marks."""
    bare = re.sub(r"^(?:#{1,6}|[-*])\s+", "", text.strip())
    bare = _LINK.sub(r"\1", _BOLDS.sub("", bare))
    return " ".join(_MARK.sub("", bare).split())[:LONGEST_QUESTION]


def _answer(lines: list[_Line]) -> str:
    """The lines without the white space around them and before each."""
    texts = [line.text for line in lines]
    while texts and not texts[0].strip():
        texts.pop(0)
    while texts and not texts[-1].strip():
        texts.pop()
    margin = min((len(text) - len(text.lstrip()) for text in texts if text.strip()), default=0)
    return "\n".join(text[margin:] for text in texts)
