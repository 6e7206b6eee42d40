"""What the Overview of a community says, read across modules in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _

from mandorla.advice.reading import read_standing
from mandorla.advice.rules import is_advised
from mandorla.base.prepared import prepared
from mandorla.communities.models import (
    Charter,
    Community,
    Fit,
    Force,
    Signature,
    Succession,
)
from mandorla.communities.models.charter_parts import FORCES, PAIRS
from mandorla.communities.models.two_sided import SIDES
from mandorla.core.forces import HIGHEST_FIT, balance
from mandorla.core.rhythm_words import words
from mandorla.dashboards.overview_next import Waiting, next_steps
from mandorla.gatherings.models import Series
from mandorla.value.models import ValueStatement
from mandorla.value.statement_page import age_of, is_past, standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from mandorla.communities.header import Header
    from mandorla.core.forces import Balance
    from mandorla.people.models import Person


@dataclass(frozen=True)
class ForceLine:
    """One force: its name, how many entries it has, and the first of them."""

    kind: str
    name: str
    count: int
    first: str


@dataclass(frozen=True)
class Rhythm:
    """One series: its rhythm in words, or as it was written when it is not understood."""

    name: str
    words: str
    is_understood: bool
    place: str


@dataclass(frozen=True)
class Words:
    """The value statement that stands, in short: what it says, how old it is, what it rests on."""

    statement: ValueStatement
    age: str
    is_past: bool


@dataclass(frozen=True)
class Overview:
    """The Overview of a community for one reader.

    Attributes:
        charter: The agreed version, or else the newest published one; None when there is none.
        later: A version after it that the reader may see; None when there is none.
        signed: The sides that signed `charter`.
        forces: The three forces of `charter`; empty without one.
        balance: How the forces of `charter` stand; None without one.
        weakest: The newest judgment of the weakest fit, when one was judged less than best.
        rhythms: Its series.
        is_advised: Whether advice is for the reader.
        waiting: At most three things to do next, for those whom advice is for.
        words: The agreed value statement, or else the newest published one; None without one.
    """

    charter: Charter | None
    later: Charter | None
    signed: frozenset[str]
    forces: tuple[ForceLine, ...]
    balance: Balance | None
    weakest: Fit | None
    rhythms: tuple[Rhythm, ...]
    is_advised: bool
    waiting: tuple[Waiting, ...]
    words: Words | None


def read_overview(*, community: Community, person: Person, header: Header, on: date) -> Overview:
    """Read the Overview of a community.

    Args:
        community: The community.
        person: Who looks; drafts show only to those who may see them.
        header: The community's header, which has been read already.
        on: Today.
    """
    versions = _versions(person, community.pk)
    charter = next((v for v in versions if v.state == "agreed"), None) or next(
        (v for v in versions if v.state == "published"), None
    )
    later = next((v for v in versions if charter is None or v.version > charter.version), None)
    forces, found, weakest = _forces(charter)
    signed = _signed(charter)
    found_here = Overview(
        charter=charter,
        later=later,
        signed=signed,
        forces=forces,
        balance=found,
        weakest=weakest,
        rhythms=_rhythms(community),
        is_advised=is_advised(person, header.roles),
        waiting=(),
        words=_words(community, on=on),
    )
    if not found_here.is_advised or community.has_closed:
        return found_here
    advice = read_standing(community, person=person, roles=header.roles)
    return replace(found_here, waiting=next_steps(_waiting(header, found_here), advice))


def parts_of(community: Community, *, person: Person) -> list[Community]:
    """The communities that are part of one, as far as somebody may see them."""
    return _parts(person, community.pk)


def origins_of(community: Community) -> list[Succession]:
    """The communities that went on in one, or left it something."""
    return list(_origins(community.pk))


@prepared
def _origins(community: int) -> QuerySet[Succession]:
    return Succession.objects.filter(after=community).named()


@prepared
def _parts(person: Person, community: int) -> QuerySet[Community]:
    parts = Community.objects.visible_to(person).filter(parent=community)
    return parts.only("name", "slug", "purpose", "status", "parent").order_by(Lower("name"))


def _words(community: Community, *, on: date) -> Words | None:
    found = standing(_statements(community.pk))
    if found is None:
        return None
    found.community = community
    return Words(statement=found, age=age_of(found, on=on), is_past=is_past(found, on=on))


def _signed(charter: Charter | None) -> frozenset[str]:
    if charter is None:
        return frozenset()
    if charter.state == "agreed":
        return frozenset(SIDES)
    return frozenset(_sides(charter.pk))


def _forces(
    charter: Charter | None,
) -> tuple[tuple[ForceLine, ...], Balance | None, Fit | None]:
    if charter is None:
        return (), None, None
    entries = _entries(charter.pk)
    lines = tuple(
        ForceLine(
            kind=kind,
            name=str(name),
            count=sum(entry.kind == kind for entry in entries),
            first=next((entry.text for entry in entries if entry.kind == kind), ""),
        )
        for kind, name in FORCES.items()
    )
    fits = charter.newest_fits()
    found = balance(
        counts={line.kind: line.count for line in lines},
        fits={pair: fit.score for pair, fit in fits.items()},
    )
    weakest = fits.get(found.weakest or "")
    return lines, found, weakest if weakest and weakest.score < HIGHEST_FIT else None


def _rhythms(community: Community) -> tuple[Rhythm, ...]:
    return tuple(
        Rhythm(
            name=series.name,
            words=words(series.rule, starts_at=series.starts_time, timezone=series.timezone)
            or series.found_text,
            is_understood=series.is_understood,
            place=series.place,
        )
        for series in _series(community.pk)
    )


def _waiting(header: Header, found: Overview) -> Iterator[Waiting]:
    """What should be done next, the most urgent first."""
    page = reverse("communities:charter", args=[header.community.slug])
    people = reverse("communities:members", args=[header.community.slug])
    if not header.leaders:
        reason = _("Without somebody who calls the next gathering a group stops by itself.")
        yield Waiting(_("Nobody leads it now."), reason, _("Find a leader"), people, weight=3)
    if not header.sponsors:
        reason = _("Only a sponsor can sign for the organization and clear the way.")
        action = _("Name a sponsor")
        yield Waiting(_("It has no sponsor."), reason, action, people, weight=3, says="W08")
    if found.charter is None:
        reason = _("Until it is published nobody can agree to it.")
        sentence = _("The charter is not published.")
        yield Waiting(sentence, reason, _("Open the draft"), page, weight=2)
        return
    if found.charter.state == "published":
        side = _("the members") if "organization" in found.signed else _("the organization")
        sentence = _("Version {version} waits for the signature of {side}.").format(
            version=found.charter.version, side=side
        )
        reason = _("With both signatures it is what both sides agreed to.")
        yield Waiting(sentence, reason, _("Open it"), page, weight=2)
    yield from _waiting_forces(found, page)
    if found.later and found.later.state == "draft":
        sentence = _("Version {version} is a draft.").format(version=found.later.version)
        reason = _("Only those who run or sponsor it see it.")
        yield Waiting(sentence, reason, _("Go on with it"), page)


def _waiting_forces(found: Overview, page: str) -> Iterator[Waiting]:
    if found.balance and found.balance.empty:
        sentence = _("The charter names no {force}.").format(force=FORCES[found.balance.empty[0]])
        reason = _("The three forces hold only together.")
        yield Waiting(sentence, reason, _("Begin a version"), page, weight=2)
    elif found.balance and found.balance.unjudged:
        pair = PAIRS[found.balance.unjudged[0]]
        sentence = _("Nobody has judged how {pair} fit.").format(pair=pair)
        reason = _("A fit that is not judged is not known to hold.")
        yield Waiting(sentence, reason, _("Judge it"), page)


@prepared
def _versions(person: Person, community: int) -> QuerySet[Charter]:
    rows = Charter.objects.visible_to(person).filter(community=community)
    facts = rows.only("version", "state", "value_statement", "agreed_at", "community")
    return facts.order_by("-version")


@prepared
def _sides(charter: int) -> QuerySet[Signature, str]:
    return Signature.objects.filter(charter=charter).values_list("side", flat=True)


@prepared
def _entries(charter: int) -> QuerySet[Force]:
    return Force.objects.filter(charter=charter).order_by("kind", "position")


@prepared
def _series(community: int) -> QuerySet[Series]:
    return Series.objects.filter(community=community)


@prepared
def _statements(community: int) -> QuerySet[ValueStatement]:
    rows = ValueStatement.objects.readable().filter(community=community)
    return rows.select_related("elicitation").order_by("-version")
