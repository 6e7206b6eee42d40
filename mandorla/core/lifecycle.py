"""The lifecycles of Mandorla, each one readable table: from a state, by a verb, to a state.

What a date decides (due, lapsed, in grace) is computed where it is asked, never stored here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Lifecycle:
    """The states of one thing and the verbs that lead from one to the next.

    Attributes:
        noun: What lives through it, in a word people use.
        moves: For each state, the state that each possible verb leads to.
    """

    noun: str
    moves: Mapping[str, Mapping[str, str]]

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order of a life."""
        return tuple(self.moves)


COMMUNITY = Lifecycle(
    "community",
    {
        "forming": {"start": "active", "close": "closed"},
        "active": {"wind_down": "closing"},
        "closing": {"resume": "active", "close": "closed"},
        "closed": {},
    },
)

CHARTER = Lifecycle(
    "charter",
    {
        "draft": {"publish": "published"},
        "published": {"agree": "agreed"},
        "agreed": {},
    },
)

GATHERING = Lifecycle(
    "gathering",
    {
        "planned": {"start": "running", "hold": "held", "cancel": "cancelled"},
        "running": {"end": "held", "unstart": "planned"},
        "held": {"resume": "running"},
        "cancelled": {"restore": "planned"},
    },
)

COMMITMENT = Lifecycle(
    "commitment",
    {
        "open": {"finish": "done", "drop": "dropped"},
        "done": {"reopen": "open"},
        "dropped": {"reopen": "open"},
    },
)

ISSUE = Lifecycle(
    "issue",
    {
        "open": {"gather": "gathered", "solve": "solved", "drop": "dropped"},
        "gathered": {"release": "open", "solve": "solved"},
        "solved": {"reopen": "open"},
        "dropped": {"reopen": "open"},
    },
)

PROBLEM = Lifecycle(
    "problem",
    {
        "open": {"solve": "solved", "drop": "dropped"},
        "solved": {"reopen": "open"},
        "dropped": {"reopen": "open"},
    },
)

SOLUTION = Lifecycle(
    "solution",
    {
        "proposed": {
            "try": "trying",
            "accept": "accepted",
            "escalate": "escalated",
            "reject": "rejected",
        },
        "trying": {"accept": "accepted", "escalate": "escalated", "reject": "rejected"},
        "escalated": {"try": "trying", "accept": "accepted", "reject": "rejected"},
        "accepted": {"reconsider": "proposed"},
        "rejected": {"reconsider": "proposed"},
    },
)

ROLLOUT = Lifecycle(
    "rollout line",
    {
        "to_do": {"adapt": "adapting", "adopt": "adopted", "decline": "not_for_us"},
        "adapting": {"adopt": "adopted", "decline": "not_for_us", "put_back": "to_do"},
        "adopted": {"adapt": "adapting"},
        "not_for_us": {"put_back": "to_do"},
    },
)

INSIGHT = Lifecycle(
    "insight",
    {
        "waiting": {"hear": "heard", "answer": "answered", "ask_back": "asked_back"},
        "heard": {"answer": "answered", "ask_back": "asked_back"},
        "asked_back": {"add": "waiting", "answer": "answered", "ask_back": "asked_back"},
        "answered": {"answer": "answered", "ask_back": "asked_back"},
    },
)

QUESTION = Lifecycle(
    "question",
    {
        "open": {"answer": "answered", "decline": "declined", "withdraw": "withdrawn"},
        "answered": {},
        "declined": {},
        "withdrawn": {},
    },
)

ASK = Lifecycle(
    "ask",
    {
        "open": {"solve": "solved", "give_up": "unsolved"},
        "solved": {"reopen": "open"},
        "unsolved": {"reopen": "open"},
    },
)

LESSON = Lifecycle(
    "lesson",
    {"current": {"retire": "retired"}, "retired": {"restore": "current"}},
)

