"""Advice: what stands in communities, what people say to it, the rules behind it, the guides."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field, StringConstraints

from mandorla.advice.catalog import Rule, shipped_rules
from mandorla.advice.guides import Guide, guides
from mandorla.advice.models import Tuning, Warning
from mandorla.advice.models.warning import LONGEST
from mandorla.advice.reading import Advised, advised_all
from mandorla.advice.rule_page import RuleShown, read_rules
from mandorla.advice.rules import is_advised, keeps_rules
from mandorla.base.api.fields import Answer, Given, Id, Named
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import Invalid, must_be_allowed, must_see, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of

router = Router(tags=["Advice"])
routers = (router,)
KEEPERS = _("Program managers set rules.")
BIGGEST = 1_000_000

State = Literal["standing", "snoozed", "done", "not_applying"]
Said = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=LONGEST, pattern=r"^[^\x00]*$"
    ),
]
Figure = Annotated[float, Field(ge=-BIGGEST, le=BIGGEST, allow_inf_nan=False)]


class EvidenceFound(Answer):
    """One thing that is known, and where one sees what it was counted from."""

    sentence: str
    address: str


class WarningFound(Answer):
    """A rule that stands in a community, or what was said about it."""

    id: Id
    rule: str = Field(description="Its number, as W13.")
    title: str
    severity: Literal["high", "med", "low", "info"]
    advice: str
    audience: list[str] = Field(description="Who can do it: run, sponsor, program_manager.")
    guide: str
    page: str = Field(description="The address of the page where it is done.")
    evidence: list[EvidenceFound]
    state: State
    fired_at: datetime
    ended_at: datetime | None
    words: str = Field(description="The reason, or what was done.")
    quiet_until_on: date | None
    said_by: Named | None
    said_at: datetime | None


class SnoozeGiven(Given):
    """Until when it is quiet, and why it can wait."""

    until_on: date
    because: Said


class DoneGiven(Given):
    """What was done about it."""

    having: Said


class AsideGiven(Given):
    """Why it does not apply to this community."""

    because: Said


class RuleFound(Answer):
    """A rule of advice, as it is set in this organization."""

    number: str
    key: str
    title: str
    severity: Literal["high", "med", "low", "info"]
    advice: str
    audience: list[str]
    guide: str
    base: str = Field(description="Whose experience it rests on; empty when it is ours alone.")
    ours: str = Field(description="What in it is our own default.")
    not_for: list[str] = Field(description="Archetypes of which it is not asked.")
    stands_when: list[list[str]] = Field(description="Ways, each of conditions in words.")
    thresholds: dict[str, float]
    is_off: bool
    edits: int = Field(description="How often it was set.")
    standing: int = Field(description="In how many communities whose advice is for the caller.")


class TuningGiven(Given):
    """How a rule is set."""

    thresholds: dict[Annotated[str, StringConstraints(max_length=40)], Figure] = Field(
        default_factory=dict, max_length=20, description="What is left out is our default."
    )
    is_off: bool = False
    edits: int | None = Field(
        None, ge=0, le=BIGGEST, description="As it was read; something else is refused."
    )


class GuideFound(Answer):
    """A short guide."""

    key: str
    title: str
    why: str
    this_week: list[str]
    works: str
    base: str


@router.get("/communities/{slug}/advice", response=PageOf[WarningFound])
def list_warnings(
    request: PersonRequest, slug: str, paging: Query[Paging], state: State | None = None
) -> dict[str, Any]:
    """List what stands in a community or was answered, the oldest first; not what is over."""
    community = community_of(request, slug)
    must_see(is_advised(request.user, community.roles_of(request.user)))
    rows = Warning.objects.visible_to(request.user).open().filter(community=community)
    rows = rows.filter(state=state) if state else rows
    found = page_of(
        request, rows.select_related("said_by"), order=["fired_at", "pk"], paging=paging
    )
    return {**found, "items": [_warning(one) for one in advised_all(found["items"], community)]}


@router.get("/communities/{slug}/advice/{int:number}", response=WarningFound)
def read_warning(request: PersonRequest, slug: str, number: int) -> dict[str, Any]:
    """Read one warning, also one that is over."""
    return _shown(warning_of(request, slug, number))


@router.post("/communities/{slug}/advice/{int:number}/snooze", response=WarningFound)
def snooze_warning(
    request: PersonRequest, slug: str, number: int, body: SnoozeGiven
) -> dict[str, Any]:
    """Put a warning off until a day."""
    found = warning_of(request, slug, number)
    found.snooze(until_on=body.until_on, because=body.because, by=request.user, at=timezone.now())
    return _shown(found)


@router.post("/communities/{slug}/advice/{int:number}/done", response=WarningFound)
def finish_warning(
    request: PersonRequest, slug: str, number: int, body: DoneGiven
) -> dict[str, Any]:
    """Say what was done about a warning."""
    found = warning_of(request, slug, number)
    found.finish(having=body.having, by=request.user, at=timezone.now())
    return _shown(found)


@router.post("/communities/{slug}/advice/{int:number}/not-applying", response=WarningFound)
def set_warning_aside(
    request: PersonRequest, slug: str, number: int, body: AsideGiven
) -> dict[str, Any]:
    """Say that a warning does not apply to a community."""
    found = warning_of(request, slug, number)
    found.set_aside(because=body.because, by=request.user, at=timezone.now())
    return _shown(found)


@router.post("/communities/{slug}/advice/{int:number}/resumption", response=WarningFound)
def resume_warning(request: PersonRequest, slug: str, number: int) -> dict[str, Any]:
    """Let a warning count again."""
    (found := warning_of(request, slug, number)).resume(by=request.user, at=timezone.now())
    return _shown(found)


@router.get("/advice/rules", response=PageOf[RuleFound])
def list_rules(request: PersonRequest) -> dict[str, Any]:
    """List the rules, in order. There is one page of them."""
    return {"items": [_rule(one) for one in read_rules(request.user)], "next": None}


@router.put("/advice/rules/{number}/tuning", response=RuleFound)
def set_rule(request: PersonRequest, number: str, body: TuningGiven) -> dict[str, Any]:
    """Set the thresholds of a rule, or switch it off or on."""
    rule = _known(number)
    must_be_allowed(keeps_rules(request.user), KEEPERS)
    strange = sorted(set(body.thresholds) - set(rule.thresholds))
    if strange:
        raise Invalid(thresholds=_("This rule has no such threshold."))
    figures = {name: one.value for name, one in rule.thresholds.items()} | body.thresholds
    edits = _edits(rule) if body.edits is None else body.edits
    Tuning.change(
        rule=rule,
        thresholds=figures,
        is_off=body.is_off,
        edits=edits,
        by=request.user,
        at=timezone.now(),
    )
    return _set(request, number)


@router.api_operation(["DELETE"], "/advice/rules/{number}/tuning", response=RuleFound)
def restore_rule(request: PersonRequest, number: str) -> dict[str, Any]:
    """Let a rule be on and stand by our defaults again."""
    rule = _known(number)
    must_be_allowed(keeps_rules(request.user), KEEPERS)
    Tuning.restore(rule=rule, edits=_edits(rule), by=request.user, at=timezone.now())
    return _set(request, number)


@router.get("/advice/guides", response=PageOf[GuideFound])
def list_guides(request: PersonRequest) -> dict[str, Any]:
    """List the guides. There is one page of them."""
    return {"items": list(guides().values()), "next": None}


@router.get("/advice/guides/{key}", response=GuideFound)
def read_guide(request: PersonRequest, key: str) -> Guide:
    """Read a guide."""
    if key not in guides():
        raise Http404
    return guides()[key]


def warning_of(request: PersonRequest, slug: str, number: int) -> Warning:
    """A warning that is for the person, of a rule that ships."""
    community = community_of(request, slug)
    rows = Warning.objects.visible_to(request.user).select_related("community", "said_by")
    known = rows.filter(community=community, rule__in=list(shipped_rules()))
    found: Warning = one(known, pk=number)
    return found


def _shown(found: Warning) -> dict[str, Any]:
    return _warning(advised_all([found], found.community)[0])


def _warning(found: Advised) -> dict[str, Any]:
    row, rule = found.warning, found.rule
    names = ("state", "fired_at", "ended_at", "words", "quiet_until_on", "said_by", "said_at")
    return {
        "id": row.pk,
        "rule": rule.number,
        "title": rule.title,
        "severity": rule.severity,
        "advice": rule.advice,
        "audience": list(rule.audience),
        "guide": rule.guide,
        "page": found.address,
        "evidence": list(found.evidence),
        **{name: getattr(row, name) for name in names},
    }


def _rule(shown: RuleShown) -> dict[str, Any]:
    rule, tuning = shown.rule, shown.tuning
    own = tuning.thresholds if tuning else {}
    same = ("number", "key", "title", "severity", "advice", "guide", "base", "ours")
    return {
        **{name: getattr(rule, name) for name in same},
        "audience": list(rule.audience),
        "not_for": sorted(rule.not_for),
        "stands_when": shown.ways,
        "thresholds": {name: own.get(name, one.value) for name, one in rule.thresholds.items()},
        "is_off": shown.is_off,
        "edits": tuning.edits if tuning else 0,
        "standing": shown.standing,
    }


def _known(number: str) -> Rule:
    if number not in shipped_rules():
        raise Http404
    return shipped_rules()[number]


def _edits(rule: Rule) -> int:
    known = Tuning.known().get(rule.number)
    return known.edits if known else 0


def _set(request: PersonRequest, number: str) -> dict[str, Any]:
    return next(_rule(one) for one in read_rules(request.user) if one.rule.number == number)
