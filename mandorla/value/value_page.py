"""What the Value tab of a community shows, read in a fixed number of queries.

Nothing is measured here: what a round found was measured once, when it closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.base.figure import percent
from mandorla.communities.rules import facilitates
from mandorla.value.charts import Waves, waves_of
from mandorla.value.due import due_reason
from mandorla.value.hiding import why_hidden
from mandorla.value.methods import REASONS
from mandorla.value.models import Allocation, Elicitation, Expectation, Settlement, ValueStatement
from mandorla.value.models.expectation import FEWEST
from mandorla.value.reading import Glance, Reading
from mandorla.value.rules import side_of
from mandorla.value.shown import ShownRound, newest_round, shown_rounds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from mandorla.communities.header import Header
    from mandorla.communities.models import Community
    from mandorla.people.models import Person


@dataclass(frozen=True)
class Running:
    """A round that is not closed yet, and what the reader can do in it.

    Attributes:
        elicitation: The round.
        phase: "coming", "open" or "over".
        next: "vote", "answer" or "agree" when it waits for the reader; "done" when they have;
            else "".
    """

    elicitation: Elicitation
    phase: str
    next: str


@dataclass(frozen=True)
class Stated:
    """What the organization gives to one expectation."""

    text: str
    weight: str


@dataclass(frozen=True)
class ValuePage:
    """The Value tab for one reader.

    Attributes:
        reading: The round whose figures are up; None when there are none.
        latest: The newest closed round; its figures may not be up.
        hidden: Why they are not; "" when they are.
        stated: What the organization weighed, as long as no figures are up.
        rounds: Every closed round, the newest first.
        waves: The rounds over each other, when there are at least two.
        running: The round that is not closed yet, if there is one.
        due: Why a round is due; "" when none is.
        expectations: How many expectations would be weighed now.
        missing: How many are missing before they can be.
        statement: The one that stands: the newest agreed one, or else the newest published one.
        side: On which side the reader weighs; "" on none.
        holds: Whether the reader holds rounds here.
    """

    reading: Reading | None
    latest: ShownRound | None
    hidden: str
    stated: tuple[Stated, ...]
    rounds: tuple[ShownRound, ...]
    waves: Waves | None
    running: Running | None
    due: str
    expectations: int
    missing: int
    statement: ValueStatement | None
    side: str
    holds: bool


def read_value_page(header: Header, *, person: Person, on: date, at: datetime) -> ValuePage:
    """Read the Value tab.

    Args:
        header: The header of the community, which has been read already.
        person: Who looks.
        on: Today.
        at: The moment.
    """
    community = header.community
    rounds = shown_rounds(community)
    up, latest = newest_round(rounds), rounds[-1] if rounds else None
    running = _running(community, header, person, at=at)
    reason = "" if running else due_reason(community, on=on)
    count = Expectation.objects.filter(community=community).current().count()
    readable = ValueStatement.objects.filter(community=community).readable()
    return ValuePage(
        reading=_reading(up, rounds) if up else None,
        latest=latest,
        hidden=why_hidden(latest) if latest and not latest.figures else "",
        stated=_stated(latest) if latest and not up else (),
        rounds=tuple(reversed(rounds)),
        waves=waves_of(rounds),
        running=running,
        due=str(REASONS[reason]) if reason else "",
        expectations=count,
        missing=max(0, FEWEST - count),
        statement=readable.order_by("state", "-version").first(),  # agreed comes before published
        side=side_of(header.roles),
        holds=facilitates(person, header.roles),
    )


def read_round(community: Community, *, number: int) -> tuple[ShownRound, Reading | None] | None:
    """One closed round, and what may be read of it; None when there is no such round."""
    rounds = shown_rounds(community)
    shown = next((one for one in rounds if one.elicitation.number == number), None)
    if shown is None:
        return None
    return shown, _reading(shown, rounds) if shown.figures else None


def read_glance(community: Community) -> tuple[ShownRound | None, Glance | None]:
    """The newest closed round, and the one whose figures are up, in one query."""
    rounds = shown_rounds(community)
    up = newest_round(rounds)
    glance = Glance(up, up.figures) if up and up.figures else None
    return (rounds[-1] if rounds else None), glance


def _reading(shown: ShownRound, rounds: Sequence[ShownRound]) -> Reading | None:
    if shown.figures is None:
        return None
    number = shown.elicitation.number
    earlier = [one.elicitation.number for one in rounds if one.figures]
    agreed = Allocation.objects.filter(elicitation=shown.elicitation, side="organization")
    settled = Settlement.objects.filter(elicitation=shown.elicitation).select_related("item")
    return Reading(
        shown=shown,
        figures=shown.figures,
        before=max((one for one in earlier if one < number), default=None),
        agreed=agreed.values_list("people", flat=True).first(),
        settled={one.item.position: one for one in settled.order_by("recorded_at", "pk")},
    )


def _stated(shown: ShownRound) -> tuple[Stated, ...]:
    """The organization's weights, the most first; they are named, so they are shown in any case."""
    words = [item.text for item in shown.elicitation.catalogue.words] if shown.organization else []
    found = sorted(zip(words, shown.organization, strict=False), key=lambda one: -one[1])
    return tuple(Stated(text, percent(weight)) for text, weight in found)


def _running(
    community: Community, header: Header, person: Person, *, at: datetime
) -> Running | None:
    elicitation = Elicitation.objects.filter(community=community, state="open").first()
    if elicitation is None:
        return None
    phase = elicitation.phase(at=at)
    if phase != "open":
        return Running(elicitation, phase, "")
    if side_of(header.roles) == "organization":
        if elicitation.organization_method == "facilitated":
            agreed = elicitation.allocations.filter(side="organization").exists()
            return Running(elicitation, phase, "" if agreed else "agree")
        answered = elicitation.answers.filter(person=person).exists()
        return Running(elicitation, phase, "done" if answered else "answer")
    spent = elicitation.tokens.of(person).values_list("is_spent", flat=True).first()
    return Running(elicitation, phase, "" if spent is None else "done" if spent else "vote")
