"""The register's own files: a folder with one YAML file a community, read and checked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mandorla.communities.charter_fields import FIELD_NAMES, MOST_OBJECTIVES
from mandorla.communities.models.charter import STATES
from mandorla.communities.models.charter_parts import FORCES, PAIRS, SIDES
from mandorla.communities.models.community import JOINING, STATUSES
from mandorla.communities.models.membership import ROLES
from mandorla.core.forces import HIGHEST_FIT
from mandorla.register.documents import FORMAT, ordered
from mandorla.register.found import (
    FoundCharter,
    FoundCommunity,
    FoundFit,
    FoundPerson,
    FoundRegister,
    FoundSeat,
    FoundSeries,
    FoundSignature,
    Problem,
)
from mandorla.register.parts import Part, Wrong
from mandorla.register.reading import MOST_FILES, Unreadable, read_text, read_yaml
from mandorla.register.sources.groups import HANDLE, PERSON, address_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

COMMUNITY_KEYS = (
    "mandorla", "name", "slug", "archetype", "kind", "status", "joining", "unit", "parent",
    "founded_on", "closed_on", "closing_reason", "source", "source_key", "purpose", "channels",
    "subgroups", "found", "members", "series", "charters",
)  # fmt: skip
PERSON_KEYS = ("name", "email", "employee_number", "handle")
SEAT_KEYS = (*PERSON_KEYS, "role", "title", "employer", "since_on", "until_on", "former")
SERIES_KEYS = (
    "name", "rule", "timezone", "starts_on", "starts_time", "minutes", "place", "links",
    "found_text",
)  # fmt: skip
CHARTER_KEYS = (
    "version", "state", "drafted_by", "drafted_at", "published_by", "published_at", "agreed_at",
    "review_on", "texts", "forces", "extra", "fits", "signatures",
)  # fmt: skip
FIT_KEYS = ("pair", "score", "reason", "by", "at")
SIGNATURE_KEYS = ("side", "name", "role", "by", "at")
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
            bad.append(Problem(file, f"“{community.slug}” is in {other} too", field="slug"))
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
    charters = tuple(_charter(charter) for charter in part.many("charters"))
    if len({charter.version for charter in charters}) < len(charters):
        raise Wrong(part.fields()["charters"], "has a version twice")
    found = part.one("found")
    return FoundCommunity(
        file=part.file,
        line=part.line,
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
    )


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
        _person(part),
        part.choice("role", tuple(ROLES), ""),
        part.text("title", longest=60),
        part.text("employer", longest=120),
        since_on,
        until_on,
        former,
    )


def _person(part: Part) -> FoundPerson:
    return FoundPerson(
        name=part.needed("name", longest=PERSON),
        email=address_in(part, "email"),
        employee_number=part.text("employee_number", longest=60),
        handle=part.text("handle", longest=HANDLE),
    )


def _person_at(part: Part, key: str) -> FoundPerson | None:
    person = part.one(key)
    if person is None:
        return None
    person.only(*PERSON_KEYS)
    return _person(person)


def _series(part: Part) -> FoundSeries:
    part.only(*SERIES_KEYS)
    return FoundSeries(
        name=part.needed("name", longest=150),
        rule=part.text("rule", longest=200),
        timezone=part.text("timezone", longest=60),
        starts_on=part.day("starts_on"),
        starts_time=part.clock("starts_time"),
        minutes=part.number("minutes", low=1, high=32767),
        place=part.text("place", longest=200),
        links=_plain_list(part, "links"),
        found_text=part.text("found_text"),
    )


def _charter(part: Part) -> FoundCharter:
    part.only(*CHARTER_KEYS)
    version = part.number("version", low=1, high=32767)
    if version is None:
        raise Wrong(part, "has to be a whole number from 1 to 32767", "version")
    state = part.choice("state", tuple(STATES), "draft")
    published_at = part.moment("published_at")
    if state != "draft" and published_at is None:
        raise Wrong(part, "has to be there for a version that is not a draft", "published_at")
    return FoundCharter(
        version=version,
        state=state,
        texts=_texts(part),
        extra=_extra(part),
        forces=_forces(part),
        fits=tuple(_fit(fit) for fit in part.many("fits")),
        signatures=_signatures(part),
        review_on=part.day("review_on"),
        drafted_by=_person_at(part, "drafted_by"),
        drafted_at=_needed_moment(part, "drafted_at"),
        published_by=_person_at(part, "published_by"),
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


def _needed_moment(part: Part, key: str) -> Any:
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
        by=_person_at(part, "by"),
        at=_needed_moment(part, "at"),
    )


def _signatures(part: Part) -> tuple[FoundSignature, ...]:
    found: list[FoundSignature] = []
    for item in part.many("signatures"):
        item.only(*SIGNATURE_KEYS)
        item.needed("side")
        found.append(
            FoundSignature(
                side=item.choice("side", tuple(SIDES), ""),
                name=item.needed("name", longest=PERSON),
                role=item.text("role", longest=12),
                by=_person_at(item, "by"),
                at=_needed_moment(item, "at"),
            )
        )
        signers = [signature.by for signature in found if signature.by]
        if len({s.side for s in found}) < len(found) or len(set(signers)) < len(signers):
            raise Wrong(item, "signs twice: it takes two sides and two people")
    return tuple(found)
