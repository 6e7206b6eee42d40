"""Strategy files for tests, and what they would change in a few words."""

from __future__ import annotations

from mandorla.strategy.plan import Plan, read_plan
from mandorla.strategy.reading import FoundStrategy, read_strategy

HEAD = "name,kind,parent,owner,starts,ends,description\n"


def found(text: str, *, head: str = HEAD) -> FoundStrategy:
    """A file with these rows, as it is read."""
    return read_strategy((head + text).encode(), file_name="strategy.csv")


def plan(text: str, *, head: str = HEAD) -> Plan:
    """What a file with these rows would change."""
    return read_plan(found(text, head=head))


def told(read: Plan) -> list[str]:
    """Each row in short."""
    rows = sorted(read.changes, key=lambda change: change.row)
    return [f"{row.row} {row.does} {row.path} {', '.join(row.what)}".strip() for row in rows]


def wrong(read: Plan) -> list[str]:
    """Each problem as a person reads it, without the name of the file."""
    return [str(problem).removeprefix("strategy.csv, ") for problem in read.problems]
