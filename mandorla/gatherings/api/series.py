"""The rhythms of a community: begun, changed from a day on, put right, ended."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router
from pydantic import AfterValidator, Field, StringConstraints

from mandorla.base.api.fields import Answer, Given, Id, Named, OneLine, Words
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import Invalid, must_be_allowed, must_see, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.communities.models import Community
from mandorla.core.rhythm_choice import said
from mandorla.core.rhythm_rule import Unusable
from mandorla.core.waiting import TAKES
from mandorla.gatherings.models import Series
from mandorla.gatherings.rules import may_set_rhythm, sees_facilitators
from mandorla.gatherings.turns import members_of
from mandorla.gatherings.zones import cities, zone_named

router = Router(tags=["Series"])
SET_BY = gettext_lazy("Those who run a community and its facilitators say when it meets.")


def _zone(text: str) -> str:
    found = zone_named(text)
    if not found:
        raise ValueError(_("No time zone is known by this name. Write a city, such as Lisbon."))
    return found


def of_our_time(day: date) -> date:
    """Refuse a day that no rhythm reaches."""
    if not 1990 <= day.year <= 2200:
        raise ValueError(_("No rhythm is kept in that year."))
    return day


def _by_the_clock(moment: time) -> time:
    if moment.tzinfo is not None:
        raise ValueError(_("Give the time by the clock of its zone, such as 09:00."))
    return moment


def _takes(word: str) -> str:
    if word not in TAKES:
        raise ValueError(_("A step takes {words}.").format(words=", ".join(TAKES)))
    return word


Day = Annotated[date, AfterValidator(of_our_time)]
Zone = Annotated[str, StringConstraints(max_length=60), AfterValidator(_zone)]
Clock = Annotated[time, AfterValidator(_by_the_clock)]
Minutes = Annotated[int, Field(ge=5, le=24 * 60)]


Taken = Annotated[str, AfterValidator(_takes)]


class SeriesStep(Given):
    """A step of the agenda that gatherings begin with."""

    title: Annotated[str, OneLine(200, fewest=1)]
    minutes: int = Field(ge=1, le=600)
    takes: list[Taken] = Field(
        default_factory=list, max_length=20, description="What it takes from what waits."
    )


class SeriesFound(Answer):
    """A recurring rhythm of a community."""

    id: Id
    name: str
    rule: str = Field(description="RFC 5545; empty when the rhythm was not understood.")
    words: str = Field(description="The rhythm in words, or as it was written.")
    timezone: str = Field(description="IANA name; may be empty.")
    starts_on: date | None
    starts_time: time | None
    ends_on: date | None
    minutes: int | None
    place: str
    links: list[dict[str, Any]]
    template: list[dict[str, Any]] = Field(description="The steps its agendas begin with.")
    found_text: str = Field(description="The rhythm as it was written.")


class RhythmGiven(Given):
    """Days by a rule or in words, with their time in a zone."""

    rule: Words = Field("", description="RFC 5545, at most one gathering a day.")
    words: Words = Field("", description="Instead of the rule: “every second Tuesday”.")
    timezone: Zone = Field(description="A city or an IANA name, such as Lisbon.")
    starts_time: Clock
    minutes: Minutes
    place: Annotated[str, OneLine(200)] = ""

    def facts(self) -> dict[str, Any]:
        """What a series keeps, with the words as a rule."""
        if bool(self.rule) == bool(self.words):
            raise Invalid(rule=_("Give either a rule or words."))
        facts = self.model_dump(exclude={"words"})
        try:
            facts["rule"] = said(self.rule or self.words, cities=cities()).rule
        except Unusable as reason:
            raise Invalid(**{"rule" if self.rule else "words": str(reason)}) from None
        return facts


class SeriesGiven(RhythmGiven):
    """A rhythm that begins."""

    name: Annotated[str, OneLine(150, fewest=1)]
    starts_on: Day = Field(description="It begins with its first date on or after this day.")
    template: list[SeriesStep] = Field(
        default_factory=list, max_length=20, description="Empty takes the archetype's steps."
    )


class RhythmChangeGiven(RhythmGiven):
    """Another rhythm from a day on."""

    from_on: Day


class CorrectionGiven(Given):
    """What was wrong, put right since the present rhythm began; what is left out stays."""

    name: Annotated[str, OneLine(150, fewest=1)] = ""
    rule: Words = ""
    timezone: Zone = ""
    starts_on: Day | None = None
    starts_time: Clock | None = None
    minutes: Minutes | None = None
    place: Annotated[str, OneLine(200)] = ""
    template: list[SeriesStep] | None = Field(None, max_length=20)


class SeriesEndGiven(Given):
    """The last day of a series."""

    on: Day


class TurnsGiven(Given):
    """Who facilitates, in this order, one gathering each."""

    people: list[Id] = Field(max_length=100)


def series_of(request: PersonRequest, slug: str, series_id: int) -> Series:
    """A series of a community that the person may see, with what its dates come from."""
    community = community_of(request, slug)
    found = Series.objects.visible_to(request.user).with_dates()
    return one(found.filter(community=community), pk=series_id)


def _set(request: PersonRequest, community: Community) -> None:
    must_be_allowed(may_set_rhythm(request.user, community), SET_BY)


@router.get("/communities/{slug}/series", response=PageOf[SeriesFound])
def list_series(request: PersonRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """List the rhythms of a community."""
    community = community_of(request, slug)
    return page_of(request, Series.objects.filter(community=community), order=["pk"], paging=paging)


@router.post("/communities/{slug}/series", response={201: SeriesFound})
def begin_series(request: PersonRequest, slug: str, body: SeriesGiven) -> Series:
    """Begin a rhythm."""
    community = community_of(request, slug)
    _set(request, community)
    return Series.begin(community=community, by=request.user, at=timezone.now(), **body.facts())


@router.get("/communities/{slug}/series/{series_id}", response=SeriesFound)
def show_series(request: PersonRequest, slug: str, series_id: Id) -> Series:
    """Show one rhythm."""
    return series_of(request, slug, series_id)


@router.patch("/communities/{slug}/series/{series_id}", response=SeriesFound)
def correct_series(
    request: PersonRequest, slug: str, series_id: Id, body: CorrectionGiven
) -> Series:
    """Put right what was entered wrong, since the present rhythm began."""
    series = series_of(request, slug, series_id)
    _set(request, series.community)
    facts = body.model_dump(exclude_unset=True, exclude_none=True)
    series.correct(by=request.user, at=timezone.now(), **facts)
    return series


@router.post("/communities/{slug}/series/{series_id}/changes", response=SeriesFound)
def change_series(
    request: PersonRequest, slug: str, series_id: Id, body: RhythmChangeGiven
) -> Series:
    """Change a rhythm from a day on. What was noted for later gatherings goes along."""
    series = series_of(request, slug, series_id)
    _set(request, series.community)
    series.change(by=request.user, at=timezone.now(), **body.facts())
    return series


@router.post("/communities/{slug}/series/{series_id}/end", response=SeriesFound)
def end_series(request: PersonRequest, slug: str, series_id: Id, body: SeriesEndGiven) -> Series:
    """Give a rhythm its last day; what was planned later is cancelled."""
    series = series_of(request, slug, series_id)
    _set(request, series.community)
    series.end(on=body.on, by=request.user, at=timezone.now())
    return series


@router.get("/communities/{slug}/series/{series_id}/turns", response=list[Named])
def list_turns(request: PersonRequest, slug: str, series_id: Id) -> list[Any]:
    """List who facilitates in turn, for those in the community."""
    series = series_of(request, slug, series_id)
    must_see(sees_facilitators(request.user, series.community.roles_of(request.user)))
    return [turn.person for turn in series.turns.select_related("person")]


@router.put("/communities/{slug}/series/{series_id}/turns", response=list[Named])
def set_turns(request: PersonRequest, slug: str, series_id: Id, body: TurnsGiven) -> list[Any]:
    """Say in which order people of the community facilitate."""
    series = series_of(request, slug, series_id)
    _set(request, series.community)
    here = members_of(series.community).in_bulk(body.people)
    if set(body.people) - here.keys():
        raise Invalid(people=_("Somebody of these does not belong to the community."))
    people = [here[pk] for pk in body.people]
    series.take_turns(people=people, by=request.user, at=timezone.now())
    return people
