"""A strategy from a file: what it would change, and taking it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from ninja import Router
from pydantic import Field

from mandorla.base.api.fields import Answer, FileName, Given
from mandorla.base.api.problems import must_be_allowed
from mandorla.base.web import PersonRequest
from mandorla.strategy.api.objectives import KEEPERS
from mandorla.strategy.intake import take_in
from mandorla.strategy.plan import read_plan
from mandorla.strategy.reading import LARGEST_BYTES, read_strategy
from mandorla.strategy.rules import may_keep_strategy

if TYPE_CHECKING:
    from mandorla.strategy.reading import FoundStrategy

router = Router(tags=["Strategy"])


class StrategyGiven(Given):
    """A strategy as a CSV file; docs/strategy.md says which columns it has."""

    name: FileName = Field("strategy.csv", description="For what is said about it.")
    text: str = Field(max_length=LARGEST_BYTES, description="The CSV itself.")


class StrategyImportGiven(StrategyGiven):
    """A strategy as a CSV file, to be taken in."""

    leave_out: bool = Field(default=False, description="Leave out the rows that cannot be used.")


class RowPlanned(Answer):
    """A row that can be used, and what becomes of it."""

    row: int = Field(description="As in a spreadsheet, from 1.")
    path: str
    changed: list[str] = Field(description="What changes, in words.")


class StrategyProblem(Answer):
    """Something that cannot be used, and where it stands."""

    file: str
    row: int
    column: str
    what: str


class StrategyPlan(Answer):
    """What a file would change, or has changed."""

    new: list[RowPlanned]
    changed: list[RowPlanned]
    same: list[RowPlanned]
    problems: list[StrategyProblem]
    unused: list[str] = Field(description="Headings that nothing is read from.")


def _found(body: StrategyGiven) -> FoundStrategy:
    return read_strategy(body.text.encode(), file_name=body.name)


@router.post("/strategy/rehearsals", response=StrategyPlan)
def rehearse_strategy(request: PersonRequest, body: StrategyGiven) -> dict[str, Any]:
    """Say what a file would change in the strategy, and change nothing."""
    must_be_allowed(may_keep_strategy(request.user), KEEPERS)
    return read_plan(_found(body)).as_data()


@router.post("/strategy/imports", response=StrategyPlan)
def import_strategy(request: PersonRequest, body: StrategyImportGiven) -> dict[str, Any]:
    """Take a strategy in from a file: all of it, or all but the rows that cannot be used."""
    must_be_allowed(may_keep_strategy(request.user), KEEPERS)
    found, at = _found(body), timezone.now()
    return take_in(found, leave_out=body.leave_out, by=request.user, at=at).as_data()
