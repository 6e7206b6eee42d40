"""From the database to files: the licenses of a community, with what was decided on them.

Comments on reviews and remarks for sponsors alone are in no file: a file is passed on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.models import Prefetch

from mandorla.licenses.models import Condition, Decision, License, LicenseSponsor, Review
from mandorla.licenses.terms import TEXTS
from mandorla.register.documents import ordered, tidy
from mandorla.register.found_licenses import (
    FoundCondition,
    FoundDecision,
    FoundLicense,
    FoundReview,
    FoundSponsor,
)
from mandorla.register.people import as_found_person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.communities.models import Community
    from mandorla.people.models import Person
    from mandorla.register.found import FoundPerson

LICENSES: Final = Prefetch(  # what to read beside the communities
    "licenses",
    License.objects.order_by("number")
    .select_related("drafted_by", "applied_by", "granted_by")
    .prefetch_related(
        Prefetch(
            "sponsors",
            LicenseSponsor.objects.select_related("person").order_by("pk"),
        ),
        Prefetch(
            "conditions",
            Condition.objects.select_related("closed_by").order_by("due_on", "text", "pk"),
        ),
        Prefetch(
            "reviews",
            Review.objects.select_related("reader", "submitted_by", "answered_by").order_by(
                "due_on", "kind", "pk"
            ),
        ),
        Prefetch(
            "decisions",
            Decision.objects.select_related("by", "review").order_by("at", "pk"),
        ),
    ),
)


def licenses(community: Community) -> tuple[FoundLicense, ...]:
    """Every license of a community that was read with `LICENSES`."""
    return tuple(_license(one) for one in community.licenses.all())


def _license(one: License) -> FoundLicense:
    return FoundLicense(
        number=one.number,
        kind=one.kind,
        state=one.state,
        grantor=tidy(one.grantor),
        member_hours=one.member_hours,
        leader_hours=one.leader_hours,
        budget=one.budget,
        currency=one.currency,
        similar=tuple(ordered(one.similar)),
        differs_because=tidy(one.differs_because),
        drafted_by=_person(one.drafted_by),
        drafted_at=one.drafted_at,
        applied_by=_person(one.applied_by),
        applied_at=one.applied_at,
        granted_at=one.granted_at,
        granted_by=_person(one.granted_by),
        starts_on=one.starts_on,
        until_on=one.until_on,
        next_review_on=one.next_review_on,
        ended_on=one.ended_on,
        end_reason=tidy(one.end_reason),
        found=ordered(one.found),
        sponsors=_sponsors(one),
        conditions=tuple(_condition(condition) for condition in one.conditions.all()),
        reviews=tuple(_review(review) for review in one.reviews.all()),
        decisions=tuple(_decision(decision) for decision in one.decisions.all()),
        **{name: tidy(getattr(one, name)) for name in TEXTS},
    )


def _sponsors(one: License) -> tuple[FoundSponsor, ...]:
    rows = sorted(one.sponsors.all(), key=lambda sponsor: (sponsor.kind, sponsor.person.name))
    return tuple(FoundSponsor(as_found_person(row.person), row.kind) for row in rows)


def _condition(one: Condition) -> FoundCondition:
    return FoundCondition(
        text=tidy(one.text),
        due_on=one.due_on,
        state=one.state,
        said=tidy(one.said),
        closed_by=_person(one.closed_by),
        closed_at=one.closed_at,
    )


def _review(one: Review) -> FoundReview:
    return FoundReview(
        due_on=one.due_on,
        kind=one.kind,
        state=one.state,
        begins_on=one.begins_on,
        answers=_saying(one.answers),
        numbers=tuple(one.numbers),
        stories=_saying(one.stories),
        ask=tidy(one.ask),
        evidence=ordered(one.evidence),
        evidence_at=one.evidence_at,
        reader=_person(one.reader),
        opened_at=one.opened_at,
        comments_until_at=one.comments_until_at,
        submitted_at=one.submitted_at,
        submitted_by=_person(one.submitted_by),
        answer=tidy(one.answer),
        answered_by=_person(one.answered_by),
        answered_at=one.answered_at,
        found=ordered(one.found),
    )


def _saying(items: Iterable[dict[str, Any]]) -> tuple[dict[str, str], ...]:
    """Each text that says something, of a list of texts by name."""
    tidied = ({name: tidy(text) for name, text in item.items() if text} for item in items)
    return tuple(ordered({name: text for name, text in item.items() if text}) for item in tidied)


def _decision(one: Decision) -> FoundDecision:
    return FoundDecision(
        kind=one.kind,
        at=one.at,
        reason=tidy(one.reason),
        as_role=tidy(one.as_role),
        by=_person(one.by),
        review_kind=one.review.kind if one.review else "",
        review_on=one.review.due_on if one.review else None,
        terms=ordered(one.terms),
        evidence=ordered(one.evidence),
        recommended=tuple(ordered(one.recommended)),
        overrides=tuple(ordered(one.overrides)),
        found=ordered(one.found),
    )


def _person(person: Person | None) -> FoundPerson | None:
    return as_found_person(person) if person else None
