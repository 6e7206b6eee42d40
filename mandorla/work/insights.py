"""What conversations in the units brought, and what became of it, as somebody may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, Count, Q, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.web import Page, paged
from mandorla.work.models.insight import STATES, Insight, Response
from mandorla.work.models.take_back import TakeBack, TalkedAbout
from mandorla.work.rules import answers_insights, steers, takes_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from mandorla.communities.models import Community
    from mandorla.gatherings.models import Gathering
    from mandorla.people.models import Person

OPEN_FIRST = ("waiting", "heard", "asked_back", "answered")
SHOWN = {"open": ("waiting", "heard", "asked_back"), "answered": ("answered",), "all": OPEN_FIRST}


@dataclass(frozen=True)
class Heard:
    """An insight as somebody reads it: a unit, never a name.

    Attributes:
        state: Where it is, in words.
        responses: What leadership said, the first one first.
        is_mine: Whether the reader brought it.
        may_answer: Whether the reader answers for leadership.
    """

    insight: Insight
    state: str
    responses: tuple[Response, ...]
    is_mine: bool
    may_answer: bool

    @property
    def newest(self) -> Response | None:
        """What leadership said last."""
        return self.responses[-1] if self.responses else None

    @property
    def may_add(self) -> bool:
        """Whether leadership needs more from the reader."""
        is_asked = self.insight.state == "asked_back"
        return self.is_mine and is_asked and not self.insight.community.has_closed

    @property
    def waits(self) -> bool:
        """Whether it is leadership's turn."""
        return self.insight.state in {"waiting", "heard"}


@dataclass(frozen=True)
class Insights:
    """A page of the insights of a community.

    Attributes:
        shown: Which are shown: "open", "answered" or "all".
        counts: How many there are of each.
        may_bring: Whether the reader can bring one.
    """

    page: Page[Insight]
    rows: tuple[Heard, ...]
    shown: str
    counts: dict[str, int]
    waiting: int
    may_bring: bool
    may_answer: bool

    @property
    def sentence(self) -> str:
        """What is true now."""
        if not self.counts["all"]:
            return _("No conversation has come back from the units yet.")
        if not self.waiting:
            return _("Leadership has answered everything that came back from the units.")
        return ngettext(
            "{count} insight from the units waits for an answer.",
            "{count} insights from the units wait for an answer.",
            self.waiting,
        ).format(count=self.waiting)


def read_insights(
    community: Community, *, reader: Person, roles: Set[str], shown: str, number: int
) -> Insights:
    """The insights of a community: what waits longest first, then what was answered last.

    Args:
        community: Of whom.
        reader: Who reads; somebody without a role here sees none.
        roles: The reader's roles here.
        shown: "open", "answered" or "all"; anything else shows what is open, if anything is.
        number: Which page.
    """
    insights = Insight.objects.visible_to(reader).filter(community=community)
    found = insights.aggregate(
        all=Count("pk"),
        answered=Count("pk", filter=Q(state="answered")),
        waiting=Count("pk", filter=Q(state__in=["waiting", "heard"])),
    )
    counts = {**found, "open": found["all"] - found["answered"]}
    if shown not in SHOWN:
        shown = "open" if counts["open"] else "all"
    rows = insights.filter(state__in=SHOWN[shown])
    rows = rows.select_related("unit", "objective", "community")
    waits_first = Case(When(state="asked_back", then=1), default=0)
    order = (waits_first, "brought_at", "pk") if shown == "open" else ("-brought_at", "pk")
    page = paged(rows.order_by(*order), number=number, total=counts[shown])
    is_open = not community.has_closed
    return Insights(
        page=page,
        rows=_heard(page.rows, reader=reader, roles=roles),
        shown=shown,
        counts={key: counts[key] for key in SHOWN},
        waiting=counts["waiting"],
        may_bring=is_open and takes_part(reader, roles),
        may_answer=is_open and answers_insights(reader, roles),
    )


def read_insight(insight: Insight, *, reader: Person, roles: Set[str]) -> Heard:
    """One insight with all that leadership said."""
    return _heard([insight], reader=reader, roles=roles)[0]


def brought_by(person: Person, *, number: int) -> tuple[Page[Insight], tuple[Heard, ...]]:
    """What somebody brought, the newest first, for that person alone."""
    rows = Insight.objects.filter(brought_by=person).select_related(
        "unit", "objective", "community"
    )
    page = paged(rows.order_by("-brought_at", "-pk"), number=number)
    return page, _heard(page.rows, reader=person, roles=frozenset())


def _heard(insights: Iterable[Insight], *, reader: Person, roles: Set[str]) -> tuple[Heard, ...]:
    rows = list(insights)
    said: dict[int, list[Response]] = {insight.pk: [] for insight in rows}
    responses = Response.objects.filter(insight__in=list(said)).select_related("given_by")
    for response in responses.order_by("insight_id", "number"):
        said[response.insight_id].append(response)
    may_answer = answers_insights(reader, roles)
    return tuple(
        Heard(
            insight=insight,
            state=str(STATES[insight.state]),
            responses=tuple(said[insight.pk]),
            is_mine=insight.brought_by_id == reader.pk,
            may_answer=may_answer and not insight.community.has_closed,
        )
        for insight in rows
    )


@dataclass(frozen=True)
class Carried:
    """What everybody takes back from a gathering.

    Attributes:
        take_back: The text; None when nothing was written yet.
        talked: How many talked about it in their units; nobody sees who.
        i_did: Whether the reader did.
        may_write: Whether the reader words it.
        may_talk: Whether the reader can say that they talked about it.
    """

    take_back: TakeBack | None
    talked: int
    i_did: bool
    may_write: bool
    may_talk: bool


def carried_from(gathering: Gathering, *, reader: Person, roles: Set[str]) -> Carried:
    """What is taken back from a gathering, as somebody in the community sees it."""
    found = TakeBack.objects.visible_to(reader).filter(gathering=gathering).first()
    talks = TalkedAbout.objects.filter(take_back=found)
    counted = (
        talks.aggregate(all=Count("pk"), mine=Count("pk", filter=Q(person=reader)))
        if found
        else {"all": 0, "mine": 0}
    )
    return Carried(
        take_back=found,
        talked=counted["all"],
        i_did=bool(counted["mine"]),
        may_write=steers(reader, roles)
        and gathering.state != "cancelled"
        and not gathering.community.has_closed,
        may_talk=bool(found and roles),
    )
