"""A member's ballot as its pages show it: the steps, where somebody is, what would be cast."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from mandorla.core.ballot import POINTS, Answer, packed
from mandorla.value.draft import Draft, DraftCookie, UnreadableDraft, fits
from mandorla.value.lot import new_seed, order_of, screens_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from mandorla.people.models import Person
    from mandorla.value.models import CatalogueItem, Elicitation


@dataclass(frozen=True)
class Weighed:
    """One expectation, and what somebody gave it: a line of what is about to be cast."""

    item: CatalogueItem
    points: int | None
    best: int
    worst: int
    shown: int
    delivery: int | None

    @property
    def rank(self) -> int:
        """What the lines are ordered by, the weightiest first."""
        return self.best - self.worst if self.points is None else self.points


@dataclass(frozen=True)
class Ballot:
    """A ballot on its way from the first step to the urn.

    Attributes:
        elicitation: The round.
        items: What is weighed, in the catalogue's order.
        draft: What is chosen so far.
        is_new: Whether nothing of it was in the browser yet.
        was_unreadable: Whether the browser sent something that could not be read.
    """

    elicitation: Elicitation
    items: Sequence[CatalogueItem]
    draft: Draft
    is_new: bool = False
    was_unreadable: bool = False

    @classmethod
    def begun(
        cls, elicitation: Elicitation, *, person: Person, cookies: Mapping[str, str]
    ) -> Ballot:
        """The ballot as far as this browser knows it; a fresh one when it knows none."""
        items = elicitation.catalogue.words
        fresh = cls(elicitation, items, Draft(seed=new_seed()), is_new=True)
        try:
            draft = DraftCookie(elicitation, person).read(cookies)
        except UnreadableDraft:
            return replace(fresh, was_unreadable=True)
        if draft is None:
            return fresh
        found = cls(elicitation, items, draft)
        has_shape = fits(draft, items=len(items), screens=found.screens)
        return found if has_shape else replace(fresh, was_unreadable=True)

    @property
    def is_points(self) -> bool:
        """Whether it is weighed by points; by best and worst otherwise."""
        return self.elicitation.member_method == "points"

    @cached_property
    def screens(self) -> tuple[tuple[int, ...], ...]:
        """The items on each screen, as drawn for this draft."""
        if self.is_points:
            return ()
        return screens_of(items=len(self.items), seed=self.draft.seed)

    @cached_property
    def order(self) -> list[int]:
        """The items in the order in which they are shown, as drawn for this draft."""
        return order_of(items=len(self.items), seed=self.draft.seed)

    # --- steps ---

    @cached_property
    def steps(self) -> list[str]:
        """The addresses of its pages, in order: "points" or "1", "2" …, "delivery", "casting"."""
        weigh = ["points"] if self.is_points else [str(n + 1) for n in range(len(self.screens))]
        return [*weigh, "delivery", "casting"]

    @property
    def first_open(self) -> str:
        """The first step that waits for something."""
        return next((step for step in self.steps if not self._is_done(step)), "casting")

    def is_open(self, step: str) -> bool:
        """Whether everything before a step is done."""
        return self.steps.index(step) <= self.steps.index(self.first_open)

    def after(self, step: str) -> str:
        """The step that follows."""
        return self.steps[self.steps.index(step) + 1]

    def before(self, step: str) -> str:
        """The step before, or nothing."""
        place = self.steps.index(step)
        return self.steps[place - 1] if place else ""

    def address(self, step: str) -> str:
        """Where a step is."""
        community = self.elicitation.community
        return reverse("value:ballot_step", args=[community.slug, self.elicitation.number, step])

    def _is_done(self, step: str) -> bool:
        if step == "points":
            return sum(value or 0 for value in self.draft.points) == POINTS
        if step == "delivery":
            return bool(self.draft.delivery)
        if step == "casting":
            return False
        picks = self.draft.picks
        return bool(picks) and picks[int(step) - 1] is not None

    def stages(self, step: str) -> list[dict[str, Any]]:
        """The three stages as the list above a page shows them."""
        weigh = self.steps[0]
        stages = {weigh: _("Weigh"), "delivery": _("Delivered so far"), "casting": _("Cast")}
        current = step if step in stages else weigh
        return [
            {
                "label": label,
                "address": self.address(key),
                "is_current": key == current,
                "is_open": self.is_open(key),
            }
            for key, label in stages.items()
        ]

    # --- what is chosen ---

    def with_points(self, points: Mapping[int, int | None]) -> Ballot:
        """The same ballot with these points."""
        given = tuple(points.get(place) for place in range(len(self.items)))
        return replace(self, draft=replace(self.draft, points=given))

    def with_pick(self, step: str, pick: tuple[int, int]) -> Ballot:
        """The same ballot with the best and the worst of one screen."""
        picks = list(self.draft.picks or [None] * len(self.screens))
        picks[int(step) - 1] = pick
        return replace(self, draft=replace(self.draft, picks=tuple(picks)))

    def with_delivery(self, delivery: Mapping[int, int | None]) -> Ballot:
        """The same ballot with these ratings."""
        given = tuple(delivery[place] for place in range(len(self.items)))
        return replace(self, draft=replace(self.draft, delivery=given))

    @property
    def answer(self) -> Answer:
        """What would be cast."""
        return self.draft.answer(self.screens)

    @property
    def seal(self) -> str:
        """Tells one answer from another, so that what is cast is what the page showed."""
        return sha256(packed(self.answer)).hexdigest()[:16]

    @property
    def picked(self) -> int:
        """How many screens are done."""
        return sum(pick is not None for pick in self.draft.picks)

    @property
    def lines(self) -> list[Weighed]:
        """What would be cast, the weightiest first."""
        answer = self.answer
        lines = [
            Weighed(
                item=item,
                points=answer.points[place] if answer.points else None,
                best=answer.best[place] if answer.best else 0,
                worst=answer.worst[place] if answer.worst else 0,
                shown=answer.shown[place] if answer.shown else 0,
                delivery=answer.delivery[place],
            )
            for place, item in enumerate(self.items)
        ]
        return sorted(lines, key=lambda line: -line.rank)


def why_closed(elicitation: Elicitation, *, person: Person, at: datetime) -> str:
    """Why somebody cannot vote now, in a code for the page; nothing when they can."""
    phase = elicitation.phase(at=at)
    own = elicitation.tokens.of(person)
    if own.spent().exists():
        return "voted"
    if phase != "open":
        return phase
    if elicitation.member_method == "facilitated":
        return "facilitated"
    return "" if own.exists() else "came_later"
