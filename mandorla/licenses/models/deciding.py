"""How a license is decided on: one door for every kind of decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandorla.base.errors import NotAllowed, Refused, Stale
from mandorla.base.models import Notification
from mandorla.communities.rules import RUNS
from mandorla.core.lifecycle import LICENSE, after
from mandorla.licenses.handing_down import hand_down
from mandorla.licenses.models.asked import overrides_of, refuse_impossible, terms_of
from mandorla.licenses.models.asking import change, impartial, settle, tell, who_was_first
from mandorla.licenses.models.decision_kinds import (
    ANSWERS,
    ENDS,
    GRANTS,
    KINDS,
    MOVES,
    RENEWS,
    STAYS,
)
from mandorla.licenses.models.policy import Policy
from mandorla.licenses.models.reviewing import be_decided, leave
from mandorla.licenses.rules import decides
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Set

    from mandorla.licenses.models.asked import Asked
    from mandorla.licenses.models.decision import Decision
    from mandorla.licenses.models.license import License
    from mandorla.licenses.terms import Terms


def decide(license: License, asked: Asked) -> Decision:
    """Decide on a license; `License.decide` is the door."""
    if asked.kind not in KINDS:
        raise Refused(_("There is no decision called “{kind}”.").format(kind=asked.kind))
    with transaction.atomic():
        current = type(license).objects.select_for_update().get(pk=license.pk)
        if current.edits != asked.seen:
            raise Stale(who_was_first(license, seen=asked.seen))
        as_role = _role_of(license, asked)
        refuse_impossible(license, asked)
        policy = Policy.of(license.community.archetype)
        terms = terms_of(license, asked, policy)
        overrides = overrides_of(license, asked, terms, policy)
        _move(license, asked, terms, as_role=as_role)
        decision = license.decisions.create(
            community=license.community,
            review=asked.review,
            kind=asked.kind,
            reason=asked.reason,
            terms=terms.plain(),
            evidence=asked.evidence,
            recommended=asked.recommended,
            overrides=overrides,
            by=asked.by,
            as_role=as_role,
            at=asked.at,
            edits=license.edits,
        )
        _conditions(license, asked)
        if asked.review is not None:
            be_decided(asked.review)
        if asked.kind in {*RENEWS, *ENDS}:
            leave(license, has_ended=asked.kind in ENDS)
        if asked.kind in {*GRANTS, *RENEWS}:
            hand_down(license, by=asked.by, at=asked.at)
        _carry_into_community(license, asked)
        _tell(license, decision, asked)
    return decision


def outcome(license: License, kind: str) -> str:
    """What is told of a decision: "granted until 31 March 2027"."""
    words = str(KINDS[kind])
    if kind not in {*GRANTS, *RENEWS, "resume"} or license.until_on is None:
        return words
    until = date_format(license.until_on, "j F Y")
    return _("{decided} until {day}").format(decided=words, day=until)


# --- what it rests on ---


def _role_of(license: License, asked: Asked) -> str:
    """In which role somebody decides.

    Raises:
        NotAllowed: They have none, or it is their own and somebody else can decide.
    """
    by = asked.by
    roles = license.community.roles_of(by)
    if not decides(by, roles):
        raise NotAllowed(_("Sponsors of the community and program managers decide on its license."))
    kinds = [str(one.get_kind_display()) for one in license.sponsors.filter(person=by)]
    role = _("sponsor") if "sponsor" in roles else _("program manager")
    role = ", ".join([role, *sorted(set(kinds))])
    sentence = _whose_own(license, asked, roles)
    if not sentence:
        return role[:120]
    others = [person.name for person in impartial(license) if person != by]
    if others:
        raise NotAllowed(sentence.format(names=", ".join(others[:5])))
    if license.state == "applied" and license.applied_by_id == by.pk:
        return _("{role}; applied for it too, and nobody else can decide")[:120].format(role=role)
    return _("{role}; asks for it too, and nobody else can decide")[:120].format(role=role)


def _whose_own(license: License, asked: Asked, roles: Set[str]) -> str:
    """What to tell somebody who would permit what they ask for; empty when they would not.

    Refusing and ending one's own is possible.
    """
    if license.state == "applied" and license.applied_by_id == asked.by.pk:
        return _("You applied for it, so somebody else decides: {names}.")
    if asked.kind not in {*GRANTS, *RENEWS}:
        return ""
    if roles & RUNS:
        return _("You run the community, so somebody else decides: {names}.")
    if asked.review is not None and asked.review.submitted_by_id == asked.by.pk:
        return _("You handed the report in, so somebody else decides: {names}.")
    return ""


def _move(license: License, asked: Asked, terms: Terms, *, as_role: str) -> None:
    """The license is in its new state, with its new terms; one that ran before is replaced."""
    kind, before = asked.kind, license.state
    verb = MOVES[kind]
    to = LICENSE.moves[before][verb] if verb else before
    if to == "active" and _leaves_conditions(license, asked):
        to = "conditional"
    values: dict[str, Any] = {}
    if kind in GRANTS:
        _replace_running(license, asked)
        values = {"granted_at": asked.at, "granted_by": asked.by, "grantor": as_role}
    if kind in {*GRANTS, *RENEWS, "resume"}:
        values |= terms.values()
    if kind in ENDS:
        values = {"ended_on": asked.on, "end_reason": asked.reason}
    elif to == "declined":
        values = {"end_reason": asked.reason}
    change(license, before=before, after=to, edits=asked.seen, **values)


def _leaves_conditions(license: License, asked: Asked) -> bool:
    """Whether something is left to be done when the license goes on."""
    is_kept = asked.kind in {"renew_with_conditions", "rescope", "resume"}
    open_now = is_kept and license.conditions.filter(state="open").exists()
    return bool(asked.conditions) or open_now


def _replace_running(license: License, asked: Asked) -> None:
    """What ran until now ends with the day before, and so do its conditions."""
    running = type(license).objects.filter(community=license.community_id).granted().first()
    if running is None:
        return
    if after(LICENSE, state=running.state, verb="replace") is None:
        raise Refused(
            _("Its {kind} is {state}. Resume or retire that one first.").format(
                kind=running.kind_words, state=running.state_words
            )
        )
    change(
        running,
        before=running.state,
        after="replaced",
        edits=running.edits,
        ended_on=asked.on,
        end_reason=_("Replaced by a {kind}.").format(kind=license.kind_words),
    )
    _waive_open(running, asked, _("The license was replaced by another one."))
    settle(running, at=asked.at)
    tell(running, "license.replaced", by=asked.by, at=asked.at, kind=running.kind_words)


def _conditions(license: License, asked: Asked) -> None:
    """New conditions are open; those of before end with a renewal that does not ask for them."""
    if asked.kind == "renew":
        _waive_open(license, asked, _("The license was renewed without it."))
    elif asked.kind in ENDS:
        _waive_open(license, asked, _("The license ended."))
    for text, due_on in asked.conditions:
        license.conditions.create(text=" ".join(text.split()), due_on=due_on)


def _waive_open(license: License, asked: Asked, said: str) -> None:
    license.conditions.filter(state="open").update(
        state="waived", said=said, closed_by=asked.by, closed_at=asked.at
    )


def _carry_into_community(license: License, asked: Asked) -> None:
    """A community that is licensed is active; one whose license is retired begins to close."""
    community = license.community
    if asked.kind in GRANTS and community.status == "forming":
        community.start(by=asked.by, at=asked.at)
    if asked.kind == "retire" and community.status == "active":
        community.wind_down(reason=asked.reason, by=asked.by, at=asked.at)


def _tell(license: License, decision: Decision, asked: Asked) -> None:
    """The trail says it, and everybody whom it concerns is told."""
    if asked.kind not in STAYS:  # those leave something to be decided
        settle(license, at=asked.at)
    what = outcome(license, asked.kind)
    verb = "license.answered" if asked.kind in ANSWERS else "license.decided"
    tell(license, verb, by=asked.by, at=asked.at, what=what)
    seats = license.community.memberships.filter(former=False)
    if asked.kind in ANSWERS:
        seats = seats.filter(role__in=["leader", "core"])
    people = Person.objects.filter(pk__in=seats.values("person"), is_active=True)
    Notification.tell(
        verb,
        to=[*people, license.applied_by],
        about=decision,
        address=license.get_absolute_url(),
        by=asked.by,
        at=asked.at,
        community=license.community.name,
        name=asked.by.name,
        what=what,
    )
