"""The license of a community as plain values, for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from mandorla.licenses.known import standing_of
from mandorla.licenses.models import Decision, License, Policy
from mandorla.licenses.models.license import ASKED, GRANTED
from mandorla.licenses.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from mandorla.communities.models import Community

MOST_DECISIONS = 5


def as_data(community: Community, *, on: date) -> dict[str, Any]:
    """What the community operates under, what is applied for, and what was decided last.

    Args:
        community: Of which.
        on: The day.
    """
    licenses = list(License.objects.filter(community=community).order_by("-number"))
    running = next((one for one in licenses if one.state in GRANTED), None)
    ended = next((one for one in licenses if one.state not in {*GRANTED, *ASKED}), None)
    license = running or ended
    asked = next((one for one in licenses if one.state in ASKED), None)
    decisions = Decision.objects.filter(community=community).select_related("by")
    return {
        "slug": community.slug,
        "name": community.name,
        "license": _license(license, community, on=on) if license else None,
        "asked": {"number": asked.number, "kind": asked.kind, "state": asked.state}
        if asked
        else None,
        "decisions": [
            {
                "kind": one.kind,
                "what": one.words,
                "by": one.by.name if one.by else None,
                "as_role": one.as_role,
                "at": one.at.isoformat(),
                "reason": one.reason,
            }
            for one in decisions.order_by("-at", "-pk")[:MOST_DECISIONS]
        ],
    }


def _license(license: License, community: Community, *, on: date) -> dict[str, Any]:
    policy = Policy.of(community.archetype)
    sponsors = license.sponsors.select_related("person").order_by("kind", "person__name")
    return {
        "number": license.number,
        "kind": license.kind,
        "state": license.state,
        "standing": standing_of(license, on=on, policy=policy),
        "due_on": str(license.due_on) if license.due_on and license.state in GRANTED else None,
        **Terms.of(license).plain(),
        "sponsors": [{"kind": one.kind, "name": one.person.name} for one in sponsors],
        "conditions": [
            {"text": one.text, "due_on": str(one.due_on), "state": one.state}
            for one in license.conditions.order_by("due_on", "pk")
        ],
    }


def as_lines(found: dict[str, Any]) -> Iterator[str]:
    """The same in lines that people read."""
    yield found["name"]
    license = found["license"]
    if license is None:
        yield _("It has no license.")
    else:
        yield _("License {number}, {kind}: {state}, {standing}").format(**license)
        if license["due_on"]:
            yield _("To be decided by {due_on}").format(**license)
        for name, label in _labels().items():
            if license[name]:
                yield f"{label}: {license[name]}"
        for one in license["sponsors"]:
            yield _("Sponsor, {kind}: {name}").format(**one)
        for one in license["conditions"]:
            yield _("Condition, {state}, by {due_on}: {text}").format(**one)
    if found["asked"]:
        yield _("Application {number}, {kind}: {state}").format(**found["asked"])
    for one in found["decisions"]:
        yield _("Decision of {at}: {what}, {by}").format(**one)


def _labels() -> dict[str, str]:
    return {
        "scope": _("Scope"),
        "member_hours": _("Hours a month, each member"),
        "leader_hours": _("Hours a month, those who lead"),
        "budget": _("Budget"),
        "currency": _("Currency"),
        "starts_on": _("From"),
        "until_on": _("Until"),
        "next_review_on": _("Next review"),
    }
