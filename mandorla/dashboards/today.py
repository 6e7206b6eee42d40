"""What waits for somebody today, in order, read across modules in a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.models import Notification
from mandorla.base.prepared import Prepared, counted, prepared
from mandorla.communities.models import Charter, MembershipRequest, Signature
from mandorla.communities.rules import RUNS
from mandorla.dashboards.mine import Mine, Task, by_community
from mandorla.dashboards.today_commitments import taken_on
from mandorla.dashboards.today_gatherings import in_gatherings
from mandorla.dashboards.today_licenses import of_licenses
from mandorla.dashboards.today_profiles import in_profiles
from mandorla.dashboards.today_rounds import due_in, in_rounds
from mandorla.dashboards.today_stories import of_stories
from mandorla.dashboards.today_work import asked_of, own_work
from mandorla.value.due import HOLDERS
from mandorla.value.models import (
    StatementSignature,
    Suggestion,
    ValueStatement,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mandorla.people.models import Person


SIGNING: Final = {"sponsor": "organization", "leader": "members"}  # who signs for which side


def read_today(person: Person, *, at: datetime) -> list[Task]:
    """What waits for somebody: what closes first comes first, then what others wait for."""
    mine = Mine.of(person)
    today = timezone.localtime(at).date()
    return [
        *in_gatherings(mine, at=at),
        *in_rounds(mine, at=at),
        *in_profiles(mine, at=at),
        *taken_on(mine, on=today),
        *asked_of(mine),
        *of_licenses(mine, at=at, on=today),
        *_to_sign(mine),
        *_who_asks(mine),
        *_to_word(mine),
        *own_work(mine, at=at, on=today),
        *of_stories(mine, at=at, on=today),
        *due_in(mine, on=today),
    ]


def count_news(person: Person) -> int:
    """How many things are new to somebody."""
    return _unseen(person)[0]


@prepared
def _unseen(person: Person) -> QuerySet[Notification, int]:
    return counted(Notification.objects.told_to(person).unseen())


def _to_sign(mine: Mine) -> Iterator[Task]:
    """Published versions of statements and charters that the person can sign for their side."""
    for statement in _unsigned(mine, STATEMENTS):
        yield Task(
            _("The value statement of {name} waits for your signature.").format(
                name=statement.community.name
            ),
            _("With both signatures it is what both sides stand for."),
            _("Read and sign"),
            statement.get_absolute_url(),
        )
    for charter in _unsigned(mine, CHARTERS):
        yield Task(
            _("The charter of {name} waits for your signature.").format(
                name=charter.community.name
            ),
            _("With both signatures it is what both sides agreed to."),
            _("Read and sign"),
            charter.get_absolute_url(),
        )


@dataclass(frozen=True)
class Signable:
    """Texts that both sides sign, as the queries that Today asks about them.

    Attributes:
        published: Of all published versions in communities: community, version, key and state.
        signatures: Of some versions: version, side and who signed for it.
        numbered: Versions by their keys, published first come first.
    """

    published: Prepared[[tuple[int, ...]], tuple[int, int, int, str]]
    signatures: Prepared[[tuple[int, ...]], tuple[int, str, int]]
    numbered: Prepared[[tuple[int, ...]], Any]

    @classmethod
    def of(cls, versions: type[Model], signatures: type[Model], *, name: str) -> Signable:
        """The queries for a kind of text; `name` is what its signatures call it."""

        def published(communities: tuple[int, ...]) -> QuerySet[Any, Any]:
            states = ["published", "agreed"]
            rows = versions._default_manager.filter(community__in=communities, state__in=states)
            return rows.values_list("community", "version", "pk", "state")

        def signatures_of(keys: tuple[int, ...]) -> QuerySet[Any, Any]:
            rows = signatures._default_manager.filter(**{f"{name}__in": keys})
            return rows.values_list(name, "side", "person")

        def numbered(keys: tuple[int, ...]) -> QuerySet[Any, Any]:
            rows = versions._default_manager.filter(pk__in=keys).only("version", "community")
            return rows.order_by("published_at", "pk")

        return cls(prepared(published), prepared(signatures_of), prepared(numbered))


STATEMENTS: Final = Signable.of(ValueStatement, StatementSignature, name="statement")
CHARTERS: Final = Signable.of(Charter, Signature, name="charter")


def _unsigned(mine: Mine, texts: Signable) -> list[Any]:
    """The newest published versions that lack a signature the person can give."""
    signing = mine.where(SIGNING.keys())
    newest: dict[int, tuple[int, int, str]] = {}
    for community, version, pk, state in texts.published(signing) if signing else ():
        row = (version, pk, state)
        newest[community] = max(newest.get(community, row), row)
    waiting = tuple(pk for _version, pk, state in newest.values() if state == "published")
    if not waiting:
        return []
    signed: set[tuple[int, str]] = set()
    for pk, side, person in texts.signatures(waiting):
        signed |= {(pk, one) for one in SIGNING.values() if one == side or person == mine.person.pk}
    rows = texts.numbered(waiting)
    for row in rows:
        row.community = mine.communities[row.community_id]
    return [
        row
        for row in rows
        if any(
            role in mine.roles[row.community_id] and (row.pk, side) not in signed
            for role, side in SIGNING.items()
        )
    ]


def _who_asks(mine: Mine) -> Iterator[Task]:
    """People who ask to join what the person runs; who asks to co-lead is answered by leaders."""
    run = mine.where(RUNS)
    counts: Counter[int] = Counter()
    for community, role, count in _requests(run) if run else ():
        if role == "member" or "leader" in mine.roles[community]:
            counts[community] += count
    for name, slug, count in mine.named(counts.items()):
        yield Task(
            ngettext(
                "{count} person asks to join {name}.", "{count} people ask to join {name}.", count
            ).format(count=count, name=name),
            _("Somebody who is left waiting does not ask again."),
            _("Answer"),
            reverse("communities:members", args=[slug]),
        )


@prepared
def _requests(communities: tuple[int, ...]) -> QuerySet[MembershipRequest, tuple[int, str, int]]:
    waiting = MembershipRequest.objects.filter(answered_at=None, community__in=communities)
    return waiting.order_by().values_list("community", "role").annotate(count=Count("pk"))


def _to_word(mine: Mine) -> Iterator[Task]:
    """What people said in their own words, and nobody has worded yet."""
    held = mine.where(HOLDERS)
    for name, slug, count in mine.named(_suggestions(held)) if held else ():
        yield Task(
            ngettext(
                "{count} suggestion waits to be worded in {name}.",
                "{count} suggestions wait to be worded in {name}.",
                count,
            ).format(count=count, name=name),
            _("Both sides can weigh it when it is among the expectations."),
            _("Word them"),
            reverse("value:expectations", args=[slug]),
        )


@prepared
def _suggestions(communities: tuple[int, ...]) -> QuerySet[Any, tuple[int, int]]:
    return by_community(Suggestion.objects.filter(state="open", community__in=communities))
