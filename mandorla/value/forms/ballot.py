"""What somebody gives each expectation, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.core.ballot import HIGHEST_DELIVERY, MOST_ON_ONE, POINTS, Invalid
from mandorla.value.methods import wrong_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.forms import BoundField
    from django.http import QueryDict

    from mandorla.value.models import CatalogueItem

UNSAID = "none"
RATINGS = [
    *((str(n), str(n)) for n in range(HIGHEST_DELIVERY + 1)),
    (UNSAID, gettext_lazy("cannot say yet")),
]


class PointsForm(forms.Form):
    """A hundred points over the expectations. One that is left empty has none."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        items: Sequence[CatalogueItem],
        order: Sequence[int],
        points: Sequence[int | None] = (),
        **also: Any,
    ) -> None:
        super().__init__(data, **also)
        self.order = order
        for place in order:
            self.fields[f"points_{place}"] = forms.IntegerField(
                label=items[place].text,
                required=False,
                initial=points[place] if points else None,
                error_messages={"invalid": _("Write a whole number of points.")},
                widget=forms.NumberInput(
                    attrs={"min": 0, "max": MOST_ON_ONE, "step": 1, "inputmode": "numeric"}
                ),
            )

    def clean(self) -> dict[str, Any]:
        """Nobody has less than nothing or more than 60, and together they make 100."""
        for place, value in self.points().items():
            code = "negative" if (value or 0) < 0 else "too_many"
            if value is not None and not 0 <= value <= MOST_ON_ONE:
                self.add_error(f"points_{place}", wrong_in_words(Invalid(code, value=value)))
        if not self.errors and self.given != POINTS:
            self.add_error(None, wrong_in_words(Invalid("sum", value=self.given)))
        return self.cleaned_data

    def points(self) -> dict[int, int | None]:
        """What is given to each item; None where nothing usable is written."""
        return {place: self.cleaned_data.get(f"points_{place}") for place in self.order}

    @property
    def is_readable(self) -> bool:
        """Whether each number can be used by itself, though they may not add up."""
        return not set(self.errors) & set(self.fields)

    @property
    def given(self) -> int:
        """How many points are given so far."""
        if not self.is_bound:
            return sum(field.initial or 0 for field in self.fields.values())
        return sum(value for value in self.points().values() if value)

    @property
    def left(self) -> int:
        """How many are left; less than 0 when there are too many."""
        return POINTS - self.given

    @property
    def over(self) -> int:
        """How many there are too many."""
        return self.given - POINTS

    def rows(self) -> Iterator[BoundField]:
        """The fields of points, in the order in which they are shown."""
        return (self[f"points_{place}"] for place in self.order)


class ScreenForm(forms.Form):
    """Of a few expectations the one that matters most, and the one that matters least."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        items: Sequence[CatalogueItem],
        screen: Sequence[int],
        pick: tuple[int, int] | None = None,
        **also: Any,
    ) -> None:
        super().__init__(data, **also)
        self.items = items
        self.screen = screen
        choices = [(place, items[place].text) for place in screen]
        labels = {"best": _("Matters most"), "worst": _("Matters least")}
        for number, (name, label) in enumerate(labels.items()):
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                choices=choices,
                coerce=int,
                initial=pick[number] if pick else None,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Pick one."),
                    "invalid_choice": _("Pick one of the expectations on this screen."),
                },
            )

    def clean(self) -> dict[str, Any]:
        """One item cannot be both."""
        best, worst = self.cleaned_data.get("best"), self.cleaned_data.get("worst")
        if best is not None and best == worst:
            self.add_error(
                None,
                _("“{item}” cannot matter most and least at once. Change one of the two.").format(
                    item=self.items[best].text
                ),
            )
        return self.cleaned_data

    @property
    def pick(self) -> tuple[int, int]:
        """The item that matters most and the one that matters least."""
        return self.cleaned_data["best"], self.cleaned_data["worst"]

    def rows(self) -> list[dict[str, Any]]:
        """The items of the screen, each with whether it is picked."""
        picked = {name: str(self[name].value()) for name in ("best", "worst")}
        return [
            {
                "place": place,
                "item": self.items[place],
                "is_best": picked["best"] == str(place),
                "is_worst": picked["worst"] == str(place),
            }
            for place in self.screen
        ]


class DeliveryForm(forms.Form):
    """How well each expectation is delivered so far."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        items: Sequence[CatalogueItem],
        order: Sequence[int],
        delivery: Sequence[int | None] = (),
        **also: Any,
    ) -> None:
        super().__init__(data, **also)
        self.order = order
        for place in order:
            said = delivery[place] if delivery else None
            self.fields[f"delivery_{place}"] = forms.TypedChoiceField(
                label=items[place].text,
                choices=RATINGS,
                coerce=_rating,
                empty_value=None,
                required=False,
                initial=UNSAID if said is None else str(said),
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": wrong_in_words(Invalid("delivery"))},
            )

    def delivery(self) -> dict[int, int | None]:
        """The rating of each item; None for "cannot say yet"."""
        return {place: self.cleaned_data[f"delivery_{place}"] for place in self.order}

    def scales(self) -> Iterator[BoundField]:
        """The fields of ratings, in the order in which they are shown."""
        return (self[f"delivery_{place}"] for place in self.order)


def _rating(value: str) -> int | None:
    return None if value == UNSAID else int(value)
