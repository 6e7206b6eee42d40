"""Two people write in one draft: whose text stays, and which both have to look at.

The page keeps a short digest of each text as it was shown. A text that only one of the two
changed is that one's; a text that both changed is shown to the second, with both wordings.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from mandorla.communities.charter_fields import FIELD_NAMES
from mandorla.communities.models.charter_parts import FORCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.communities.models import Charter

VALUE_NAMES = (*FIELD_NAMES, *FORCES, "review_on", "extra")


@dataclass(frozen=True)
class Clash:
    """A text that two people changed, each in their own way."""

    name: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    """What a draft should say after two people wrote in it.

    Attributes:
        values: The texts by name; where both changed one, the text of who saves now.
        clashes: The texts that both changed.
        taken: The names of texts that only the other one changed.
    """

    values: dict[str, str]
    clashes: tuple[Clash, ...]
    taken: tuple[str, ...]


def values_of(charter: Charter) -> dict[str, str]:
    """Everything that can be written in a draft, as plain texts by name."""
    forces = {kind: "\n".join(found) for kind, found in charter.forces_by_kind().items()}
    values = {
        **charter.texts,
        **forces,
        "review_on": charter.review_on.isoformat() if charter.review_on else "",
        "extra": extra_as_text(charter.extra),
    }
    return {name: plain(value) for name, value in values.items()}


def as_write(values: Mapping[str, str]) -> dict[str, Any]:
    """Plain texts as `Charter.write` takes them."""
    extra = json.loads(values["extra"]) if values["extra"] else []
    return {
        "texts": {name: values[name] for name in FIELD_NAMES},
        "forces": {kind: values[kind].splitlines() for kind in FORCES},
        "review_on": date.fromisoformat(values["review_on"]) if values["review_on"] else None,
        "extra": [{"heading": heading, "text": text} for heading, text in extra],
    }


def extra_as_text(extra: list[dict[str, str]]) -> str:
    """Headed texts as one text that can be compared."""
    kept = [[plain(item["heading"]), plain(item["text"])] for item in extra]
    return json.dumps(kept, ensure_ascii=False) if kept else ""


def plain(text: str) -> str:
    """A text as a browser and the database both have it."""
    return text.replace("\r\n", "\n").strip()


def digest(value: str) -> str:
    """A short mark by which a text is known again."""
    return sha256(value.encode()).hexdigest()[:12]


def digests(values: Mapping[str, str]) -> str:
    """The marks of all texts, for a hidden field of the page."""
    return json.dumps({name: digest(value) for name, value in values.items()})


def merge(*, mine: Mapping[str, str], theirs: Mapping[str, str], seen: Mapping[str, str]) -> Merged:
    """Say what the draft should say, given what it says now and what somebody saw and wrote.

    Args:
        mine: What somebody saves, by name; a missing name is not touched.
        theirs: What the draft says now, by name.
        seen: The digests of what they saw when they began, by name; a text that was not seen
            counts as changed by the other one.
    """
    values, clashes, taken = dict(theirs), [], []
    for name, text in mine.items():
        other = theirs[name]
        if text == other:
            continue
        if digest(text) == seen.get(name):
            taken.append(name)
            continue
        values[name] = text
        if digest(other) != seen.get(name):
            clashes.append(Clash(name=name, mine=text, theirs=other))
    return Merged(values=values, clashes=tuple(clashes), taken=tuple(taken))
