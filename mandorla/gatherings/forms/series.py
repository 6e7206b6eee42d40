"""What somebody says about a series and its gatherings, made clean."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.edits import EditsField
from mandorla.base.lines import validate_line
from mandorla.base.widgets import QuickSelect
from mandorla.core.rhythm_choice import choice_of
from mandorla.gatherings.forms.rhythm import (
    RhythmForm,
    day_field,
    minutes_field,
    rhythm_of,
    time_field,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.communities.archetypes import ShippedArchetype
    from mandorla.gatherings.models import Gathering, Series
    from mandorla.people.models import Person

MOST_STEPS = 20
_STEP = re.compile(r"(\d{1,3})\s*(?:min(?:utes)?\.?|')?\s+(\S.*)")
_web_address = URLValidator(schemes=["http", "https"])


class SeriesForm(RhythmForm):
    """A rhythm with its name, place, length and agenda."""

    name = forms.CharField(
        label=gettext_lazy("What it is called"),
        max_length=150,
        validators=[validate_line],
        help_text=gettext_lazy("Such as “Monday round” or “Coffee with Ingrid”."),
    )
    minutes = minutes_field(gettext_lazy("Minutes"))
    place = forms.CharField(
        label=gettext_lazy("Place"), max_length=200, required=False, validators=[validate_line]
    )
    link = forms.CharField(
        label=gettext_lazy("Address to join from afar"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Such as https://meet.example.com/monday"),
    )
    steps = forms.CharField(
        label=gettext_lazy("Steps"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "One step a line, its minutes first, such as “15 Round of updates”."
        ),
    )

    def __init__(self, *args: Any, known: Sequence[dict[str, Any]] = (), **kwargs: Any) -> None:
        """Begin a form; `known` are the steps it began with, for what a line does not say."""
        super().__init__(*args, **kwargs)
        self.known = known

    field_order = ["name", "every", "weekday", "which", "text", "starts_time", "timezone"]

    def clean_link(self) -> str:
        """An address a browser opens; no other kind."""
        link = str(self.cleaned_data["link"]).strip()
        if link:
            try:
                _web_address(link)
            except forms.ValidationError:
                message = _("This is not a web address. It begins with https://")
                raise forms.ValidationError(message) from None
        return link

    def clean_steps(self) -> list[dict[str, Any]]:
        """The steps with their minutes."""
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["steps"].splitlines())):
            match = _STEP.fullmatch(line)
            if match is None or not 1 <= int(match[1]) <= 600:
                sentence = _("“{line}” does not begin with its minutes, such as “15 {line}”.")
                raise forms.ValidationError(sentence.format(line=line[:80]))
            validate_line(match[2])
            found.append({"title": match[2][:200], "minutes": int(match[1])})
        if len(found) > MOST_STEPS:
            raise forms.ValidationError(_("An agenda has at most 20 steps to begin with."))
        return self._with_what_they_take(found)

    def _with_what_they_take(self, steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """A step that stays, or is only worded anew in its place, takes what it took."""
        titles = {step["title"] for step in steps}
        by_title = {step["title"]: step.get("takes", []) for step in self.known}
        in_place = [
            [] if step["title"] in titles else step.get("takes", []) for step in self.known
        ] + [[]] * len(steps)
        return [
            {**step, "takes": by_title.get(step["title"], in_place[place])}
            for place, step in enumerate(steps)
        ]

    def facts(self) -> dict[str, Any]:
        """What a series keeps."""
        data = self.cleaned_data
        links = [{"label": _("Join from afar"), "address": data["link"]}] if data["link"] else []
        kept = {name: data[name] for name in ("name", "minutes", "place")}
        return {**super().facts(), **kept, "links": links, "template": data["steps"]}


class ChangeSeriesForm(SeriesForm):
    """Changes a series, from a day on or as it was always meant."""

    reach = forms.ChoiceField(
        label=gettext_lazy("From when on"),
        choices=[
            ("from", gettext_lazy("from a day on; what was before stays as it was")),
            ("all", gettext_lazy("from its beginning: it was entered wrong")),
        ],
        initial="from",
        widget=forms.RadioSelect,
    )
    from_on = day_field(gettext_lazy("From this day on"), required=False)
    starts_on = day_field(gettext_lazy("When it began"), required=False)
    seen = EditsField(required=False)

    def __init__(self, *args: Any, series: Series, **kwargs: Any) -> None:
        super().__init__(*args, known=series.template, **kwargs)
        self.series = series

    def clean(self) -> dict[str, Any]:
        """The day from which it holds stands in another field than at the beginning."""
        data = self.cleaned_data
        if data.get("reach") == "from":
            if not data.get("from_on"):
                self.add_error("from_on", _("Say from which day on."))
                return data
            data["starts_on"] = data["from_on"]
        elif not data.get("starts_on"):
            self.add_error("starts_on", _("Say when it began."))
            return data
        return super().clean()

    def facts(self) -> dict[str, Any]:
        """What a series keeps; further addresses that a register brought stay."""
        facts = super().facts()
        if "link" not in self.changed_data:
            del facts["links"]
        return facts


class EndForm(forms.Form):
    """Gives a series its last day."""

    last_on = day_field(gettext_lazy("Last day"))


class MoveForm(forms.Form):
    """Moves one gathering."""

    day = day_field(gettext_lazy("Day"))
    starts_time = time_field(gettext_lazy("Time"))
    minutes = minutes_field(gettext_lazy("Minutes"))
    place = forms.CharField(
        label=gettext_lazy("Place"), max_length=200, required=False, validators=[validate_line]
    )
    seen = forms.CharField(max_length=16, required=False)  # the mark the page was made with

    def facts(self, zone: str) -> dict[str, Any]:
        """The moment by the clock of the series, and the rest."""
        data = self.cleaned_data
        moment = datetime.combine(data["day"], data["starts_time"], tzinfo=ZoneInfo(zone))
        kept = {name: data[name] for name in ("minutes", "place", "seen")}
        return {"starts_at": moment, **kept}


class CancelForm(forms.Form):
    """Cancels one gathering."""

    because = forms.CharField(
        label=gettext_lazy("Why, in a sentence"), max_length=200, validators=[validate_line]
    )


class RestoreForm(forms.Form):
    """Puts one gathering back that was cancelled; there is nothing to say."""


class HandOverForm(forms.Form):
    """Says who facilitates one gathering."""

    facilitator: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        queryset=None,
        label=gettext_lazy("Who facilitates it"),
        required=False,
        widget=QuickSelect,
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Any]", self.fields["facilitator"])
        field.queryset = people
        field.empty_label = _("the one whose turn it is")


class TurnsForm(forms.Form):
    """The order in which people facilitate: a number for each who takes a turn."""

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for person in people:
            self.fields[f"turn_{person.pk}"] = forms.IntegerField(
                label=person.name, min_value=1, max_value=999, required=False
            )

    def order(self) -> list[Person]:
        """Those who have a number, by it."""
        numbered = [
            (self.cleaned_data[f"turn_{person.pk}"], place, person)
            for place, person in enumerate(self.people)
            if self.cleaned_data[f"turn_{person.pk}"]
        ]
        return [person for _number, _place, person in sorted(numbered, key=lambda one: one[:2])]


def steps_text(template: Sequence[dict[str, Any]]) -> str:
    """Steps as they are written in a form."""
    return "\n".join(f"{step['minutes']} {step['title']}" for step in template)


def facts_of(series: Series) -> dict[str, Any]:
    """What a form on a series begins with."""
    return {
        **rhythm_of(series),
        "name": series.name,
        "minutes": series.minutes,
        "place": series.place,
        "link": next((link["address"] for link in series.links if link.get("address")), ""),
        "steps": steps_text(series.template),
        "seen": series.sequence,
        "reach": "from",
    }


def facts_of_archetype(found: ShippedArchetype | None, *, zone: str) -> dict[str, Any]:
    """What a form on a new series begins with: the rhythm of the archetype."""
    if found is None:
        return {"every": "week", "timezone": zone, "minutes": 60}
    choice = choice_of(found.rule)
    return {
        "every": choice.every,
        "weekday": choice.weekday,
        "which": choice.which or "",
        "text": choice.text,
        "minutes": found.minutes,
        "timezone": zone,
        "steps": steps_text([{"minutes": s.minutes, "title": s.title} for s in found.agenda]),
    }


def facts_of_gathering(gathering: Gathering) -> dict[str, Any]:
    """What a form on one gathering begins with."""
    local = gathering.local_start
    return {
        "day": local.date(),
        "starts_time": local.time(),
        "minutes": gathering.minutes,
        "place": gathering.place,
    }
