"""What people need a hand with and what came of it, as somebody may see it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.web import Page, paged
from mandorla.communities.models import Membership
from mandorla.people.models import Person
from mandorla.work.helping import CouldHelp, could_help
from mandorla.work.models import Answer, Ask, Contribution, Expertise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.communities.models import Community

SHOWN = {"open": ("open",), "solved": ("solved",), "all": ("open", "solved", "unsolved")}


@dataclass(frozen=True)
class Asks:
    """A page of the asks of a community.

    Attributes:
        shown: Which are shown: "open", "solved" or "all".
        counts: How many there are of each, of those the reader may see.
        unanswered: How many open ones nobody has answered.
    """

    page: Page[Ask]
    shown: str
    counts: dict[str, int]
    unanswered: int
    may_ask: bool

    @property
    def sentence(self) -> str:
        """What is true now."""
        if not self.counts["all"]:
            return _("Nobody has asked for a hand here yet.")
        if not self.counts["open"]:
            return _("Nobody looks for a hand at the moment.")
        if not self.unanswered:
            return _("Everybody who looks for a hand has an answer.")
        return ngettext(
            "{count} person who looks for a hand has no answer yet.",
            "{count} people who look for a hand have no answer yet.",
            self.unanswered,
        ).format(count=self.unanswered)


def read_asks(community: Community, *, reader: Person, shown: str, number: int) -> Asks:
    """The asks of a community that somebody may see, the newest first.

    Args:
        community: Where they were asked.
        reader: Who reads.
        shown: "open", "solved" or "all"; anything else shows what is open, if anything is.
        number: Which page.
    """
    asks = Ask.objects.visible_to(reader).filter(community=community)
    counts = asks.aggregate(
        all=Count("pk"),
        open=Count("pk", filter=Q(state="open")),
        solved=Count("pk", filter=Q(state="solved")),
        unanswered=Count("pk", filter=Q(state="open", first_answered_at=None)),
    )
    unanswered = counts.pop("unanswered")
    if shown not in SHOWN:
        shown = "open" if counts["open"] else "all"
    rows = asks.filter(state__in=SHOWN[shown]).select_related("asked_by")
    return Asks(
        page=paged(rows.order_by("-asked_at", "-pk"), number=number, total=counts[shown]),
        shown=shown,
        counts=counts,
        unanswered=unanswered,
        may_ask=not community.has_closed,
    )


@dataclass(frozen=True)
class OneAsk:
    """An ask with its answers, and what the reader can do about it.

    Attributes:
        asked_of: The names of those it was asked of; nobody: everybody.
        helpers: Who could help and has not answered, for who asks.
        shown: The reader's own answers that they let others see.
    """

    ask: Ask
    answers: tuple[Answer, ...]
    asked_of: tuple[str, ...]
    helpers: tuple[CouldHelp, ...]
    shown: frozenset[int]
    is_mine: bool
    is_open: bool


def read_ask(ask: Ask, *, reader: Person) -> OneAsk:
    """One ask as somebody sees it who may."""
    answers = tuple(ask.answers.select_related("answered_by").order_by("answered_at", "pk"))
    is_mine = ask.asked_by_id == reader.pk
    is_open = ask.state == "open" and not ask.community.has_closed
    helpers: tuple[CouldHelp, ...] = ()
    if is_mine and is_open and ask.is_for_all:
        known = {ask.asked_by_id, *(answer.answered_by_id for answer in answers)}
        helpers = could_help(f"{ask.text} {ask.detail}", community=ask.community, without=known)
    shown = Expertise.objects.filter(person=reader, answer__in=answers)
    return OneAsk(
        ask=ask,
        answers=answers,
        asked_of=() if ask.is_for_all else tuple(ask.asked_of.values_list("name", flat=True)),
        helpers=helpers,
        shown=frozenset(shown.values_list("answer", flat=True)),
        is_mine=is_mine,
        is_open=is_open,
    )


@dataclass(frozen=True)
class Knows:
    """Somebody in a community with what they can help with, as they say."""

    person: Person
    skills: tuple[str, ...]
    solved: tuple[str, ...]


def read_brain_trust(
    community: Community, *, reader: Person, words: str, number: int
) -> tuple[Page[Person], tuple[Knows, ...]]:
    """Who in a community can help with what, by name; only what each chose to say.

    Args:
        community: Whose members.
        reader: Who reads.
        words: Only those who can help with something that has these words; "" for all.
        number: Which page.
    """
    expertise = Expertise.objects.visible_to(reader)
    for word in words.split()[:8]:
        expertise = expertise.filter(
            Q(text__icontains=word)
            | Q(contribution__solution__proposal__icontains=word)
            | Q(answer__ask__text__icontains=word)
        )
    here = Membership.objects.current().filter(community=community).values("person")
    people = Person.objects.filter(pk__in=here).filter(pk__in=expertise.values("person"))
    page = paged(people.listed(), number=number)
    return page, _known(page.rows, reader=reader)


def _known(people: Sequence[Person], *, reader: Person) -> tuple[Knows, ...]:
    skills: defaultdict[int, list[str]] = defaultdict(list)
    solved: defaultdict[int, list[str]] = defaultdict(list)
    expertise = Expertise.objects.visible_to(reader).filter(person__in=people)
    related = ("contribution__solution", "answer__ask")
    for row in expertise.select_related(*related).order_by("stated_at", "pk"):
        (skills if row.text else solved)[row.person_id].append(row.words)
    return tuple(Knows(one, tuple(skills[one.pk]), tuple(solved[one.pk])) for one in people)


@dataclass(frozen=True)
class Own:
    """What somebody can help with, for themselves: stated, shown, and what they could show.

    Attributes:
        stated: What they state and show.
        solutions: What they helped to solve and do not show.
        answers: Their answers that helped and that they do not show.
    """

    stated: tuple[Expertise, ...]
    solutions: tuple[Contribution, ...]
    answers: tuple[Answer, ...]


MOST_OFFERED = 20


def own_expertise(person: Person) -> Own:
    """What a person states and shows, and what of their own they could show."""
    related = ("contribution__solution", "answer__ask")
    stated = Expertise.objects.filter(person=person).select_related(*related)
    helped = Contribution.objects.filter(person=person, shown=None).select_related("solution")
    helping = Q(thanked_at__isnull=False) | Q(ask__state="solved")
    answered = Answer.objects.filter(helping, answered_by=person, shown=None, ask__is_for_all=True)
    answered = answered.exclude(ask__asked_by=person).select_related("ask")
    return Own(
        stated=tuple(stated.order_by("stated_at", "pk")),
        solutions=tuple(helped.order_by("-pk")[:MOST_OFFERED]),
        answers=tuple(answered.order_by("-answered_at", "-pk")[:MOST_OFFERED]),
    )
