"""How often a community meets, chosen in words, made clean."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.days import DayField
from mandorla.core.occurrences import Occurrence, Pattern, aligned, first_of, occurrences
from mandorla.core.rhythm_choice import WHICH, Choice, Said, choice_of, rule_for, said
from mandorla.core.rhythm_parts import DAYS, ORDINAL_NAME
from mandorla.core.rhythm_rule import Unusable
from mandorla.core.rhythm_words import words
from mandorla.gatherings.zones import OFFERED, cities, zone_named

if TYPE_CHECKING:
    from mandorla.gatherings.models import Series

SHOWN = 3  # dates shown before a rhythm is kept
EVERY = {
    "week": gettext_lazy("every week"),
    "second_week": gettext_lazy("every second week"),
    "month": gettext_lazy("once a month"),
    "other": gettext_lazy("otherwise, as I write it"),
}


def in_calendar(day: date) -> None:
    """A day that a rhythm can begin or end with."""
    if not 1990 <= day.year <= 2200:
        raise forms.ValidationError(_("No rhythm is kept in that year."))


def day_field(label: Any, **facts: Any) -> DayField:
    """A day on which a rhythm can begin, change or end."""
    return DayField(label=label, near=in_calendar, **facts)


def time_field(label: Any, **facts: Any) -> forms.TimeField:
    """A time of day."""
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
        error_messages={"invalid": gettext_lazy("This is not a time of day. Write it as 09:00.")},
        **facts,
    )


def minutes_field(label: Any, **facts: Any) -> forms.IntegerField:
    """How long it takes."""
    return forms.IntegerField(label=label, min_value=5, max_value=24 * 60, **facts)


class RhythmForm(forms.Form):
    """Which days, at what time and in which zone; says back what it means before it is kept."""

    every = forms.ChoiceField(label=gettext_lazy("How often"), choices=list(EVERY.items()))
    weekday = forms.ChoiceField(
        label=gettext_lazy("On which day"),
        choices=[("", "—"), *((code, gettext_lazy(name)) for code, name in DAYS)],
        required=False,
    )
    which = forms.ChoiceField(
        label=gettext_lazy("Which of the month"),
        choices=[("", "—"), *((str(n), gettext_lazy(ORDINAL_NAME[n])) for n in WHICH)],
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("Otherwise, in words"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Such as “third Wednesday, 12:00, Lisbon”, “first and third Tuesday of the month”, "
            "“the last day of each month”, or a rule of RFC 5545."
        ),
    )
    starts_on = day_field(gettext_lazy("From"))
    starts_time = time_field(gettext_lazy("Time"))
    timezone = forms.CharField(
        label=gettext_lazy("Time zone"),
        max_length=60,
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
        help_text=gettext_lazy("A city will do, such as Lisbon. The time holds there all year."),
    )
    checked = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    rule = ""
    zones = OFFERED

    def clean_timezone(self) -> str:
        """The zone that is meant."""
        found = zone_named(self.cleaned_data["timezone"])
        if not found:
            raise forms.ValidationError(
                _("No time zone is known by this name. Write a city, such as Lisbon.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        """The rule and its first date; what is written in words may say the rest as well."""
        data = super().clean() or self.cleaned_data
        if "every" not in data:
            return data
        field = "text" if data["every"] == "other" else "weekday"
        try:
            found = self._said(data)
            self.rule = found.rule
            for name in ("starts_time", "timezone", "starts_on"):
                if getattr(found, name):
                    data[name] = getattr(found, name)
                    self.errors.pop(name, None)
            if "starts_on" in data:
                data["starts_on"] = aligned(found.rule, data["starts_on"])
            if self.pattern:
                first_of(self.pattern)
        except Unusable as reason:
            self.add_error("which" if "week of the month" in str(reason) else field, str(reason))
        return data

    def _said(self, data: dict[str, Any]) -> Said:
        if data["every"] == "other":
            return said(data.get("text", ""), cities=cities())
        choice = Choice(data["every"], data.get("weekday", ""), int(data.get("which") or 0))
        return Said(rule_for(choice))

    @property
    def pattern(self) -> Pattern | None:
        """The rhythm as far as it is understood."""
        found = self.cleaned_data
        if not self.rule or not {"starts_on", "starts_time", "timezone"} <= found.keys():
            return None
        return Pattern(self.rule, found["starts_on"], found["starts_time"], found["timezone"])

    @property
    def words(self) -> str:
        """What was understood, said back."""
        found = self.cleaned_data
        return words(self.rule, starts_at=found["starts_time"], timezone=found["timezone"])

    @property
    def token(self) -> str:
        """Another one whenever another rhythm is meant."""
        found = self.cleaned_data
        parts = (self.rule, found["starts_on"], found["starts_time"], found["timezone"])
        return "|".join(map(str, parts))

    @property
    def is_checked(self) -> bool:
        """Whether the person has seen the dates of just this rhythm, and does not ask again."""
        return self.cleaned_data.get("checked") == self.token and "again" not in self.data

    def dates(self, at: datetime) -> list[Occurrence]:
        """The next dates it has, from today or from its beginning on."""
        pattern = self.pattern
        if pattern is None:
            return []
        begin = datetime.combine(pattern.starts_on, time(0), tzinfo=at.tzinfo) - timedelta(days=1)
        return occurrences([pattern], after=max(at, begin), limit=SHOWN)

    def facts(self) -> dict[str, Any]:
        """What a series keeps of it."""
        kept = ("starts_on", "starts_time", "timezone")
        return {"rule": self.rule, **{name: self.cleaned_data[name] for name in kept}}


def rhythm_of(series: Series) -> dict[str, Any]:
    """The answers that would give the rhythm of a series, for a form to begin with."""
    choice = choice_of(series.rule) if series.rule else Choice("other", text=series.found_text)
    return {
        "every": choice.every,
        "weekday": choice.weekday,
        "which": choice.which or "",
        "text": choice.text,
        "starts_on": series.starts_on,
        "starts_time": series.starts_time,
        "timezone": series.zone,
    }
