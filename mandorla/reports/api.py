"""What the caller brought, and what of it leaves: their own, and nobody else's."""

from __future__ import annotations

import base64
from datetime import date, datetime
from typing import Annotated, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Key, OneLine
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import Invalid, one
from mandorla.base.errors import NotAllowed
from mandorla.base.web import PersonRequest
from mandorla.communities.models import Community
from mandorla.reports import badges as badges_module
from mandorla.reports import paper as paper_module
from mandorla.reports.addresses import absolute, issuer_of, organization_of
from mandorla.reports.brought import Brought, read
from mandorla.reports.lines import Wanted
from mandorla.reports.models import Choice, Consent, Share
from mandorla.reports.models.choice import LONGEST as LONGEST_KEY
from mandorla.reports.models.share import LONGEST, LONGEST_DAYS
from mandorla.work.models import Answer as AskAnswer

router = Router(tags=["You"])
OWN_ONLY = {"x-refuses": True}
LineKey = Annotated[str, OneLine(LONGEST_KEY, fewest=1)]


class BroughtAsked(Schema):
    """Of which community and time; every part may be left out."""

    community: Key | None = Field(None, description="Its slug.")
    since: date | None = None
    until: date | None = None


class BroughtLine(Answer):
    """One thing that the caller brought, learned or was."""

    line: str = Field(description="Its name among the caller's lines, as `issue-12`.")
    section: str = Field(description="`brought`, `helped`, `learned`, `roles` or `became`.")
    kind: str
    text: str
    detail: str
    community: str = Field(description="Its slug.")
    on: date | None
    until_on: date | None = Field(description="Of a role that is over.")
    address: str
    thread: str = Field(description="The page of what it hangs on; empty where there is none.")
    is_confirmed: bool = Field(description="Whether somebody else said what became of it.")
    goes: bool = Field(description="Whether it goes into what leaves.")


class BroughtFound(Answer):
    """What the caller brought."""

    lines: list[BroughtLine]
    earlier: dict[str, int] = Field(description="By kind, how many lines there are beside these.")


class LineChosen(Given):
    """Whether a line goes along, or all of a kind may."""

    line: LineKey = Field(description="As `issue-12`; `issue` is for all of that kind.")
    goes: bool


class LinesChosen(Given):
    """Which lines go along; those that are not named stay as they are."""

    lines: list[LineChosen] = Field(max_length=2_000)


class PaperSigned(Answer):
    """The signed PDF."""

    pdf: str = Field(description="Its bytes in Base64.")


class BadgeSigned(Answer):
    """An Open Badge 3.0, signed."""

    line: str
    name: str
    description: str
    credential: str = Field(description="A JSON Web Token, signed by RS256.")


class BadgesSigned(Answer):
    """One for each role with a day and each confirmed contribution that goes along."""

    badges: list[BadgeSigned]


class LinkGiven(Given):
    """A link that ends."""

    name: Annotated[str, OneLine(LONGEST, fewest=1)] = Field(description="For whom; not shown.")
    days: int = Field(30, ge=1, le=LONGEST_DAYS)
    community: Key | None = Field(None, description="Its slug; left out for all.")
    since: date | None = None
    until: date | None = None


class LinkFound(Answer):
    """A link of the caller. Its secret was shown once and is not kept."""

    id: Id
    name: str
    made_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    opened: int = Field(description="How often; by whom is not known.")


class LinkMade(LinkFound):
    """A new link, with the address that is shown once."""

    address: str


class NamingGiven(Given):
    """Whether who answered may name the caller, who asked."""

    may: bool


@router.get("/me/brought", response=BroughtFound, openapi_extra=OWN_ONLY)
def show_brought(request: PersonRequest, asked: Query[BroughtAsked]) -> dict[str, Any]:
    """Show what the caller brought. Nobody reads it of somebody else."""
    found = _own(request, asked)
    groups = [(section.name, one) for section in found.sections for one in section.groups]
    return {
        "lines": [
            {
                "line": line.key,
                "section": name,
                "community": line.place.slug,
                **{part: getattr(line, part) for part in _PARTS},
            }
            for name, group in groups
            for line in group.lines
        ],
        "earlier": {group.kind: group.more for _name, group in groups if group.more},
    }


