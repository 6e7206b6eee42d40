"""From the database to files: what both sides put in, measures and stories of a community.

A file is passed on, so nothing is in it that was told to sponsors alone or taken back, nobody who
told without a name, nothing that anybody foresaw, and no bytes of files that show a story.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Prefetch

from mandorla.ledger.models import Claim, Investment, Measure, Proof, Reading, Story
from mandorla.register.documents import ordered, tidy
from mandorla.register.found_ledger import (
    FoundClaim,
    FoundInvestment,
    FoundMeasure,
    FoundProof,
    FoundReading,
    FoundStory,
)
from mandorla.register.people import as_found_person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.communities.models import Community
    from mandorla.people.models import Person
    from mandorla.register.found import FoundPerson
    from mandorla.value.models import Expectation

    Paths = Mapping[int, tuple[str, ...]]

LEDGER: Final = (  # what to read beside the communities
    Prefetch(
        "investments",
        Investment.objects.select_related("entered_by", "confirmed_by").order_by("begins_on", "pk"),
    ),
    Prefetch(
        "measures",
        Measure.objects.select_related("owner", "expectation")
        .prefetch_related(
            Prefetch(
                "readings",
                Reading.objects.select_related("read_by").order_by("on", "read_at", "pk"),
            )
        )
        .order_by("number"),
    ),
    Prefetch(
        "stories",
        Story.objects.told()
        .exclude(seen_by="sponsor")
        .select_related(
            "teller", "claim__claimed_by", "claim__confirmed_by", "claim__asked", "community"
        )
        .prefetch_related(
            Prefetch("proofs", Proof.objects.exclude(kind="file").order_by("pk")),
            "expectations",
            "objectives",
        )
        .order_by("number"),
    ),
)


def investments(community: Community) -> tuple[FoundInvestment, ...]:
    """Every row of a community that was read with `LEDGER`."""
    same = ("side", "kind", "state", "source", "begins_on", "ends_on", "role", "currency")
    numbers = ("hours", "hours_high", "amount", "amount_high")
    moments = ("entered_at", "confirmed_at")
    return tuple(
        FoundInvestment(
            **{name: getattr(one, name) for name in (*same, *numbers, *moments)},
            note=tidy(one.note),
            entered_by=_person(one.entered_by),
            confirmed_by=_person(one.confirmed_by),
        )
        for one in community.investments.all()
    )


def measures(community: Community) -> tuple[FoundMeasure, ...]:
    """Every measure of a community that was read with `LEDGER`, with its readings."""
    return tuple(_measure(one) for one in community.measures.all())


def _measure(one: Measure) -> FoundMeasure:
    same = ("number", "role", "shape", "direction", "due_on", "indicator", "begun_at", "retired_at")
    texts = ("name", "unit", "source", "retired_because")
    return FoundMeasure(
        **{name: getattr(one, name) for name in same},
        **_texts(one, *texts),
        target=_exact(one.target),
        baseline=None if one.baseline is None else _exact(one.baseline),
        expectation=_expected(one.expectation),
        owner=_person(one.owner),
        readings=tuple(_reading(reading) for reading in one.readings.all()),
    )


def _expected(expectation: Expectation | None) -> str:
    """What it would show, while that is expected: nothing else of it is in the file."""
    is_gone = expectation is None or expectation.dropped_at
    return "" if is_gone else " ".join(str(expectation).split())


def _reading(one: Reading) -> FoundReading:
    return FoundReading(
        on=one.on,
        value=_exact(one.value),
        read_at=one.read_at,
        note=tidy(one.note),
        read_by=_person(one.read_by),
        corrected_at=one.corrected_at,
    )


def stories(community: Community, units: Paths, objectives: Paths) -> tuple[FoundStory, ...]:
    """The stories of a community that was read with `LEDGER`.

    Args:
        community: One that was read with `LEDGER`.
        units: The names on the way to every unit.
        objectives: The same of every objective.
    """
    return tuple(_story(one, units, objectives) for one in community.stories.all())


def _story(one: Story, units: Paths, objectives: Paths) -> FoundStory:
    expected = (each for each in one.expectations.all() if each.dropped_at is None)
    teller = one.shown_teller
    return FoundStory(
        number=one.number,
        title=tidy(one.title),
        told_at=one.told_at,
        seen_by=one.seen_by,
        steps={name: tidy(said) for name, said in one.steps.items() if tidy(said)},
        teller=_person(teller),
        is_nameless=one.is_nameless,
        unit=units.get(one.unit_id or 0, ()),
        promised_on=one.promised_on if teller else None,
        asked_again_at=one.asked_again_at if teller else None,
        expectations=tuple(sorted(" ".join(each.text.split()) for each in expected)),
        objectives=tuple(sorted(objectives[each.pk] for each in one.objectives.all())),
        proofs=tuple(
            FoundProof(each.kind, tidy(each.text), each.added_at, each.address)
            for each in one.proofs.all()
        ),
        claim=_claim(one, units),
    )


def _claim(story: Story, units: Paths) -> FoundClaim | None:
    claim: Claim | None = getattr(story, "claim", None)
    if claim is None or claim.state == "withdrawn":
        return None
    claim.story = story
    asked = None if story.is_nameless and claim.asked_id == story.teller_id else claim.asked
    same = ("kind", "side", "low", "high", "share", "confidence", "begins_on", "ends_on", "state")
    more = ("claimed_at", "confirmed_at", "hours", "currency")
    return FoundClaim(
        **{name: getattr(claim, name) for name in (*same, *more)},
        **_texts(claim, "what", "apart", "because"),
        unit=units.get(claim.unit_id or 0, ()),
        first=ordered(claim.first),
        claimed_by=_person(claim.shown_claimant),
        asked=_person(asked),
        confirmed_by=_person(claim.shown_confirmer),
    )


def _texts(one: Any, *names: str) -> dict[str, Any]:
    return {name: tidy(getattr(one, name)) for name in names}


def _exact(value: float) -> Decimal:
    return Decimal(repr(value))


def _person(person: Person | None) -> FoundPerson | None:
    return as_found_person(person) if person else None
