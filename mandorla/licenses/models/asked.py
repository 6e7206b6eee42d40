"""What a decision on a license needs, and the terms it leads to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.indicators import read_plain
from mandorla.communities.models.closed import refuse_closed
from mandorla.core.lifecycle import LICENSE, after
from mandorla.licenses.gates import judge_gates
from mandorla.licenses.models.asking import refuse_ending
from mandorla.licenses.models.decision_kinds import (
    GRANTS,
    KINDS,
    MOVES,
    NEEDS_REASON,
    RENEWS,
    possible_on,
)
from mandorla.licenses.terms import Terms

if TYPE_CHECKING:
    from datetime import date, datetime

    from mandorla.licenses.gates import Judged
    from mandorla.licenses.models.license import License
    from mandorla.licenses.models.review import Review
    from mandorla.licenses.policy import Values
    from mandorla.people.models import Person

LONGEST = 20_000
MOST_CONDITIONS = 20
LONGEST_CONDITION = 300


@dataclass(frozen=True)
class Asked:
    """What somebody wants to decide; `License.decide` says what each of it is."""

    kind: str
    reason: str
    terms: Terms | None
    conditions: tuple[tuple[str, date], ...]
    overrides: dict[str, str]
    evidence: dict[str, Any]
    recommended: list[Any]
    review: Review | None
    seen: int
    by: Person
    at: datetime
    on: date


def refuse_impossible(license: License, asked: Asked) -> None:
    kind, move = asked.kind, MOVES[asked.kind]
    refuse_closed(license.community)
    if kind in GRANTS:
        refuse_ending(license.community)
    is_known = kind in possible_on(license.state)
    if not is_known or (move and after(LICENSE, state=license.state, verb=move) is None):
        raise Refused(
            _("The license is {state}, so this cannot be decided: {kind}.").format(
                state=license.state_words, kind=KINDS[kind]
            )
        )
    if kind in NEEDS_REASON and not asked.reason:
        raise Refused(_("Give the reason: those who live with it read it."))
    if len(asked.reason) > LONGEST:
        raise Refused(_("Give the reason in at most 20,000 characters."))
    if kind == "rescope" and (asked.terms is None or asked.terms.scope == license.scope):
        raise Refused(_("Say what the new scope is."))
    _refuse_wrong_conditions(license, asked)


def _refuse_wrong_conditions(license: License, asked: Asked) -> None:
    may, must = asked.kind in {"grant_with_conditions", "renew_with_conditions", "rescope"}, False
    if asked.kind.endswith("with_conditions"):
        must = not license.conditions.filter(state="open").exists()
    if must and not asked.conditions:
        raise Refused(_("Say at least one condition, and by when it is to be met."))
    if asked.conditions and not may:
        raise Refused(_("Choose a decision with conditions, or leave the conditions out."))
    if len(asked.conditions) > MOST_CONDITIONS:
        raise Refused(_("At most twenty conditions."))
    for text, due_on in asked.conditions:
        if not text.strip() or len(text.strip()) > 300 or "\0" in text:
            raise Refused(_("Say each condition in at most 300 characters."))
        if due_on < asked.on or due_on.year > 9000:
            raise Refused(_("A condition is to be met on a day that is not past."))


def terms_of(license: License, asked: Asked, policy: Values) -> Terms:
    """What is permitted from now on."""
    now = Terms.of(license)
    if asked.kind in GRANTS:
        terms = (asked.terms or now).cleaned()
        return terms.filled(kind=license.kind, policy=policy, on=asked.on)
    if asked.kind in RENEWS:
        terms = asked.terms or replace(now, starts_on=None, until_on=None, next_review_on=None)
        terms = terms.cleaned()
        if terms.starts_on is None:
            starts = next_start(license.until_on, on=asked.on, grace_days=policy.grace_days)
            terms = replace(terms, starts_on=starts)
        return terms.filled(kind=license.kind, policy=policy, on=asked.on)
    terms = (asked.terms or now).cleaned()
    if asked.kind == "resume" and terms.until_on and terms.until_on < asked.on:
        raise Refused(_("Its term ended while it was paused. Say until when it goes on."))
    return terms if asked.kind == "resume" else now


def next_start(until_on: date | None, *, on: date, grace_days: int) -> date:
    """The first day of the term that follows: the day after, so that a late decision shifts none.

    Where the license had lapsed, it is the day of the decision.
    """
    if until_on is None or (on - until_on).days > grace_days:
        return on
    return until_on + timedelta(days=1)


def overrides_of(
    license: License, asked: Asked, terms: Terms, policy: Values
) -> list[dict[str, str]]:
    """The gates that are not met, each with why it is granted all the same."""
    if asked.kind not in GRANTS:
        return []
    unmet = [
        one for one in gates_of(license, asked.evidence, terms=terms, policy=policy) if one.is_open
    ]
    said = {name: reason.strip() for name, reason in asked.overrides.items()}
    silent = [str(one.gate.label) for one in unmet if not said.get(one.gate.name)]
    if silent:
        raise Refused(
            _("Not met, and no reason given to grant it all the same: {gates}.").format(
                gates=", ".join(silent)
            )
        )
    return [
        {
            "gate": one.gate.name,
            "label": str(one.gate.label),
            "state": one.state,
            "reason": said[one.gate.name][:4_000],
        }
        for one in unmet
    ]


def gates_of(
    license: License, evidence: dict[str, Any], *, terms: Terms, policy: Values
) -> list[Judged]:
    """What the license asks for before it is granted, by what was known."""
    return judge_gates(
        kind=license.kind,
        findings=read_plain(evidence),
        asked_scope=bool(terms.scope.strip()),
        asked_sponsor=license.sponsors.exists(),
        policy=policy,
        slug=license.community.slug,
    )
