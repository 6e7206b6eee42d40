"""Several people write in one report: whose text stays, and which both have to look at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mandorla.communities.draft_merge import Merged, digest, merge, plain
from mandorla.licenses.questions import NUMBERS, STORIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.licenses.models import Review

STORY_PARTS = ("title", "text", "address")


def values_of(review: Review) -> dict[str, str]:
    """Everything that can be written in a report, as plain texts by name."""
    numbers, stories = [*review.numbers], [*review.stories]
    values = {"ask": review.ask}
    for place in range(NUMBERS.get(review.kind, 0)):
        values[f"number_{place + 1}"] = numbers[place] if place < len(numbers) else ""
    for place in range(STORIES.get(review.kind, 0)):
        for part in STORY_PARTS:
            story = stories[place] if place < len(stories) else {}
            values[f"story_{place + 1}_{part}"] = story.get(part, "")
    values |= {f"answer_{one['name']}": one["answer"] for one in review.answers}
    return {name: plain(value) for name, value in values.items()}


def as_write(values: Mapping[str, str], *, kind: str) -> dict[str, Any]:
    """Plain texts as `Review.write` takes them."""
    places = range(1, STORIES[kind] + 1)
    return {
        "numbers": [values[f"number_{place}"] for place in range(1, NUMBERS[kind] + 1)],
        "stories": [
            {part: values[f"story_{place}_{part}"] for part in STORY_PARTS} for place in places
        ],
        "ask": values["ask"],
        "answers": {
            name.removeprefix("answer_"): text
            for name, text in values.items()
            if name.startswith("answer_")
        },
    }


def merged(*, mine: Mapping[str, str], theirs: Mapping[str, str], seen: str) -> Merged:
    """What the report should say when somebody keeps what they wrote.

    Args:
        mine: What they wrote, by name.
        theirs: What it says now.
        seen: The marks that their page showed, as it sent them back.
    """
    own = {name: text for name, text in mine.items() if name in theirs}
    return merge(mine=own, theirs=theirs, seen=_marks(seen))


def marks(values: Mapping[str, str]) -> str:
    """The marks of all texts, for a hidden field of the page."""
    return json.dumps({name: digest(text) for name, text in values.items()})


def _marks(sent: str) -> dict[str, str]:
    try:
        found = json.loads(sent)
    except (ValueError, RecursionError):  # also one that is nested without end
        return {}
    return found if isinstance(found, dict) else {}
