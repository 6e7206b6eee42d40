"""The register's own files: a folder with one YAML file a community, read and checked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mandorla.communities.models.community import JOINING, STATUSES
from mandorla.communities.models.membership import ROLES
from mandorla.core.rhythm_words import parts
from mandorla.core.waiting import TAKES
from mandorla.register.documents import FORMAT, ordered
from mandorla.register.found import (
    FoundCommunity,
    FoundFormer,
    FoundRegister,
    FoundSeat,
    FoundSeries,
    Problem,
)
from mandorla.register.own_charters import PERSON_KEYS, charter_of, person_of
from mandorla.register.own_ledger import investments_of, measures_of
from mandorla.register.own_licenses import licenses_of
from mandorla.register.own_stories import stories_of
from mandorla.register.own_value import expectations_of, statements_of
from mandorla.register.parts import Part, Wrong
from mandorla.register.reading import MOST_FILES, Unreadable, read_text, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

COMMUNITY_KEYS = (
    "mandorla", "name", "slug", "archetype", "kind", "status", "joining", "unit", "parent",
    "founded_on", "closed_on", "closing_reason", "source", "source_key", "purpose", "channels",
    "subgroups", "found", "members", "series", "charters", "expectations",
    "statements", "licenses", "investments", "measures", "stories",
)  # fmt: skip
SEAT_KEYS = (*PERSON_KEYS, "role", "title", "employer", "since_on", "until_on", "former")
SERIES_KEYS = (
    "name", "rule", "timezone", "starts_on", "starts_time", "minutes", "place", "links",
    "found_text", "ends_on", "template", "former",
)  # fmt: skip
FORMER_KEYS = ("rule", "timezone", "starts_on", "starts_time", "minutes", "place", "until_on")
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")


def read_folder(folder: Path) -> FoundRegister:
    """Every `*.yaml` and `*.yml` file of a folder, each one community.

    Raises:
        Unreadable: It is not a folder, or holds no such file.
    """
    if not folder.is_dir():
        raise Unreadable(str(folder), "is not a folder")
    paths = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
    if not paths:
        raise Unreadable(str(folder), "holds no *.yaml file")
    if len(paths) > MOST_FILES:
        raise Unreadable(str(folder), f"holds more than {MOST_FILES} files")
    problems: list[Problem] = []
    texts: list[tuple[str, str]] = []
    for path in paths:
        try:
            texts.append((path.name, read_text(path, file=path.name)))
        except Unreadable as error:
            problems.append(error.problem)
    register = read_files(texts)
    return FoundRegister("", register.communities, (*problems, *register.problems))


def read_files(texts: Iterable[tuple[str, str]]) -> FoundRegister:
    """The communities in texts, each with the name of its file."""
    good: dict[str, FoundCommunity] = {}
    bad: list[Problem] = []
    for file, text in texts:
        try:
            community = read_document(read_yaml(text, file=file))
        except (Unreadable, Wrong) as error:
            bad.append(error.problem)
            continue
        if community.slug in good:
            other = good[community.slug].file
            bad.append(community.problem(f"“{community.slug}” is in {other} too", "slug"))
            continue
        good[community.slug] = community
    return FoundRegister("", tuple(good.values()), tuple(bad))


def read_document(part: Part) -> FoundCommunity:
    """One community.

    Raises:
        Wrong: A field is missing, not known, or not what it has to be.
    """
    part.only(*COMMUNITY_KEYS)
    if part.number("mandorla", low=FORMAT, high=FORMAT) is None:
        raise Wrong(part, f"has to say the format, “mandorla: {FORMAT}”", "mandorla")
    slug = part.needed("slug", longest=80)
    if not _SLUG.fullmatch(slug):
        raise Wrong(part.fields()["slug"], "has to be letters, digits, - and _ only")
    charters = tuple(charter_of(charter) for charter in part.many("charters"))
    if len({charter.version for charter in charters}) < len(charters):
        raise Wrong(part.fields()["charters"], "has a version twice")
    found = part.one("found")
    expectations = expectations_of(part)
    return FoundCommunity(
        file=part.file,
        line=part.line,
        lines={key: field.line for key, field in part.fields().items() if field.line},
        name=part.needed("name", longest=120),
        slug=slug,
        archetype=part.text("archetype", longest=40),
        kind=part.text("kind", longest=40),
        status=part.choice("status", tuple(STATUSES), "active"),
        joining=part.choice("joining", tuple(JOINING), "open"),
        unit=tuple(part.texts("unit", longest=150)),
        parent=part.text("parent", longest=80),
        founded_on=part.day("founded_on"),
        closed_on=part.day("closed_on"),
        closing_reason=part.text("closing_reason"),
        source=part.text("source", longest=40),
        source_key=part.text("source_key", longest=120),
        purpose=part.text("purpose"),
        channels=_plain_list(part, "channels"),
        subgroups=_plain_list(part, "subgroups"),
        found=ordered(found.plain()) if found else {},
        seats=_seats(part),
        series=tuple(_series(series) for series in part.many("series")),
        charters=charters,
        expectations=expectations,
        statements=statements_of(part),
        licenses=licenses_of(part),
        **_ledger_of(part, [one.text for one in expectations]),
    )


def _ledger_of(part: Part, expected: list[str]) -> dict[str, Any]:
    return {
        "investments": investments_of(part),
        "measures": measures_of(part, expected=expected),
        "stories": stories_of(part, expected=expected),
    }


def _plain_list(part: Part, key: str) -> tuple[Any, ...]:
    items = part.many(key)
    for item in items:
        item.fields()
    return tuple(ordered(item.plain()) for item in items)


def _seats(part: Part) -> tuple[FoundSeat, ...]:
    seats: list[FoundSeat] = []
    held = set()
    for item in part.many("members"):
        seat = _seat(item)
        key = (seat.person, seat.role, seat.title)
        if not seat.former and key in held:
            raise Wrong(item, f"{seat.person.name} has this role twice")
        held |= set() if seat.former else {key}
        seats.append(seat)
    return tuple(seats)


def _seat(part: Part) -> FoundSeat:
    part.only(*SEAT_KEYS)
    since_on, until_on = part.day("since_on"), part.day("until_on")
    if since_on and until_on and until_on < since_on:
        raise Wrong(part.fields()["until_on"], "is before the day it began")
    former = part.flag("former")
    if until_on and not former:
        raise Wrong(part.fields()["until_on"], "is for roles that are over: say “former: true”")
    part.needed("role")
    return FoundSeat(
        person_of(part),
        part.choice("role", tuple(ROLES), ""),
        part.text("title", longest=60),
        part.text("employer", longest=120),
        since_on,
        until_on,
        former,
    )


def _series(part: Part) -> FoundSeries:
    part.only(*SERIES_KEYS)
    return FoundSeries(
        name=part.needed("name", longest=150),
        rule=_rule(part),
        timezone=_timezone(part),
        starts_on=part.day("starts_on"),
        starts_time=part.clock("starts_time"),
        minutes=part.number("minutes", low=1, high=32767),
        place=part.text("place", longest=200),
        links=_plain_list(part, "links"),
        found_text=part.text("found_text"),
        ends_on=part.day("ends_on"),
        template=tuple(_step(step) for step in part.many("template")),
        former=_all_former(part.many("former")),
    )


def _all_former(rows: list[Part]) -> tuple[FoundFormer, ...]:
    found = tuple(map(_former, rows))
    if len({former.until_on for former in found}) < len(found):
        raise Wrong(rows[-1], "ends on the same day as another one", "until_on")
    return tuple(sorted(found, key=lambda former: former.until_on))


def _step(part: Part) -> dict[str, Any]:
    part.only("title", "minutes", "takes")
    takes = part.texts("takes", longest=20)
    if not set(takes) <= TAKES.keys():
        raise Wrong(part.fields()["takes"], f"has to be of {', '.join(TAKES)}")
    return {
        "title": part.needed("title", longest=200),
        "minutes": part.number("minutes", low=1, high=600) or 1,
        **({"takes": takes} if takes else {}),
    }


def _former(part: Part) -> FoundFormer:
    part.only(*FORMER_KEYS)
    starts_on, until_on = part.day("starts_on"), part.day("until_on")
    if until_on is None or (starts_on and until_on < starts_on):
        raise Wrong(part, "ends on a day, and not before it begins", "until_on")
    return FoundFormer(
        rule=_rule(part),
        timezone=_timezone(part),
        starts_on=starts_on,
        starts_time=part.clock("starts_time"),
        minutes=part.number("minutes", low=1, high=32767),
        place=part.text("place", longest=200),
        until_on=until_on,
    )


def _rule(part: Part) -> str:
    """A rule that a calendar can expand; one by seconds would never come to an end."""
    from dateutil.rrule import rrulestr  # slow import

    rule = part.text("rule", longest=200)
    if not rule:
        return ""
    what = "is not a rule of RFC 5545 by days, weeks, months or years"
    if parts(rule).get("FREQ") not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}:
        raise Wrong(part.fields()["rule"], what)
    try:
        rrulestr(rule)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Wrong(part.fields()["rule"], what) from error
    return rule


def _timezone(part: Part) -> str:
    name = part.text("timezone", longest=60)
    try:
        return ZoneInfo(name).key if name else ""
    except (OSError, ValueError, KeyError) as error:
        field = part.fields()["timezone"]
        raise Wrong(field, "is not the name of a time zone, as Europe/Paris") from error
