"""What one of our own files changes in a community that is here."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.communities.models import Charter, Community, Membership
from mandorla.gatherings.models import reenter_series
from mandorla.ledger.reentry import enter_ledger
from mandorla.licenses.models.license import ASKED, GRANTED
from mandorla.licenses.reentry import enter_licenses
from mandorla.register.documents import document
from mandorla.register.export import found_here, seat_order
from mandorla.register.found import TITLES
from mandorla.register.ledger_changes import LEDGER_KINDS, ledger_as_known, new_in_ledger
from mandorla.register.people import as_found_person
from mandorla.register.rows import Misplaced
from mandorla.value.models import ValueStatement
from mandorla.value.reentry import reenter_expectations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from mandorla.register.found import (
        FoundCharter,
        FoundCommunity,
        FoundPerson,
        FoundStatement,
    )
    from mandorla.register.found_licenses import FoundLicense
    from mandorla.register.rows import Rows

Version = TypeVar("Version", "FoundCharter", "FoundStatement")
Found = TypeVar("Found", "FoundCharter", "FoundStatement", "FoundLicense")
DIFFERS = {
    "charters": gettext_lazy("version {version} of the charter says something else here"),
    "statements": gettext_lazy("version {version} of the value statement says something else here"),
}
STAYS = {
    "charters": gettext_lazy("{name}: versions of the charter that are not in the file stay"),
    "statements": gettext_lazy(
        "{name}: versions of the value statement that are not in the file stay"
    ),
}


def bring(community: Community, found: FoundCommunity, rows: Rows, notes: list[str]) -> list[str]:
    """The community is as the file says; charters that are here stay, and new ones are added.

    Returns:
        What changed, by the name of the field; nothing when the file says what is here.

    Raises:
        Misplaced: The file has another text for a version of the charter that is here.
    """
    (here,) = found_here(Community.objects.filter(pk=community.pk))
    rows.note_unknown_objectives(found, notes)
    wanted = _as_known_here(found, rows)
    charters = _new_versions(here.charters, wanted.charters, "charters")
    statements = _new_versions(here.statements, wanted.statements, "statements")
    licenses = _new_licenses(here, wanted, notes)
    ledger = new_in_ledger(community, here, wanted, notes)
    is_new = {
        "charters": bool(charters),
        "statements": bool(statements),
        "licenses": bool(licenses),
        **{kind: bool(getattr(ledger, kind)) for kind in LEDGER_KINDS},
    }
    was, to_be = document(here), document(wanted)
    changed = [key for key in {**was, **to_be} if was.get(key) != to_be.get(key)]
    changed = [key for key in changed if is_new.get(key, True)]
    if not changed:
        return []
    for charter in charters:
        Charter.enter(community=community, **rows.charter(charter))
    for statement in statements:
        ValueStatement.enter(community=community, **rows.statement(statement))
    enter_licenses(community=community, licenses=rows.licenses(licenses))
    _reenter(community, wanted, found, changed, rows)
    enter_ledger(community=community, **rows.ledger(ledger))
    facts = rows.facts(found)
    community.bring_up_to_date(
        register=TITLES[""],
        changed=changed,
        by=rows.by,
        at=rows.at,
        **{key: facts[key] for key in changed if key in facts},
    )
    for kind, sentence in STAYS.items():
        if _versions(getattr(here, kind)).keys() - _versions(getattr(wanted, kind)).keys():
            notes.append(sentence.format(name=found.name))
    return changed


def _reenter(
    community: Community,
    wanted: FoundCommunity,
    found: FoundCommunity,
    changed: Sequence[str],
    rows: Rows,
) -> None:
    """What the file is the whole truth about, where it changed."""
    if "expectations" in changed:
        expectations = rows.expectations(wanted.expectations)
        reenter_expectations(community=community, rows=expectations, at=rows.at)
    if "series" in changed:
        series = [rows.series(one) for one in found.series]
        reenter_series(community=community, series=series, at=rows.at)
    if "members" in changed:
        Membership.reenter(community=community, seats=rows.seats(found.seats))


def _new_licenses(
    here: FoundCommunity, wanted: FoundCommunity, notes: list[str]
) -> list[FoundLicense]:
    """The licenses that are not here. One that is here has gone on since, and stays."""
    known = {one.number: one for one in here.licenses}
    for one in wanted.licenses:
        other = known.get(one.number)
        if other is not None and not _same(one, other):
            notes.append(
                _("{name}: license {number} says something else here, and stays as it is").format(
                    name=wanted.name, number=one.number
                )
            )
    new = [one for one in wanted.licenses if one.number not in known]
    for states in (GRANTED, ASKED):
        held = [one for one in (*here.licenses, *new) if one.state in states]
        if len(held) > 1:
            raise Misplaced(_("a license is held here already, and one at a time is"), "licenses")
    return new


def _as_known_here(found: FoundCommunity, rows: Rows) -> FoundCommunity:
    """The same with people named as they are here, so that a new name is not a change.

    Objectives that are not here are left out: nothing can serve them.
    """

    def known(person: FoundPerson) -> FoundPerson:
        here = rows.people.here(person)
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
    statements = tuple(
        replace(
            renamed(statement, "drafted_by", "published_by"),
            signatures=tuple(renamed(signature, "by") for signature in statement.signatures),
        )
        for statement in found.statements
    )
    expectations = tuple(
        replace(
            expectation,
            objectives=tuple(path for path in expectation.objectives if path in rows.objectives),
        )
        for expectation in found.expectations
    )
    seats = sorted((renamed(seat, "person") for seat in found.seats), key=seat_order)
    return replace(
        found,
        charters=tuple(sorted(charters, key=lambda charter: charter.version)),
        seats=tuple(seats),
        expectations=expectations,
        statements=tuple(sorted(statements, key=lambda statement: statement.version)),
        licenses=_licenses_as_known(found, renamed),
        **ledger_as_known(found, known, rows.objectives),
    )


def _licenses_as_known(
    found: FoundCommunity, renamed: Callable[..., Any]
) -> tuple[FoundLicense, ...]:
    licenses = (
        replace(
            renamed(license, "drafted_by", "applied_by", "granted_by"),
            sponsors=tuple(renamed(one, "person") for one in license.sponsors),
            conditions=tuple(renamed(one, "closed_by") for one in license.conditions),
            reviews=tuple(
                renamed(one, "reader", "submitted_by", "answered_by") for one in license.reviews
            ),
            decisions=tuple(renamed(one, "by") for one in license.decisions),
        )
        for license in found.licenses
    )
    return tuple(sorted(licenses, key=lambda license: license.number))


def _new_versions(here: Sequence[Version], wanted: Sequence[Version], field: str) -> list[Version]:
    known = _versions(here)
    for one in wanted:
        other = known.get(one.version)
        if other is not None and not _same(one, other):
            raise Misplaced(DIFFERS[field].format(version=one.version), field)
    return [one for one in wanted if one.version not in known]


def _versions(found: Sequence[Version]) -> dict[int, Version]:
    return {one.version: one for one in found}


def _same(one: Found, other: Found) -> bool:
    """Whether two of a kind are equal, whatever kind of sequence holds their parts."""
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
