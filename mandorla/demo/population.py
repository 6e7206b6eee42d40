"""The people of the story world and the units they work in: the same ones on every run."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any, Final

from mandorla.demo import texts
from mandorla.people.models import Person, Placement, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mandorla.demo.days import Calendar

SEED: Final = "Halden"
OLDEST_DAYS: Final = 5200  # the person who has been here longest
YOUNGEST_DAYS: Final = 45
KNOWN_DAYS: Final = 1600  # when Mandorla came to Halden
_PLAIN_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "ı": "i", "æ": "ae"}
)


@dataclass(frozen=True)
class Population:
    """Everybody in the story.

    Attributes:
        parts: Those who have a part in it, by the key that the data files use.
        in_unit: Everybody else, by the name of their unit.
        units: The units by name.
        days: How many days ago each person came, by id.
    """

    parts: dict[str, Person]
    in_unit: dict[str, list[Person]]
    units: dict[str, Unit]
    days: dict[int, int]


def address(name: str, *, domain: str) -> str:
    """The e-mail address of somebody of that name: first and last name in plain letters."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_PLAIN_LETTERS))
    letters = "".join(letter for letter in plain if letter.isascii() and letter not in "'’-")
    words = letters.split()
    return f"{words[0]}.{''.join(words[1:])}@{domain}"


def story_names() -> Iterator[str]:
    """Names without end, no two alike before all have been used, from all cultures in turn."""
    random = Random(SEED)  # noqa: S311 - a story, not a secret
    pools = []
    for culture in texts.names().values():
        pool = [f"{given} {family}" for given in culture["given"] for family in culture["family"]]
        random.shuffle(pool)
        pools.append(pool)
    random.shuffle(pools)
    turn = 0
    while True:
        for pool in pools:
            yield pool[turn % len(pool)]
        turn += 1


def populate(*, calendar: Calendar) -> Population:
    """The units and their people are there.

    People are written in bulk, as a roster would be: one event for the instance stands for all.
    """
    story = texts.organization()
    units = _open_units(story["units"], calendar=calendar)
    parts = {key: _part(facts, story["domain"], calendar) for key, facts in story["people"].items()}
    crowd = _crowd(story, parts=list(parts.values()), calendar=calendar)
    everybody = [*parts.values(), *(person for people in crowd.values() for person in people)]
    for number, person in enumerate(everybody, 1001):
        person.employee_number = None if person.employer else f"H{number}"
    Person.objects.bulk_create(everybody)
    placed = {name: list(people) for name, people in crowd.items()}
    for key, facts in story["people"].items():
        if "unit" in facts:
            placed[facts["unit"]].append(parts[key])
    days = _place(placed, units=units, calendar=calendar, people=story["people"], parts=parts)
    return Population(parts=parts, in_unit=crowd, units=units, days=days)


def _open_units(found: list[dict[str, Any]], *, calendar: Calendar) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for facts in found:
        units[facts["name"]] = Unit.open(
            name=facts["name"],
            parent=units.get(facts.get("parent", "")),
            by=None,
            at=calendar.moment(KNOWN_DAYS),
        )
    return units


def _part(facts: dict[str, Any], domain: str, calendar: Calendar) -> Person:
    employer = facts.get("employer", "")
    return Person.unsaved(
        name=facts["name"],
        email="" if employer else address(facts["name"], domain=domain),
        job_title=facts["title"],
        employer=employer,
        is_program_manager=facts.get("program_manager", False),
        is_active="left" not in facts,
        at=calendar.moment(KNOWN_DAYS),
    )


def _crowd(
    story: dict[str, Any], *, parts: list[Person], calendar: Calendar
) -> dict[str, list[Person]]:
    """Everybody who has no part, so that each unit has the number of people it should have."""
    used = {person.name for person in parts}
    free = (name for name in story_names() if name not in used)
    in_parts = [facts.get("unit") for facts in story["people"].values() if "left" not in facts]
    at = calendar.moment(KNOWN_DAYS)
    return {
        unit["name"]: [
            Person.unsaved(
                name=(name := next(free)),
                email=address(name, domain=story["domain"]),
                job_title=unit["titles"][number % len(unit["titles"])],
                at=at,
            )
            for number in range(unit["people"] - in_parts.count(unit["name"]))
        ]
        for unit in story["units"]
    }


def _place(
    placed: dict[str, list[Person]],
    *,
    units: dict[str, Unit],
    calendar: Calendar,
    people: dict[str, Any],
    parts: dict[str, Person],
) -> dict[int, int]:
    """Everybody is in their unit since the day they came, and until the day they left."""
    random = Random(SEED)  # noqa: S311 - a story, not a secret
    left = {parts[key].pk: facts["left"] for key, facts in people.items() if "left" in facts}
    old = {person.pk for person in parts.values()}  # those with a part are there from its start
    days: dict[int, int] = {}
    placements = []
    for unit, members in placed.items():
        for person in members:
            youngest = KNOWN_DAYS if person.pk in old else YOUNGEST_DAYS
            days[person.pk] = random.randint(youngest, OLDEST_DAYS)
            gone = left.get(person.pk)
            placements.append(
                Placement(
                    person=person,
                    unit=units[unit],
                    since_on=calendar.day(days[person.pk]),
                    until_on=None if gone is None else calendar.day(gone),
                )
            )
    Placement.objects.bulk_create(placements)
    return days
