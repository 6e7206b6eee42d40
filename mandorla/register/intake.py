"""From a register into the database: each community in one transaction, or not at all.

Importing the same again changes nothing. A foreign register brings what it says up to date and
leaves alone what people did here since; our own files are the whole truth about a community,
but for charters that are here already, which are never overwritten.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import DomainError
from mandorla.base.upkeep import refresh_statistics
from mandorla.communities.models import Charter, Community, Membership
from mandorla.communities.models.community import RESERVED_SLUGS
from mandorla.gatherings.models import Series
from mandorla.ledger.reentry import enter_ledger
from mandorla.licenses.reentry import enter_licenses
from mandorla.register import foreign_changes, own_changes
from mandorla.register.found import TITLES, Problem
from mandorla.register.people import People, people_in
from mandorla.register.rows import Misplaced, Rows
from mandorla.value.models import ValueStatement
from mandorla.value.reentry import reenter_expectations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from mandorla.people.models import Person
    from mandorla.register.found import FoundCommunity, FoundRegister


@dataclass
class Outcome:
    """What an import did.

    Attributes:
        written: names of communities that are new.
        updated: names of communities that changed, each with what changed.
        unchanged: names of communities that are here as the register has them.
        problems: what was refused.
        notes: what a person should know beside it.
        people: how many people are new.
    """

    written: list[str] = field(default_factory=list)
    updated: list[tuple[str, list[str]]] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    people: int = 0


def take_in(
    register: FoundRegister,
    *,
    by: Person | None,
    at: datetime,
    tick: Callable[[str], None] = lambda _name: None,
) -> Outcome:
    """Everything good in the register is here from now on; the outcome says what was not.

    Args:
        register: What was found.
        by: Who imports it; None for a command.
        at: The moment.
        tick: Called with the name of every community, to show progress.
    """
    outcome = Outcome(problems=list(register.problems), notes=list(register.notes))
    people = People(people_in(register.communities), foreign=bool(register.source))
    intake = _Intake(register, Rows(people, by, at), outcome)
    for found in parents_first(register, outcome.problems):
        intake.take(found)
        tick(found.name)
    outcome.people = people.entered
    refresh_statistics()
    return outcome


def rehearse(
    register: FoundRegister,
    *,
    by: Person | None,
    at: datetime,
    tick: Callable[[str], None] = lambda _name: None,
) -> Outcome:
    """What `take_in` would do, with nothing of it kept."""
    with transaction.atomic():
        outcome = take_in(register, by=by, at=at, tick=tick)
        transaction.set_rollback(True)
    return outcome


def parents_first(register: FoundRegister, problems: list[Problem]) -> Iterator[FoundCommunity]:
    """Communities after the ones they belong to; those in a circle are refused."""

    def key(found: FoundCommunity) -> str:
        return found.source_key if register.source else found.slug

    def parent(found: FoundCommunity) -> str:
        return found.parent_key if register.source else found.parent

    waiting = {key(found): found for found in register.communities}
    while waiting:
        ready = {k: c for k, c in waiting.items() if parent(c) not in waiting}
        if not ready:
            problems += [
                c.problem(_("belongs to itself in the end"), "parent") for c in waiting.values()
            ]
            return
        yield from ready.values()
        waiting = {k: c for k, c in waiting.items() if k not in ready}


class _Intake:
    def __init__(self, register: FoundRegister, rows: Rows, outcome: Outcome) -> None:
        self.register = register
        self.rows = rows
        self.outcome = outcome
        self.title = TITLES[register.source]

    def take(self, found: FoundCommunity) -> None:
        """One community is here, or is refused as a whole."""
        self.rows.people.begin()
        try:
            with transaction.atomic():
                self._take(found)
        except Misplaced as error:
            self._refuse(found, error.sentence, error.field)
        except DomainError as error:
            self._refuse(found, error.sentence)
        except DatabaseError as error:
            self._refuse(found, _("the database refuses it: {why}").format(why=error))

    def _refuse(self, found: FoundCommunity, what: str, field: str = "") -> None:
        self.rows.people.undo()
        self.outcome.problems.append(found.problem(what, field))

    def _take(self, found: FoundCommunity) -> None:
        community = self._here(found)
        if community is None:
            self._enter(found)
            self.outcome.written.append(found.name)
            return
        bring = foreign_changes.bring if self.register.source else own_changes.bring
        changed = bring(community, found, self.rows, self.outcome.notes)
        if changed:
            self.outcome.updated.append((found.name, changed))
        else:
            self.outcome.unchanged.append(found.name)

    def _here(self, found: FoundCommunity) -> Community | None:
        """The community that is meant, when it is here.

        Raises:
            Misplaced: It is here under another address, or the address is taken.
        """
        of_source = None
        if found.source and found.source_key:
            of_source = Community.objects.filter(
                source=found.source, source_key=found.source_key
            ).first()
        if self.register.source:
            return of_source
        if found.slug in RESERVED_SLUGS:
            raise Misplaced(_("“{slug}” is an address of its own").format(slug=found.slug), "slug")
        here = Community.objects.filter(slug=found.slug).first()
        if of_source and of_source != here:
            sentence = _("“{key}” of the register is here already, at the address “{slug}”")
            raise Misplaced(
                sentence.format(key=found.source_key, slug=of_source.slug), "source_key"
            )
        return here

    def _enter(self, found: FoundCommunity) -> None:
        rows, slug = self.rows, found.slug
        if self.register.source:
            found, slug = foreign_changes.marked(found), Community.free_slug(found.slug)
        community = Community.register(
            slug=slug, register=self.title, by=rows.by, at=rows.at, **rows.facts(found)
        )
        for charter in found.charters:
            Charter.enter(community=community, **rows.charter(charter))
        for statement in found.statements:
            ValueStatement.enter(community=community, **rows.statement(statement))
        rows.note_unknown_objectives(found, self.outcome.notes)
        if found.expectations:
            reenter_expectations(
                community=community, rows=rows.expectations(found.expectations), at=rows.at
            )
        for series in found.series:
            Series.enter(community=community, **rows.series(series))
        Membership.enter(community=community, seats=rows.seats(found.seats))
        enter_licenses(community=community, licenses=rows.licenses(found.licenses))
        enter_ledger(community=community, **rows.ledger(found))
