"""The register of OpenStack: special interest groups and project teams in YAML.

Chairs and project team leads lead. A team's liaisons are people of the team who answer for one
matter (releases, security), so they are its core group and not the organization's side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mandorla.register.found import FoundCharter, FoundCommunity, FoundRegister, FoundSeat, Problem
from mandorla.register.found_licenses import FoundLicense
from mandorla.register.parts import Part, Wrong
from mandorla.register.reading import Unreadable, read_text, read_yaml
from mandorla.register.sources.groups import NAME, each, once, person_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SOURCE = "openstack"
SIGS, TEAMS = "sigs", "project-teams"
SIG_FILES = ("sigs/sigs.yaml", "sigs/archived-sigs.yaml", "sigs/completed-sigs.yaml")
TEAM_FILE = "projects.yaml"
STATUS = {
    "active": "active",
    "advisory": "active",
    "forming": "forming",
    "completed": "closed",
    "archived": "closed",
}
LICENSED = {
    "active": "active",
    "advisory": "active",
    "forming": "applied",
    "completed": "retired",
    "archived": "retired",
}
GRANTOR = "technical committee"
ADVISORY = "Advisory: it gives advice when asked, and keeps what it owns in order."
NO_REASON = "The register gives no reason."
PROSE = ("popup-teams.rst", "emerging-technology-and-inactive-projects.rst")
PERSON_KEYS = ("name", "irc", "email")


def read_register(root: Path) -> FoundRegister:
    """Everything found under the folder of the register.

    Raises:
        Unreadable: Neither the groups nor the teams are there.
    """
    files = [file for file in (*SIG_FILES, TEAM_FILE) if (root / file).is_file()]
    if not files:
        raise Unreadable(str(root), f"holds neither {SIG_FILES[0]} nor {TEAM_FILE}")
    parts: list[Part] = []
    problems: list[Problem] = []
    for file in files:
        try:
            parts += read_yaml(read_text(root / file, file=file), file=file).fields().values()
        except (Unreadable, Wrong) as error:
            problems.append(error.problem)
    good, bad = each(parts, _group)
    notes = [
        f"{file} is prose and is not read: groups named only there are not in the register"
        for file in PROSE
        if (root / file).is_file()
    ]
    notes += [f"{c.name}: {note}" for c in good for note in c.notes]
    return FoundRegister(SOURCE, tuple(good), (*problems, *bad), tuple(notes))


def _group(part: Part) -> FoundCommunity:
    reader: Callable[[Part, str, list[str]], FoundCommunity]
    reader = _team if part.file == TEAM_FILE else _sig
    if not part.path.strip() or len(part.path) > NAME:
        raise Wrong(part, f"has to have a name of at most {NAME} characters")
    return reader(part, part.path.strip(), [])


def _sig(part: Part, name: str, notes: list[str]) -> FoundCommunity:
    found_status = part.choice("status", tuple(STATUS), "active")
    scope = part.text("scope")
    found: dict[str, Any] = {"status": found_status, "file": part.file}
    found |= part.rest("chairs", "scope", "status", "reason", "url")
    seats = [_seat(chair, "leader", "chair", found) for chair in part.many("chairs")]
    return FoundCommunity(
        file=part.file,
        line=part.line,
        name=name,
        kind=SIGS,
        source=SOURCE,
        source_key=f"{SIGS}/{name}",
        slug=f"sig {name}",
        purpose=scope,
        status=STATUS[found_status],
        closing_reason=part.text("reason"),
        channels=_channels(part),
        found=found,
        seats=once(seats, notes),
        charters=_charter(scope),
        licenses=(_license(found_status, reason=part.text("reason")),),
        notes=tuple(notes),
    )


def _team(part: Part, name: str, notes: list[str]) -> FoundCommunity:
    mission = part.text("mission")
    found: dict[str, Any] = {"status": "active", "file": part.file}
    found |= part.rest("ptl", "liaisons", "mission", "url", "irc-channel", "deliverables")
    seats: list[FoundSeat] = []
    leader = part.one("ptl")
    if leader:
        seats.append(_seat(leader, "leader", "project team lead", found))
    liaisons = part.one("liaisons")
    for matter, people in liaisons.fields().items() if liaisons else ():
        title = f"{matter.removesuffix('-liaison')} liaison"[:60]
        seats += [_seat(person, "core", title, found) for person in people.items()]
    return FoundCommunity(
        file=part.file,
        line=part.line,
        name=name,
        kind=TEAMS,
        source=SOURCE,
        source_key=f"{TEAMS}/{name}",
        slug=name,
        purpose=mission,
        channels=_channels(part),
        subgroups=_deliverables(part),
        found=found,
        seats=once(seats, notes),
        charters=_charter(mission),
        licenses=(_license("active"),),
        notes=tuple(notes),
    )


def _seat(part: Part, role: str, title: str, found: dict[str, Any]) -> FoundSeat:
    """A seat; what else is said of the person is kept with the group, under their name."""
    person = person_in(part)
    more = part.rest("name", "email")
    if more:
        found.setdefault("people", {}).setdefault(person.name, {}).update(more)
    return FoundSeat(person, role, title)


def _license(status: str, *, reason: str = "") -> FoundLicense:
    """What a status permits: a group that is setting up has asked, one that is done has ended."""
    state = LICENSED[status]
    return FoundLicense(
        number=1,
        kind="full",
        state=state,
        grantor=GRANTOR,
        obligations=ADVISORY if status == "advisory" else "",
        end_reason=(reason or NO_REASON) if state == "retired" else "",
        found={"status": status},
    )


def _channels(part: Part) -> tuple[dict[str, str], ...]:
    known = (("irc-channel", "irc"), ("url", "page"))
    return tuple(
        {"kind": kind, "address": part.text(key), "label": ""}
        for key, kind in known
        if part.text(key)
    )


def _deliverables(part: Part) -> tuple[dict[str, Any], ...]:
    """What a team produces, as its sub-groups, with the repositories they live in."""
    found = part.one("deliverables")
    return tuple(
        {
            "name": name,
            "description": "",
            "links": [{"label": "repository", "address": repo} for repo in item.texts("repos")],
            **item.rest("repos"),
        }
        for name, item in (found.fields().items() if found else ())
    )


def _charter(purpose: str) -> tuple[FoundCharter, ...]:
    return (FoundCharter(texts={"purpose": purpose}),) if purpose else ()
