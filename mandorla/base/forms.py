"""What somebody who reads the trail asks for, made clean."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base import places, verbs
from mandorla.base.days import DayField
from mandorla.base.places import MOST_OFFERED

if TYPE_CHECKING:
    from mandorla.base.models.event import EventQuerySet


class TrailForm(forms.Form):
    """Who did what, when, and within which community. Every part may be left out."""

    who = forms.CharField(label=gettext_lazy("Who"), max_length=150, required=False)
    what = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    since = DayField(label=gettext_lazy("From"), required=False)
    until = DayField(label=gettext_lazy("To"), required=False)
    within = forms.CharField(label=gettext_lazy("Community"), max_length=150, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["what"]).choices = _verb_choices()

    def clean_who(self) -> list[int]:
        """The people who are called so; nobody is looked for by an address."""
        words = self.cleaned_data["who"]
        if not words:
            return []
        people = get_user_model()._default_manager.all()
        found = list(people.named(words)[:MOST_OFFERED])
        begun = list(people.named_like(words).listed()[: MOST_OFFERED + 1])
        if not found and not begun:
            raise forms.ValidationError(_("Nobody here is called so."))
        if not found and len({person.name for person in begun}) > 1:
            raise forms.ValidationError(_several([person.name for person in begun]))
        return [person.pk for person in found or begun]

    def clean_within(self) -> list[places.Place]:
        """The places that are called so."""
        words = self.cleaned_data["within"]
        found = places.named(words) if words else []
        if words and not found:
            raise forms.ValidationError(_("No community is called so."))
        if len({place.name for place in found}) > 1:
            raise forms.ValidationError(_several([place.name for place in found]))
        return found

    def clean(self) -> dict[str, Any]:
        """Dates follow each other, and nobody is asked after for what they did for themselves."""
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This is before the first day."))
        what = data.get("what")
        if data.get("who") and what and verbs.verb(what).personal:
            self.add_error(
                "what", _("What people do for themselves is not looked up by their name.")
            )
        return data

    def applied_to(self, events: EventQuerySet) -> EventQuerySet:
        """The events that were asked for; none while something in the question is wrong."""
        if not self.is_valid():
            return events.none()
        asked = self.cleaned_data
        if asked["who"]:
            events = events.by_any(asked["who"])
        if asked["what"]:
            events = events.filter(verb=asked["what"])
        if asked["since"]:
            events = events.since(_begin_of(asked["since"]))
        if asked["until"]:
            events = events.until(_begin_of(asked["until"] + timedelta(days=1)))
        for kind in {place.kind for place in asked["within"]}:
            ids = [place.id for place in asked["within"] if place.kind == kind]
            events = events.within_any(kind, ids)
        return events


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _several(names: list[str]) -> str:
    offered = ", ".join(sorted(set(names))[:MOST_OFFERED])
    return _("Several are called so. Write the whole name, such as: {names}.").format(names=offered)


def _verb_choices() -> list[tuple[str, Any]]:
    """Every verb under the noun it belongs to."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for verb in verbs.all_verbs():
        noun, _dot, word = verb.name.partition(".")
        label = f"{noun} {word}".replace("_", " ")
        groups.setdefault(noun, []).append((verb.name, label))
    return [("", _("Anything")), *groups.items()]
