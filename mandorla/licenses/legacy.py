"""What a community leaves: readable for ever, by everybody who is signed in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from mandorla.communities.models import Archetype, Membership, Succession
from mandorla.licenses.models import Ending, License
from mandorla.licenses.models.ending_parts import THINGS
from mandorla.licenses.models.license import ASKED
from mandorla.value.models import ValueStatement
from mandorla.work.models import Issue, Lesson, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mandorla.communities.models import Community
    from mandorla.licenses.models import Handover, Thanks
    from mandorla.people.models import Person

NAMED: Final = 4  # things of one kind by name; the page prints on one sheet
OPEN_TO_ALL: Final[dict[str, Any]] = {"lesson": Lesson, "problem": Problem, "issue": Issue}


@dataclass(frozen=True)
class Place:
    """Where something lives now."""

    text: str
    address: str


@dataclass(frozen=True)
class Left:
    """What became of things of one kind.

    Attributes:
        label: What they are.
        retired: How many were retired.
        moved: How many went over.
        places: The first of them that everybody may read, where they are now.
        heirs: Who took them over.
    """

    label: str
    retired: int
    moved: int
    places: tuple[Place, ...]
    heirs: tuple[Place, ...]

    @property
    def more(self) -> int:
        """How many of those that went over are not named."""
        return self.moved - len(self.places) if self.places else 0


@dataclass(frozen=True)
class Legacy:
    """What is known of a community that ended or is about to.

    Attributes:
        community: Which.
        ending: How it ended or ends; None when that was not written down here.
        kind: What kind it was.
        since: The day it began; None when not known.
        until: Its last day; None when not known.
        reason: Why it ended.
        changed: What changed because of it, in the words of those who ended it.
        statement: What both sides agreed to last.
        left: What it left, kind by kind.
        thanked: Who is thanked by name.
        led_by: Who led it last, where nobody was thanked by name.
        people: How many were in it on its last day.
        license: The last license it had.
        went_on: Where it goes on, or who took something over.
        came_from: What went on in it.
        unknown: What is not known, as sentences.
    """

    community: Community
    ending: Ending | None
    kind: str
    since: date | None
    until: date | None
    reason: str
    changed: str
    statement: ValueStatement | None
    left: tuple[Left, ...]
    thanked: Sequence[Thanks]
    led_by: Sequence[str]
    people: int | None
    license: License | None
    went_on: Sequence[Succession]
    came_from: Sequence[Succession]
    unknown: tuple[str, ...]

    @property
    def goes_on(self) -> list[Succession]:
        """Where it merged or split into; heirs of single things are named beside these."""
        return [one for one in self.went_on if one.kind != "heir"]


def read_legacy(community: Community) -> Legacy:
    """Read what a community leaves, in a fixed number of queries."""
    ending = _ending(community)
    license = _license(community)
    thanked = list(ending.thanked.shown()) if ending else []
    led_by = [] if thanked else _led_by(community)
    left = _left(ending) if ending else ()
    until = community.closed_on or (ending.last_on if ending else None)
    reason = (ending.reason if ending else "") or community.closing_reason
    changed = ending.changed if ending else ""
    people = ending.people if ending else None
    went_on = list(Succession.objects.filter(before=community).named())
    return Legacy(
        community=community,
        ending=ending,
        kind=Archetype.names().get(community.archetype, community.kind),
        since=community.founded_on,
        until=until,
        reason=reason,
        changed=changed,
        statement=_statement(community),
        left=left,
        thanked=thanked,
        led_by=led_by,
        people=people,
        license=license,
        went_on=went_on,
        came_from=list(Succession.objects.filter(after=community).named()),
        unknown=_unknown(
            {
                _("when it began"): community.founded_on,
                _("when it ended"): until,
                _("what it was for"): community.purpose.strip(),
                _("why it ended"): reason,
                _("what changed because of it"): changed,
                _("what became of what it had"): ending,
                _("who led it"): thanked or led_by,
                _("how many people were in it"): people,
                _("under which license it worked"): license,
            }
        ),
    )


def mine_of(ending: Ending, person: Person) -> Thanks | None:
    """Whether somebody is to be thanked by name, also when they took their name out."""
    return ending.thanked.filter(person=person).first()


def _ending(community: Community) -> Ending | None:
    found = Ending.objects.filter(community=community).exclude(state="given_up")
    ending = found.order_by("-begun_at", "-pk").first()
    if ending is not None:
        ending.community = community
    return ending


def _license(community: Community) -> License | None:
    had = License.objects.filter(community=community).exclude(
        state__in=[*ASKED, "declined", "withdrawn"]
    )
    license = had.order_by("-number").first()
    if license is not None:
        license.community = community
    return license


def _statement(community: Community) -> ValueStatement | None:
    agreed = ValueStatement.objects.filter(community=community, state="agreed")
    statement = agreed.order_by("-version").first()
    if statement is not None:
        statement.community = community
    return statement


def _led_by(community: Community) -> list[str]:
    """Those who led it at last, or at any time when nobody does now."""
    rows = Membership.objects.filter(community=community, role="leader")
    named = rows.order_by("former", "person__name").values_list("former", "person__name")
    found = list(named)
    last = [name for former, name in found if not former]
    return list(dict.fromkeys(last or [name for _former, name in found]))[:NAMED]


def _unknown(known: dict[str, object]) -> tuple[str, ...]:
    return tuple(what for what, value in known.items() if value in (None, "", [], ()))


# --- what it left ---


def _left(ending: Ending) -> tuple[Left, ...]:
    by_kind: dict[str, list[Handover]] = defaultdict(list)
    for row in ending.handovers.select_related("to").order_by("pk"):
        by_kind[row.thing].append(row)
    places = _places(by_kind)
    return tuple(
        _of_kind(kind, by_kind[kind], places.get(kind, ())) for kind in THINGS if by_kind[kind]
    )


def _of_kind(kind: str, rows: Sequence[Handover], places: Sequence[Place]) -> Left:
    moved = [row for row in rows if row.outcome == "moved"]
    heirs = {row.to.pk: row.to for row in moved if row.to is not None}
    return Left(
        label=str(THINGS[kind]),
        retired=sum(row.number for row in rows if row.outcome == "retired"),
        moved=sum(row.number for row in moved),
        places=tuple(places),
        heirs=tuple(Place(one.name, _lives(kind, one)) for one in heirs.values()),
    )


def _lives(kind: str, heir: Community) -> str:
    page = {"series": "gatherings:gatherings", "calendar": "gatherings:gatherings"}
    return reverse(page.get(kind, "work:work"), args=[heir.slug])


def _places(by_kind: dict[str, list[Handover]]) -> dict[str, list[Place]]:
    """Where those are that everybody may read, also when an heir has passed them on since."""
    found: dict[str, list[Place]] = {}
    for kind, model in OPEN_TO_ALL.items():
        ids = [row.thing_id for row in by_kind[kind] if row.outcome == "moved"]
        if ids:
            rows = model.objects.filter(pk__in=ids[:NAMED]).select_related("community")
            found[kind] = [Place(str(row), row.get_absolute_url()) for row in rows.order_by("pk")]
    return found
