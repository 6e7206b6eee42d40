"""What the sponsors answer by name, and what a side agreed on as one, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from mandorla.core.ballot import Answer
from mandorla.value.forms.ballot import DeliveryForm, PointsForm, ScreenForm
from mandorla.value.lot import SEED_BITS, new_seed, order_of, screens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from mandorla.value.models import CatalogueItem

MOST_PEOPLE = 999


class AnswerForm:
    """A whole answer on one page: the weights, and what is delivered so far.

    Attributes:
        drawn: The seed of the order and of the screens, which the page sends back.
        points: The points, when it is weighed by points.
        screens: The screens, when it is weighed by best and worst.
        delivery: The ratings.
    """

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        items: Sequence[CatalogueItem],
        is_points: bool,
        before: Answer | None = None,
        is_drawn: bool = True,
    ) -> None:
        self.drawn = _seed(data)
        order = order_of(items=len(items), seed=self.drawn) if is_drawn else range(len(items))
        self.points: PointsForm | None = None
        self.screens: list[ScreenForm] = []
        if is_points:
            given = before.points if before else ()
            self.points = PointsForm(data, items=items, order=order, points=given)
        else:
            drawn = screens_of(items=len(items), seed=self.drawn)
            self.screens = [
                ScreenForm(data, items=items, screen=screen, prefix=f"screen{number}")
                for number, screen in enumerate(drawn, 1)
            ]
        rated = before.delivery if before else ()
        self.delivery = DeliveryForm(data, items=items, order=order, delivery=rated)
        self.items = items

    @property
    def parts(self) -> list[forms.Form]:
        """Everything that is asked, in the order of the page."""
        weights = [self.points] if self.points else self.screens
        return [*weights, self.delivery]

    def is_valid(self) -> bool:
        """Whether everything that was sent can be used; each part is looked at."""
        are_valid = [part.is_valid() for part in self.parts]
        return all(are_valid)

    def add_error(self, field: None, error: object) -> None:
        """Say above the form why it was refused."""
        self.parts[0].add_error(field, str(error))

    @property
    def answer(self) -> Answer:
        """What was answered."""
        rated = self.delivery.delivery()
        delivery = tuple(rated[place] for place in range(len(self.items)))
        if self.points:
            given = self.points.points()
            points = tuple(given[place] or 0 for place in range(len(self.items)))
            return Answer(points=points, delivery=delivery)
        from mandorla.core.best_worst import tally  # slow import

        best, worst, shown = tally(
            [screen.screen for screen in self.screens],
            [screen.pick for screen in self.screens],
            items=len(self.items),
        )
        return Answer(best=best, worst=worst, shown=shown, delivery=delivery)


class HowForm(forms.Form):
    """Who agreed, and how."""

    people = forms.IntegerField(
        label=_("How many people agreed"),
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    note = forms.CharField(
        label=_("How you came to it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was hard to agree on is worth a sentence."),
    )


class AgreedForm(AnswerForm):
    """What a side agreed on as one: always points, with who agreed and how they came to it."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        items: Sequence[CatalogueItem],
        before: Answer | None = None,
        people: int | None = None,
        note: str = "",
        asks_people: bool = True,
    ) -> None:
        super().__init__(data, items=items, is_points=True, before=before, is_drawn=False)
        self.how = HowForm(data, initial={"people": people, "note": note})
        if not asks_people:
            del self.how.fields["people"]
        self._known = people or 0

    @property
    def parts(self) -> list[forms.Form]:
        """Everything that is asked, in the order of the page."""
        return [*super().parts, self.how]

    @property
    def people(self) -> int:
        """How many agreed."""
        return int(self.how.cleaned_data.get("people", self._known))

    @property
    def note(self) -> str:
        """How they came to it."""
        return str(self.how.cleaned_data["note"])


def _seed(data: QueryDict | None) -> int:
    """The seed that a page sent back; another one when it sent none that could be."""
    sent = str(data.get("drawn", "")) if data else ""
    is_one = sent.isascii() and sent.isdigit() and len(sent) < 11
    return int(sent) if is_one and int(sent) < 2**SEED_BITS else new_seed()
