"""The register of the Kubernetes project: `sigs.yaml`, charters, annual reports, the archive.

Chairs and technical leads lead, emeritus leads led, the liaison of the steering committee is the
organization's side. Sub-projects stay with their group, with their own leads and meetings.
A group that is listed is licensed by the steering committee; its annual reports are its reviews.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mandorla.core.rhythm import NO_PHASE, NotUnderstood, read, words
from mandorla.register.found import (
    FoundCommunity,
    FoundRegister,
    FoundSeat,
    FoundSeries,
    Problem,
)
from mandorla.register.parts import Part, Wrong
from mandorla.register.reading import Unreadable, read_text, read_yaml
from mandorla.register.sources.groups import NAME, each, once, person_in
from mandorla.register.sources.kubernetes_files import charter_in, name_in
from mandorla.register.sources.kubernetes_reports import (
    NO_REASON,
    licensed,
    reports_in,
    retired,
)

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = "kubernetes"
KINDS = ("sigs", "workinggroups", "usergroups", "committees")
KIND_OF_PREFIX = {
    "sig": "sigs",
    "wg": "workinggroups",
    "ug": "usergroups",
    "committee": "committees",
}
SEATS = {
    "chairs": ("chair", False),
    "tech_leads": ("tech lead", False),
    "emeritus_leads": ("emeritus lead", True),
}
LINKS = {
    "url": "join",
    "archive_url": "notes",
    "recordings_url": "recordings",
    "calendar_url": "calendar",
}
_GROUP_FOLDER = re.compile(r"(sig|wg|ug|committee)-[a-z0-9][a-z0-9-]*")


def read_register(root: Path) -> FoundRegister:
    """Everything found under the folder of the register.

    Raises:
        Unreadable: `sigs.yaml` is not there, or cannot be read at all.
    """
    if not (root / "sigs.yaml").is_file():
        raise Unreadable("sigs.yaml", "is not here: give the folder that holds it")
    register = read_yaml(read_text(root / "sigs.yaml", file="sigs.yaml"), file="sigs.yaml")
    notes: list[str] = []
    groups: list[tuple[str, Part]] = []
    problems: list[Problem] = []
    try:
        for kind, part in register.fields().items():
            if kind in KINDS and (part.value is None or isinstance(part.value, list)):
                groups += [(kind, group) for group in part.items()]
            elif kind in KINDS:
                problems.append(Wrong(part, "has to be a list of groups").problem)
            else:
                notes.append(f"sigs.yaml, line {part.line}: “{kind}” is not a kind of group")
    except Wrong as error:
        raise Unreadable("sigs.yaml", "has to have groups by kind") from error
    kinds = {id(group): kind for kind, group in groups}
    good, bad = each((group for _, group in groups), lambda g: _group(root, g, kinds[id(g)]))
    listed = {community.source_key for community in good} | _named(groups)
    archived, worse = _archived(root, listed, notes)
    notes += _unlisted(root, listed, {community.source_key for community in archived})
    communities = (*good, *archived)
    unclear = sum(s.starts_on is None and "INTERVAL" in s.rule for c in good for s in c.series)
    if unclear:
        notes.append(f"{unclear} meetings: {NO_PHASE}")
    notes += [f"{c.name}: {note}" for c in communities for note in c.notes]
    return FoundRegister(SOURCE, communities, (*problems, *bad, *worse), tuple(notes))


def _named(groups: list[tuple[str, Part]]) -> set[str]:
    """The folders of all listed groups, those that are refused included."""
    found = set()
    for _, group in groups:
        folder = group.value.get("dir") if isinstance(group.value, dict) else None
        if folder is not None and isinstance(folder.value, str):
            found.add(folder.value)
    return found


def _group(root: Path, part: Part, kind: str) -> FoundCommunity:
    notes: list[str] = []
    folder = part.needed("dir", longest=NAME)
    if not _GROUP_FOLDER.fullmatch(folder):
        raise Wrong(part.fields()["dir"], "has to be the name of a folder, as sig-auth")
    purpose = part.text("mission_statement")
    charter = charter_in(root, folder, part.text("charter_link"), notes)
    if charter and "purpose" not in charter.texts and purpose:
        charter = replace(charter, texts={"purpose": purpose, **charter.texts})
    found: dict[str, Any] = {"status": "listed"} | part.rest(
        "dir", "name", "mission_statement", "leadership", "meetings", "contact", "subprojects"
    )
    contact = part.one("contact")
    return FoundCommunity(
        file=part.file,
        line=part.line,
        name=part.needed("name", longest=NAME),
        kind=kind,
        source=SOURCE,
        source_key=folder,
        slug=folder,
        purpose=purpose,
        channels=_channels(contact) if contact else (),
        subgroups=tuple(_subgroup(sub, notes) for sub in part.many("subprojects")),
        found=found,
        seats=once(_seats(part, contact), notes),
        series=tuple(_series(meeting, notes) for meeting in part.many("meetings")),
        charters=(charter,) if charter else (),
        licenses=(licensed(reports_in(root, folder, notes)),),
        notes=tuple(notes),
    )


def _seats(part: Part, contact: Part | None) -> list[FoundSeat]:
    seats: list[FoundSeat] = []
    leadership = part.one("leadership")
    for key, people in leadership.fields().items() if leadership else ():
        if key not in SEATS:
            raise Wrong(people, "is not a kind of lead that is known")
        title, former = SEATS[key]
        seats += [_seat(person, "leader", title, former=former) for person in people.items()]
    liaison = contact.one("liaison") if contact else None
    if liaison:
        seats.append(_seat(liaison, "sponsor", "liaison", former=False))
    return seats


def _seat(part: Part, role: str, title: str, *, former: bool) -> FoundSeat:
    part.only("github", "name", "company", "email")
    person = person_in(part, handle_key="github")
    employer = part.text("company", longest=NAME)
    return FoundSeat(person, role, title, employer=employer, former=former)


def _channels(contact: Part) -> tuple[dict[str, Any], ...]:
    """Where the group talks. The liaison, who is a person, is read with the leads."""
    found: list[dict[str, Any]] = []
    for key, part in contact.fields().items():
        if key == "liaison" or part.value is None:
            continue
        if key == "teams":
            found += [
                {
                    "kind": "team",
                    "address": team.needed("name"),
                    "label": team.text("description"),
                }
                for team in part.items()
            ]
        else:
            found.append({"kind": key.replace("_", " "), "address": part.as_text(), "label": ""})
    return tuple(found)


def _subgroup(part: Part, notes: list[str]) -> dict[str, Any]:
    contact = part.one("contact")
    subgroup: dict[str, Any] = {
        "name": part.needed("name"),
        "description": part.text("description"),
        "links": [{"label": "owners", "address": owner} for owner in part.texts("owners")],
    }
    if contact:
        subgroup["channels"] = list(_channels(contact))
    if part.many("leads"):
        subgroup["leads"] = [lead.plain() for lead in part.many("leads")]
    if part.many("meetings"):
        subgroup["meetings"] = [_meeting(meeting, notes) for meeting in part.many("meetings")]
    return subgroup | part.rest("name", "description", "owners", "contact", "leads", "meetings")


def _meeting(part: Part, notes: list[str]) -> dict[str, Any]:
    """A sub-project's meeting: kept with the sub-project, with its rhythm in words."""
    series = _series(part, notes)
    said = words(series.rule, starts_at=series.starts_time, timezone=series.timezone)
    return {
        "name": series.name,
        "rhythm": said,
        "rule": series.rule,
        "found_text": series.found_text,
        "links": [dict(link) for link in series.links],
    }


