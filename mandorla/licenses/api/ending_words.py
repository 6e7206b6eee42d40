"""What the API takes and gives where a community ends."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from mandorla.base.api.fields import Answer, Edits, Given, Id, Named, OneLine
from mandorla.communities.models import Community
from mandorla.licenses.legacy import Left, Legacy
from mandorla.licenses.models import Ending
from mandorla.licenses.owned import count_left

Thing = Literal[
    "lesson",
    "problem",
    "issue",
    "series",
    "commitment",
    "question",
    "ask",
    "insight",
    "calendar",
]
Line = Annotated[str, OneLine(300)]
Why = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
Long = Annotated[str, StringConstraints(max_length=4_000, pattern=r"^[^\x00]*$")]


class CommunityNamed(Answer):
    """A community by its name."""

    slug: str
    name: str


class EndingFound(Answer):
    """How a community ends."""

    kind: Literal["end", "merge", "split"]
    state: Literal["open", "closed", "given_up"]
    reason: str
    last_on: date
    heirs: list[CommunityNamed]
    thanks: str
    changed: str
    begun_by: Named | None
    begun_at: datetime
    left: dict[str, int] = Field(description="What still needs an heir or an end, by its kind.")
    edits: int = Field(description="Send it back with a change, so that nobody overwrites another.")

    @staticmethod
    def resolve_heirs(ending: Ending) -> list[Community]:
        """By name."""
        return list(ending.heirs.order_by("name", "pk"))

    @staticmethod
    def resolve_left(ending: Ending) -> dict[str, int]:
        """Kinds of which nothing is left are left out."""
        return count_left(ending)


class EndingGiven(Given):
    """Which way it ends, why, and the last day."""

    kind: Literal["end", "merge", "split"] = "end"
    reason: Why
    last_on: date


class HeirGiven(Given):
    """A community that takes over."""

    slug: Annotated[str, StringConstraints(max_length=80, pattern=r"^[-a-zA-Z0-9_]+$")]


class HandoverGiven(Given):
    """What goes to whom."""

    thing: Thing
    ids: list[Id] | None = Field(None, description="Which of them; all that are left without it.")
    to: str = Field(max_length=80, description="The slug of an heir that was named.")
    person: Id | None = Field(None, description="Who sees to them there.")


class RetirementGiven(Given):
    """What nobody needs."""

    thing: Thing
    ids: list[Id] | None = Field(None, description="Which of them; all that are left without it.")
    because: Line


class DoneFound(Answer):
    """What became of several things at once."""

    number: int = Field(description="How many went over, or were retired.")
    refused: list[str] = Field(description="Why others stay.")
    left: dict[str, int] = Field(description="What still needs an heir or an end.")


class ThanksGiven(Given):
    """Who is thanked by name, and words."""

    people: list[Id]
    words: Long = ""
    edits: Edits


class ChangesGiven(Given):
    """What changed because there was this community."""

    text: Long
    edits: Edits


class LastDayGiven(Given):
    """Another last day."""

    last_on: date
    edits: Edits


class LeftFound(Answer):
    """What became of things of one kind."""

    label: str
    moved: int
    retired: int
    heirs: list[str]


class WentOnFound(Answer):
    """A community that goes on with something."""

    kind: Literal["merge", "split", "heir"]
    community: CommunityNamed


class LegacyFound(Answer):
    """What a community leaves."""

    since: date | None
    until: date | None
    reason: str
    changed: str
    left: list[LeftFound]
    thanked: list[str] = Field(description="By name, without those who took theirs out.")
    people: int | None = Field(description="With a role on its last day.")
    went_on: list[WentOnFound]
    came_from: list[WentOnFound]
    unknown: list[str] = Field(description="What nobody wrote down.")

    @staticmethod
    def resolve_left(legacy: Legacy) -> list[dict[str, Any]]:
        """Kind by kind."""
        return [_left(one) for one in legacy.left]

    @staticmethod
    def resolve_thanked(legacy: Legacy) -> list[str]:
        """Their names."""
        return [one.person.name for one in legacy.thanked]

    @staticmethod
    def resolve_went_on(legacy: Legacy) -> list[dict[str, Any]]:
        """Where it goes on."""
        return [{"kind": one.kind, "community": one.after} for one in legacy.went_on]

    @staticmethod
    def resolve_came_from(legacy: Legacy) -> list[dict[str, Any]]:
        """What went on in it."""
        return [{"kind": one.kind, "community": one.before} for one in legacy.came_from]


def _left(one: Left) -> dict[str, Any]:
    heirs = [heir.text for heir in one.heirs]
    return {"label": one.label, "moved": one.moved, "retired": one.retired, "heirs": heirs}
