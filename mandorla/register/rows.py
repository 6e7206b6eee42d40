"""From what was found to the values of rows, with the people who are meant."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.communities.models import Community
from mandorla.people.models import Unit
from mandorla.register.export import objective_paths
from mandorla.register.ledger_rows import LedgerRows
from mandorla.register.license_rows import license_rows
from mandorla.strategy.models import Objective
from mandorla.strategy.models.objective import PATH_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mandorla.people.models import Person
    from mandorla.register.found import (
        FoundCharter,
        FoundCommunity,
        FoundExpectation,
        FoundPerson,
        FoundSeat,
        FoundSeries,
        FoundSignature,
        FoundStatement,
    )
    from mandorla.register.found_licenses import FoundLicense
    from mandorla.register.people import People


class Misplaced(Refused):
    """A field of a community refers to something that is not here."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Rows:
    """Makes the values of rows, for one import.

    Attributes:
        people: who is meant by whom.
        by: who imports; None for a command.
        at: the moment.
    """

    people: People
    by: Person | None
    at: datetime

    def facts(self, found: FoundCommunity) -> dict[str, Any]:
        """The values of the community itself, without its address."""
        return {
            "name": found.name,
            "archetype": found.archetype,
            "purpose": found.purpose,
            "status": found.status,
            "joining": found.joining,
            "unit": self.unit(found.unit),
            "parent": self.parent(found),
            "kind": found.kind,
            "source": found.source,
            "source_key": found.source_key,
            "founded_on": found.founded_on,
            "closed_on": found.closed_on,
            "closing_reason": found.closing_reason,
            "channels": list(found.channels),
            "subgroups": list(found.subgroups),
            "found": dict(found.found),
        }

    def unit(self, path: tuple[str, ...]) -> Unit | None:
        """The unit at the end of a path; what is missing on the way is opened."""
        unit: Unit | None = None
        for name in path:
            known = Unit.objects.filter(parent=unit, name=name).first()
            unit = known or Unit.open(name=name, parent=unit, by=self.by, at=self.at)
        return unit

    def parent(self, found: FoundCommunity) -> Community | None:
        """The community it belongs to.

        Raises:
            Misplaced: One of our own files names a community that is not here.
        """
        if found.parent_key:
            return Community.objects.filter(
                source=found.source, source_key=found.parent_key
            ).first()
        if not found.parent:
            return None
        parent = Community.objects.filter(slug=found.parent).first()
        if parent is None or parent.slug == found.slug:
            raise Misplaced(
                _("there is no other community “{slug}”, here or in good files").format(
                    slug=found.parent
                ),
                "parent",
            )
        return parent

    def seats(self, seats: Iterable[FoundSeat]) -> list[dict[str, Any]]:
        """The values of memberships; a role that somebody holds twice by now counts once."""
        rows: list[dict[str, Any]] = []
        held = set()
        for seat in seats:
            person = self.people.sure(seat.person, at=self.at)
            key = (person.pk, seat.role, seat.title)
            if not seat.former and key in held:
                continue
            held |= set() if seat.former else {key}
            rows.append(
                {
                    "person": person,
                    "role": seat.role,
                    "title": seat.title,
                    "employer": seat.employer,
                    "since_on": seat.since_on,
                    "until_on": seat.until_on,
                    "former": seat.former,
                }
            )
        return rows

    @staticmethod
    def series(series: FoundSeries) -> dict[str, Any]:
        """The values of a series."""
        return {
            "name": series.name,
            "rule": series.rule,
            "timezone": series.timezone,
            "starts_on": series.starts_on,
            "starts_time": series.starts_time,
            "minutes": series.minutes,
            "place": series.place,
            "links": list(series.links),
            "found_text": series.found_text,
            "ends_on": series.ends_on,
            "template": list(series.template),
            "former": [asdict(former) for former in series.former],
        }

    def charter(self, charter: FoundCharter) -> dict[str, Any]:
        """The values of a charter version; where no moment was found, it is that of the import."""
        published = charter.state != "draft"
        return {
            "version": charter.version,
            "state": charter.state,
            **charter.texts,
            "extra": list(charter.extra),
            "forces": charter.forces,
            "review_on": charter.review_on,
            "drafted_by": self._known(charter.drafted_by),
            "drafted_at": charter.drafted_at or self.at,
            "published_by": self._known(charter.published_by),
            "published_at": (charter.published_at or self.at) if published else None,
            "agreed_at": charter.agreed_at,
            "fits": [
                {
                    "pair": fit.pair,
                    "score": fit.score,
                    "reason": fit.reason,
                    "judged_by": self._known(fit.by),
                    "judged_at": fit.at,
                }
                for fit in charter.fits
            ],
            "signatures": [self._signature(signature) for signature in charter.signatures],
        }

    def statement(self, statement: FoundStatement) -> dict[str, Any]:
        """The values of a version of a value statement.

        The round that supports it was held elsewhere: only its number is known.
        """
        return {
            "version": statement.version,
            "state": statement.state,
            "found_round": statement.round,
            "shared": list(statement.shared),
            "organization_name": statement.organization_name,
            **statement.texts,
            "known_on": statement.known_on,
            "valid_until": statement.valid_until,
            "drafted_by": self._known(statement.drafted_by),
            "drafted_at": statement.drafted_at,
            "published_by": self._known(statement.published_by),
            "published_at": statement.published_at,
            "agreed_at": statement.agreed_at,
            "signatures": [self._signature(signature) for signature in statement.signatures],
        }

    def _signature(self, signature: FoundSignature) -> dict[str, Any]:
        return {
            "side": signature.side,
            "person": self._known(signature.by),
            "person_name": signature.name,
            "role": signature.role,
            "signed_at": signature.at,
        }

    # --- what is expected ---

    @cached_property
    def objectives(self) -> dict[tuple[str, ...], Objective]:
        """The objectives of the organization by the names on the way to them."""
        paths = objective_paths()
        return {paths[objective.pk]: objective for objective in Objective.objects.all()}

    def expectations(
        self, expectations: Iterable[FoundExpectation]
    ) -> list[tuple[dict[str, Any], list[Objective]]]:
        """The values of expectations, each with the objectives here that it serves."""
        names = ("text", "level", "horizon", "key", "measure", "begun_as")
        return [
            (
                {name: getattr(expectation, name) for name in names},
                [
                    self.objectives[path]
                    for path in expectation.objectives
                    if path in self.objectives
                ],
            )
            for expectation in expectations
        ]

    def note_unknown_objectives(self, found: FoundCommunity, notes: list[str]) -> None:
        """Name the objectives that something serves and that are not here; none is invented."""
        sentence = _("{name}: “{text}” serves “{objective}”, which is not here")
        serving = [(one.text, one.objectives) for one in found.expectations]
        serving += [(one.title, one.objectives) for one in found.stories]
        notes += [
            sentence.format(name=found.name, text=text, objective=PATH_SEPARATOR.join(path))
            for text, paths in serving
            for path in paths
            if path not in self.objectives
        ]

    def licenses(self, licenses: Iterable[FoundLicense]) -> list[dict[str, Any]]:
        """The values of licenses, with those of their parts."""
        return license_rows(licenses, known=self._known)

    def ledger(self, found: FoundCommunity) -> dict[str, list[dict[str, Any]]]:
        """The values of what both sides put in, of measures and of stories."""
        rows = LedgerRows(known=self._known, unit=self.unit, objectives=self.objectives)
        return {
            "investments": [rows.investment(one) for one in found.investments],
            "measures": [rows.measure(one) for one in found.measures],
            "stories": [rows.story(one) for one in found.stories],
        }

    def _known(self, person: FoundPerson | None) -> Person | None:
        return self.people.sure(person, at=self.at) if person else None
