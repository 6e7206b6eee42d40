"""Applying for a license: its steps, and what each of them shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from mandorla.base import indicators
from mandorla.communities.models import Charter
from mandorla.communities.similar import similar_communities
from mandorla.licenses.models import License, Policy
from mandorla.licenses.models.asked import gates_of
from mandorla.licenses.models.asking import MOST_SIMILAR, deciders, impartial
from mandorla.licenses.models.license import ASKED
from mandorla.licenses.models.sponsor import SPONSOR_KINDS
from mandorla.licenses.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from mandorla.communities.models import Community
    from mandorla.communities.similar import SimilarCommunity
    from mandorla.licenses.gates import Judged
    from mandorla.people.models import Person

STEPS: Final[Mapping[str, _StrPromise]] = {
    "terms": _("What you ask for"),
    "sponsors": _("Sponsors"),
    "check": _("Similar ones, check, apply"),
}


@dataclass(frozen=True)
class Step:
    """One step of an application, and whether somebody is at it."""

    key: str
    label: str
    is_current: bool


def steps(current: str) -> list[Step]:
    """The steps of an application."""
    return [Step(key, str(label), key == current) for key, label in STEPS.items()]


def asked_of(community: Community) -> License | None:
    """The application of a community that is being written or waits; it has at most one."""
    found = License.objects.filter(community=community, state__in=ASKED)
    license = found.select_related("applied_by", "drafted_by").first()
    if license is not None:
        license.community = community
    return license


def named_sponsors(license: License) -> dict[str, list[Person]]:
    """Who is to sponsor it, by kind, as `License.write` takes it."""
    found: dict[str, list[Person]] = {kind: [] for kind in SPONSOR_KINDS}
    for one in license.sponsors.select_related("person").order_by("person__name", "pk"):
        found[one.kind].append(one.person)
    return found


def similar_to(community: Community, *, person: Person) -> list[SimilarCommunity]:
    """Other communities that are like it, the likest first."""
    charter = Charter.objects.readable().filter(community=community).order_by("-version").first()
    forces = charter.forces_by_kind() if charter else {}
    found = similar_communities(
        name=community.name,
        purpose=community.purpose,
        forces=[*forces.get("benefit", []), *forces.get("concern", [])],
        person=person,
    )
    return [one for one in found if one.pk != community.pk][:MOST_SIMILAR]


def gates_now(license: License, *, at: datetime) -> list[Judged]:
    """What the license asks for before it is granted, by what is known now."""
    community = license.community
    findings = indicators.read_all([community.pk], at=at)[community.pk]
    return gates_of(
        license,
        indicators.plain(findings),
        terms=Terms.of(license),
        policy=Policy.of(community.archetype),
    )


def decided_by(license: License) -> list[Person]:
    """Who can decide on it: who neither applied for it nor runs the community, else everybody."""
    return impartial(license) or deciders(license)
