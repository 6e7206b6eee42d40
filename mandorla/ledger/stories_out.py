"""Stories with what they claim as a table, as far as somebody may read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from mandorla.ledger.models import Story
from mandorla.ledger.named_in_file import SEVERAL, name_out, words_out
from mandorla.ledger.shelf import RELATED, told_of
from mandorla.ledger.table_out import Figure
from mandorla.people.models import Unit
from mandorla.strategy.models import Objective

if TYPE_CHECKING:
    from decimal import Decimal

    from mandorla.communities.models import Community
    from mandorla.ledger.models import Claim
    from mandorla.ledger.shelf import Told
    from mandorla.people.models import Person

NO_GAIN = [None] * 13


def stories_out(community: Community, *, reader: Person) -> list[list[Any]]:
    """The cells of each story that somebody may read, in the order of `stories_file.COLUMNS`.

    Nobody is named who told theirs without a name, nor whom the page would not name.
    """
    rows = Story.objects.visible_to(reader).filter(community=community).told()
    rows = rows.select_related(*RELATED, "claim__asked").order_by("number")
    told = told_of(rows.prefetch_related("expectations", "objectives"), reader)
    paths = _Paths()
    return [_cells(one, paths, reader) for one in told]


class _Paths:
    """The paths of units and objectives, each read once."""

    def __init__(self) -> None:
        self.units = Unit.objects.paths()
        self.objectives = Objective.objects.paths()


def _cells(told: Told, paths: _Paths, reader: Person) -> list[Any]:
    story = told.story
    expected = sorted(words_out(one.text) for one in story.expectations.all())
    served = sorted(words_out(paths.objectives[one.pk]) for one in story.objectives.all())
    return [
        timezone.localtime(story.told_at).date(),
        story.title,
        name_out(story.shown_teller, reader=reader),
        "yes" if story.shown_teller else "no",
        story.seen_by,
        *story.steps.values(),
        words_out(story.solution.proposal) if story.solution else "",
        SEVERAL.join(expected),
        SEVERAL.join(served),
        *(_gain(told.claim, paths, reader) if told.claim else NO_GAIN),
    ]


def _gain(claim: Claim, paths: _Paths, reader: Person) -> list[Any]:
    return [
        claim.kind,
        claim.side,
        _number(claim.low),
        _number(claim.high),
        "hours" if claim.hours else claim.currency or claim.what,
        _number(claim.share),
        _number(claim.confidence),
        claim.begins_on,
        claim.ends_on,
        paths.units.get(claim.unit_id or 0, ""),
        name_out(_beneficiary(claim, reader), reader=reader),
        claim.state,
        claim.apart,
    ]


def _beneficiary(claim: Claim, reader: Person) -> Person | None:
    """Who confirmed it, as the page says; or who was asked, for whoever asked them."""
    if claim.state == "confirmed":
        return claim.shown_confirmer
    return claim.asked if claim.claimed_by_id == reader.pk else None


def _number(value: Decimal) -> Figure:
    return Figure(format(value.normalize(), "f"), float(value))
