"""The charters in one of our own files, every version with its moments and signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.communities.charter_fields import FIELD_NAMES, MOST_OBJECTIVES
from mandorla.communities.models.charter_parts import FORCES, PAIRS
from mandorla.communities.models.two_sided import SIDES, STATES
from mandorla.core.forces import HIGHEST_FIT
from mandorla.register.found import FoundCharter, FoundFit, FoundPerson, FoundSignature
from mandorla.register.parts import Part, Wrong
from mandorla.register.sources.groups import HANDLE, PERSON, address_in

if TYPE_CHECKING:
    from datetime import datetime

PERSON_KEYS = ("name", "email", "employee_number", "handle")
CHARTER_KEYS = (
    "version", "state", "drafted_by", "drafted_at", "published_by", "published_at", "agreed_at",
    "review_on", "texts", "forces", "extra", "fits", "signatures",
)  # fmt: skip
FIT_KEYS = ("pair", "score", "reason", "by", "at")
SIGNATURE_KEYS = ("side", "name", "role", "by", "at")


def person_of(part: Part) -> FoundPerson:
    """A person with the identifiers that are given."""
    return FoundPerson(
        name=part.needed("name", longest=PERSON),
        email=address_in(part, "email"),
        employee_number=part.text("employee_number", longest=60),
        handle=part.text("handle", longest=HANDLE),
    )


def person_at(part: Part, key: str) -> FoundPerson | None:
    """The person under a key, if there is one."""
    person = part.one(key)
    if person is None:
        return None
    person.only(*PERSON_KEYS)
    return person_of(person)


def stage_of(part: Part) -> tuple[int, str, datetime | None]:
    """The number, the state and the publication of a version of what two sides sign.

    Raises:
        Wrong: It has no number, another state, or was published at no known moment.
    """
    version = part.number("version", low=1, high=32767)
    if version is None:
        raise Wrong(part, "has to be a whole number from 1 to 32767", "version")
    state = part.choice("state", tuple(STATES), "draft")
    published_at = part.moment("published_at")
    if state != "draft" and published_at is None:
        raise Wrong(part, "has to be there for a version that is not a draft", "published_at")
    return version, state, published_at


def charter_of(part: Part) -> FoundCharter:
    """One version.

    Raises:
        Wrong: A field is missing, not known, or not what it has to be.
    """
    part.only(*CHARTER_KEYS)
    version, state, published_at = stage_of(part)
    return FoundCharter(
        version=version,
        state=state,
        texts=_texts(part),
        extra=_extra(part),
        forces=_forces(part),
        fits=tuple(_fit(fit) for fit in part.many("fits")),
        signatures=signatures_of(part),
        review_on=part.day("review_on"),
        drafted_by=person_at(part, "drafted_by"),
        drafted_at=needed_moment(part, "drafted_at"),
        published_by=person_at(part, "published_by"),
        published_at=published_at,
        agreed_at=part.moment("agreed_at"),
    )


def _texts(part: Part) -> dict[str, str]:
    texts = part.one("texts")
    if texts is None:
        return {}
    texts.only(*FIELD_NAMES)
    found = {name: texts.text(name) for name in FIELD_NAMES if texts.text(name)}
    lines = [line for line in found.get("objectives", "").split("\n") if line.strip()]
    if len(lines) > MOST_OBJECTIVES:
        raise Wrong(texts.fields()["objectives"], f"has more than {MOST_OBJECTIVES} lines")
    return found


def _extra(part: Part) -> tuple[dict[str, str], ...]:
    found = []
    for item in part.many("extra"):
        item.only("heading", "text")
        found.append({"heading": item.text("heading"), "text": item.text("text")})
    return tuple(found)


def _forces(part: Part) -> dict[str, tuple[str, ...]]:
    forces = part.one("forces")
    if forces is None:
        return {}
    forces.only(*FORCES)
    return {kind: tuple(filter(None, forces.texts(kind))) for kind in FORCES if forces.many(kind)}


def needed_moment(part: Part, key: str) -> datetime:
    """The moment under a key, which may not be absent."""
    moment = part.moment(key)
    if moment is None:
        raise Wrong(part, "has to be a moment as 2026-03-31T09:00:00Z", key)
    return moment


def _fit(part: Part) -> FoundFit:
    part.only(*FIT_KEYS)
    part.needed("pair")
    score = part.number("score", low=0, high=HIGHEST_FIT)
    if score is None:
        raise Wrong(part, f"has to be a whole number from 0 to {HIGHEST_FIT}", "score")
    return FoundFit(
        pair=part.choice("pair", tuple(PAIRS), ""),
        score=score,
        reason=part.needed("reason"),
        by=person_at(part, "by"),
        at=needed_moment(part, "at"),
    )


def signatures_of(part: Part) -> tuple[FoundSignature, ...]:
    """The signatures of a version, at most one for each side."""
    found: list[FoundSignature] = []
    for item in part.many("signatures"):
        item.only(*SIGNATURE_KEYS)
        item.needed("side")
        found.append(
            FoundSignature(
                side=item.choice("side", tuple(SIDES), ""),
                name=item.needed("name", longest=PERSON),
                role=item.text("role", longest=12),
                by=person_at(item, "by"),
                at=needed_moment(item, "at"),
            )
        )
        signers = [signature.by for signature in found if signature.by]
        if len({s.side for s in found}) < len(found) or len(set(signers)) < len(signers):
            raise Wrong(item, "signs twice: it takes two sides and two people")
    return tuple(found)
