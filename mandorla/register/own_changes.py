"""What one of our own files changes in a community that is here."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.communities.models import Charter, Community, Membership
from mandorla.gatherings.models import Series
from mandorla.register.documents import document
from mandorla.register.export import found_here, seat_order
from mandorla.register.found import TITLES
from mandorla.register.people import as_found_person
from mandorla.register.rows import Misplaced

if TYPE_CHECKING:
    from typing import Any

    from mandorla.register.found import FoundCharter, FoundCommunity, FoundPerson
    from mandorla.register.people import People
    from mandorla.register.rows import Rows

PARTS = {"members", "series", "charters"}  # of a document; the rest are facts of the community


def bring(community: Community, found: FoundCommunity, rows: Rows, notes: list[str]) -> list[str]:
    """The community is as the file says; charters that are here stay, and new ones are added.

    Returns:
        What changed, by the name of the field; nothing when the file says what is here.

    Raises:
        Misplaced: The file has another text for a version of the charter that is here.
    """
    (here,) = found_here(Community.objects.filter(pk=community.pk))
    wanted = _as_known_here(found, rows.people)
    new = _new_versions(here, wanted)
    was, to_be = document(here), document(wanted)
    changed = [key for key in {**was, **to_be} if was.get(key) != to_be.get(key)]
    changed = [key for key in changed if key != "charters" or new]
    if not changed:
        return []
    for version in new:
        Charter.enter(community=community, **rows.charter(version))
    if "series" in changed:
        Series.reenter(community=community, series=[rows.series(s) for s in found.series])
    if "members" in changed:
        Membership.reenter(community=community, seats=rows.seats(found.seats))
    facts = rows.facts(found)
    community.bring_up_to_date(
        register=TITLES[""],
        changed=changed,
        by=rows.by,
        at=rows.at,
        **{key: facts[key] for key in changed if key in facts},
    )
    dropped = {c.version for c in here.charters} - {c.version for c in wanted.charters}
    if dropped:
        notes.append(
            _("{name}: versions of the charter that are not in the file stay").format(
                name=found.name
            )
        )
    return changed


def _as_known_here(found: FoundCommunity, people: People) -> FoundCommunity:
    """The same with people named as they are here, so that a new name is not a change."""

    def known(person: FoundPerson) -> FoundPerson:
        here = people.here(person)
        return as_found_person(here) if here else person

    def renamed(value: Any, *names: str) -> Any:
        people_named = {name: getattr(value, name) for name in names}
        return replace(value, **{k: known(person) for k, person in people_named.items() if person})

    charters = tuple(
        replace(
            renamed(charter, "drafted_by", "published_by"),
            fits=tuple(renamed(fit, "by") for fit in charter.fits),
            signatures=tuple(renamed(signature, "by") for signature in charter.signatures),
        )
        for charter in found.charters
    )
    seats = sorted((renamed(seat, "person") for seat in found.seats), key=seat_order)
    return replace(
        found,
        charters=tuple(sorted(charters, key=lambda charter: charter.version)),
        seats=tuple(seats),
    )


def _new_versions(here: FoundCommunity, wanted: FoundCommunity) -> list[FoundCharter]:
    known = {charter.version: charter for charter in here.charters}
    for charter in wanted.charters:
        other = known.get(charter.version)
        if other is not None and not _same(charter, other):
            raise Misplaced(
                _("version {version} of the charter says something else here").format(
                    version=charter.version
                ),
                "charters",
            )
    return [charter for charter in wanted.charters if charter.version not in known]


def _same(one: FoundCharter, other: FoundCharter) -> bool:
    """Whether two versions are equal, whatever kind of sequence holds their parts."""
    return all(
        _plain(getattr(one, field.name)) == _plain(getattr(other, field.name))
        for field in fields(one)
    )


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item}
    return value
