"""Builds the story world: an invented organization with its people and twelve communities."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import gettext as _

from mandorla.advice.keeping import keep
from mandorla.base.errors import Refused
from mandorla.base.models import Event, Notification, Organization
from mandorla.communities.models import Community, Proposal
from mandorla.conversations.measuring import due, measure_communities
from mandorla.demo import texts
from mandorla.demo.days import Calendar
from mandorla.demo.ledgers import set_rates
from mandorla.demo.life import FORCES, Life
from mandorla.demo.population import KNOWN_DAYS, Population, populate
from mandorla.demo.pursuits import pursue
from mandorla.demo.talks import talk
from mandorla.gatherings.forgetting import forget_attendance
from mandorla.ledger.asking_once import ask_once
from mandorla.people.models import Person, Unit
from mandorla.work.comparing import compare
from mandorla.work.helping import remind_helpers

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

APPOINTED_DAYS: Final = 1595
UNREAD: Final = timedelta(days=14)  # what happened since is new when the demo begins
COMPARED: Final = "Atlas Change Champions"  # its issues are looked through for common problems


def is_built() -> bool:
    """Whether this instance holds the story world already."""
    organization = Organization.current()
    return organization is not None and organization.is_demo


def build_world(*, on: date, progress: Callable[[str], object] = lambda _name: None) -> None:
    """The instance holds the story world, told as if today were that day.

    Args:
        on: The day the story is told; everything in it happened before.
        progress: Called with the name of each community before it is built.

    Raises:
        Refused: The instance holds anything already; nothing was changed.
    """
    refuse_other_data()
    with transaction.atomic():
        calendar = Calendar(on=on)
        story = texts.organization()
        place = Organization.found(name=story["name"], at=calendar.moment(KNOWN_DAYS), is_demo=True)
        people = populate(calendar=calendar)
        karin, yusuf = people.parts["karin"], people.parts["yusuf"]
        Event.record("organization.founded", by=karin, at=calendar.moment(KNOWN_DAYS), about=place)
        yusuf.appoint(role="auditor", by=karin, at=calendar.moment(APPOINTED_DAYS))
        pursue(people=people, calendar=Calendar(on=on))
        set_rates(by=karin, calendar=Calendar(on=on))
        for community in texts.communities(on=on):
            progress(community["name"])
            Life.live(community, people=people, calendar=Calendar(on=on))
        for proposal in texts.proposals(on=on):
            _begin(proposal, people=people, calendar=Calendar(on=on))
        midnight = datetime.combine(on, time(0), UTC)
        talk(on=on, at=midnight - timedelta(hours=1))
        _catch_up(at=midnight - timedelta(minutes=1))


def _catch_up(*, at: datetime) -> None:
    """What a running Mandorla would have done by then: forgotten, reminded, measured, looked."""
    forget_attendance(at=at)
    remind_helpers(at=at)
    ask_once(at=at)
    compare(Community.objects.get(name=COMPARED))
    measure_communities(due(), at=at)
    keep(list(Community.objects.values_list("pk", flat=True)), at=at)
    Notification.objects.see_before(at - UNREAD)  # people who work there read their news


def refuse_other_data() -> None:
    """Do nothing when the instance holds nothing yet.

    Raises:
        Refused: It holds an organization, people, units or communities.
    """
    if is_built():
        raise Refused(_("The demo world is here already."))
    for model in (Organization, Person, Unit, Community):
        if model._default_manager.exists():
            raise Refused(
                _(
                    "This instance holds data that is not the demo's, so the demo was not built. "
                    "Give MANDORLA_DATA an empty folder, or DATABASE_URL an empty database."
                )
            )


def _begin(proposal: dict[str, object], *, people: Population, calendar: Calendar) -> None:
    """Somebody has begun to propose a community and will go on another day."""
    facts = {key: proposal[key] for key in ("name", "purpose", "joining")}
    begun = Proposal.begin(
        archetype=str(proposal["archetype"]),
        by=people.parts[str(proposal["by"])],
        at=calendar.moment(int(str(proposal["begun"]))),
    )
    begun.reach(
        str(proposal["step"]),
        at=calendar.moment(int(str(proposal["saved"]))),
        unit=people.units[str(proposal["unit"])],
        forces={kind: proposal.get(key, []) for kind, key in FORCES.items()},
        **facts,
    )
