"""The value conversation of a round: its agenda, and what was agreed for each tension."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.value.agenda import Agenda, Weighed, Worded, agenda_of
from mandorla.value.models import CatalogueItem, Settlement, ValueStatement
from mandorla.value.shown import shown_rounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.people.models import Person
    from mandorla.value.models import Elicitation
    from mandorla.value.shown import ShownRound


@dataclass(frozen=True)
class Tension:
    """An expectation that the sides want differently, and what they agreed on for it.

    Attributes:
        weighed: What each side gave to it.
        agreed: What counts now; None as long as nothing was agreed in this round.
        replaced: What was agreed on in this round before, the newest first.
        before: What counted in each earlier round that weighed it, the newest first.
    """

    weighed: Weighed
    agreed: Settlement | None
    replaced: tuple[Settlement, ...]
    before: tuple[Settlement, ...]


@dataclass(frozen=True)
class Conversation:
    """What a room needs to talk about what a round found.

    Attributes:
        elicitation: The round.
        shown: What may be shown of it; None before it is closed.
        agenda: The hour; None when the round's figures may not be shown.
        tensions: The tensions of the agenda.
        others: What counts for expectations that are not among them.
        statement: The value statement that stands, or a draft that the reader may see.
    """

    elicitation: Elicitation
    shown: ShownRound | None
    agenda: Agenda | None
    tensions: tuple[Tension, ...]
    others: tuple[Settlement, ...]
    statement: ValueStatement | None


def read_conversation(elicitation: Elicitation, *, person: Person) -> Conversation:
    """Read the conversation of a round, in a fixed number of queries.

    Args:
        elicitation: The round, with its community.
        person: Who reads; drafts show only to those who may see them.
    """
    rounds = shown_rounds(elicitation.community)
    shown = next((one for one in rounds if one.elicitation.pk == elicitation.pk), None)
    words = _words(elicitation)
    agreed = _settlements(elicitation)
    here = [one for one in agreed if one.elicitation_id == elicitation.pk]
    agenda = None
    if shown and shown.figures:
        agenda = agenda_of(shown.figures, worded(words))
    found = tuple(
        _tension(weighed, words[weighed.item.position], agreed, elicitation)
        for weighed in (agenda.tensions if agenda else ())
    )
    talked = {tension.weighed.item.position for tension in found}
    others = _newest_of_each([one for one in here if one.item.position not in talked])
    return Conversation(
        elicitation=elicitation,
        shown=shown,
        agenda=agenda,
        tensions=found,
        others=others,
        statement=standing_statement(elicitation, person=person),
    )


def worded(items: Sequence[CatalogueItem]) -> list[Worded]:
    """Expectations of a catalogue in the form that the agenda reads."""
    return [
        Worded(
            position=item.position,
            text=item.text,
            level=item.level,
            measure=item.expectation.measure if item.expectation else "",
        )
        for item in items
    ]


def standing_statement(elicitation: Elicitation, *, person: Person) -> ValueStatement | None:
    """The statement to edit: a draft, or else the newest version."""
    versions = ValueStatement.objects.visible_to(person).filter(community=elicitation.community)
    return versions.order_by("-version").first()


def _words(elicitation: Elicitation) -> list[CatalogueItem]:
    items = CatalogueItem.objects.filter(catalogue=elicitation.catalogue_id)
    return list(items.select_related("expectation").order_by("position"))


def _settlements(elicitation: Elicitation) -> list[Settlement]:
    """What was agreed on up to this round, the newest first."""
    found = Settlement.objects.filter(
        elicitation__community=elicitation.community, elicitation__number__lte=elicitation.number
    )
    return list(
        found.select_related("elicitation", "item", "recorded_by").order_by(
            "-elicitation__number", "-recorded_at", "-pk"
        )
    )


def _tension(
    weighed: Weighed,
    item: CatalogueItem,
    agreed: Sequence[Settlement],
    elicitation: Elicitation,
) -> Tension:
    about = [one for one in agreed if _is_about(one, item)]
    here = [one for one in about if one.elicitation_id == elicitation.pk]
    earlier: dict[int, Settlement] = {}
    for one in about:
        if one.elicitation_id != elicitation.pk:
            earlier.setdefault(one.elicitation_id, one)
    return Tension(
        weighed=weighed,
        agreed=here[0] if here else None,
        replaced=tuple(here[1:]),
        before=tuple(earlier.values()),
    )


def _is_about(settlement: Settlement, item: CatalogueItem) -> bool:
    """Whether it was agreed for this expectation, however it was worded then."""
    if item.expectation_id is not None:
        return settlement.item.expectation_id == item.expectation_id
    return settlement.item.text == item.text


def _newest_of_each(settlements: Sequence[Settlement]) -> tuple[Settlement, ...]:
    found: dict[int, Settlement] = {}
    for one in settlements:
        found.setdefault(one.item_id, one)
    return tuple(found.values())
