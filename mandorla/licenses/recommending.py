"""What is recommended for a license, in words: each way with its reasons and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from mandorla.core.renewal import Bounds, recommend
from mandorla.licenses.models.decision_kinds import VERBS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

    from mandorla.core.renewal import Reason, Recommendation
    from mandorla.licenses.evidence import Evidence, Known
    from mandorla.licenses.policy import Values

WAYS: Final[Mapping[str, _StrPromise]] = {
    "quiet": _("It has not met for long, and nobody leads it."),
    "change_over": _("The change it was for is over."),
    "reached_and_quiet": _("What it served is reached, and it has not met for long."),
    "unwanted": _("Nobody sponsors it, and the two sides share little."),
    "same_and_small": _("Another community works on the same, and its core is small."),
    "same_and_slipping": _("Another community works on the same, and gatherings fall out."),
    "leaderless": _("Nobody has led it for long."),
    "nobody_behind": _("Nobody sponsors it, and gatherings fall out."),
    "reached": _("What it served is reached, and it goes on meeting: for what now?"),
    "little_shared": _("The two sides share little of what they want."),
    "social": _("It meets, but serves no objective and has solved nothing for half a year."),
    "way_of_working": _("How it works has become how the organization works."),
    "large": _("It is large for one leader."),
}
HOLDS: Final[Mapping[str, _StrPromise]] = {
    "overlap": _("Both sides want enough of the same."),
    "rhythm": _("It keeps its rhythm."),
    "leader": _("Somebody leads it."),
    "core": _("It rests on several people from several units."),
    "sponsor": _("Somebody sponsors it."),
    "overlap_kept": _("What both sides share has not shrunk."),
    "statement": _("What both sides get is signed."),
    "statement_current": _("What was signed is current."),
    "carried": _("What is raised is carried through."),
    "conditions": _("No condition is overdue."),
}
FAILS: Final[Mapping[str, _StrPromise]] = {
    "overlap": _("It is not shown that both sides want enough of the same."),
    "rhythm": _("It is not shown that it keeps its rhythm."),
    "leader": _("It is not shown that somebody leads it."),
    "core": _("It rests on too few people or units, or nobody knows."),
    "sponsor": _("It has no sponsor, or nobody knows of one."),
    "overlap_kept": _("Both sides share less than they did."),
    "statement": _("What both sides get is not signed."),
    "statement_current": _("What both sides signed is past its day."),
    "carried": _("Little of what is raised is carried through."),
    "conditions": _("A condition is overdue."),
}
ASKS: Final[Mapping[str, _StrPromise]] = {  # the condition that would mend it
    "overlap": _("Both sides weigh again and talk about what they want differently."),
    "rhythm": _("Hold the planned gatherings, shorter if need be, or plan fewer."),
    "leader": _("Name who leads it."),
    "core": _("Win people of other units for the core group."),
    "sponsor": _("Find a sponsor in a business line."),
    "overlap_kept": _("Talk about what both sides want less of than before."),
    "statement": _("Have the value statement signed by both sides."),
    "statement_current": _("Write the value statement anew and have it signed."),
    "carried": _("Take up fewer issues, each with an owner and a day."),
    "conditions": _("Meet the condition that is overdue."),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One reason in words, with what is known of it.

    Attributes:
        name: Which, as in `core.renewal`.
        text: The reason.
        facts: What was looked at for it.
        ask: The condition that would mend it; empty for a reason that is none to mend.
    """

    name: str
    text: str
    facts: tuple[Known, ...]
    ask: str


@dataclass(frozen=True, slots=True)
class Advised:
    """One way that is recommended, in words.

    Attributes:
        kind: One of `core.renewal.KINDS`.
        verb: What somebody would do: "Renew with conditions".
        certain: Whether the evidence speaks for it; else it depends on what is missing.
        reasons: Why.
        missing: What is not known and would confirm or upset it.
    """

    kind: str
    verb: str
    certain: bool
    reasons: tuple[Said, ...]
    missing: tuple[Known, ...]

    @property
    def asks(self) -> tuple[str, ...]:
        """The conditions that it suggests."""
        return tuple(one.ask for one in self.reasons if one.ask)

    def plain(self) -> dict[str, Any]:
        """What was recommended, to be kept with the decision."""
        return {
            "kind": self.kind,
            "certain": self.certain,
            "reasons": [{"name": one.name, "text": one.text} for one in self.reasons],
            "missing": [one.name for one in self.missing],
        }


def advise(evidence: Evidence) -> tuple[Advised, ...]:
    """What is recommended on this evidence, the one to look at first coming first."""
    found = recommend(evidence.findings, bounds=bounds_of(evidence.policy))
    return tuple(_in_words(one, evidence) for one in found)


def bounds_of(policy: Values) -> Bounds:
    """The bounds of a recommendation, from the policy of a community."""
    return Bounds(
        least_overlap_high=policy.least_overlap_high,
        overlap_fall=policy.overlap_fall,
        least_rhythm=policy.least_rhythm,
        least_carried=policy.least_carried,
        core_people=policy.core_people,
        core_units=policy.core_units,
        quiet_days=policy.quiet_weeks * 7,
        leaderless_days=policy.leaderless_weeks * 7,
        split_people=policy.split_people,
        own_stage=policy.own_stage,
        own_changes=policy.own_changes,
    )


def _in_words(one: Recommendation, evidence: Evidence) -> Advised:
    return Advised(
        kind=one.kind,
        verb=str(VERBS[one.kind]),
        certain=one.certain,
        reasons=tuple(_said(reason, one.kind, evidence) for reason in one.reasons),
        missing=tuple(evidence.say(name) for name in one.missing),
    )


def _said(reason: Reason, kind: str, evidence: Evidence) -> Said:
    is_weak = kind == "renew_with_conditions"
    words = FAILS if is_weak else HOLDS if kind == "renew" else WAYS
    names = dict.fromkeys(answer.condition.indicator for answer in reason.answers)
    return Said(
        name=reason.name,
        text=str(words[reason.name]),
        facts=tuple(evidence.say(name) for name in names),
        ask=str(ASKS[reason.name]) if is_weak else "",
    )
