"""What people type when they join, ask, or give a role, made clean."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandorla.base.lines import validate_line
from mandorla.base.widgets import QuickSelect
from mandorla.communities.models.community import JOINING
from mandorla.communities.models.membership import ROLES
from mandorla.people.models import Person


class FindForm(forms.Form):
    """Looks for a person to give a role to."""

    find = forms.CharField(label=_("Find a person by name"), max_length=100)


class AppointForm(forms.Form):
    """Gives a person a role."""

    person = forms.ModelChoiceField(Person.objects.filter(is_active=True), widget=forms.HiddenInput)
    role = forms.ChoiceField(label=_("Role"), choices=list(ROLES.items()), initial="member")
    title = forms.CharField(
        label=_("What it is called here, if otherwise"),
        max_length=60,
        required=False,
        validators=[validate_line],
    )


class AskForm(forms.Form):
    """Asks those who run a community."""

    note = forms.CharField(
        label=_("Say in a sentence why"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those who run the community read it."),
    )


class FactsForm(forms.Form):
    """The facts of a community that are not part of its charter."""

    name = forms.CharField(label=_("Name"), max_length=120, validators=[validate_line])
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences; the directory shows the first words."),
    )
    joining = forms.ChoiceField(label=_("How people join"), choices=list(JOINING.items()))
    unit = forms.TypedChoiceField(
        label=_("Home unit"), required=False, coerce=int, empty_value=None, widget=QuickSelect
    )
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: object, units: dict[int, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        by_path = sorted(units.items(), key=lambda unit: unit[1])
        self.fields["unit"].choices = [("", _("no home unit")), *by_path]  # type: ignore[attr-defined]


class StatusForm(forms.Form):
    """Moves a community through its life."""

    verb = forms.ChoiceField(
        choices=[(verb, verb) for verb in ("start", "wind_down", "resume", "close")],
        widget=forms.HiddenInput,
    )
    reason = forms.CharField(label=_("Why, in a sentence"), required=False, max_length=500)

    def clean_reason(self) -> str:
        """Ending has a reason that members can read."""
        reason = str(self.cleaned_data["reason"]).strip()
        if self.data.get("verb") in {"wind_down", "close"} and not reason:
            raise forms.ValidationError(_("Say why: the members will read it."))
        return reason

    def told(self, at: datetime) -> dict[str, object]:
        """What the chosen verb has to be told beside who does it."""
        verb, reason = self.cleaned_data["verb"], self.cleaned_data["reason"]
        told: dict[str, object] = {"at": at}
        if verb in {"wind_down", "close"}:
            told["reason"] = reason
        if verb == "close":
            told["on"] = timezone.localtime(at).date()
        return told
