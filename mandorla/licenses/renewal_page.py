"""The page of a sponsor: what I get, what they get, what is at risk, what I am asked, decide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.base.indicators import read_plain
from mandorla.core.terms import standing
from mandorla.ledger.known import read_worth_inside
from mandorla.licenses.evidence import Known, gather, said
from mandorla.licenses.indicators import STANDINGS
from mandorla.licenses.models import Condition, PrivateRemark, Review
from mandorla.licenses.models.decision_kinds import RENEWS
from mandorla.licenses.recommending import advise
from mandorla.licenses.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from mandorla.licenses.evidence import Evidence
    from mandorla.licenses.models import Decision, License
    from mandorla.licenses.recommending import Advised, Said
    from mandorla.people.models import Person

FEW = 5  # lines of a part that are read in five minutes; the rest is one tap away


@dataclass(frozen=True)
class RenewalPage:
    """What somebody needs to decide on a license in five minutes.

    Attributes:
        license: The license.
        evidence: What is true now.
        advised: What is recommended, the one to look at first coming first.
        review: The report that was handed in for this decision; None when there is none.
        numbers: What that report puts first, as it was seen then.
        brought: What it brought and what it cost, with what is not known of that.
        gets: What the organization gets, the first lines.
        they_get: What the members get, the first lines.
        shared: What both sides want.
        runs: How it runs.
        risks: What does not hold, or is vital and not known.
        overdue: Conditions past their day.
        remarks: What the sponsors alone are told.
        standing: What dates make of the license, one of `core.terms.STANDINGS`.
        on: The day.
    """

    license: License
    evidence: Evidence
    advised: tuple[Advised, ...]
    review: Review | None
    numbers: tuple[Known, ...]
    brought: tuple[Known, ...]
    gets: tuple[Known, ...]
    they_get: tuple[Known, ...]
    shared: tuple[Known, ...]
    runs: tuple[Known, ...]
    risks: tuple[Said, ...]
    overdue: tuple[Condition, ...]
    remarks: Sequence[PrivateRemark]
    standing: str
    on: date

    @property
    def is_closing(self) -> bool:
        """Whether its end is announced: nothing is recommended then."""
        return self.license.community.status == "closing"

    @property
    def best(self) -> Advised | None:
        """What is recommended first; None when too little is known."""
        if self.is_closing:
            return None
        return self.advised[0] if self.advised and self.advised[0].certain else None

    @property
    def already(self) -> Decision | None:
        """What was decided last, while nothing waits to be decided; None when something does."""
        return next(iter(self.evidence.decisions), None) if self.standing == "in_force" else None

    @property
    def recommended(self) -> tuple[str, ...]:
        """The kinds that the evidence speaks for."""
        if self.is_closing:
            return ()
        return tuple(one.kind for one in self.advised if one.certain)

    @property
    def suggested(self) -> tuple[str, ...]:
        """Conditions that would mend what does not hold."""
        return tuple(dict.fromkeys(ask for one in self.advised for ask in one.asks))

    @property
    def share(self) -> dict[str, float | None]:
        """The overlap with its interval, for the picture."""
        finding = self.evidence.findings.get("overlap")
        if finding is None or not isinstance(finding.value, float | int):
            return {"share": None, "low": None, "high": None}
        return {"share": float(finding.value), "low": finding.low, "high": finding.high}

    @property
    def state_words(self) -> str:
        """How it stands in words; what its days make of it comes before what was decided."""
        late = self.standing in {"grace", "lapsed"}
        return str(STANDINGS[self.standing]) if late else self.license.state_words

    @property
    def when(self) -> str:
        """Whose turn it is by when, and what happens if nobody decides."""
        due_on, grace = self.license.due_on, self.evidence.policy.grace_days
        if self.standing == "paused":
            return _("It is paused: nothing runs until somebody resumes or retires it.")
        if due_on is None:
            return _("It has no end: nothing happens when nobody decides.")
        if self.standing == "lapsed":
            return _("It has lapsed. Until somebody decides, the community has no license.")
        if self.standing == "grace":
            return _(
                "Its day is past. It goes on for {days} days of grace, then it lapses."
            ).format(days=grace)
        return _(
            "When nobody decides by then, it goes on for {days} days of grace, then it lapses."
        ).format(days=grace)


def read_renewal(license: License, *, person: Person, at: datetime, on: date) -> RenewalPage:
    """Put together what somebody needs who decides on a license.

    Args:
        license: One that was granted, with its community.
        person: Who decides.
        at: The moment.
        on: The day.
    """
    evidence = gather(license.community, at=at)
    advised = advise(evidence)
    review = handed_in(license)
    # Who decides reads what was told to people in the community; what is kept with a decision,
    # which everybody opens, rests on the stories that everybody reads.
    inside = read_worth_inside(license.community_id)
    seen = replace(evidence, findings={**evidence.findings, **inside})
    weak = next((one for one in advised if one.kind == "renew_with_conditions"), None)
    policy = evidence.policy
    return RenewalPage(
        license=license,
        evidence=evidence,
        advised=advised,
        review=review,
        numbers=_numbers(review, license.community.slug),
        brought=seen.whole("brought"),
        gets=seen.part("organization")[:FEW],
        they_get=seen.part("members")[:FEW],
        shared=evidence.part("shared"),
        runs=evidence.part("running")[:FEW],
        risks=weak.reasons if weak else (),
        overdue=tuple(one for one in evidence.conditions if one.due_on < on),
        remarks=_remarks(license, person),
        standing=standing(
            state=license.state,
            review_on=license.next_review_on,
            until_on=license.until_on,
            on=on,
            grace_days=policy.grace_days,
            ahead_days=policy.ahead_days,
        ),
        on=on,
    )


def handed_in(license: License) -> Review | None:
    """The report that waits for this decision."""
    waiting = license.reviews.filter(kind="renewal", state__in=["submitted", "answered"])
    found = waiting.select_related("reader", "submitted_by", "answered_by")
    review = found.order_by("-due_on", "-pk").first()
    if review is not None:
        review.license = license
    return review


def terms_from(license: License, *, kind: str, until_on: date | None, scope: str) -> Terms | None:
    """The terms of a renewal until another day or with another scope; None when neither is said.

    Args:
        license: As it stands.
        kind: What is decided.
        until_on: The last day of the new term; None for a term by policy.
        scope: The new one, when it is renewed with another.
    """
    new = scope if kind == "rescope" else ""
    if kind not in RENEWS or not (until_on or new):
        return None
    now = replace(Terms.of(license), starts_on=None, until_on=until_on, next_review_on=None)
    return replace(now, scope=new) if new else now


def _numbers(review: Review | None, slug: str) -> tuple[Known, ...]:
    if review is None:
        return ()
    findings = read_plain(review.evidence)
    return tuple(said(name, findings, slug=slug) for name in review.numbers)


def _remarks(license: License, person: Person) -> Sequence[PrivateRemark]:
    found = PrivateRemark.objects.visible_to(person).filter(review__license=license)
    return list(found.exclude(review__state="decided").select_related("by").order_by("at", "pk"))
