"""Reports that are due are drafted from the evidence, so that nobody begins with an empty page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandorla.base.errors import Stale
from mandorla.communities.models import Membership
from mandorla.communities.rules import RUNS
from mandorla.core.terms import RUNNING, months_after, schedule
from mandorla.licenses.evidence import gather
from mandorla.licenses.models import License, Policy, Review
from mandorla.licenses.questions import NUMBERS, STORIES
from mandorla.licenses.spans import Span, spans_by_license, spans_of
from mandorla.licenses.stories import candidates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from django.utils.functional import _StrPromise

    from mandorla.licenses.evidence import Evidence
    from mandorla.licenses.policy import Values
    from mandorla.people.models import Person

AHEAD_DAYS: Final = {"light": 7, "quarterly": 14}  # a renewal: as the policy says
FAR_MONTHS: Final = 1200  # of a term without an end
# What a report proposes to put first: what both sides want, what came of it, where it is weak.
WANTED: Final = ("overlap", "delivery_to_members", "shared_items")
CAME_OF_IT: Final = (
    "solved_half_year",
    "lessons_changed_process",
    "cross_unit",
    "asks_answered",
    "pull",
    "insights_answered",
)
RUNS_WELL: Final = ("carry_through", "rhythm_held_quarter", "commitments_kept", "core_people")


@dataclass(frozen=True, slots=True)
class Proposed:
    """A number that a report could put first, and why."""

    name: str
    why: str


WHY: Final[Mapping[str, _StrPromise]] = {
    "wanted": _("It says how much of what both sides want is the same."),
    "came_of_it": _("It says what came of it."),
    "weak": _("It says where it is weakest; better you say it than somebody asks."),
    "runs": _("It says how it runs."),
}


def propose_numbers(evidence: Evidence, *, kind: str) -> tuple[Proposed, ...]:
    """The numbers that a report could put first, each with why; only what is known."""
    weak = [name for name in RUNS_WELL if _is_weak(evidence, name)]
    weak.sort(key=lambda name: float(evidence.findings[name].value or 0))
    last = {"weak": tuple(weak)} if weak else {"runs": RUNS_WELL}
    groups = {"came_of_it": CAME_OF_IT, "wanted": WANTED, **last}
    found = []
    for group, names in groups.items():
        known = [name for name in names if evidence.say(name).is_known]
        found += [Proposed(name, str(WHY[group])) for name in known[:1]]
    return tuple(found[: NUMBERS[kind]])


def _is_weak(evidence: Evidence, name: str) -> bool:
    """Whether something is missing of a share: what was kept in full is no weakness."""
    finding = evidence.findings.get(name)
    return finding is not None and isinstance(finding.value, float) and finding.value < 1


def scheduled(
    license: License, *, policy: Values, until: date, spans: Sequence[Span] | None = None
) -> list[tuple[date, str]]:
    """The days up to another on which reports are due, the first first.

    They follow from the first day of a term, so a late report does not move one. A trial has
    only its review, and the light reports of the first months are not asked again after a renewal.

    Args:
        license: Nothing is due of one that was not granted.
        policy: What is asked of it.
        until: The last day that is looked at.
        spans: The terms that are looked at; the newest one, while it runs, when left out.
    """
    if spans is None:
        if license.starts_on is None or license.state not in RUNNING:
            return []
        starts = license.starts_on
        spans = [Span(starts, license.due_on, license.until_on, from_on=starts)]
    return [due for one in spans for due in _of_term(license, one, policy=policy, until=until)]


def _of_term(
    license: License, span: Span, *, policy: Values, until: date
) -> Iterator[tuple[date, str]]:
    """What was due while a term ran; its review is not, once it was decided what follows."""
    is_full, ends_on = license.kind == "full", span.due_on
    days = schedule(
        starts_on=span.starts_on,
        until_on=ends_on or months_after(span.starts_on, FAR_MONTHS),
        monthly=_monthly_left(license, policy, starts_on=span.starts_on) if is_full else 0,
        every_months=policy.report_every_months if is_full else 0,
    )
    last = min(until, span.until_on or until)
    for day, kind in takewhile(lambda due: due[0] <= last, days):
        is_asked = day == ends_on and (span.decided_on is None or day < span.decided_on)
        if day >= span.from_on and (kind != "renewal" or is_asked):
            yield day, kind


def _monthly_left(license: License, policy: Values, *, starts_on: date) -> int:
    """For how many months of a term a light report is due: the first ones since the grant."""
    if license.granted_at is None:
        return policy.monthly_reports
    granted_on = timezone.localtime(license.granted_at).date()
    passed = max(0, (starts_on - granted_on).days // 30)
    return max(0, policy.monthly_reports - passed)


def still_asked(license: License, spans: Sequence[Span], *, on: date) -> list[Span]:
    """The terms of which reports are still asked for: what runs, and what follows on it."""
    if license.state not in RUNNING:
        return []
    return [one for one in spans if not one.is_over(on=on)]


def due_now(
    license: License,
    *,
    policy: Values,
    begun: Iterable[tuple[date, str]],
    on: date,
    spans: Sequence[Span] | None = None,
) -> list[tuple[date, str]]:
    """The reports that should be begun by now and are not: the next ones, else the last missed.

    One that was missed is not asked for any more when another one is due soon or was begun.

    Args:
        license: A license that runs.
        policy: What is asked of it.
        begun: The days and kinds of its reports that were not given up.
        on: The day.
        spans: Its terms, where one that was renewed early still runs; the newest when left out.
    """
    ahead = {**AHEAD_DAYS, "renewal": policy.ahead_days}
    until = on + timedelta(days=max(ahead.values()))
    near = [
        (day, kind)
        for day, kind in scheduled(license, policy=policy, until=until, spans=spans)
        if day - timedelta(days=ahead[kind]) <= on
    ]
    here = list(begun)
    coming = [due for due in near if due[0] >= on]
    if coming:
        return [due for due in coming if due not in here]
    missed = near[-1:]  # the past ones are in order
    return [due for due in missed if all(when < due[0] for when, _kind in here)]


def next_report(license: License, *, policy: Values, on: date, kind: str = "") -> tuple[date, str]:
    """The report that somebody begins by hand: the next one that is due, or one for today.

    Args:
        license: A license that was granted.
        policy: What is asked of it.
        on: The day.
        kind: Which kind somebody wants; empty for the one that is due next.
    """
    if kind == "renewal":
        return license.due_on or on, kind
    begun = set(license.reviews.standing().values_list("due_on", "kind"))
    spans = still_asked(license, spans_of(license), on=on)
    waiting = due_now(license, policy=policy, begun=begun, on=on, spans=spans)
    coming = scheduled(license, policy=policy, until=months_after(on, 24), spans=spans)
    later = [due for due in coming if due[0] >= on and due not in begun]
    found = [*waiting, *later]
    if found and kind in {"", found[0][1]}:
        return found[0]
    return on, kind or "light"


def draft_review(
    license: License, *, kind: str, due_on: date, by: Person | None, at: datetime
) -> Review:
    """A report begins with what is known: numbers, stories and who could read it.

    Args:
        license: On which, with its community.
        kind: "light", "quarterly" or "renewal".
        due_on: The day it is due.
        by: Who begins it; None when it is due.
        at: The moment.

    Raises:
        Refused: The community has closed.
        Stale: It has been begun.
    """
    evidence = gather(license.community, at=at)
    before = license.reviews.standing().filter(due_on__lt=due_on).order_by("-due_on").first()
    begins_on = before.due_on if before else license.starts_on
    told = candidates(license.community, since=begins_on) if begins_on else []
    return Review.draft(
        license=license,
        kind=kind,
        due_on=due_on,
        begins_on=begins_on,
        evidence=evidence.plain(),
        numbers=[one.name for one in propose_numbers(evidence, kind=kind)],
        stories=told[: STORIES[kind]],
        reader=default_reader(license),
        by=by,
        at=at,
    )


def default_reader(license: License) -> Person | None:
    """Who granted it, or else a sponsor; never somebody who runs the community."""
    seats = Membership.objects.current().filter(
        community=license.community, role__in=[*RUNS, "sponsor"]
    )
    roles: dict[Person, set[str]] = {}
    for seat in seats.select_related("person").order_by("person__name", "pk"):
        roles.setdefault(seat.person, set()).add(seat.role)
    sponsors = [person for person, held in roles.items() if "sponsor" in held]
    running = {person for person, held in roles.items() if held & RUNS}
    wanted = [license.granted_by, *sponsors]
    return next((one for one in wanted if one and one.is_active and one not in running), None)


def draft_due(*, at: datetime) -> int:
    """Every report that should be begun by now is; how many there were."""
    on = timezone.localtime(at).date()
    licenses = list(
        License.objects.filter(state__in=RUNNING)
        .exclude(community__status="closed")
        .exclude(granted_at=None)
        .select_related("community", "granted_by")
        .order_by("pk")
    )
    policies = Policy.by_archetype()
    begun = _begun([one.pk for one in licenses])
    terms = spans_by_license(licenses)
    found = 0
    for license in licenses:
        policy = policies.get(license.community.archetype, policies[""])
        spans = still_asked(license, terms[license.pk], on=on)
        here = begun.get(license.pk, ())
        for day, kind in due_now(license, policy=policy, begun=here, on=on, spans=spans):
            found += _is_drafted(license, kind=kind, due_on=day, at=at)
    return found


def _is_drafted(license: License, *, kind: str, due_on: date, at: datetime) -> bool:
    try:
        draft_review(license, kind=kind, due_on=due_on, by=None, at=at)
    except Stale:
        return False  # somebody has just begun it
    return True


def _begun(licenses: Sequence[int]) -> dict[int, list[tuple[date, str]]]:
    found: dict[int, list[tuple[date, str]]] = {}
    rows = Review.objects.standing().filter(license__in=licenses)
    for license, due_on, kind in rows.values_list("license", "due_on", "kind"):
        found.setdefault(license, []).append((due_on, kind))
    return found
