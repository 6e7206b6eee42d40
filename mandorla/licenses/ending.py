"""How a community ends: what it has finds an heir or is retired, then it closes.

It crosses the work, gatherings and licenses, so it is a process of its own: pages and the API
call these functions. Each thing goes over in a transaction of its own; closing is one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from mandorla.base import indicators
from mandorla.base.errors import DomainError, Refused
from mandorla.communities.models import Proposal, Succession
from mandorla.communities.models.inherited import refuse_heir
from mandorla.gatherings.inheriting import pass_feeds_on, pass_series_on
from mandorla.licenses.models import License
from mandorla.licenses.models.ending_parts import THINGS
from mandorla.licenses.models.ending_telling import invite
from mandorla.licenses.owned import NEVER_MOVED, ONLY_COUNTED, count_left, rows_left
from mandorla.licenses.retiring import RETIRE
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from mandorla.communities.models import Community
    from mandorla.licenses.models.ending import Ending
    from mandorla.people.models import Person


@dataclass
class Done:
    """What became of several things at once.

    Attributes:
        number: How many went over or were retired.
        refused: Why others stay, each reason once.
    """

    number: int = 0
    refused: list[str] = field(default_factory=list)


def hand_over(
    ending: Ending,
    kind: str,
    *,
    ids: Iterable[int] | None = None,
    to: Community,
    person: Person | None = None,
    by: Person,
    at: datetime,
) -> Done:
    """Things of one kind are another community's from now on; what cannot be stays.

    Args:
        ending: How the community ends.
        kind: One of `models.ending_parts.THINGS`.
        ids: Which of them; all that are left when nothing is given.
        to: The heir, one of those that were named.
        person: Who sees to them there.
        by: Who gives them.
        at: The moment.

    Raises:
        Refused: It is over, the heir was not named or does not go on, or these never move.
    """
    _refuse_over(ending, kind)
    if kind in NEVER_MOVED:
        raise Refused(_("What was said in confidence stays here: it is answered, not moved."))
    if not ending.heirs.filter(pk=to.pk).exists():
        raise Refused(_("Name {name} as an heir first.").format(name=to.name))

    def move(thing: Any) -> None:
        if kind == "series":
            pass_series_on(thing, to=to, last_on=ending.last_on, by=by, at=at)
        else:
            thing.pass_on(to=to, person=person, by=by, at=at)

    kept = {"outcome": "moved", "to": to, "by": by, "at": at}
    if kind in ONLY_COUNTED:
        return _all_at_once(ending, kind, lambda: pass_feeds_on(ending.community, to=to), **kept)
    return _each(ending, kind, ids, move, **kept)


def retire(
    ending: Ending,
    kind: str,
    *,
    ids: Iterable[int] | None = None,
    because: str,
    by: Person,
    at: datetime,
) -> Done:
    """Things of one kind are used no longer, and whoever finds them reads why.

    Args:
        ending: How the community ends.
        kind: One of `models.ending_parts.THINGS`.
        ids: Which of them; all that are left when nothing is given.
        because: A word why, at most 300 characters.
        by: Who retires them.
        at: The moment.

    Raises:
        Refused: It is over, or no reason is given.
    """
    _refuse_over(ending, kind)
    because = " ".join(because.split())
    if not because or len(because) > 300:
        raise Refused(_("Say why in one to 300 characters: whoever finds it reads it."))

    def stop(thing: Any) -> None:
        RETIRE[kind](thing, because=because, last_on=ending.last_on, by=by, at=at)

    kept = {"outcome": "retired", "because": because, "by": by, "at": at}
    if kind in ONLY_COUNTED:
        return _all_at_once(ending, kind, lambda: rows_left(ending, kind).count(), **kept)
    return _each(ending, kind, ids, stop, **kept)


def begin_heir(ending: Ending, *, name: str, purpose: str, by: Person, at: datetime) -> Community:
    """A community of the same kind is begun to go on with a part; who begins it leads it.

    Raises:
        Refused: The end is over, or the new one has no name or purpose.
    """
    with transaction.atomic():
        ending.lock()
        proposal = Proposal.begin(archetype=ending.community.archetype, by=by, at=at)
        proposal.save_step(name=name, purpose=purpose, at=at)
        heir = proposal.submit(at=at)
        ending.name_heir(heir, by=by, at=at)
    return heir


def close(ending: Ending, *, by: Person, at: datetime, on: date) -> None:
    """The community has ended: its license is retired by a decision, its page stays for ever.

    Args:
        ending: How it ends.
        by: Who closes it; where a license runs, somebody who decides on it.
        at: The moment.
        on: The day, in the time zone of the organization.

    Raises:
        Refused: Something is left, or it goes on in too few communities.
        NotAllowed: A license runs, and this person does not decide on it.
        Stale: Somebody else was first.
    """
    with transaction.atomic():
        ending.lock()
        refuse_left(ending)
        _refuse_heirs(ending)
        people = ending.community.memberships.filter(former=False)
        number = people.values("person").distinct().count()
        ending.step("close", ended_by=by, ended_at=at, people=number)
        _retire_license(ending, by=by, at=at, on=on)
        ending.community.refresh_from_db(fields=["status"])
        ending.community.close(reason=ending.reason, by=by, at=at, on=on)
        for heir in ending.heirs.order_by("name", "pk"):
            _succeed(ending, heir, by=by, at=at)


def refuse_left(ending: Ending) -> None:
    """Nothing, when everything has an heir or is retired.

    Raises:
        Refused: Something is left; the sentence says what.
    """
    left = count_left(ending)
    if left:
        said = ", ".join(f"{number} {THINGS[kind]}" for kind, number in left.items())
        raise Refused(_("Not everything has an heir or is retired yet: {what}.").format(what=said))


def _refuse_heirs(ending: Ending) -> None:
    """One that merges or splits says into what, and all of these go on."""
    fewest = {"merge": 1, "split": 2}.get(ending.kind, 0)
    heirs = list(ending.heirs.all())
    if len(heirs) < fewest:
        raise Refused(
            _("Say into which community it merges.")
            if ending.kind == "merge"
            else _("Say into which communities it splits: at least two.")
        )
    for heir in heirs:
        refuse_heir(heir, origin=ending.community)


def _retire_license(ending: Ending, *, by: Person, at: datetime, on: date) -> None:
    """What it operates under ends by a decision, with the evidence of the day."""
    community = ending.community
    running = License.objects.granted().filter(community=community).first()
    if running is None:
        return
    running.community = community
    known = indicators.read_all([community.pk], at=at)[community.pk]
    running.decide(
        "retire", reason=ending.reason, evidence=indicators.plain(known), by=by, at=at, on=on
    )


def _succeed(ending: Ending, heir: Community, *, by: Person, at: datetime) -> None:
    """One that only was named and took nothing is no heir, unless the community goes on in it."""
    if ending.kind == "end" and not ending.handovers.filter(to=heir).exists():
        return
    kind = "heir" if ending.kind == "end" else ending.kind
    Succession.begin(before=ending.community, after=heir, kind=kind, by=by, at=at)
    if kind != "heir":
        invite(ending, heir, by=by, at=at)


# --- several at once ---


def _refuse_over(ending: Ending, kind: str) -> None:
    if not type(ending).objects.filter(pk=ending.pk, state="open").exists():
        raise Refused(_("This end is not under way any more. Look again."))
    if kind not in THINGS:
        raise Refused(_("There is nothing called “{kind}” here.").format(kind=kind))


def _each(
    ending: Ending,
    kind: str,
    ids: Iterable[int] | None,
    act: Callable[[Any], None],
    **kept: Any,
) -> Done:
    """Do it with each; one that is refused stays, and the others go on."""
    rows = rows_left(ending, kind)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    done = Done()
    for thing in list(rows):
        thing.community = ending.community
        try:
            with transaction.atomic():
                ending.lock()
                act(thing)
                ending.handovers.create(thing=kind, thing_id=thing.pk, **kept)
            done.number += 1
        except DomainError as refusal:
            if refusal.sentence not in done.refused:
                done.refused.append(refusal.sentence)
    return done


def _all_at_once(ending: Ending, kind: str, act: Callable[[], int], **kept: Any) -> Done:
    with transaction.atomic():
        ending.lock()
        number = act()
        if number:
            ending.handovers.create(thing=kind, number=number, **kept)
    return Done(number)
