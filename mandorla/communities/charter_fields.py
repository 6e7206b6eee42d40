"""What a charter says beside its forces: the fields, in the order they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandorla.base.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.functional import _StrPromise

MOST_OBJECTIVES = 5


@dataclass(frozen=True)
class CharterField:
    """One text of a charter.

    Attributes:
        name: The name of the model's field.
        label: What it is called on a page.
        question: What somebody who writes it should answer.
        lines: How tall its box is when somebody writes.
    """

    name: str
    label: _StrPromise
    question: _StrPromise
    lines: int = 3


CHARTER_FIELDS = (
    CharterField(
        "purpose",
        _("Purpose"),
        _("Why does this group exist, in a sentence or two that both sides would say?"),
    ),
    CharterField(
        "value_statement",
        _("Shared value"),
        _("What does the organization get, what do the members get, and what do both put in?"),
    ),
    CharterField("in_scope", _("In scope"), _("What does the group take on?")),
    CharterField("out_of_scope", _("Out of scope"), _("What does it leave to others?")),
    CharterField(
        "objectives",
        _("Objectives"),
        _("Up to five, one a line: what will be true, by when, and how you will know."),
        5,
    ),
    CharterField("members", _("Members"), _("Who belongs here, and how do people join and leave?")),
    CharterField("roles", _("Roles"), _("Who does what, for how long, and who follows them?")),
    CharterField("rhythm", _("Rhythm"), _("When do you meet, where, and for how long?"), 2),
    CharterField(
        "decisions",
        _("Decisions"),
        _("What may the group decide, how, and where do disagreements go?"),
    ),
    CharterField(
        "limits",
        _("What may not be bypassed"),
        _("Which rules, controls and people does even a good shortcut go through?"),
    ),
    CharterField(
        "resources",
        _("What the organization puts in"),
        _("Time, money, people, access: what does the sponsor commit?"),
    ),
    CharterField(
        "contributions",
        _("What members put in"),
        _("What does somebody who takes part give, in hours and otherwise?"),
    ),
    CharterField(
        "norms", _("Norms"), _("How do you treat each other, and what stays in the room?")
    ),
    CharterField(
        "data_use", _("Data use"), _("What is kept about people here, who sees it, how long?"), 2
    ),
    CharterField(
        "stewardship",
        _("Knowledge stewardship"),
        _("Where does what you learn live, and who keeps it fresh?"),
    ),
    CharterField("links", _("Links to other groups"), _("Whom do you work with, and how?"), 2),
    CharterField(
        "end_condition", _("When it ends"), _("How will you know that the group is finished?"), 2
    ),
)
FIELD_NAMES = tuple(field.name for field in CHARTER_FIELDS)


def refuse_many_objectives(text: str) -> None:
    """A charter has few objectives.

    Raises:
        Refused: There are more than five, one a line.
    """
    count = sum(1 for line in text.splitlines() if line.strip())
    if count > MOST_OBJECTIVES:
        raise Refused(
            gettext("At most {most} objectives, one a line; these are {count}.").format(
                most=MOST_OBJECTIVES, count=count
            )
        )


def labeled(extra: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    """Headed texts that fit no field, each under a label that no other text of the charter has."""
    taken = {str(field.label) for field in CHARTER_FIELDS}
    found = []
    for item in extra:
        heading = item["heading"].strip() or gettext("Further text")
        label, number = heading, 1
        while label in taken:
            number += 1
            label = f"{heading} ({number})"
        taken.add(label)
        found.append((label, item["text"]))
    return found
