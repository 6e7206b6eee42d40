"""What a program manager sends about a roster, made clean."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.people.roster.columns import NOT_USED, checked
from mandorla.people.roster.headings import FIELDS
from mandorla.people.roster.read import LARGEST_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mandorla.people.roster.columns import Columns


class UploadForm(forms.Form):
    """A file that is said to be a roster."""

    file = forms.FileField(
        label=gettext_lazy("Roster"),
        help_text=gettext_lazy(
            "A CSV or an Excel file (.xlsx), as exported from Entra ID, Workday, BambooHR, "
            "Workplace or Google Workspace. Nothing is imported before you have seen what changes."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large to be looked at."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than {size} MB.").format(size=LARGEST_BYTES // 1024 // 1024)
            )
        return file


class ChoicesForm(forms.Form):
    """How the columns are used, which units are one, and what becomes of people who are gone."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    merges = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Merge units that are the same"),
        help_text=gettext_lazy(
            "The people of the first unit go to the second, now and in later imports."
        ),
    )
    scope = forms.ChoiceField(
        choices=[
            ("whole", gettext_lazy("Everybody: who is missing in it is gone")),
            ("part", gettext_lazy("A part of the organization: nobody is gone")),
        ],
        widget=forms.RadioSelect,
        label=gettext_lazy("The file lists"),
    )
    ends_accounts = forms.BooleanField(
        required=False,
        label=gettext_lazy("Make people who are gone inactive, so that they cannot sign in"),
        help_text=gettext_lazy(
            "Their place in a unit ends in any case. Program managers stay active."
        ),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        columns: Columns,
        merges: Mapping[str, str],
        suggested: Sequence[Sequence[Any]],
        **initial: Any,
    ) -> None:
        ticked = [json.dumps(pair) for pair in merges.items()]
        super().__init__(data, initial={**initial, "merges": ticked})
        self.columns = columns
        offered = {
            json.dumps([source, target]): _(
                "{source} ({people}) → {target} ({target_people}): {why}"
            ).format(
                source=source, target=target, people=people, target_people=target_people, why=why
            )
            for source, target, people, target_people, why in suggested
        }
        merged = {json.dumps(pair): " → ".join(pair) for pair in merges.items()}
        merge_field = cast("forms.MultipleChoiceField", self.fields["merges"])
        merge_field.choices = list({**merged, **offered}.items())
        uses = [(NOT_USED, _("not used")), *FIELDS.items()]
        for place, (heading, purpose) in enumerate(columns.choices()):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                choices=uses, required=False, label=heading, initial=purpose
            )

    def column_fields(self) -> list[forms.BoundField]:
        """The fields that say how each column is used."""
        return [self[name] for name in self.fields if name.startswith("column-")]

    def clean(self) -> dict[str, Any]:
        """Refuse two columns for one field; keep only columns used otherwise than recognized."""
        cleaned = super().clean() or {}
        chosen = {
            heading: cleaned.get(f"column-{place}", NOT_USED)
            for place, (heading, purpose) in enumerate(self.columns.choices())
            if cleaned.get(f"column-{place}", NOT_USED) != purpose or heading in self.columns.chosen
        }
        try:
            cleaned["chosen"] = checked(chosen, self.columns.headings)
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
        return cleaned

    def choices(self) -> dict[str, Any]:
        """What was chosen, as `RosterImport.prepare` takes it."""
        return {
            "chosen": self.cleaned_data["chosen"],
            "merges": dict(json.loads(pair) for pair in self.cleaned_data["merges"]),
            "is_whole": self.cleaned_data["scope"] == "whole",
            "ends_accounts": self.cleaned_data["ends_accounts"],
        }
