"""What a license asks for before it is granted, and what would meet it.

A gate is a number of named conditions; each of them is what a module knows of the community, or
what the application itself says. A grantor may pass a gate that is not met, with a reason that
stays on record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mandorla.core.conditions import Condition, Finding, judge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.utils.functional import _StrPromise

    from mandorla.licenses.policy import Values

MET, NOT_MET, UNKNOWN, NOT_ASKED = "met", "not_met", "unknown", "not_asked"
STATES: Final = {
    MET: _("met"),
    NOT_MET: _("not met"),
    UNKNOWN: _("not known"),
    NOT_ASKED: _("not asked"),
}


@dataclass(frozen=True)
class Gate:
    """One thing that is asked for.

    Attributes:
        name: What an override calls it.
        label: What it is called on a page.
        kinds: The kinds of license that ask for it.
        needs: The conditions that are needed together, under a policy.
        why: Why it is asked.
        wants: What would meet it, with the values of the policy as fields.
        page: The name of the address where that is done; it takes the slug of the community.
        without: What is said while nobody can know it; empty where not knowing is not meeting.
    """

    name: str
    label: _StrPromise
    kinds: tuple[str, ...]
    needs: Callable[[Values], tuple[Condition, ...]]
    why: _StrPromise
    wants: _StrPromise
    page: str
    without: _StrPromise | str = ""


@dataclass(frozen=True)
class Judged:
    """A gate and whether it is met.

    Attributes:
        gate: The gate.
        state: "met", "not_met", "unknown", or "not_asked" while it cannot be known.
        wants: What would meet it.
        address: Where that is done.
    """

    gate: Gate
    state: str
    wants: str
    address: str

    @property
    def is_open(self) -> bool:
        """Whether it stands in the way."""
        return self.state in {NOT_MET, UNKNOWN}

    @property
    def words(self) -> str:
        """How it stands: "not met"."""
        return str(STATES[self.state])


BOTH: Final = ("trial", "full")
FULL: Final = ("full",)
GATES: Final = (
    Gate(
        "purpose",
        _("A purpose"),
        BOTH,
        lambda _policy: (Condition("asked_scope", "is", bound=True),),
        _("Nobody can license what is not said."),
        _("Say in the application what the community is to work on."),
        "licenses:application",
    ),
    Gate(
        "leader",
        _("Somebody who leads it"),
        BOTH,
        lambda _policy: (Condition("has_leader", "is", bound=True),),
        _("A community without a leader seldom lasts."),
        _("Make somebody its leader."),
        "communities:members",
    ),
    Gate(
        "sponsor",
        _("A named sponsor"),
        BOTH,
        lambda _policy: (Condition("asked_sponsor", "is", bound=True),),
        _("Somebody in the organization has to want what it brings."),
        _("Name a sponsor in the application."),
        "licenses:application",
    ),
    Gate(
        "charter",
        _("An agreed charter"),
        FULL,
        lambda _policy: (Condition("charter_agreed", "is", bound=True),),
        _("Both sides have signed what they expect of each other."),
        _("Have the newest version of the charter signed by a leader and by a sponsor."),
        "communities:charter",
    ),
    Gate(
        "overlap",
        _("A measured overlap"),
        FULL,
        lambda policy: (Condition("overlap_high", "at_least", policy.least_overlap_high),),
        _("Without shared value one of the two sides leaves."),
        _("Hold a round in which both sides weigh; its interval has to reach {overlap}%."),
        "value:value",
    ),
    Gate(
        "statement",
        _("A signed value statement"),
        FULL,
        lambda _policy: (Condition("statement_signed", "is", bound=True),),
        _("What both sides get is in words that both have signed."),
        _("Write the value statement, and have it signed by a leader and by a sponsor."),
        "value:value",
    ),
    Gate(
        "measures",
        _("A leading measure and one of the outcome"),
        FULL,
        lambda _policy: (Condition("measures_complete", "above", 0),),
        _("Measures that look ahead tell whether the shared value comes."),
        _("Give something that is shared a measure that tells early, and one of the outcome."),
        "value:value",
        without=_("Not asked while there is no ledger of measures."),
    ),
    Gate(
        "core",
        _("A core group across units"),
        FULL,
        lambda policy: (
            Condition("core_people", "at_least", policy.core_people),
            Condition("core_units", "at_least", policy.core_units),
        ),
        _("What rests on one person or on one unit ends with them."),
        _("At least {core_people} people who lead or are core, from {core_units} units."),
        "communities:members",
    ),
)


def judge_gates(
    *,
    kind: str,
    findings: Mapping[str, Finding],
    asked_scope: bool,
    asked_sponsor: bool,
    policy: Values,
    slug: str,
) -> list[Judged]:
    """What a kind of license asks for, and how each of it stands.

    Args:
        kind: "trial" or "full".
        findings: What is known of the community, by the name of the indicator.
        asked_scope: Whether the application says what the community works on.
        asked_sponsor: Whether it names a sponsor.
        policy: What holds for this community.
        slug: Of the community, for the addresses.
    """
    known = {
        **findings,
        "asked_scope": Finding(asked_scope),
        "asked_sponsor": Finding(asked_sponsor),
    }
    return [_judged(gate, known, policy, slug) for gate in GATES if kind in gate.kinds]


def _judged(gate: Gate, known: Mapping[str, Finding], policy: Values, slug: str) -> Judged:
    holds = judge([gate.needs(policy)], findings=known).holds
    state = {True: MET, False: NOT_MET, None: NOT_ASKED if gate.without else UNKNOWN}[holds]
    wants = str(gate.wants).format(
        overlap=round(policy.least_overlap_high * 100),
        core_people=policy.core_people,
        core_units=policy.core_units,
    )
    return Judged(
        gate=gate,
        state=state,
        wants=str(gate.without) if state == NOT_ASKED else wants,
        address=reverse(gate.page, args=[slug]),
    )
