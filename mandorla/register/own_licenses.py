"""Licenses with their parts in one of our own files: read and checked."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from mandorla.core.lifecycle import LICENSE, REVIEW
from mandorla.licenses.models import condition, decision_kinds, license, review, sponsor
from mandorla.licenses.terms import TEXTS
from mandorla.register.documents import ordered, tidy
from mandorla.register.found_licenses import (
    FoundCondition,
    FoundDecision,
    FoundLicense,
    FoundReview,
    FoundSponsor,
)
from mandorla.register.own_charters import needed_moment, person_at
from mandorla.register.parts import Wrong

if TYPE_CHECKING:
    from datetime import date

    from mandorla.register.parts import Part

MOST = 1_000  # licenses of a community; a year has at most a few


def keys_of(found: type[Any]) -> tuple[str, ...]:
    """The fields that a part of a file may have: those of what it is read as."""
    return tuple(field.name for field in fields(found))


def licenses_of(part: Part) -> tuple[FoundLicense, ...]:
    """Every license of a community.

    Raises:
        Wrong: A field is missing, not known, or not what it has to be.
    """
    items = part.many("licenses")
    if len(items) > MOST:
        raise Wrong(part.fields()["licenses"], f"has more than {MOST}")
    found = tuple(_license(item) for item in items)
    if len({one.number for one in found}) < len(found):
        raise Wrong(part.fields()["licenses"], "has a number twice")
    for states, what in ((license.GRANTED, "granted"), (license.ASKED, "applied for")):
        if sum(one.state in states for one in found) > 1:
            raise Wrong(part.fields()["licenses"], f"has two that are {what}: one at a time")
    return found


def _license(part: Part) -> FoundLicense:
    part.only(*keys_of(FoundLicense))
    part.needed("kind")
    part.needed("state")
    granted_at, starts_on = part.moment("granted_at"), part.day("starts_on")
    if granted_at and not starts_on:
        raise Wrong(part, "was granted, so it has to say its first day", "starts_on")
    budget, currency = _amount(part, "budget", digits=10), part.text("currency", longest=3)
    if budget is not None and not currency:
        raise Wrong(part, "has a budget, so it has to say its currency", "currency")
    found = part.one("found")
    return FoundLicense(
        number=_number(part),
        kind=part.choice("kind", tuple(license.KINDS), ""),
        state=part.choice("state", LICENSE.states, ""),
        grantor=part.text("grantor", longest=120),
        member_hours=_amount(part, "member_hours", digits=4),
        leader_hours=_amount(part, "leader_hours", digits=4),
        budget=budget,
        currency=currency,
        similar=_plain_list(part, "similar"),
        differs_because=tidy(part.text("differs_because")),
        drafted_by=person_at(part, "drafted_by"),
        drafted_at=part.moment("drafted_at"),
        applied_by=person_at(part, "applied_by"),
        applied_at=part.moment("applied_at"),
        granted_at=granted_at,
        granted_by=person_at(part, "granted_by"),
        starts_on=starts_on,
        until_on=part.day("until_on"),
        next_review_on=part.day("next_review_on"),
        ended_on=part.day("ended_on"),
        end_reason=tidy(part.text("end_reason")),
        found=ordered(found.plain()) if found else {},
        sponsors=tuple(_sponsor(one) for one in part.many("sponsors")),
        conditions=tuple(_condition(one) for one in part.many("conditions")),
        reviews=_reviews(part),
        decisions=tuple(_decision(one) for one in part.many("decisions")),
        **{name: tidy(part.text(name)) for name in TEXTS},
    )


def _number(part: Part) -> int:
    number = part.number("number", low=1, high=32767)
    if number is None:
        raise Wrong(part, "has to be counted, from 1", "number")
    return number


def _amount(part: Part, key: str, *, digits: int) -> Decimal | None:
    """Hours or money: not negative, and not longer than what is kept."""
    text = part.text(key, longest=20)
    if not text:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise Wrong(part.fields()[key], "has to be a number as 2.5") from error
    if not amount.is_finite() or not 0 <= amount < 10**digits:
        raise Wrong(part.fields()[key], f"has to be from 0 to {10**digits - 1:,}")
    return amount


def _sponsor(part: Part) -> FoundSponsor:
    part.only(*keys_of(FoundSponsor))
    person = person_at(part, "person")
    if person is None:
        raise Wrong(part, "has to name a person", "person")
    part.needed("kind")
    return FoundSponsor(person, part.choice("kind", tuple(sponsor.SPONSOR_KINDS), ""))


def _condition(part: Part) -> FoundCondition:
    part.only(*keys_of(FoundCondition))
    state = part.choice("state", tuple(condition.STATES), "open")
    said = tidy(part.text("said"))
    if state != "open" and not said:
        raise Wrong(part, "has to say how it was met, or why it was waived", "said")
    return FoundCondition(
        text=part.needed("text", longest=condition.LONGEST),
        due_on=_day(part, "due_on"),
        state=state,
        said=said,
        closed_by=person_at(part, "closed_by"),
        closed_at=part.moment("closed_at"),
    )


def _day(part: Part, key: str) -> date:
    day = part.day(key)
    if day is None:
        raise Wrong(part, "has to be a date as 2026-03-31", key)
    return day


def _reviews(part: Part) -> tuple[FoundReview, ...]:
    found = tuple(_review(one) for one in part.many("reviews"))
    held = [(one.kind, one.due_on) for one in found if one.state != "cancelled"]
    if len(set(held)) < len(held):
        raise Wrong(part.fields()["reviews"], "has two of one kind on one day")
    return found


def _review(part: Part) -> FoundReview:
    part.only(*keys_of(FoundReview))
    evidence, found = part.one("evidence"), part.one("found")
    return FoundReview(
        due_on=_day(part, "due_on"),
        kind=part.choice("kind", tuple(review.KINDS), "past"),
        state=part.choice("state", REVIEW.states, "submitted"),
        begins_on=part.day("begins_on"),
        answers=_texts(part, "answers", ("name", "section", "question", "answer")),
        numbers=tuple(part.texts("numbers", longest=60)),
        stories=_texts(part, "stories", ("title", "text", "address")),
        ask=tidy(part.text("ask")),
        evidence=ordered(evidence.plain()) if evidence else {},
        evidence_at=part.moment("evidence_at"),
        reader=person_at(part, "reader"),
        opened_at=part.moment("opened_at"),
        comments_until_at=part.moment("comments_until_at"),
        submitted_at=part.moment("submitted_at"),
        submitted_by=person_at(part, "submitted_by"),
        answer=tidy(part.text("answer")),
        answered_by=person_at(part, "answered_by"),
        answered_at=part.moment("answered_at"),
        found=ordered(found.plain()) if found else {},
    )


def _texts(part: Part, key: str, names: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    for one in part.many(key):
        one.only(*names)
    return tuple(
        {name: tidy(one.text(name)) for name in names if one.text(name)} for one in part.many(key)
    )


def _decision(part: Part) -> FoundDecision:
    part.only(*keys_of(FoundDecision))
    part.needed("kind")
    terms, evidence, found = (part.one(key) for key in ("terms", "evidence", "found"))
    return FoundDecision(
        kind=part.choice("kind", tuple(decision_kinds.KINDS), ""),
        at=needed_moment(part, "at"),
        reason=tidy(part.text("reason")),
        as_role=part.text("as_role", longest=120),
        by=person_at(part, "by"),
        review_kind=part.choice("review_kind", ("", *review.KINDS), ""),
        review_on=part.day("review_on"),
        terms=ordered(terms.plain()) if terms else {},
        evidence=ordered(evidence.plain()) if evidence else {},
        recommended=_plain_list(part, "recommended"),
        overrides=_plain_list(part, "overrides"),
        found=ordered(found.plain()) if found else {},
    )


def _plain_list(part: Part, key: str) -> tuple[Any, ...]:
    return tuple(ordered(one.plain()) for one in part.many(key))
