"""From the database to files: every community as it is, in a form that a later import takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from mandorla.communities.charter_fields import FIELD_NAMES
from mandorla.communities.models import Charter, Community, Fit, Membership, Signature
from mandorla.communities.models.charter_parts import FORCES
from mandorla.communities.models.membership import ROLES
from mandorla.communities.models.two_sided import SIDES
from mandorla.people.models import Unit
from mandorla.register.documents import document, ordered, tidy, written
from mandorla.register.export_ledger import LEDGER, investments, measures, stories
from mandorla.register.export_licenses import LICENSES, licenses
from mandorla.register.export_value import VALUE, expectations, statements
from mandorla.register.found import (
    FoundCharter,
    FoundCommunity,
    FoundFit,
    FoundFormer,
    FoundSeat,
    FoundSeries,
    FoundSignature,
)
from mandorla.register.people import as_found_person
from mandorla.strategy.models import Objective

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from django.db.models import QuerySet

    from mandorla.gatherings.models import FormerRhythm, Series
    from mandorla.people.models import Person
    from mandorla.register.found import FoundPerson

CHUNK = 200
BESIDE = (*VALUE, LICENSES, *LEDGER)
_ROLE_ORDER = {role: number for number, role in enumerate(ROLES)}
_SIDE_ORDER = {side: number for number, side in enumerate(SIDES)}


def found_here(communities: QuerySet[Community]) -> Iterator[FoundCommunity]:
    """The communities as a register would describe them, in the order of their addresses."""
    units, objectives = unit_paths(), objective_paths()
    wanted = (
        communities.order_by("slug")
        .select_related("parent")
        .prefetch_related(
            Prefetch("memberships", Membership.objects.select_related("person")),
            Prefetch(
                "charters",
                Charter.objects.order_by("version")
                .select_related("drafted_by", "published_by")
                .prefetch_related(
                    "forces",
                    Prefetch("fits", Fit.objects.select_related("judged_by").order_by("pk")),
                    Prefetch("signatures", Signature.objects.select_related("person")),
                ),
            ),
            "series__former",
            *BESIDE,
        )
    )
    for community in wanted.iterator(chunk_size=CHUNK):
        yield as_found(community, units, objectives)


def unit_paths() -> dict[int, tuple[str, ...]]:
    """The names on the way to every unit, in one query."""
    return _paths(Unit.objects.values_list("pk", "name", "parent_id"))


def objective_paths() -> dict[int, tuple[str, ...]]:
    """The names on the way to every objective, in one query."""
    return _paths(Objective.objects.values_list("pk", "name", "parent_id"))


def _paths(tree: Iterable[tuple[int, str, int | None]]) -> dict[int, tuple[str, ...]]:
    rows = {pk: (name, parent) for pk, name, parent in tree}

    def path(pk: int | None) -> tuple[str, ...]:
        if pk is None or pk not in rows:
            return ()
        name, parent = rows[pk]
        return (*path(parent), name)

    return {pk: path(pk) for pk in rows}


def as_found(
    community: Community,
    units: dict[int, tuple[str, ...]],
    objectives: dict[int, tuple[str, ...]],
) -> FoundCommunity:
    """One community, with everything its file holds."""
    seats = [_seat(membership) for membership in community.memberships.all()]
    return FoundCommunity(
        file="",
        name=tidy(community.name),
        slug=community.slug,
        archetype=community.archetype,
        kind=community.kind,
        status=community.status,
        joining=community.joining,
        unit=units.get(community.unit_id or 0, ()),
        parent=community.parent.slug if community.parent else "",
        founded_on=community.founded_on,
        closed_on=community.closed_on,
        closing_reason=tidy(community.closing_reason),
        source=community.source,
        source_key=community.source_key,
        purpose=tidy(community.purpose),
        channels=tuple(ordered(community.channels)),
        subgroups=tuple(ordered(community.subgroups)),
        found=ordered(community.found),
        seats=tuple(sorted(seats, key=seat_order)),
        series=tuple(_series(series) for series in community.series.all()),
        charters=tuple(_charter(charter) for charter in community.charters.all()),
        expectations=expectations(community, objectives),
        statements=statements(community),
        licenses=licenses(community),
        investments=investments(community),
        measures=measures(community),
        stories=stories(community, units, objectives),
    )


def _person(person: Person | None) -> FoundPerson | None:
    return as_found_person(person) if person else None


def _seat(membership: Membership) -> FoundSeat:
    return FoundSeat(
        person=as_found_person(membership.person),
        role=membership.role,
        title=tidy(membership.title),
        employer=tidy(membership.employer),
        since_on=membership.since_on,
        until_on=membership.until_on,
        former=membership.former,
    )


def seat_order(seat: FoundSeat) -> tuple[object, ...]:
    """Where a seat stands in a file: who holds a role now, from sponsor to guest, then before."""
    person = seat.person
    return (
        seat.former,
        _ROLE_ORDER[seat.role],
        seat.title,
        person.name.casefold(),
        person.name,
        person.email,
        person.employee_number,
        person.handle,
        str(seat.since_on or ""),
        str(seat.until_on or ""),
        seat.employer,
    )


def _series(series: Series) -> FoundSeries:
    return FoundSeries(
        name=tidy(series.name),
        rule=series.rule,
        timezone=series.timezone,
        starts_on=series.starts_on,
        starts_time=series.starts_time,
        minutes=series.minutes,
        place=tidy(series.place),
        links=tuple(ordered(series.links)),
        found_text=tidy(series.found_text),
        ends_on=series.ends_on,
        template=tuple(ordered([_step(step) for step in series.template])),
        former=tuple(_former(former) for former in series.former.all()),
    )


def _step(step: dict[str, Any]) -> dict[str, Any]:
    """A step; one that takes nothing says nothing about it."""
    return {name: value for name, value in step.items() if value != []}


def _former(former: FormerRhythm) -> FoundFormer:
    return FoundFormer(
        rule=former.rule,
        timezone=former.timezone,
        starts_on=former.starts_on,
        starts_time=former.starts_time,
        minutes=former.minutes,
        place=tidy(former.place),
        until_on=former.until_on,
    )


def _charter(charter: Charter) -> FoundCharter:
    texts = {name: tidy(getattr(charter, name)) for name in FIELD_NAMES}
    forces: dict[str, list[str]] = {kind: [] for kind in FORCES}
    for force in charter.forces.all():
        forces[force.kind].append(tidy(force.text))
    signatures = sorted(charter.signatures.all(), key=lambda s: _SIDE_ORDER[s.side])
    return FoundCharter(
        version=charter.version,
        state=charter.state,
        texts={name: text for name, text in texts.items() if text},
        extra=tuple(ordered(charter.extra)),
        forces={kind: tuple(filter(None, found)) for kind, found in forces.items() if found},
        fits=tuple(
            FoundFit(fit.pair, fit.score, tidy(fit.reason), _person(fit.judged_by), fit.judged_at)
            for fit in charter.fits.all()
        ),
        signatures=tuple(
            FoundSignature(s.side, tidy(s.person_name), s.role, _person(s.person), s.signed_at)
            for s in signatures
        ),
        review_on=charter.review_on,
        drafted_by=_person(charter.drafted_by),
        drafted_at=charter.drafted_at,
        published_by=_person(charter.published_by),
        published_at=charter.published_at,
        agreed_at=charter.agreed_at,
    )


def files(communities: QuerySet[Community]) -> Iterator[tuple[str, str]]:
    """The name and the text of every community's file."""
    batch: list[FoundCommunity] = []
    for found in found_here(communities):
        batch.append(found)
        if len(batch) == CHUNK:
            yield from _texts(batch)
            batch = []
    yield from _texts(batch)


def _texts(batch: Sequence[FoundCommunity]) -> Iterator[tuple[str, str]]:
    texts = written([document(found) for found in batch])
    yield from ((f"{found.slug}.yaml", text) for found, text in zip(batch, texts, strict=True))


def export(
    communities: QuerySet[Community], folder: Path, *, tick: Callable[[str], None]
) -> tuple[list[str], list[str], list[str]]:
    """Write every community's file; a file that says so already is left alone.

    Args:
        communities: What to export.
        folder: Where to; made when it is not there.
        tick: Called with every name, to show progress.

    Returns:
        The names of files written, of files left alone, and of other `*.yaml` files in the
        folder, which are left alone too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    changed: list[str] = []
    same: list[str] = []
    for name, text in files(communities):
        path = folder / name
        data = text.encode()
        if path.is_file() and path.read_bytes() == data:
            same.append(name)
        else:
            path.write_bytes(data)
            changed.append(name)
        tick(name)
    others = {path.name for path in folder.glob("*.yaml")} - set(changed) - set(same)
    return changed, same, sorted(others)
