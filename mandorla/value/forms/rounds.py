"""What somebody says when they open a round or give it more time, made clean."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.days import DayField
from mandorla.value.methods import REASONS
from mandorla.value.models.round_facts import FLOOR, MOST_DAYS

if TYPE_CHECKING:
    from mandorla.value.round_page import Opening

USUAL_DAYS = 14
END_OF_DAY = time(23, 59)
EXPLAINED = {
    "points": gettext_lazy("100 points: each person spreads them, at most 60 on one. For few."),
    "best_worst": gettext_lazy(
        "Best and worst: four at a time, each person picks what matters most and least. For many."
    ),
    "facilitated": gettext_lazy(
        "In a gathering: the group agrees on one answer together, and it is recorded as such."
    ),
}
OF_SPONSORS = EXPLAINED | {
    "facilitated": gettext_lazy(
        "In a gathering: the sponsors agree on one answer together, and it is recorded as such."
    ),
}
REMINDERS = {
    "7": gettext_lazy("a week before"),
    "4": gettext_lazy("four days before"),
    "2": gettext_lazy("two days before"),
    "1": gettext_lazy("the day before"),
}


def end_of(day: date) -> datetime:
    """The last minute of a day, in the time zone of this installation.

    Raises:
        ValidationError: No calendar goes that far.
    """
    try:
        return timezone.make_aware(datetime.combine(day, END_OF_DAY))
    except OverflowError as wrong:
        raise forms.ValidationError(_("No calendar goes that far.")) from wrong


class OpenForm(forms.Form):
    """How a round is held: why, by which methods, from when until when."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why now"),
        choices=[(key, words) for key, words in REASONS.items() if key != "survey"],
    )
    organization_method = forms.ChoiceField(
        label=gettext_lazy("How the sponsors weigh"), widget=forms.RadioSelect
    )
    member_method = forms.ChoiceField(
        label=gettext_lazy("How the members weigh"), widget=forms.RadioSelect
    )
    opens_on = DayField(label=gettext_lazy("Opens on"), required=False)
    opens_time = forms.TimeField(
        label=gettext_lazy("at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("This is not a time. Write it as 09:30.")},
    )
    closes_on = DayField(label=gettext_lazy("Closes at the end of"))
    reminder_days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Remind those who have not answered"),
        choices=list(REMINDERS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("By letter, each on their own. Nobody sees who was reminded."),
    )
    floor = forms.IntegerField(
        label=gettext_lazy("Enough to conclude from, in percent"),
        min_value=0,
        max_value=100,
        help_text=gettext_lazy(
            "When fewer members answer, the page says that little can be concluded."
        ),
    )

    def __init__(self, data: Any = None, *, opening: Opening, at: datetime) -> None:
        today = timezone.localtime(at).date()
        super().__init__(
            data,
            initial={
                "reason": opening.reason,
                "organization_method": opening.methods["organization"],
                "member_method": opening.methods["members"],
                "closes_on": today + timedelta(days=USUAL_DAYS),
                "reminder_days": [7, 2],
                "floor": round(FLOOR * 100),
            },
        )
        self.at = at
        zone = timezone.get_current_timezone_name()
        self.fields["opens_on"].help_text = _("Leave day and time empty to open it now.")
        self.fields["opens_time"].help_text = _("In the time of {zone}.").format(zone=zone)
        self.fields["closes_on"].help_text = _(
            "At 23:59 in the time of {zone}. It can be extended to {days} days in all."
        ).format(zone=zone, days=MOST_DAYS)
        of_members = [
            (key, words)
            for key, words in EXPLAINED.items()
            if key != "facilitated" or opening.is_small
        ]
        self.fields["organization_method"].choices = list(OF_SPONSORS.items())  # type: ignore[attr-defined]
        self.fields["member_method"].choices = of_members  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The round opens now or later, and closes after that."""
        data = super().clean() or self.cleaned_data
        day, hour = data.get("opens_on"), data.get("opens_time")
        if hour and not day and "opens_on" not in self.errors:
            self.add_error("opens_on", _("Say on which day, or leave the time empty as well."))
        data["opens_at"] = self.at
        if day:
            data["opens_at"] = timezone.make_aware(datetime.combine(day, hour or time.min))
            if data["opens_at"] < self.at and not (hour is None and self._is_today(day)):
                self.add_error("opens_on", _("This has passed. Leave both empty to open it now."))
            data["opens_at"] = max(data["opens_at"], self.at)
        if data.get("closes_on"):
            data["closes_at"] = end_of(data["closes_on"])
            if data["closes_at"] <= data["opens_at"]:
                self.add_error("closes_on", _("A round closes after it has opened."))
            elif data["closes_at"] - data["opens_at"] > timedelta(days=MOST_DAYS):
                self.add_error(
                    "closes_on",
                    _("A round is open for {days} days at most.").format(days=MOST_DAYS),
                )
        return data

    def _is_today(self, day: date) -> bool:
        return day == timezone.localtime(self.at).date()

    def told(self) -> dict[str, Any]:
        """What the verb has to be told beside who opens it and when."""
        said = self.cleaned_data
        return {
            "reason": said["reason"],
            "methods": {
                "organization": said["organization_method"],
                "members": said["member_method"],
            },
            "opens_at": said["opens_at"],
            "closes_at": said["closes_at"],
            "floor_share": said["floor"] / 100,
            "reminder_days": said["reminder_days"],
        }


class ExtendForm(forms.Form):
    """Until which day a round is open."""

    closes_on = DayField(label=gettext_lazy("Closes at the end of"))

    def __init__(self, data: Any = None, *, closes_at: datetime) -> None:
        super().__init__(data, initial={"closes_on": timezone.localtime(closes_at).date()})

    def clean_closes_on(self) -> datetime:
        """The last minute of the day."""
        return end_of(self.cleaned_data["closes_on"])
