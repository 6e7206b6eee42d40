from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext as _

from mandorla.advice.catalog import shipped_rules
from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.base.prepared import prepared
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from mandorla.advice.catalog import Rule
    from mandorla.core.conditions import Condition


class Tuning(Record):
    """What this installation set otherwise in a rule: its thresholds, or that it is off."""

    rule = models.CharField(max_length=8, unique=True)  # its number, "W01"
    thresholds = models.JSONField(default=dict)  # only what differs from our default, by name
    is_off = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    edits = models.PositiveIntegerField(default=0)  # counts changes, to see who was first

    def __str__(self) -> str:
        rule = shipped_rules().get(self.rule)
        return f"{self.rule}, {rule.title}" if rule else self.rule

    @classmethod
    def known(cls) -> dict[str, Tuning]:
        """What is set otherwise, by the number of the rule; one query."""
        return {tuning.rule: tuning for tuning in _tunings()}

    @classmethod
    def ways_in_use(cls) -> dict[str, tuple[tuple[Condition, ...], ...]]:
        """The ways of each rule that is on, with the figures of this installation; one query."""
        known = cls.known()
        return {
            number: rule.ways_with(known[number].thresholds if number in known else {})
            for number, rule in shipped_rules().items()
            if number not in known or not known[number].is_off
        }

    @classmethod
    def change(
        cls,
        *,
        rule: Rule,
        thresholds: Mapping[str, float],
        is_off: bool,
        edits: int,
        by: Person,
        at: datetime,
    ) -> Tuning:
        """From now on the rule stands by these figures, or not at all while it is off.

        What is switched off says nothing any more: its warnings end when communities are looked
        at next, and what somebody said about one of them is remembered.

        Args:
            rule: Which.
            thresholds: All figures, by name; those like our default are not kept.
            is_off: Whether it is switched off.
            edits: How often it had been changed when the person saw it.
            by: Who changes it.
            at: The moment.

        Raises:
            Refused: A figure is missing or is none of this rule, or nothing is changed.
            Stale: Somebody else changed it in the meantime.
        """
        if set(thresholds) != set(rule.thresholds):
            raise Refused(_("Say each figure of the rule, and no other."))
        defaults = {name: known.value for name, known in rule.thresholds.items()}
        kept = {name: value for name, value in thresholds.items() if value != defaults[name]}
        with transaction.atomic():
            tuning = cls._locked(rule, at=at, edits=edits)
            was = _words(rule, tuning.thresholds, is_off=tuning.is_off)
            now = _words(rule, kept, is_off=is_off)
            if was == now:
                raise Refused(_("Nothing is changed."))
            tuning.thresholds, tuning.is_off = kept, is_off
            tuning.changed_at, tuning.changed_by, tuning.edits = at, by, edits + 1
            tuning.save()
            Event.record("rule.changed", by=by, at=at, about=tuning, was=was, now=now)
        return tuning

    @classmethod
    def restore(cls, *, rule: Rule, edits: int, by: Person, at: datetime) -> Tuning:
        """The rule is on and stands by our defaults again.

        Raises:
            Refused: It does already.
            Stale: Somebody else changed it in the meantime.
        """
        defaults = {name: known.value for name, known in rule.thresholds.items()}
        return cls.change(rule=rule, thresholds=defaults, is_off=False, edits=edits, by=by, at=at)

    @classmethod
    def _locked(cls, rule: Rule, *, at: datetime, edits: int) -> Tuning:
        """The row of a rule, for nobody else to change meanwhile; made when there is none."""
        cls.objects.get_or_create(rule=rule.number, defaults={"changed_at": at})
        tuning = cls.objects.select_for_update().get(rule=rule.number)
        if tuning.edits != edits:
            raise Stale(_("Somebody else changed this rule in the meantime. Look at theirs first."))
        return tuning


def shown(value: float, unit: str) -> str:
    """A threshold as people read it: "60 days", "35%"."""
    if unit == "share":
        return f"{value * 100:g}%"
    return f"{value:g}" if unit == "count" else f"{value:g} {unit}"


def _words(rule: Rule, thresholds: Mapping[str, float], *, is_off: bool) -> str:
    """How a rule is set, for the trail."""
    if is_off:
        return _("off")
    figures = [
        f"{name} {shown(thresholds.get(name, known.value), known.unit)}"
        for name, known in rule.thresholds.items()
    ]
    return ", ".join(figures) or _("on")


@prepared
def _tunings() -> models.QuerySet[Tuning]:
    return Tuning.objects.filter(edits__gt=0)
