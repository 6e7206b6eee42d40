"""Stories with what they claim in one of our own files: read and checked."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mandorla.ledger.models import claim, proof, story
from mandorla.ledger.models.claiming import Gain
from mandorla.ledger.models.telling import read_words
from mandorla.ledger.words import SIDES
from mandorla.register.documents import ordered, tidy
from mandorla.register.found_ledger import FoundClaim, FoundProof, FoundStory
from mandorla.register.own_charters import needed_moment, person_at
from mandorla.register.own_ledger import (
    checked,
    day,
    needed_amount,
    number,
    one_of,
    refuse_twins,
    some,
)
from mandorla.register.own_licenses import keys_of
from mandorla.register.own_value import paths_of
from mandorla.register.parts import Wrong

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.register.parts import Part

READ_BY = tuple(who for who in story.SEEN_BY if who != "sponsor")  # those are in no file
CLAIMED = tuple(state for state in claim.STATES if state != "withdrawn")
PROOFS = tuple(kind for kind in proof.KINDS if kind != "file")
STEPS_OF = {"low": "0.01", "high": "0.01", "share": "0.001", "confidence": "0.001"}
OF_GAIN = ("kind", "side", "low", "high", "share", "confidence", "begins_on", "ends_on")


def stories_of(part: Part, *, expected: Iterable[str]) -> tuple[FoundStory, ...]:
    """Every story with what it claims.

    Args:
        part: The community.
        expected: What is expected of it, as it is worded.

    Raises:
        Wrong: A field is missing, not known, or not what it has to be.
    """
    found = tuple(_story(item, set(expected)) for item in some(part, "stories"))
    refuse_twins(part, "stories", found)
    return tuple(sorted(found, key=lambda one: one.number))


def _story(part: Part, expected: set[str]) -> FoundStory:
    part.only(*keys_of(FoundStory))
    teller, is_nameless = person_at(part, "teller"), part.flag("is_nameless")
    if teller and is_nameless:
        raise Wrong(part.fields()["teller"], "is named, and the story was told without a name")
    serves = tuple(sorted({" ".join(text.split()) for text in part.texts("expectations")}))
    if not set(serves) <= expected:
        raise Wrong(part.fields()["expectations"], "has to be of the expectations of this file")
    title, steps = part.needed("title", longest=story.LONGEST), _steps(part)
    checked(part, lambda: read_words(title, steps, names=story.STEPS))
    return FoundStory(
        number=number(part),
        title=title,
        told_at=needed_moment(part, "told_at"),
        seen_by=one_of(part, "seen_by", READ_BY),
        steps=steps,
        teller=teller,
        is_nameless=is_nameless,
        unit=tuple(part.texts("unit", longest=150)),
        promised_on=part.day("promised_on"),
        asked_again_at=part.moment("asked_again_at"),
        expectations=serves,
        objectives=paths_of(part),
        proofs=_proofs(part),
        claim=_claim(part),
    )


def _steps(part: Part) -> dict[str, str]:
    steps = part.one("steps")
    if steps is None:
        raise Wrong(part, "has to say something", "steps")
    steps.only(*story.STEPS)
    return {name: tidy(steps.text(name)) for name in story.STEPS if steps.text(name)}


def _proofs(part: Part) -> tuple[FoundProof, ...]:
    items = part.many("proofs")
    if len(items) > proof.MOST:
        raise Wrong(part.fields()["proofs"], f"has more than {proof.MOST} entries")
    return tuple(_proof(item) for item in items)


def _proof(part: Part) -> FoundProof:
    part.only(*keys_of(FoundProof))
    kind, address = one_of(part, "kind", PROOFS), part.text("address", longest=500)
    if kind == "link" and not address.startswith(("https://", "http://")):
        raise Wrong(part, "has to be the address of a page", "address")
    text = part.needed("text", longest=300)
    return FoundProof(kind, text, needed_moment(part, "added_at"), address)


def _claim(part: Part) -> FoundClaim | None:
    item = part.one("claim")
    if item is None:
        return None
    item.only(*keys_of(FoundClaim))
    claimed_at = needed_moment(item, "claimed_at")
    gain = Gain(**_numbers(item), **_counted(item))
    checked(item, lambda: gain.clean(kinds=claim.KINDS, sides=SIDES, on=claimed_at.date()))
    first = item.one("first")
    return FoundClaim(
        **{name: getattr(gain, name) for name in (*OF_GAIN, "hours", "currency", "what")},
        claimed_at=claimed_at,
        state=item.choice("state", CLAIMED, "claimed"),
        unit=tuple(item.texts("unit", longest=150)),
        first=ordered(first.plain()) if first else {},
        apart=item.text("apart", longest=300),
        claimed_by=person_at(item, "claimed_by"),
        asked=person_at(item, "asked"),
        confirmed_by=person_at(item, "confirmed_by"),
        confirmed_at=item.moment("confirmed_at"),
        because=item.text("because", longest=300),
    )


def _numbers(item: Part) -> dict[str, Any]:
    amounts = {
        name: needed_amount(item, name).quantize(Decimal(step)) for name, step in STEPS_OF.items()
    }
    days = {name: day(item, name) for name in ("begins_on", "ends_on")}
    kinds = {"kind": one_of(item, "kind", claim.KINDS), "side": one_of(item, "side", SIDES)}
    return {**kinds, **amounts, **days}


def _counted(item: Part) -> dict[str, Any]:
    return {
        "hours": item.flag("hours"),
        "currency": item.text("currency", longest=3),
        "what": item.text("what", longest=60),
    }