@router.put("/me/brought/lines", response={204: None})
def choose_lines(request: PersonRequest, body: LinesChosen) -> Status[None]:
    """Say which lines go along. Links that are shared follow at once."""
    usual = _own(request, BroughtAsked(community=None)).usual
    chosen = {one.line: one.goes for one in body.lines}
    if unknown := sorted(set(chosen) - set(usual)):
        raise Invalid(lines=_("There is no such line: {line}.").format(line=unknown[0]))
    Choice.keep_all(chosen, usual=usual, by=request.user)
    return Status(204, None)


@router.post("/me/brought/paper", response=PaperSigned)
def sign_paper(request: PersonRequest, asked: Query[BroughtAsked]) -> dict[str, str]:
    """Take the signed paper of what goes along."""
    pdf = paper_module.take(
        _own(request, asked),
        organization=organization_of(request),
        checked_at=absolute(request, reverse("reports:issuer")),
        at=timezone.now(),
    )
    return {"pdf": base64.b64encode(pdf).decode()}


@router.post("/me/brought/badges", response=BadgesSigned)
def sign_badges(request: PersonRequest, asked: Query[BroughtAsked]) -> dict[str, Any]:
    """Take Open Badges for what goes along."""
    own, at = _own(request, asked), timezone.now()
    made = badges_module.take(own, issuer=issuer_of(request), at=at)
    return {"badges": [badges_module.told(badge, token) for badge, token in made]}


@router.get("/me/brought/links", response=PageOf[LinkFound], openapi_extra=OWN_ONLY)
def list_links(request: PersonRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List the caller's links, the newest first."""
    _must_be_themselves(request)
    rows = Share.objects.visible_to(request.user)
    return page_of(request, rows, order=["-made_at", "-pk"], paging=paging)


@router.post("/me/brought/links", response={201: LinkMade})
def make_link(request: PersonRequest, body: LinkGiven) -> dict[str, Any]:
    """Make a link by which others read what goes along, until it ends."""
    _must_be_themselves(request)
    wanted = _wanted(request, body.community, body.since, body.until)
    share, secret = Share.make(
        name=body.name,
        days=body.days,
        community=wanted.community,
        since_on=wanted.since_on,
        until_on=wanted.until_on,
        by=request.user,
        at=timezone.now(),
    )
    address = absolute(request, reverse("reports:shared", args=[secret]))
    facts = {name: getattr(share, name) for name in LinkFound.model_fields}
    return {**facts, "address": address}


@router.api_operation(["DELETE"], "/me/brought/links/{link_id}", response={204: None})
def end_link(request: PersonRequest, link_id: Id) -> Status[None]:
    """End a link at once."""
    _must_be_themselves(request)
    share = one(Share.objects.visible_to(request.user), pk=link_id)
    share.end(by=request.user, at=timezone.now())
    return Status(204, None)


@router.put("/me/helpers/{answer_id}", response={204: None})
def let_name_me(request: PersonRequest, answer_id: Id, body: NamingGiven) -> Status[None]:
    """Say whether who answered an ask of the caller may name them on their own page."""
    _must_be_themselves(request)
    asked = AskAnswer.objects.filter(ask__asked_by=request.user).select_related("ask")
    answer = one(asked, pk=answer_id)
    if body.may:
        Consent.give(answer=answer, by=request.user, at=timezone.now())
    else:
        Consent.withdraw(answer=answer, by=request.user)
    return Status(204, None)


_PARTS = (
    "kind",
    "text",
    "detail",
    "on",
    "until_on",
    "address",
    "thread",
    "is_confirmed",
    "goes",
)


def _own(request: PersonRequest, asked: BroughtAsked) -> Brought:
    _must_be_themselves(request)
    return read(request.user, _wanted(request, asked.community, asked.since, asked.until))


def _wanted(
    request: PersonRequest, community: str | None, since: date | None, until: date | None
) -> Wanted:
    """Of which community and time.

    Raises:
        Invalid: There is no such community, or the days do not follow each other.
    """
    place = None
    if community:
        place = Community.objects.visible_to(request.user).filter(slug=community).first()
        if place is None:
            raise Invalid(community=_("There is no community with this slug."))
    if since and until and since > until:
        raise Invalid(until=_("This day lies before the first one."))
    return Wanted(place, since, until)


def _must_be_themselves(request: PersonRequest) -> None:
    """Go on for the person themselves: the shell can name anybody, and may not be them here.

    Raises:
        NotAllowed: The shell of the instance calls in somebody's name.
    """
    if getattr(request, "acts_as", None) is not None:
        raise NotAllowed(_("What somebody brought is theirs alone: nobody reads it for them."))
