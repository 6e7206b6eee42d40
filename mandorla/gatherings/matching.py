"""Whom an attendance file is about: by e-mail address for sure, by name when a person says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.errors import Refused
from mandorla.communities.models import Membership
from mandorla.core.stay import Stay, seconds_there
from mandorla.people.models import Person
from mandorla.people.names import name_keys, plain_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mandorla.communities.models import Community
    from mandorla.gatherings.attendance_files import AttendanceFile, Attended

GUEST: Final = 0  # chosen for a name that is nobody's here
MOST_OFFERED: Final = 6
ALIKE: Final = 86  # of 100, from which on a name is offered for another one


@dataclass(frozen=True)
class Offer:
    """Somebody a name could mean."""

    pk: int
    name: str
    detail: str
    is_same: bool


@dataclass(frozen=True)
class Known:
    """Somebody a file names by an address."""

    pk: int
    name: str
    attended: Attended


@dataclass(frozen=True)
class Unsure:
    """Somebody a file names by a name, or by an address that nobody has here, with offers."""

    place: int
    attended: Attended
    offers: tuple[Offer, ...]

    @property
    def label(self) -> str:
        """The name as the file writes it, with the other one."""
        name, also = self.attended.name, self.attended.also
        return f"{name} ({also})" if also and also != name else name


@dataclass(frozen=True)
class Matched:
    """What a file says, person by person.

    Attributes:
        known: People found by their address.
        unsure: People whose name may be somebody's here; somebody has to say whose.
        strangers: People whose address and name nobody has here: guests.
        nameless: Callers by telephone and people who are not to be named: guests.
    """

    known: tuple[Known, ...] = ()
    unsure: tuple[Unsure, ...] = ()
    strangers: tuple[Unsure, ...] = ()
    nameless: tuple[Attended, ...] = field(default=())

    def named(self, choices: Mapping[int, int]) -> tuple[dict[int, int | None], int]:
        """Everybody with how long they were there, and how many guests there were.

        A person whom the file names twice was there in all of these times together.

        Args:
            choices: For each place in `unsure` the person it is, or `GUEST`.

        Raises:
            Refused: A name is not decided, or not by one of its offers.
        """
        stays: dict[int, list[Stay]] = {}
        guests = len(self.strangers) + len(self.nameless)
        for one in self.known:
            stays.setdefault(one.pk, []).extend(one.attended.stays)
        for name in self.unsure:
            chosen = choices.get(name.place)
            if chosen is None or chosen not in {GUEST, *(offer.pk for offer in name.offers)}:
                raise Refused(self._undecided(choices))
            if chosen == GUEST:
                guests += 1
            else:
                stays.setdefault(chosen, []).extend(name.attended.stays)
        return {pk: seconds_there(each) for pk, each in stays.items()}, guests

    def _undecided(self, choices: Mapping[int, int]) -> str:
        names = [name.label for name in self.unsure if name.place not in choices]
        if not names:
            return _("A name was given to somebody who was not offered for it.")
        sentence = ngettext("Say who this is: {names}.", "Say who these are: {names}.", len(names))
        return sentence.format(names=", ".join(names[:10]) + ("…" if len(names) > 10 else ""))


def match(found: AttendanceFile, *, community: Community) -> Matched:
    """Look for the people of a file, in a fixed number of queries.

    Args:
        found: What was read.
        community: Whose members are offered also for names that are not quite the same.
    """
    named = [(place, one) for place, one in enumerate(found.people) if one.kind == "person"]
    by_address = _by_address(one for _place, one in named)
    known, rest = [], []
    for place, one in named:
        person = by_address.get(one.email) or by_address.get(one.account)
        if person:
            known.append(Known(person.pk, person.name, one))
        else:
            rest.append((place, one))
    offers = _offers([one for _place, one in rest], community)
    asked = [Unsure(place, one, each) for (place, one), each in zip(rest, offers, strict=True)]
    return Matched(
        known=tuple(known),
        unsure=tuple(one for one in asked if one.offers),
        strangers=tuple(one for one in asked if not one.offers),
        nameless=tuple(one for one in found.people if one.kind != "person"),
    )


def _by_address(people: Iterable[Attended]) -> dict[str, Person]:
    addresses = {address for one in people for address in (one.email, one.account) if address}
    rows = Person.objects.filter(is_active=True, email__in=addresses)
    return {person.email: person for person in rows if person.email}


def _offers(people: Sequence[Attended], community: Community) -> list[tuple[Offer, ...]]:
    """For each of these, whom the name could mean: the same name first, members first."""
    keys = {key for one in people for name in _names(one) for key in _keys(name)}
    if not keys:
        return [() for _one in people]
    current = Membership.objects.current().filter(community=community, person__is_active=True)
    members = {
        pk: (name, title)
        for pk, name, title in current.values_list("person", "person__name", "person__job_title")
    }
    same = Person.objects.filter(is_active=True, name_key__in=keys)
    others = {
        pk: (name, title)
        for pk, name, title in same.values_list("pk", "name", "job_title")
        if pk not in members
    }
    return [_offers_for(one, members, others) for one in people]


def _offers_for(
    one: Attended, members: Mapping[int, tuple[str, str]], others: Mapping[int, tuple[str, str]]
) -> tuple[Offer, ...]:
    from rapidfuzz import fuzz  # slow import

    asked = [_sorted(name) for name in _names(one)]
    scored = []
    for people, is_member in ((members, True), (others, False)):
        for pk, (name, title) in people.items():
            score = max(fuzz.ratio(_sorted(name), each) for each in asked)
            if score >= ALIKE:
                offer = Offer(pk, name, title, is_same=score == 100)
                scored.append(((-score, not is_member, name, pk), offer))
    return tuple(offer for _order, offer in sorted(scored)[:MOST_OFFERED])


def _names(one: Attended) -> Iterator[str]:
    """The names somebody may go by; what stands in brackets is no part of a name."""
    for name in (one.name, one.also):
        bare = name.partition("(")[0].strip()
        if bare and "@" not in bare:
            yield bare


def _keys(name: str) -> Iterator[str]:
    """What a name is found by, also when the last name stands first: "Lie, Nora"."""
    last, comma, first = name.partition(",")
    for written in (name, f"{first} {last}") if comma else (name,):
        key = name_keys(written)[0]
        if key:
            yield key


def _sorted(name: str) -> str:
    return " ".join(sorted(plain_words(name)))
