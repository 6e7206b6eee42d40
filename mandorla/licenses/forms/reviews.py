"""What people write in a report, say to it, and answer, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandorla.communities.draft_merge import plain
from mandorla.licenses.models.review_parts import LONGEST_ADDRESS, LONGEST_STORY, LONGEST_TITLE
from mandorla.licenses.models.reviewing import LONGEST_ANSWER, LONGEST_ASK
from mandorla.licenses.questions import NUMBERS, STORIES
from mandorla.licenses.writing import marks, merged
from mandorla.people.naming import NamedField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.forms import BoundField
    from django.http import QueryDict

    from mandorla.communities.draft_merge import Merged
    from mandorla.licenses.models import Review

TOO_LONG = {"max_length": _("That is longer than anybody reads. Say it shorter.")}


def _text(label: Any, *, longest: int, rows: int = 3, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages=TOO_LONG,
    )


class ReviewForm(forms.Form):
    """A report: the numbers it puts first, stories, one ask, and what is answered together."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        review: Review,
        values: Mapping[str, str],
        current: Mapping[str, str],
        choices: Sequence[tuple[str, str]],
    ) -> None:
        """A form for a report.

        Args:
            data: What was sent.
            review: Which report.
            values: What the fields begin with.
            current: What the report says now; its marks go with the page.
            choices: The indicators that are known, each with its name in words.
        """
        super().__init__(data, initial={**values, "seen": marks(current)})
        self.review = review
        self.now_seen = marks(current)
        most = NUMBERS[review.kind]
        for place in range(1, most + 1):
            label = str(_("Number {place}")).format(place=place) if most > 1 else _("The number")
            self.fields[f"number_{place}"] = forms.ChoiceField(
                label=label, required=False, choices=[("", "–"), *choices]
            )
        for place in range(1, STORIES[review.kind] + 1):
            self._add_story(place)
        for one in review.answers:
            self.fields[f"answer_{one['name']}"] = _text(one["question"], longest=LONGEST_ANSWER)
        self.fields["ask"] = _text(
            _("One thing you ask of the sponsor"),
            longest=LONGEST_ASK,
            rows=2,
            help_text=_("One that they can do. Empty when there is none."),
        )

    def _add_story(self, place: int) -> None:
        named = f"story_{place}"
        self.fields[f"{named}_title"] = forms.CharField(
            label=str(_("Story {place}")).format(place=place),
            required=False,
            max_length=LONGEST_TITLE,
            error_messages=TOO_LONG,
        )
        self.fields[f"{named}_text"] = _text(
            _("What was different afterwards, and for whom?"), longest=LONGEST_STORY
        )
        self.fields[f"{named}_address"] = forms.CharField(
            label=_("Link"), required=False, max_length=LONGEST_ADDRESS, error_messages=TOO_LONG
        )

    @property
    def written(self) -> dict[str, str]:
        """What was sent, as plain texts by name."""
        return {
            name: plain(self.cleaned_data[name])
            for name in self.fields
            if name != "seen" and name in self.cleaned_data
        }

    def merged_with(self, theirs: Mapping[str, str]) -> Merged:
        """What the report should say when this is kept.

        Args:
            theirs: What it says now, by name; somebody else may have written meanwhile.
        """
        return merged(mine=self.written, theirs=theirs, seen=self.cleaned_data["seen"])

    # --- what the page shows ---

    @property
    def numbers(self) -> list[BoundField]:
        """The fields of the numbers."""
        return [self[name] for name in self.fields if name.startswith("number_")]

    @property
    def stories(self) -> list[list[BoundField]]:
        """The fields of each story."""
        places = range(1, STORIES[self.review.kind] + 1)
        return [
            [self[f"story_{place}_{part}"] for part in ("title", "text", "address")]
            for place in places
        ]

    @property
    def answers(self) -> list[BoundField]:
        """The fields of the questions."""
        return [self[name] for name in self.fields if name.startswith("answer_")]


class WordsForm(forms.Form):
    """A comment, a remark or an answer: some words."""

    def __init__(self, data: QueryDict | None = None, *, label: Any, named: str) -> None:
        super().__init__(data, auto_id=f"id_{named}_%s")
        self.fields["text"] = forms.CharField(
            label=label,
            max_length=LONGEST_ANSWER,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": _("Nothing is said yet."), **TOO_LONG},
        )


class ReaderForm(forms.Form):
    """Who is to read and answer a report."""

    reader = NamedField(
        label=_("Who reads and answers it?"),
        help_text=_("By name: somebody who does not run the community."),
        error_messages={"required": _("Say who reads it.")},
    )


class BeginForm(forms.Form):
    """Which report somebody begins, and for which day."""

    kind = forms.ChoiceField(
        label=_("Which report?"),
        choices=[
            ("light", _("Light: one number, one line, one ask")),
            ("quarterly", _("Quarterly: three numbers, up to two stories, one ask")),
            ("renewal", _("For renewal: the same, and the hard questions")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which report it is.")},
    )
