"""What people write in a draft, how they judge a fit, and which versions they compare."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.days import DayField
from mandorla.base.errors import Refused
from mandorla.base.lines import LONGEST_PROSE
from mandorla.communities.charter_fields import CHARTER_FIELDS, FIELD_NAMES, refuse_many_objectives
from mandorla.communities.draft_merge import digests, extra_as_text, plain
from mandorla.communities.fit_meanings import SCORE_WORDS
from mandorla.communities.models.charter_parts import FORCES

if TYPE_CHECKING:
    from collections.abc import Mapping

FEWEST_LINES = 3
SPARE_LINES = 1


class DraftForm(forms.Form):
    """A draft of a charter: its texts, its forces line by line, its headed texts."""

    review_on = DayField(
        label=gettext_lazy("Looked at again on"),
        required=False,
        help_text=gettext_lazy("The day both sides read it again and decide what to change."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        values: Mapping[str, str],
        current: Mapping[str, str] | None = None,
    ) -> None:
        initial = {name: values[name] for name in (*FIELD_NAMES, "review_on")}
        super().__init__(data, initial=initial)
        self.sent = QueryDict() if data is None else data
        self.values = values
        self.current = values if current is None else current
        for field in CHARTER_FIELDS:
            self.fields[field.name] = forms.CharField(
                label=field.label,
                help_text=str(field.question),
                required=False,
                max_length=LONGEST_PROSE,
                widget=forms.Textarea(attrs={"rows": field.lines}),
                error_messages={"max_length": _("At most 20,000 characters.")},
            )

    def clean_objectives(self) -> str:
        """A charter has few objectives."""
        text = str(self.cleaned_data["objectives"])
        try:
            refuse_many_objectives(text)
        except Refused as refusal:
            raise ValidationError(refusal.sentence) from refusal
        return text

    def written(self) -> dict[str, str]:
        """What was sent, as plain texts by name."""
        review_on: date | None = self.cleaned_data["review_on"]
        return {
            **{name: plain(self.cleaned_data[name]) for name in FIELD_NAMES},
            **{kind: "\n".join(self._sent_lines(kind)) for kind in FORCES},
            "review_on": review_on.isoformat() if review_on else "",
            "extra": extra_as_text(
                [{"heading": heading, "text": text} for heading, text in self._sent_extra()]
            ),
        }

    def seen(self) -> dict[str, str]:
        """The digests of what the page showed; none when they cannot be read."""
        try:
            found = json.loads(self.sent.get("seen", "{}"))
        except (ValueError, RecursionError):  # also one that is nested without end
            return {}
        return found if isinstance(found, dict) else {}

    # --- what the page shows ---

    def lines(self, kind: str) -> list[str]:
        """The entries of a force, and some empty ones to write in."""
        found = self._sent_lines(kind) if self.is_bound else self.values[kind].splitlines()
        spare = max(SPARE_LINES, FEWEST_LINES - len(found))
        return [*found, *[""] * spare]

    def extra(self) -> list[tuple[str, str]]:
        """The headed texts, and an empty one to write in."""
        found = self._sent_extra() if self.is_bound else read_extra(self.values["extra"])
        return [*found, ("", "")]

    def digests(self) -> str:
        """What somebody who sends this form has seen."""
        return digests(self.current)

    def _sent_lines(self, kind: str) -> list[str]:
        lines = (" ".join(line.split()) for line in self.sent.getlist(kind))
        return [line for line in lines if line]

    def _sent_extra(self) -> list[tuple[str, str]]:
        pairs = zip(
            self.sent.getlist("extra_heading"), self.sent.getlist("extra_text"), strict=False
        )
        cleaned = ((" ".join(heading.split()), plain(text)) for heading, text in pairs)
        return [(heading, text) for heading, text in cleaned if heading or text]


def read_extra(text: str) -> list[tuple[str, str]]:
    """Headed texts from the one text they are compared as."""
    return [(heading, body) for heading, body in json.loads(text)] if text else []


class JudgeForm(forms.Form):
    """How two forces fit, and why."""

    score = forms.TypedChoiceField(
        label=gettext_lazy("How well do they fit?"),
        choices=list(enumerate(SCORE_WORDS)),
        coerce=int,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why, in a sentence"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=600,
    )

    def __init__(self, data: QueryDict | None = None, *, pair: str) -> None:
        super().__init__(data, auto_id=f"id_{pair}_%s")
        self.pair = pair


class CompareForm(forms.Form):
    """Which two versions to compare."""

    def __init__(self, data: Mapping[str, Any], *, versions: list[int]) -> None:
        super().__init__(data)
        choices = [(number, _("Version {number}").format(number=number)) for number in versions]
        for name, label in (("from", _("From")), ("to", _("To"))):
            self.fields[name] = forms.TypedChoiceField(label=label, choices=choices, coerce=int)