def _series(part: Part, notes: list[str]) -> FoundSeries:
    part.only("description", "day", "time", "tz", "frequency", *LINKS)
    name = part.text("description", longest=NAME) or "Meeting"
    links = tuple(
        {"label": label, "address": part.text(key)}
        for key, label in LINKS.items()
        if part.text(key)
    )
    written = {key: part.text(key) for key in ("frequency", "day", "time", "tz")}
    found_text = ", ".join(text for text in written.values() if text)
    rhythm = read(
        written["frequency"], weekday=written["day"], at=written["time"], zone_text=written["tz"]
    )
    if isinstance(rhythm, NotUnderstood):
        notes.append(f"{name}: “{found_text}” is kept as text, because {rhythm.reason}")
        return FoundSeries(name=name, links=links, found_text=found_text)
    notes += [f"{name}: {note}" for note in rhythm.notes if note != NO_PHASE]
    return FoundSeries(
        name=name,
        rule=rhythm.rule,
        timezone=rhythm.timezone,
        starts_on=rhythm.starts_on,
        starts_time=rhythm.starts_at,
        links=links,
        found_text=found_text,
    )


def _archived(
    root: Path, listed: set[str], notes: list[str]
) -> tuple[list[FoundCommunity], list[Problem]]:
    """Groups that are no longer listed and whose folder lies in the archive."""
    good: list[FoundCommunity] = []
    bad: list[Problem] = []
    archive = root / "archive"
    for folder in sorted(archive.iterdir()) if archive.is_dir() else ():
        match = _GROUP_FOLDER.fullmatch(folder.name)
        if not folder.is_dir() or not match:
            notes.append(f"archive/{folder.name} is not the folder of a group")
            continue
        if folder.name in listed:
            notes.append(f"archive/{folder.name} is also listed in sigs.yaml, which holds")
            continue
        try:
            good.append(_closed(root, folder, KIND_OF_PREFIX[match[1]]))
        except Unreadable as error:
            bad.append(error.problem)
    return good, bad


def _closed(root: Path, folder: Path, kind: str) -> FoundCommunity:
    notes: list[str] = []
    charter = None
    if (folder / "charter.md").is_file():
        charter = charter_in(root, f"archive/{folder.name}", "charter.md", notes)
    reports = reports_in(root, f"archive/{folder.name}", notes)
    found: dict[str, Any] = {"status": "archived"}
    older = root / folder.name
    if older.is_dir():
        known = {report.due_on for report in reports}
        more = [one for one in reports_in(root, folder.name, notes) if one.due_on not in known]
        reports = tuple(sorted((*reports, *more), key=lambda one: one.due_on))
        notes.append(f"the folder {folder.name} lies outside the archive too; the archive holds")
        if (older / "charter.md").is_file():
            text = read_text(older / "charter.md", file=f"{folder.name}/charter.md")
            found["outside_the_archive_charter"] = text
    return FoundCommunity(
        file=f"archive/{folder.name}",
        name=name_in(folder),
        kind=kind,
        source=SOURCE,
        source_key=folder.name,
        slug=folder.name,
        purpose=charter.texts.get("purpose", "") if charter else "",
        status="closed",
        closing_reason=NO_REASON,
        found=found,
        charters=(charter,) if charter else (),
        licenses=(retired(reports),),
        notes=tuple(notes),
    )


def _unlisted(root: Path, listed: set[str], archived: set[str]) -> list[str]:
    """Folders of groups that are neither listed nor archived."""
    return [
        f"the folder {path.name} is not listed in sigs.yaml and not in the archive: left out"
        for path in sorted(root.iterdir())
        if path.is_dir()
        and _GROUP_FOLDER.fullmatch(path.name)
        and path.name not in listed | archived
    ]
