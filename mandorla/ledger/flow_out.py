"""A community's whole value as plain values, and as tables that somebody takes along."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from mandorla.ledger.table_out import Figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mandorla.ledger.flow import Flow, LooseEnd

STEPS: Final = ("kind", "step", "how_many", "went_on")
LOOSE: Final = ("kind", "number", "title", "what_would_tie_it", "address")


def as_data(flow: Flow) -> dict[str, Any]:
    """The flow as nodes and links, each as wide as it counts, and what is broken."""
    return {
        "nodes": [
            {
                "kind": step.kind,
                "label": step.label,
                "count": step.count,
                "went_on": step.went_on,
                "address": step.address,
            }
            for step in flow.steps
        ],
        "links": [
            {"above": below.kind, "below": step.kind, "count": step.went_on or 0}
            for step, below in pairwise(flow.steps)
        ],
        "loose": [
            {
                "kind": one.key[0],
                "id": one.key[1],
                "title": one.title,
                "what": one.what,
                "address": one.address,
            }
            for one in flow.loose
        ],
        "more": flow.more,
    }


def step_rows(flow: Flow) -> Iterator[list[Any]]:
    """A row for each step, as the page has them; of the last nothing goes on."""
    for step in flow.steps:
        on = None if step.went_on is None else _whole(step.went_on)
        yield [step.kind, step.label, _whole(step.count), on]


def loose_rows(loose: Iterable[LooseEnd]) -> Iterator[list[Any]]:
    """A row for each broken thread."""
    for one in loose:
        kind, pk = one.key
        yield [kind, _whole(pk), one.title, one.what, one.address]


def _whole(value: int) -> Figure:
    return Figure(str(value), value)
