"""A charter as a text with headings (Markdown), put into the fields of a charter.

A heading that says what a field asks goes to the field, everything under it included; what fits
no field is kept as headed text. Nothing of the text is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mandorla.register.found import FoundCharter

# The charter field that a heading answers, by its words in lower case.
FIELD_OF_HEADING: dict[str, str] = {
    "mission/purpose": "purpose",
    "mission": "purpose",
    "purpose": "purpose",
    "in scope": "in_scope",
    "code, binaries and services": "in_scope",
    "cross-cutting and externally facing processes": "in_scope",
    "areas of focus": "in_scope",
    "additional scope distinctions": "in_scope",
    "composition and scope": "in_scope",
    "out of scope": "out_of_scope",
    "roles and organization management": "roles",
    "roles": "roles",
    "organizational management": "roles",
    "additional responsibilities of chairs": "roles",
    "additional responsibilities of tech leads": "roles",
    "election": "members",
    "sig membership": "members",
    "subproject creation": "decisions",
    "special powers": "decisions",
    "committee operation": "decisions",
    "what can we do/require from other sigs": "decisions",
    "incident report confidentiality": "norms",
    "stakeholders": "links",
    "stakeholder sigs": "links",
    "related wgs": "links",
    "relevant projects": "links",
    "timelines and disbanding": "end_condition",
    "timeline and disbanding": "end_condition",
    "exit criteria": "end_condition",
    "disband criteria": "end_condition",
    "committee dissolution": "end_condition",
}
# What a group writes straight under "Scope" says what it is for; the scope itself has
# headings of its own ("In scope", "Out of scope").
_SCOPE = "scope"
_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_LINK_TARGET = re.compile(r"^ {0,3}\[([^\]]+)\]:\s+(\S+)\s*$")
_REFERENCE = re.compile(r"(?<!!)\[(?P<text>[^\[\]]+)\](?:\[(?P<ref>[^\[\]]*)\])?(?![(\[:])")


@dataclass(frozen=True)
class Section:
    """A heading with the text up to the next heading.

    Attributes:
        level: 1 to 6; 0 for what stands before the first heading.
        heading: its words.
        text: what stands under it.
    """

    level: int
    heading: str
    text: str


def sections(text: str) -> list[Section]:
    """The headed sections of a text, in order; code is not looked into for headings."""
    found: list[tuple[int, str, list[str]]] = [(0, "", [])]
    fence = ""
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1] == fence:
            fence = ""
        heading = None if fence or mark else _HEADING.match(line)
        if heading:
            found.append((len(heading[1]), _words(heading[2]), []))
        else:
            found[-1][2].append(line.rstrip())
    return [
        Section(level, heading, "\n".join(lines).strip("\n")) for level, heading, lines in found
    ]


def _words(heading: str) -> str:
    """A heading's words without link marks, bold and a colon at the end."""
    text = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?", r"\1", heading)
    return re.sub(r"[*_`]{1,2}", "", text).strip().rstrip(":").strip()


def read_charter(text: str) -> FoundCharter:
    """The first version of a charter, from its text.

    Args:
        text: Markdown with headings.

    Returns:
        The charter; the document's own title is not repeated in it.
    """
    text = _with_links_in_place(text)
    kept: dict[str, list[str]] = {}
    extra: list[dict[str, str]] = []
    holder: tuple[int, str | None] = (0, None)  # the level and field that takes what is nested
    for section in sections(text):
        field = FIELD_OF_HEADING.get(section.heading.casefold())
        if field is None and holder[0] and section.level > holder[0]:
            _put(kept, extra, holder[1], section, nested=True)
        elif section.heading.casefold() == _SCOPE:
            _put(kept, extra, "purpose", section, nested=False)
        else:
            if section.level >= 2 and (not field or section.level <= holder[0] or not holder[0]):
                holder = (section.level, field) if field else (0, None)
            _put(kept, extra, field, section, nested=False)
    return FoundCharter(
        texts={name: "\n\n".join(texts) for name, texts in kept.items()},
        extra=tuple(extra),
    )


def _put(
    kept: dict[str, list[str]],
    extra: list[dict[str, str]],
    field: str | None,
    section: Section,
    *,
    nested: bool,
) -> None:
    text = section.text.strip()
    if field is None:
        if text or section.level >= 2:
            extra.append({"heading": section.heading if section.level != 1 else "", "text": text})
        return
    if nested or field in kept:
        text = f"**{section.heading}**\n\n{text}".strip()
    if text:
        kept.setdefault(field, []).append(text)


def _with_links_in_place(text: str) -> str:
    """The text with the targets of its links where they are used.

    A charter is cut into fields, so a link must not depend on a line at the end of the file. A
    target that is not used stays where it is.
    """
    targets: dict[str, str] = {}
    body: list[str] = []
    fence = False
    for line in text.replace("\r\n", "\n").split("\n"):
        fence ^= bool(_FENCE.match(line))
        target = None if fence else _LINK_TARGET.match(line)
        if target and _key(target[1]) not in targets:
            targets[_key(target[1])] = target[2]
        else:
            body.append(line)
    used: set[str] = set()

    def placed(match: re.Match[str]) -> str:
        key = _key(match["ref"] or match["text"])
        if key not in targets:
            return match[0]
        used.add(key)
        return f"[{match['text']}]({targets[key]})"

    out = _REFERENCE.sub(placed, "\n".join(body))
    unused = [f"[{key}]: {url}" for key, url in targets.items() if key not in used]
    return "\n".join([out.rstrip("\n"), "", *unused]) if unused else out


def _key(words: str) -> str:
    return " ".join(words.casefold().split())
