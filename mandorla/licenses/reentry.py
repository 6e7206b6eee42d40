"""Licenses with all that belongs to them, as a file of the register has them.

A license that is here is never overwritten by a file. A foreign register may bring reports that
are new, and what it says of a license that nobody here has decided on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from mandorla.licenses.models import Condition, Decision, License, LicenseSponsor, Review

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mandorla.communities.models import Community

PARTS: Final = ("sponsors", "conditions", "reviews", "decisions")
SPOKEN: Final = ("state", "grantor", "obligations", "next_review_on", "end_reason", "found")


def enter_licenses(
    *, community: Community, licenses: Sequence[Mapping[str, Any]]
) -> tuple[int, ...]:
    """The licenses with numbers that are not here yet are here. The caller says why, in an event.

    Args:
        community: Whose they are.
        licenses: The values of each by field, with those of its parts under `PARTS`; a decision
            names its review by `review_kind` and `review_on`.

    Returns:
        The numbers of those that are new.
    """
    here = set(License.objects.filter(community=community).values_list("number", flat=True))
    new = [facts for facts in licenses if facts["number"] not in here]
    with transaction.atomic():
        for facts in new:
            own = {name: value for name, value in facts.items() if name not in PARTS}
            license = License(community=community, **own)
            license.save(force_insert=True)
            _enter_parts(license, facts)
    return tuple(facts["number"] for facts in new)


def bring_licenses(*, community: Community, licenses: Sequence[Mapping[str, Any]]) -> bool:
    """What a foreign register says differently by now holds, as far as nobody decided here.

    Args:
        community: Whose they are.
        licenses: As for `enter_licenses`.

    Returns:
        Whether anything changed.
    """
    changed = bool(enter_licenses(community=community, licenses=licenses))
    here = {one.number: one for one in License.objects.filter(community=community)}
    for facts in licenses:
        license = here.get(facts["number"])
        if license is None or not license.found:  # new just now, or one of ours
            continue
        changed |= _bring_facts(license, facts)
        known = set(license.reviews.values_list("kind", "due_on"))
        reports = [one for one in facts["reviews"] if (one["kind"], one["due_on"]) not in known]
        Review.objects.bulk_create(Review(license=license, **one) for one in reports)
        changed |= bool(reports)
    return changed


def _bring_facts(license: License, facts: Mapping[str, Any]) -> bool:
    said = {name: facts[name] for name in SPOKEN if getattr(license, name) != facts[name]}
    if not said or license.decisions.exists():
        return False
    for name, value in said.items():
        setattr(license, name, value)
    license.keep(*said)
    return True


def _enter_parts(license: License, facts: Mapping[str, Any]) -> None:
    LicenseSponsor.objects.bulk_create(
        LicenseSponsor(license=license, **sponsor) for sponsor in facts["sponsors"]
    )
    Condition.objects.bulk_create(
        Condition(license=license, **condition) for condition in facts["conditions"]
    )
    Review.objects.bulk_create(Review(license=license, **review) for review in facts["reviews"])
    reviews = {(one.kind, one.due_on): one for one in license.reviews.all()}
    for decision in facts["decisions"]:
        about = ("review_kind", "review_on")
        own = {name: value for name, value in decision.items() if name not in about}
        review = reviews.get((decision["review_kind"], decision["review_on"]))
        Decision.objects.create(community=license.community, license=license, review=review, **own)
