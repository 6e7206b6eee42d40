"""What waits for somebody today, in order, read across modules in a fixed number of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.communities.models import Charter, MembershipRequest, Signature
from mandorla.communities.rules import RUNS
from mandorla.dashboards.mine import Mine, Task
from mandorla.dashboards.today_commitments import taken_on
from mandorla.dashboards.today_gatherings import in_gatherings
from mandorla.dashboards.today_rounds import due_in, in_rounds
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
        *taken_on(mine, on=today),
        *asked_of(mine),
        *_to_sign(mine),
        *_who_asks(mine),
        *_to_word(mine),
        *own_work(mine, at=at, on=today),
        *due_in(mine, on=today),
    ]


def _to_sign(mine: Mine) -> Iterator[Task]:
    """Published versions of statements and charters that the person can sign for their side."""
    statements = StatementSignature.objects.all()
    for statement in _unsigned(mine, ValueStatement.objects.all(), statements, of="statement"):
        yield Task(
            _("The value statement of {name} waits for your signature.").format(
                name=statement.community.name
            ),
            _("With both signatures it is what both sides stand for."),
            _("Read and sign"),
            statement.get_absolute_url(),
        )
    for charter in _unsigned(mine, Charter.objects.all(), Signature.objects.all(), of="charter"):
        yield Task(
            _("The charter of {name} waits for your signature.").format(
                name=charter.community.name
            ),
            _("With both signatures it is what both sides agreed to."),
            _("Read and sign"),
            charter.get_absolute_url(),
        )


def _unsigned(mine: Mine, versions: Any, signatures: Any, *, of: str) -> list[Any]:
    """The newest published versions that lack a signature the person can give.

    In small questions: putting one large one together takes longer than answering them.
    """
    signing = mine.where(SIGNING.keys())
    if not signing:
        return []
    asked = versions.filter(community__in=signing, state__in=["published", "agreed"])
    newest: dict[int, tuple[int, int, str]] = {}
    for row in asked.values_list("community", "version", "pk", "state"):
        newest[row[0]] = max(newest.get(row[0], row[1:]), row[1:])
    waiting = [pk for _version, pk, state in newest.values() if state == "published"]
    if not waiting:
        return []
    given = signatures.filter(**{f"{of}__in": waiting})
    signed = set(given.values_list(of, "side")) | {
        (pk, side)
        for pk in given.filter(person=mine.person).values_list(of, flat=True)
        for side in SIGNING.values()
    }
    rows = versions.filter(pk__in=waiting).select_related("community")
    return [
        row
        for row in rows.order_by("published_at", "pk")
        if any(
            role in mine.roles[row.community_id] and (row.pk, side) not in signed
            for role, side in SIGNING.items()
        )
    ]


def _who_asks(mine: Mine) -> Iterator[Task]:
    """People who ask to join what the person runs; who asks to co-lead is answered by leaders."""
    if not mine.where(RUNS | {"leader"}):
        return
    waiting = MembershipRequest.objects.filter(answered_at=None).filter(
        Q(role="member", community__in=mine.where(RUNS))
        | Q(role="leader", community__in=mine.where({"leader"}))
    )
    for name, slug, count in mine.counted(waiting):
        yield Task(
            ngettext(
                "{count} person asks to join {name}.", "{count} people ask to join {name}.", count
            ).format(count=count, name=name),
            _("Somebody who is left waiting does not ask again."),
            _("Answer"),
            reverse("communities:members", args=[slug]),
        )


def _to_word(mine: Mine) -> Iterator[Task]:
    """What people said in their own words, and nobody has worded yet."""
    held = mine.where(HOLDERS)
    if not held:
        return
    waiting = Suggestion.objects.filter(state="open", community__in=held)
    for name, slug, count in mine.counted(waiting):
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