AGENDA_ITEM = Lifecycle(
    "agenda item",
    {
        "planned": {"take": "now", "finish": "done", "park": "parked", "drop": "dropped"},
        "now": {"finish": "done", "park": "parked", "leave": "planned", "drop": "dropped"},
        "done": {"take": "now"},
        "parked": {"unpark": "planned", "drop": "dropped"},
        "dropped": {"unpark": "planned"},
    },
)

# What time does to a license (review due, in grace, lapsed) is in `core.terms`.
LICENSE = Lifecycle(
    "license",
    {
        "draft": {"apply": "applied", "grant": "active", "withdraw": "withdrawn"},
        "applied": {
            "grant": "active",
            "grant_with_conditions": "conditional",
            "decline": "declined",
            "send_back": "draft",
            "withdraw": "withdrawn",
        },
        "active": {
            "renew": "active",
            "renew_with_conditions": "conditional",
            "pause": "paused",
            "replace": "replaced",
            "retire": "retired",
            "transform": "transformed",
        },
        "conditional": {
            "meet": "active",
            "renew": "active",
            "renew_with_conditions": "conditional",
            "pause": "paused",
            "replace": "replaced",
            "retire": "retired",
            "transform": "transformed",
        },
        "paused": {
            "resume": "active",
            "renew": "active",
            "renew_with_conditions": "conditional",
            "retire": "retired",
            "transform": "transformed",
        },
        "declined": {},
        "withdrawn": {},
        "replaced": {},
        "retired": {},
        "transformed": {},
    },
)

REVIEW = Lifecycle(
    "review",
    {
        "draft": {"open": "open", "cancel": "cancelled"},
        "open": {"submit": "submitted", "take_back": "draft", "cancel": "cancelled"},
        "submitted": {"answer": "answered", "decide": "decided", "cancel": "cancelled"},
        "answered": {"decide": "decided", "cancel": "cancelled"},
        "decided": {},
        "cancelled": {},
    },
)

STORY = Lifecycle(
    "story",
    {"told": {"change": "told", "withdraw": "withdrawn"}, "withdrawn": {}},
)

# A gain that was refused is not claimed again; one that was taken back by mistake is.
CLAIM = Lifecycle(
    "claim",
    {
        "claimed": {
            "confirm": "confirmed",
            "correct": "confirmed",
            "refuse": "refused",
            "withdraw": "withdrawn",
        },
        "confirmed": {"correct": "confirmed", "withdraw": "withdrawn"},
        "refused": {},
        "withdrawn": {"claim": "claimed"},
    },
)

ENDING = Lifecycle(
    "end",
    {
        "open": {"close": "closed", "give_up": "given_up"},
        "closed": {},
        "given_up": {},
    },
)


def after(lifecycle: Lifecycle, *, state: str, verb: str) -> str | None:
    """The state that a verb leads to, or None when the verb is not possible.

    Args:
        lifecycle: The table to read.
        state: The state it is in; one of `lifecycle.states`.
        verb: What somebody wants to do.

    Returns:
        The next state, or None when nobody can do this in that state.

    Raises:
        KeyError: There is no such state.

    Source:
        The tables above; the states of a community are those of the product's vocabulary.

    Example:
        >>> after(COMMUNITY, state="forming", verb="start")
        'active'
        >>> after(COMMUNITY, state="closed", verb="start") is None
        True
    """
    return lifecycle.moves[state].get(verb)


def possible(lifecycle: Lifecycle, *, state: str) -> tuple[str, ...]:
    """The verbs that are possible in a state.

    Args:
        lifecycle: The table to read.
        state: The state it is in; one of `lifecycle.states`.

    Returns:
        The verbs, in the table's order.

    Raises:
        KeyError: There is no such state.

    Source:
        The tables above.

    Example:
        >>> possible(COMMUNITY, state="closing")
        ('resume', 'close')
    """
    return tuple(lifecycle.moves[state])
