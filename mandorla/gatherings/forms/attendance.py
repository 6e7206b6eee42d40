"""What is said about who was at a gathering, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.gatherings.attendance_files.lines import LARGEST_BYTES
from mandorla.gatherings.matching import GUEST
from mandorla.gatherings.models.attendance import MOST_GUESTS
from mandorla.gatherings.sealed_attendance import LARGEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.gatherings.matching import Matched, Unsure


class CodeForm(forms.Form):
    """The code on the screen."""

    code = forms.CharField(
        label=gettext_lazy("Code on the screen"),
        max_length=12,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )


class GuestsForm(forms.Form):
    """How many were there who have no account."""

    guests = forms.IntegerField(
        label=gettext_lazy("Guests without an account"),
        min_value=0,
        max_value=MOST_GUESTS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class FileForm(forms.Form):
    """A file that is said to be an attendance file."""

    file = forms.FileField(
        label=gettext_lazy("Attendance file"),
        allow_empty_file=True,  # what is wrong with it is said like for any other
        help_text=gettext_lazy(
            "As Microsoft Teams, Zoom or Google Meet gave it: CSV or Excel. You see what is "
            "understood before anything is kept; the file itself never is."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    order = forms.ChoiceField(
        label=gettext_lazy("Its dates"),
        required=False,
        choices=[
            ("", gettext_lazy("tell by themselves what stands first")),
            ("day", gettext_lazy("have the day first")),
            ("month", gettext_lazy("have the month first")),
        ],
    )

    def clean_file(self) -> Any:
        """Refuse what is too large to be looked at."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than {size} MB.").format(size=LARGEST_BYTES // 1_000_000)
            )
        return file


class SealedForm(forms.Form):
    """What was shown of a file, on its way to being kept."""

    sealed = forms.CharField(max_length=LARGEST, widget=forms.HiddenInput)


class ConfirmForm(SealedForm):
    """Who is meant by each name that no address says."""

    def __init__(self, data: Mapping[str, Any] | None, *, matched: Matched, **initial: Any) -> None:
        super().__init__(data, initial=initial)
        for one in matched.unsure:
            self.fields[_field(one)] = forms.TypedChoiceField(
                label=one.label,
                coerce=int,
                choices=[
                    *((offer.pk, _described(offer.name, offer.detail)) for offer in one.offers),
                    (GUEST, _("Not one of us: a guest")),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": _("Say who this is.")},
            )

    def name_fields(self) -> list[forms.BoundField]:
        """The fields that ask who a name is."""
        return [self[name] for name in self.fields if name != "sealed"]

    @property
    def choices(self) -> dict[int, int]:
        """For each place in the file the person who was chosen."""
        return {
            int(name.removeprefix("name-")): chosen
            for name, chosen in self.cleaned_data.items()
            if name.startswith("name-")
        }


def _field(one: Unsure) -> str:
    return f"name-{one.place}"


def _described(name: str, detail: str) -> str:
    return f"{name}, {detail}" if detail else name
