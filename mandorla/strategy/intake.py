"""Taking a strategy in from a file: all of it, or all of it but the rows that cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused, Stale
from mandorla.strategy.models import Objective
from mandorla.strategy.models.facts import differing, mark_of
from mandorla.strategy.plan import Plan, read_plan

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.people.models import Person
    from mandorla.strategy.plan import Change
    from mandorla.strategy.reading import FoundStrategy


def take_in(
    found: FoundStrategy,
    *,
    leave_out: bool,
    by: Person | None,
    at: datetime,
    shown: str = "",
) -> Plan:
    """The strategy is as the file says, in one transaction.

    Args:
        found: The file.
        leave_out: Whether rows that cannot be used are left out; else they stop everything.
        by: Who takes it in.
        at: The moment.
        shown: The digest of the plan that was shown; empty when none was.

    Returns:
        What was done.

    Raises:
        Refused: A row cannot be used.
        Stale: It would change something else than what was shown.
    """
    with transaction.atomic():
        plan = read_plan(found)
        if shown and plan.digest != shown:
            raise Stale(
                _("The strategy changed in the meantime. This is what the file changes now.")
            )
        if plan.problems and not leave_out:
            raise Refused(
                _("Not every row can be used. Correct them, or choose to leave them out.")
            )
        for change in plan.changes:  # from the top down, so that what is above is there first
            _apply(change, by=by, at=at)
    return plan


def _apply(change: Change, *, by: Person | None, at: datetime) -> None:
    node = change.node
    parent = node.parent.kept if node.parent else None
    if node.kept is None:
        node.kept = Objective.open(parent=parent, by=by, at=at, **node.facts)
        return
    if node.parent is not node.before:
        node.kept.shift(parent=parent, by=by, at=at)
    if differing(node.kept, node.facts):
        node.kept.describe(**node.facts, seen=mark_of(node.kept), by=by, at=at)
