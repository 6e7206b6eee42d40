"""What can be decided on a license, and what it does to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy

KINDS = {
    "grant": gettext_lazy("granted"),
    "grant_with_conditions": gettext_lazy("granted with conditions"),
    "decline": gettext_lazy("declined"),
    "send_back": gettext_lazy("sent back"),
    "renew": gettext_lazy("renewed"),
    "renew_with_conditions": gettext_lazy("renewed with conditions"),
    "rescope": gettext_lazy("renewed with another scope"),
    "merge": gettext_lazy("to be merged"),
    "split": gettext_lazy("to be split"),
    "institutionalize": gettext_lazy("to be made a part of the organization"),
    "pause": gettext_lazy("paused"),
    "resume": gettext_lazy("resumed"),
    "retire": gettext_lazy("to be retired"),
    "transform": gettext_lazy("transformed"),
}
VERBS = {  # the same as what somebody does
    "grant": gettext_lazy("Grant"),
    "grant_with_conditions": gettext_lazy("Grant with conditions"),
    "decline": gettext_lazy("Decline"),
    "send_back": gettext_lazy("Send back to be completed"),
    "renew": gettext_lazy("Renew"),
    "renew_with_conditions": gettext_lazy("Renew with conditions"),
    "rescope": gettext_lazy("Renew with another scope"),
    "merge": gettext_lazy("Merge with another community"),
    "split": gettext_lazy("Split into several"),
    "institutionalize": gettext_lazy("Make it a part of the organization"),
    "pause": gettext_lazy("Pause"),
    "resume": gettext_lazy("Resume"),
    "retire": gettext_lazy("Retire"),
    "transform": gettext_lazy("Transform into something else"),
}
# The verb of `core.lifecycle.LICENSE`; none where the license goes on until somebody has done it.
MOVES: Final[Mapping[str, str | None]] = {
    **{kind: kind for kind in KINDS},
    "rescope": "renew",
    "merge": None,
    "split": None,
    "institutionalize": None,
}
GRANTS: Final = ("grant", "grant_with_conditions")
RENEWS: Final = ("renew", "renew_with_conditions", "rescope")
ENDS: Final = ("retire", "transform")
STAYS: Final = ("merge", "split", "institutionalize")
# Whoever lives with it has to know why.
NEEDS_REASON: Final = ("decline", "send_back", "pause", *STAYS, *ENDS)
ANSWERS: Final = ("decline", "send_back")  # told to those who asked, and to nobody else


def possible_on(state: str) -> tuple[str, ...]:
    """What can be decided on a license in a state, in the order in which it is offered."""
    return _POSSIBLE.get(state, ())


_RUNNING: Final = (*RENEWS, "pause", *STAYS, *ENDS)
_POSSIBLE: Final[Mapping[str, tuple[str, ...]]] = {
    "draft": ("grant",),
    "applied": (*GRANTS, "send_back", "decline"),
    "active": _RUNNING,
    "conditional": _RUNNING,
    "paused": ("resume", "renew", "renew_with_conditions", *ENDS),
}
