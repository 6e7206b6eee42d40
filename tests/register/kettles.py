"""A group as a register of somebody else describes it, for tests of taking one in."""

from __future__ import annotations

from mandorla.register.found import (
    FoundCharter,
    FoundCommunity,
    FoundPerson,
    FoundSeat,
    FoundSeries,
)

ADA = FoundPerson("Ada Teapot", "ada@example.org", handle="ada-t")
BOB = FoundPerson("Bob Before", handle="old-bob")
CHAIR = FoundSeat(ADA, "leader", "chair", "Boilers Ltd")
KETTLES = FoundCommunity(
    file="sigs.yaml",
    name="Kettles",
    slug="sig-kettles",
    kind="sigs",
    source="kubernetes",
    source_key="sig-kettles",
    purpose="Keeps water hot.",
    found={"status": "listed"},
    seats=(CHAIR, FoundSeat(BOB, "leader", "emeritus lead", former=True)),
    series=(FoundSeries("Tea", "FREQ=WEEKLY;BYDAY=TU", "UTC", found_text="weekly, Tuesday"),),
    charters=(
        FoundCharter(texts={"purpose": "Hot water"}, extra=({"heading": "x", "text": "y"},)),
    ),
)


def by_key(register):
    return {community.source_key: community for community in register.communities}
