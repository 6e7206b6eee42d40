"""Who wrote a post, as far as it takes to know their unit and whether they led the community."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Q

from mandorla.communities.models import Membership
from mandorla.people.models import Person, Placement
from mandorla.people.names import name_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mandorla.conversations.hashing import Hasher
    from mandorla.conversations.sources.items import Author

AT_ONCE = 500  # people in one query
Span = tuple[date, date]
One = TypeVar("One")


@dataclass(frozen=True)
class Writer:
    """What is needed of somebody for the time of an import.

    Attributes:
        number: Stands for them in the lake.
        is_known: Whether they are a person here.
        placed: The units they belonged to, each with its days.
        led: Of each community, the days on which they led it.
    """

    number: int
    is_known: bool
    placed: Sequence[tuple[Span, int]] = ()
    led: Mapping[int, Sequence[Span]] = field(default_factory=dict)

    def unit_on(self, day: date) -> int | None:
        """The unit on that day; None when it is not known."""
        return next((unit for (since, until), unit in self.placed if since <= day < until), None)

    def leads(self, community: int, day: date) -> bool:
        """Whether they led that community on that day."""
        return any(since <= day < until for since, until in self.led.get(community, ()))


class Writers:
    """Everybody who wrote something in an export, looked up once each.

    Args:
        hasher: Makes the numbers.
        confirmed: The person that an author is, where somebody confirmed it.
    """

    def __init__(self, hasher: Hasher, confirmed: Mapping[str, int]) -> None:
        self._hasher = hasher
        self._confirmed = confirmed
        self._known: dict[str, Writer] = {}

    def __getitem__(self, author: Author) -> Writer:
        return self._known[author.identity]

    @property
    def matched(self) -> int:
        """How many are people here."""
        return sum(writer.is_known for writer in self._known.values())

    @property
    def unmatched(self) -> int:
        """How many are not."""
        return len(self._known) - self.matched

    def learn(self, authors: Iterable[Author]) -> None:
        """Look up those who are not known yet, a few hundred in a query."""
        new = {one.identity: one for one in authors if one.identity not in self._known}
        for some in _few(list(new.values())):
            people = self._people(some)
            placed, led = _placed(people.values()), _led(people.values())
            for author in some:
                pk = people.get(author.identity)
                number = self._hasher("author", author.identity)
                self._known[author.identity] = Writer(
                    number=number,
                    is_known=pk is not None,
                    placed=placed.get(pk or 0, ()),
                    led=led.get(pk or 0, {}),
                )

    def _people(self, authors: Sequence[Author]) -> dict[str, int]:
        """The person that each author is, by address or as confirmed."""
        emails = {author.email: author.identity for author in authors if author.email}
        rows = Person.objects.filter(email__in=list(emails)).values_list("email", "pk")
        found = {emails[email or ""]: pk for email, pk in rows}
        confirmed = {
            author.identity: self._confirmed[author.identity]
            for author in authors
            if author.identity in self._confirmed
        }
        return {**confirmed, **found}


def unknown_names(authors: Iterable[Author]) -> dict[str, str]:
    """The names of those whom no address tells, by what makes them one."""
    people = list(authors)
    found: set[str] = set()
    for some in _few([author for author in people if author.email]):
        emails = [author.email for author in some]
        rows = Person.objects.filter(email__in=emails).values_list("email", flat=True)
        found |= {email for email in rows if email}
    return {
        author.identity: author.name
        for author in people
        if author.name and author.email not in found
    }


def namesakes(names: Mapping[str, str]) -> dict[str, list[Person]]:
    """People who are called as an author is, by what makes the author one."""
    keys = {identity: name_keys(name)[0] or "" for identity, name in names.items()}
    called: dict[str, list[Person]] = defaultdict(list)
    for some in _few(sorted(set(keys.values()) - {""})):
        for person in Person.objects.filter(name_key__in=some).order_by("name", "pk"):
            called[person.name_key or ""].append(person)
    return {identity: called[key] for identity, key in keys.items() if key in called}


def _placed(people: Iterable[int]) -> dict[int, list[tuple[Span, int]]]:
    placed: dict[int, list[tuple[Span, int]]] = defaultdict(list)
    rows = Placement.objects.filter(person__in=list(people)).order_by("pk")
    for person, unit, since, until in rows.values_list("person", "unit", "since_on", "until_on"):
        placed[person].append((_span(since, until), unit))
    return placed


def _led(people: Iterable[int]) -> dict[int, dict[int, list[Span]]]:
    """A role that is over on a day nobody knows tells of no day."""
    led: dict[int, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
    rows = Membership.objects.filter(person__in=list(people), role="leader")
    rows = rows.filter(Q(former=False) | ~Q(until_on=None)).order_by("pk")
    told = rows.values_list("person", "community", "since_on", "until_on")
    for person, community, since, until in told:
        led[person][community].append(_span(since, until))
    return led


def _span(since: date | None, until: date | None) -> Span:
    return since or date.min, until or date.max


def _few(many: Sequence[One]) -> Iterator[Sequence[One]]:
    for start in range(0, len(many), AT_ONCE):
        yield many[start : start + AT_ONCE]
