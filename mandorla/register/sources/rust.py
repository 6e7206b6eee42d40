"""The register of the Rust project: one TOML file a team, the closed ones in `teams/archive`.

Leads lead, members are members, alumni were members; a team is part of the one that it names.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from mandorla.register.found import (
    FoundCommunity,
    FoundPerson,
    FoundRegister,
    FoundSeat,
    Problem,
)
from mandorla.register.parts import Part, Wrong
from mandorla.register.reading import MOST_FILES, Unreadable, read_text, read_toml
from mandorla.register.sources.groups import HANDLE, NAME, PERSON, each, once

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SOURCE = "rust"
DEFAULT_KIND = "team"
SEATS = {
    "leads": ("leader", "lead", False),
    "members": ("member", "member", False),
    "alumni": ("member", "alumnus", True),
}
WEBSITE_CHANNELS = {
    "zulip-stream": "zulip",
    "email": "mailing list",
    "repo": "repository",
    "page": "page",
    "matrix-room": "matrix",
}


def read_register(root: Path) -> FoundRegister:
    """Everything found under the folder of the register.

    Raises:
        Unreadable: There is no folder `teams`.
    """
    folder = root / "teams"
    if not folder.is_dir():
        raise Unreadable("teams", "is not a folder here: give the folder that holds it")
    notes: list[str] = []
    names, problems = _names(root, notes)
    parts: list[Part] = []
    for path in sorted(folder.rglob("*.toml"))[:MOST_FILES]:
        file = path.relative_to(root).as_posix()
        try:
            parts.append(read_toml(read_text(path, file=file), file=file))
        except Unreadable as error:
            problems.append(error.problem)
    good, bad = each(parts, lambda part: _team(part, names))
    notes += _without_parent(good)
    notes += [f"{c.name}: {note}" for c in good for note in c.notes]
    return FoundRegister(SOURCE, tuple(good), (*problems, *bad), tuple(notes))


def _names(root: Path, notes: list[str]) -> tuple[dict[str, str], list[Problem]]:
    """People's names by their handle, where the list of people is there."""
    path = root / "people.csv"
    if not path.is_file():
        notes.append("people.csv is not there: people go by their handles")
        return {}, []
    try:
        rows = csv.DictReader(io.StringIO(read_text(path, file="people.csv")))
        return {
            (row.get("github") or "").casefold(): (row.get("name") or "")[:PERSON] for row in rows
        }, []
    except Unreadable as error:
        return {}, [error.problem]
    except csv.Error as error:
        return {}, [Problem("people.csv", f"is not a table of people ({error})")]


def _team(part: Part, names: Mapping[str, str]) -> FoundCommunity:
    key = part.needed("name", longest=NAME)
    website = part.one("website") or Part(part.file, "website", None, {})
    titles = {
        role.needed("id"): role.text("description", longest=60) for role in part.many("roles")
    }
    archived = part.file.startswith("teams/archive/")
    people = part.one("people") or Part(part.file, "people", None, {})
    notes: list[str] = []
    found: dict[str, Any] = {"status": "archived" if archived else "active", "file": part.file}
    found |= part.rest("name", "subteam-of", "kind", "people", "website")
    found |= {f"people {key}": value for key, value in people.rest(*SEATS).items()}
    found |= {
        f"website {key}": value
        for key, value in website.rest("name", "description", *WEBSITE_CHANNELS).items()
    }
    return FoundCommunity(
        file=part.file,
        line=part.line,
        name=website.text("name", longest=NAME) or key,
        kind=part.text("kind", longest=40) or DEFAULT_KIND,
        source=SOURCE,
        source_key=key,
        slug=key,
        parent_key=part.text("subteam-of", longest=NAME),
        purpose=website.text("description"),
        status="closed" if archived else "active",
        closing_reason="In the archive of the register, which gives no reason." if archived else "",
        channels=tuple(_channels(part, website)),
        found=found,
        seats=once(_seats(people, titles, names), notes),
        notes=tuple(notes),
    )


def _seats(people: Part, titles: Mapping[str, str], names: Mapping[str, str]) -> list[FoundSeat]:
    seats: list[FoundSeat] = []
    for key, (role, plain_title, former) in SEATS.items():
        for part in people.many(key):
            handle, title = _who(part, titles)
            person = FoundPerson(name=names.get(handle.casefold()) or handle, handle=handle)
            seats.append(FoundSeat(person, role, title or plain_title, former=former))
    return seats


def _who(part: Part, titles: Mapping[str, str]) -> tuple[str, str]:
    """A person's handle and what they are called in the team, when it says so."""
    if not isinstance(part.value, dict):
        handle = part.as_text(HANDLE)
        if not handle:
            raise Wrong(part, "has to name a person")
        return handle, ""
    part.only("github", "roles")
    called = [titles.get(role) or role for role in part.texts("roles", longest=60)]
    return part.needed("github", longest=HANDLE), ", ".join(called)[:60]


def _channels(part: Part, website: Part) -> list[dict[str, str]]:
    """Where the team talks and works; who else gets its mail stays among what was found."""
    found = [
        {"kind": kind, "address": website.text(key), "label": ""}
        for key, kind in WEBSITE_CHANNELS.items()
        if website.text(key)
    ]
    for key, kind, named in (
        ("lists", "mailing list", "address"),
        ("zulip-groups", "zulip group", "name"),
        ("zulip-streams", "zulip", "name"),
    ):
        found += [
            {"kind": kind, "address": item.needed(named), "label": ""} for item in part.many(key)
        ]
    for item in part.many("github"):
        label = item.text("team-name")
        found += [{"kind": "github", "address": org, "label": label} for org in item.texts("orgs")]
    return list({tuple(channel.items()): channel for channel in found}.values())


def _without_parent(communities: list[FoundCommunity]) -> list[str]:
    keys = {community.source_key for community in communities}
    return [
        f"{community.file}: it belongs to “{community.parent_key}”, which is not in the register"
        for community in communities
        if community.parent_key and community.parent_key not in keys
    ]
