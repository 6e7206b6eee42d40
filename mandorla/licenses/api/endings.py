"""How a community ends: announced, handed over, people thanked, closed; and what it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router, Status

from mandorla.base.api.problems import known, must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.communities.models import Community, Membership
from mandorla.licenses.api.ending_words import (
    ChangesGiven,
    DoneFound,
    EndingFound,
    EndingGiven,
    HandoverGiven,
    HeirGiven,
    LastDayGiven,
    LegacyFound,
    RetirementGiven,
    ThanksGiven,
)
from mandorla.licenses.ending import close, hand_over, retire
from mandorla.licenses.ending_page import to_thank
from mandorla.licenses.legacy import Legacy, read_legacy
from mandorla.licenses.models import Ending
from mandorla.licenses.owned import count_left
from mandorla.licenses.rules import ends
from mandorla.people.models import Person

if TYPE_CHECKING:
    from mandorla.licenses.ending import Done

router = Router(tags=["Ends of communities"])
ENDERS = _("Those who run a community, its sponsors and program managers bring it to its end.")


@router.get("/communities/{slug}/legacy", response=LegacyFound)
def show_legacy(request: PersonRequest, slug: str) -> Legacy:
    """Read what a community leaves, also while it closes."""
    return read_legacy(community_of(request, slug))


@router.get("/communities/{slug}/ending", response=EndingFound)
def show_ending(request: PersonRequest, slug: str) -> Ending:
    """Read how far the end of a community is; for those who bring it there."""
    return _ending(request, slug)


@router.post("/communities/{slug}/ending", response={201: EndingFound})
def begin_ending(request: PersonRequest, slug: str, body: EndingGiven) -> Status[Ending]:
    """Announce the end of a community: everybody in it reads why, and the last day."""
    community = _community(request, slug)
    now = timezone.now()
    begun = Ending.begin(
        community=community,
        by=request.user,
        at=now,
        on=timezone.localdate(now),
        **body.model_dump(),
    )
    return Status(201, begun)


@router.api_operation(["DELETE"], "/communities/{slug}/ending", response={204: None})
def give_ending_up(request: PersonRequest, slug: str) -> Status[None]:
    """Go on after all; what was handed over stays where it is."""
    _ending(request, slug).give_up(by=request.user, at=timezone.now())
    return Status(204, None)


@router.put("/communities/{slug}/ending/last_day", response=EndingFound)
def postpone_ending(request: PersonRequest, slug: str, body: LastDayGiven) -> Ending:
    """Say another last day."""
    ending, now = _ending(request, slug), timezone.now()
    on = timezone.localdate(now)
    ending.postpone(by=request.user, at=now, on=on, **body.model_dump())
    return ending


@router.post("/communities/{slug}/ending/heirs", response=EndingFound)
def name_heir(request: PersonRequest, slug: str, body: HeirGiven) -> Ending:
    """Name a community that takes over."""
    ending = _ending(request, slug)
    ending.name_heir(community_of(request, body.slug), by=request.user, at=timezone.now())
    return ending


@router.api_operation(["DELETE"], "/communities/{slug}/ending/heirs/{heir}", response={204: None})
def drop_heir(request: PersonRequest, slug: str, heir: str) -> Status[None]:
    """Take a community out that has taken nothing over yet."""
    ending = _ending(request, slug)
    ending.drop_heir(one(ending.heirs.all(), slug=heir), by=request.user, at=timezone.now())
    return Status(204, None)


@router.post("/communities/{slug}/ending/handovers", response=DoneFound)
def hand_things_over(request: PersonRequest, slug: str, body: HandoverGiven) -> dict[str, Any]:
    """Hand things of one kind over to an heir: those that are named, or all that are left."""
    ending = _ending(request, slug)
    heir = one(ending.heirs.all(), slug=body.to)
    done = hand_over(
        ending,
        body.thing,
        ids=body.ids,
        to=heir,
        person=_person_of(heir, body.person),
        by=request.user,
        at=timezone.now(),
    )
    return _said(ending, done)


@router.post("/communities/{slug}/ending/retirements", response=DoneFound)
def retire_things(request: PersonRequest, slug: str, body: RetirementGiven) -> dict[str, Any]:
    """Retire things of one kind, with a word why: those that are named, or all that are left."""
    ending = _ending(request, slug)
    done = retire(
        ending,
        body.thing,
        ids=body.ids,
        because=body.because,
        by=request.user,
        at=timezone.now(),
    )
    return _said(ending, done)


@router.put("/communities/{slug}/ending/thanks", response=EndingFound)
def thank_people(request: PersonRequest, slug: str, body: ThanksGiven) -> Ending:
    """Thank people by name who had an official role; each can take their name out."""
    ending = _ending(request, slug)
    proposed = {person.pk: (person, role) for person, role, _is in to_thank(ending.community)}
    people = [proposed[pk] for pk in body.people if pk in proposed]
    ending.thank(
        people=people, words=body.words, edits=body.edits, by=request.user, at=timezone.now()
    )
    return ending


@router.put("/communities/{slug}/ending/changes", response=EndingFound)
def write_changes(request: PersonRequest, slug: str, body: ChangesGiven) -> Ending:
    """Write what changed because there was this community."""
    ending = _ending(request, slug)
    ending.write_changes(text=body.text, edits=body.edits)
    return ending


@router.post("/communities/{slug}/ending/close", response=LegacyFound)
def close_ended(request: PersonRequest, slug: str) -> Legacy:
    """Close the community for good; refused while something has neither heir nor end."""
    ending, now = _ending(request, slug), timezone.now()
    close(ending, by=request.user, at=now, on=timezone.localdate(now))
    return read_legacy(ending.community)


def _community(request: PersonRequest, slug: str) -> Community:
    community = community_of(request, slug)
    must_be_allowed(ends(request.user, community.roles_of(request.user)), ENDERS)
    return community


def _ending(request: PersonRequest, slug: str) -> Ending:
    community = _community(request, slug)
    ending = one(Ending.objects.visible_to(request.user), community=community, state="open")
    ending.community = community
    return ending


def _person_of(heir: Community, pk: int | None) -> Person | None:
    if pk is None:
        return None
    seats = Membership.objects.current().filter(community=heir)
    here = Person.objects.filter(pk__in=seats.values("person"), is_active=True)
    return known(here, field="person", pk=pk)


def _said(ending: Ending, done: Done) -> dict[str, Any]:
    return {"number": done.number, "refused": done.refused, "left": count_left(ending)}
