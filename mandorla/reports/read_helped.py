"""Whom somebody helped: named only where both chose that, else by a unit of enough people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.core.disclosure import FEWEST
from mandorla.people.models import Placement
from mandorla.reports.lines import Line, day, some, thread
from mandorla.work.contributors import people_by_units
from mandorla.work.models import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from mandorla.people.models import Person
    from mandorla.reports.lines import Wanted
    from mandorla.work.models import Ask


def answers_of(person: Person, wanted: Wanted) -> tuple[list[Answer], int]:
    """What somebody answered others, the newest first; once for each ask."""
    rows = Answer.objects.filter(answered_by=person).exclude(ask__asked_by=person)
    rows = wanted.narrow(rows, "answered_at", place="ask__community")
    rows = rows.select_related("ask__community", "ask__asked_by", "shown", "consent")
    found, more = some(rows.order_by("-answered_at", "-pk"))
    first: dict[int, Answer] = {}
    for one in found:
        kept = first.get(one.ask_id)
        if kept is None or (not names_both(kept) and names_both(one)):
            first[one.ask_id] = one
    return list(first.values()), more


def names_both(answer: Answer) -> bool:
    """Whether who answered shows it to all, and who asked said that they may be named."""
    return hasattr(answer, "shown") and hasattr(answer, "consent") and answer.ask.is_for_all


def answer_lines(answers: list[Answer]) -> list[Line]:
    """Each of them as a line; words asked of a few people stay among them."""
    whom = _whom(answers)
    return [
        Line(
            kind="answer",
            pk=one.pk,
            text=_said(one, whom(one)),
            detail=_("they said thank you") if one.thanked_at else "",
            on=day(one.answered_at),
            place=one.ask.community,
            address=one.ask.get_absolute_url(),
            thread=thread("ask", one.ask_id) if one.ask.is_for_all else "",
            is_usual=one.ask.is_for_all,
        )
        for one in answers
    ]


def _said(answer: Answer, whom: str) -> str:
    if not answer.ask.is_for_all:
        return whom
    return _("{whom}: “{ask}”").format(whom=whom, ask=answer.ask.text)


def _whom(answers: list[Answer]) -> Callable[[Answer], str]:
    """Who was helped, as far as it may be told."""
    hidden = [one.ask for one in answers if not names_both(one)]
    units = _units({one.asked_by_id for one in hidden})
    people = people_by_units({one.community_id for one in hidden}) if hidden else {}

    def told(answer: Answer) -> str:
        if names_both(answer):
            return answer.ask.asked_by.name
        ask: Ask = answer.ask
        unit, name = units.get(ask.asked_by_id, (None, ""))
        if unit is None or people.get(ask.community_id, {}).get(unit, 0) < FEWEST:
            return _("Somebody")
        return _("Somebody of {unit}").format(unit=name)

    return told


def _units(people: set[int]) -> dict[int, tuple[int, str]]:
    """To which unit each of them belongs now."""
    placed = Placement.objects.current().filter(person__in=people)
    rows = placed.values_list("person", "unit", "unit__name")
    return {person: (unit, name) for person, unit, name in rows}


def answers_to(person: Person) -> list[Answer]:
    """What others answered somebody who asked openly, the newest first."""
    rows = Answer.objects.filter(ask__asked_by=person, ask__is_for_all=True)
    rows = rows.exclude(answered_by=person).select_related("ask__community", "answered_by")
    found, _more = some(rows.select_related("consent").order_by("-answered_at", "-pk"))
    return found
