"""Who could help with an ask, and why; and reminding two of them when nobody answers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.errors import Stale
from mandorla.communities.models import Membership
from mandorla.communities.similar import english_stems
from mandorla.core.helping import Helper, suggest_helpers
from mandorla.people.models import Person
from mandorla.work.models import Ask, Expertise, Nudge

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from mandorla.communities.models import Community

MOST_ROWS: Final = 3_000  # of what people say they can help with, the newest
SHOWN: Final = 3
REMINDED: Final = 2
ONLINE: Final = ("helping_network",)  # kinds of community in which an answer is quick
WAITS: Final = {True: timedelta(days=1), False: timedelta(days=7)}  # online, and elsewhere
AT_ONCE: Final = 200  # asks in one go


@dataclass(frozen=True)
class CouldHelp:
    """Somebody who could help.

    Attributes:
        skills: What they state that the ask names.
        solved: How many things like it they solved and chose to show.
    """

    person: Person
    skills: tuple[str, ...]
    solved: int

    @property
    def why(self) -> str:
        """Why them: "skill: C#; solved two like this"."""
        return why_words({"skills": list(self.skills), "solved": self.solved})


def why_words(why: Mapping[str, Any]) -> str:
    """Why somebody could help, in words."""
    said = []
    if skills := why.get("skills"):
        said.append(_("skill: {names}").format(names=", ".join(skills)))
    if solved := why.get("solved"):
        words = ngettext("solved one like this", "solved {count} like this", solved)
        said.append(words.format(count=solved))
    return "; ".join(said)


def could_help(
    text: str, *, community: Community, without: Collection[int] = (), most: int = SHOWN
) -> tuple[CouldHelp, ...]:
    """Who could help with something, the likeliest first: those in the community before others.

    Args:
        text: What is asked, in any words.
        community: Where it is asked.
        without: People who are not meant, as who asks.
        most: The most people to give.
    """
    here = Membership.objects.current().filter(community=community).values("person")
    inside = _offers(text, Expertise.objects.filter(person__in=here), without=without, most=most)
    if len(inside) >= most:
        return inside
    elsewhere = Expertise.objects.exclude(person__in=here)
    return inside + _offers(text, elsewhere, without=without, most=most - len(inside))


def remind_helpers(*, at: datetime) -> int:
    """Remind two likely helpers of each ask that nobody answered in time, once.

    An answer in time is one within a day where a community helps online, and within a week
    elsewhere.

    Args:
        at: The moment.

    Returns:
        How many asks were looked at.
    """
    waiting = Ask.objects.unanswered().filter(reminded_at=None).exclude(community__status="closed")
    is_online = Q(community__archetype__in=ONLINE)
    due = waiting.filter(
        (is_online & Q(asked_at__lte=at - WAITS[True]))
        | (~is_online & Q(asked_at__lte=at - WAITS[False]))
    )
    found = list(due.select_related("community").order_by("asked_at", "pk")[:AT_ONCE])
    for ask in found:
        try:
            Nudge.send(ask=ask, whys=_whys(ask), at=at)
        except Stale:
            continue  # who asked has just been helped
    return len(found)


def _whys(ask: Ask) -> dict[int, dict[str, Any]]:
    """By person, why they could help. What was asked of a few stays among them."""
    if not ask.is_for_all:
        return {pk: {} for pk in ask.asked_of.filter(is_active=True).values_list("pk", flat=True)}
    words = f"{ask.text} {ask.detail}"
    found = could_help(words, community=ask.community, without={ask.asked_by_id}, most=REMINDED)
    return {one.person.pk: {"skills": list(one.skills), "solved": one.solved} for one in found}


def _offers(
    text: str, expertise: Any, *, without: Collection[int], most: int
) -> tuple[CouldHelp, ...]:
    rows = expertise.filter(person__is_active=True).exclude(person__in=list(without))
    related = ("contribution__solution", "answer__ask")
    newest = rows.select_related(*related).order_by("-stated_at", "-pk")[:MOST_ROWS]
    skills, solved = _by_person(newest)
    people = sorted({*skills, *solved})
    helpers = [Helper(tuple(skills[pk]), tuple(solved[pk])) for pk in people]
    offers = suggest_helpers(text, helpers, stem=english_stems(), most=most)
    known = Person.objects.in_bulk([people[offer.place] for offer in offers])
    return tuple(
        CouldHelp(known[people[offer.place]], offer.skills, len(offer.solved)) for offer in offers
    )


def _by_person(
    rows: Iterable[Expertise],
) -> tuple[defaultdict[int, list[str]], defaultdict[int, list[str]]]:
    skills: defaultdict[int, list[str]] = defaultdict(list)
    solved: defaultdict[int, list[str]] = defaultdict(list)
    for row in rows:
        (skills if row.text else solved)[row.person_id].append(row.words)
    return skills, solved
