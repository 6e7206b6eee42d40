"""Measures of a file are followed, all of them or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.ledger.aims import Aim
from mandorla.ledger.figures import typed
from mandorla.ledger.models.bringing import RowsRefused
from mandorla.ledger.models.measure import Measure
from mandorla.ledger.rules import sets_measures

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mandorla.communities.models import Community
    from mandorla.ledger.measures_file import FoundMeasure
    from mandorla.ledger.models.bringing import Refusals
    from mandorla.people.models import Person


@dataclass(frozen=True)
class MeasuresBrought:
    """What came of measures that were brought at once.

    Attributes:
        new: How many were not followed.
        changed: How many said something else.
        same: How many said the same.
    """

    new: int
    changed: int
    same: int


def bring_measures(
    *, community: Community, measures: Sequence[FoundMeasure], by: Person, at: datetime
) -> MeasuresBrought:
    """The measures of a file are followed from now on, all of them or none.

    One that is followed under the same name says from now on what the file says.

    Args:
        community: Whose they are.
        measures: As a file has them, each name once.
        by: Who brings them: somebody who sets measures.
        at: The moment.

    Raises:
        RowsRefused: Some of them cannot be; each is named.
        Refused: They do not set measures here, or the community has closed.
    """
    if not sets_measures(by, community.roles_of(by)):
        raise Refused(_("Those who run a community and its sponsors set its measures."))
    came = {"new": 0, "changed": 0, "same": 0}
    refused: Refusals = []
    with transaction.atomic():
        type(community).objects.select_for_update().get(pk=community.pk)
        rows = Measure.objects.filter(community=community).current()
        rows = rows.select_related("community", "expectation", "owner")
        followed = {one.name.casefold(): one for one in rows}
        for one in measures:
            try:
                with transaction.atomic():
                    before = followed.get(one.aim.name.casefold())
                    came[_brought(community, one, before, by=by, at=at)] += 1
            except Refused as refusal:
                refused.append((one.row, "", refusal.sentence))
        if refused:
            raise RowsRefused(refused)
    return MeasuresBrought(**came)


def _brought(
    community: Community, one: FoundMeasure, before: Measure | None, *, by: Person, at: datetime
) -> str:
    if before is None:
        Measure.begin(
            community=community,
            aim=one.aim,
            expectation=one.expectation,
            owner=one.owner,
            by=by,
            at=at,
        )
        return "new"
    expectation, owner = one.expectation, one.owner
    if expectation is None and before.expectation and before.expectation.dropped_at:
        expectation = before.expectation  # it is in no file
    if owner is None and before.owner and not before.owner.is_active:
        owner = before.owner  # nor are they
    aims = _figures(one.aim) == _figures(Aim.of(before))
    if aims and (expectation, owner) == (before.expectation, before.owner):
        return "same"
    before.change(
        aim=one.aim, expectation=expectation, owner=owner, edits=before.edits, by=by, at=at
    )
    return "changed"


def _figures(aim: Aim) -> dict[str, object]:
    """What an aim says, with its figures as exact as a file has them."""
    figures = {name: typed(getattr(aim, name), aim.shape) for name in ("baseline", "target")}
    return aim.values() | figures
