"""The kinds of values the API takes and gives, so that each means the same everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from mandorla.base.edits import MOST_EDITS
from mandorla.base.lines import LONGEST_PROSE, validate_line

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = r"^[^\x00-\x1f\x7f]*$"  # nothing that breaks a line
_TEXT = r"^[^\x00]*$"  # PostgreSQL keeps no NUL
BIGGEST_ID = 2**63 - 1


def _shown(text: str) -> str:
    try:
        validate_line(text)
    except ValidationError as wrong:
        raise ValueError(wrong.message) from wrong
    return text


Id = Annotated[int, Field(ge=1, le=BIGGEST_ID)]
Edits = Annotated[int, Field(ge=0, le=MOST_EDITS)]


class OneLine(StringConstraints):
    """A text on one line, of so many characters; the only place where its length is said.

    A second `max_length` on a field that has one already is not enforced, so a field with a
    length of its own is `Annotated[str, OneLine(300)]`.
    """

    def __init__(self, longest: int, *, fewest: int = 0) -> None:
        super().__init__(
            strip_whitespace=True, min_length=fewest, max_length=longest, pattern=_LINE
        )

    def __iter__(self) -> Iterator[Any]:
        yield from super().__iter__()
        yield AfterValidator(_shown)


class Lines(StringConstraints):
    """A text of several lines, of so many characters."""

    def __init__(self, longest: int, *, fewest: int = 0) -> None:
        super().__init__(
            strip_whitespace=True, min_length=fewest, max_length=longest, pattern=_TEXT
        )

    def __iter__(self) -> Iterator[Any]:
        yield from super().__iter__()
        yield AfterValidator(_one_way_of_breaking)


def _one_way_of_breaking(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _one_line(text: str) -> str:
    return " ".join(text.split())


Line = Annotated[str, OneLine(120)]
Name = Annotated[str, OneLine(120, fewest=1)]
Prose = Annotated[str, Lines(LONGEST_PROSE)]
Reason = Annotated[str, Lines(2_000, fewest=1)]
Words = Annotated[str, OneLine(200)]
Key = Annotated[str, StringConstraints(max_length=120, pattern=r"^[\w.-]+$")]


Entry = Annotated[str, OneLine(1_000, fewest=1), AfterValidator(_one_line)]
FileName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f/\\]+$"),
    AfterValidator(_shown),
]


def _address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as wrong:
        raise ValueError(_("This is not an e-mail address.")) from wrong
    return text.lower()


Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=254, pattern=_LINE),
    AfterValidator(_address),
    Field(json_schema_extra={"format": "email"}),
]


def unsaid() -> Any:
    """The default of a field that may be left out, and then changes nothing."""
    return Field(default_factory=str)


class Answer(Schema):
    """Something the API gives back."""


class Given(Schema):
    """Something the API is given; a field that it does not know is refused, not dropped."""

    model_config = ConfigDict(extra="forbid")

    def said(self) -> dict[str, Any]:
        """The fields that were sent, and only those."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class Named(Answer):
    """A record to go to, by its number."""

    id: Id
    name: str
