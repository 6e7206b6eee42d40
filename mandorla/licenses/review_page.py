"""What the page of a report shows: how far it is, what it says, and what the reader can do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from mandorla.base.indicators import read_plain
from mandorla.licenses.drafting import propose_numbers
from mandorla.licenses.evidence import PARTS, TITLES, gather, said
from mandorla.licenses.forms.reviews import ReaderForm, ReviewForm, WordsForm
from mandorla.licenses.models import PrivateRemark
from mandorla.licenses.rules import comments_on, decides, writes_review
from mandorla.licenses.writing import values_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from django.http import QueryDict

    from mandorla.communities.draft_merge import Clash
    from mandorla.licenses.evidence import Evidence, Known
    from mandorla.licenses.models import Review
    from mandorla.people.models import Person

STEPS = ("draft", "open", "submitted", "answered", "decided")


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way of a report."""

    words: str
    is_done: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the evidence, under its title."""

    title: str
    known: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Can:
    """What somebody can do with a report now.

    Attributes:
        write: Change it, open it, name a reader.
        comment: Say something to it.
        submit: Hand it in; False while comments are open.
        take_back: Make it a draft again.
        remark: Tell the sponsors something apart.
        reply: Answer it as its reader.
        decide: Go on to the decision.
        cancel: Give it up.
    """

    write: bool
    comment: bool
    submit: bool
    take_back: bool
    remark: bool
    reply: bool
    decide: bool
    cancel: bool


def can(review: Review, *, person: Person, roles: AbstractSet[str], at: datetime) -> Can:
    """What somebody can do with a report now."""
    is_open = review.license.community.status != "closed"
    runs = writes_review(person, roles) and is_open
    state = review.state
    is_over = review.comments_until_at is None or at >= review.comments_until_at
    return Can(
        write=runs and state == "draft",
        comment=is_open and state == "open" and comments_on(person, roles),
        submit=runs and state == "open" and is_over,
        take_back=runs and state == "open",
        remark=runs and state not in {"decided", "cancelled"} and review.kind != "past",
        reply=is_open and state == "submitted" and review.reader_id == person.pk,
        decide=is_open
        and review.kind == "renewal"
        and state in {"submitted", "answered"}
        and decides(person, roles),
        cancel=runs and state in {"draft", "open"},
    )


def steps_of(review: Review) -> tuple[Step, ...]:
    """The way of a report; a light one has no comments, and only one for renewal is decided."""
    words = {
        "draft": _("Write"),
        "open": _("Comments"),
        "submitted": _("Handed in"),
        "answered": _("Answered"),
        "decided": _("Decided"),
    }
    left_out = {"open"} if review.kind == "light" else set()
    if review.kind != "renewal":
        left_out.add("decided")
    place = STEPS.index(review.state) if review.state in STEPS else len(STEPS)
    return tuple(
        Step(words[name], is_done=number < place, is_now=number == place)
        for number, name in enumerate(STEPS)
        if name not in left_out
    )


def parts_of(known: Mapping[str, Any], *, slug: str) -> tuple[Part, ...]:
    """The evidence that was kept, part by part."""
    findings = read_plain(known)
    found = []
    for name, names in PARTS.items():
        each = tuple(said(one, findings, slug=slug) for one in names if one in findings)
        if each:
            found.append(Part(str(TITLES[name]), each))
    return tuple(found)


def numbers_of(review: Review) -> tuple[Known, ...]:
    """The numbers that a report puts first, as they were seen."""
    findings = read_plain(review.evidence)
    slug = review.license.community.slug
    return tuple(said(name, findings, slug=slug) for name in review.numbers)


def read_view(review: Review, *, person: Person) -> dict[str, Any]:
    """What everybody sees of a report who may read it."""
    slug = review.license.community.slug
    return {
        "steps": steps_of(review),
        "numbers": numbers_of(review),
        "parts": parts_of(review.evidence, slug=slug),
        "answers": [one for one in review.answers if one["answer"]],
        "silent": [one["question"] for one in review.answers if not one["answer"]],
        "comments": review.comments.select_related("by").order_by("at", "pk"),
        "remarks": list(
            PrivateRemark.objects.visible_to(person)
            .filter(review=review)
            .select_related("by")
            .order_by("at", "pk")
        ),
    }


def editor(
    review: Review,
    *,
    at: datetime,
    data: QueryDict | None = None,
    values: Mapping[str, str] | None = None,
    clashes: Sequence[Clash] = (),
) -> dict[str, Any]:
    """What those who write a report see: the form, and what is known to choose from.

    Args:
        review: The draft.
        at: The moment.
        data: What was sent, when something has to be corrected.
        values: What the fields show when two wrote at once; as the draft says when left out.
        clashes: The texts that both changed.
    """
    evidence = gather(review.license.community, at=at)
    current = values_of(review)
    form = ReviewForm(
        data,
        review=review,
        values=current if values is None else values,
        current=current,
        choices=choices_of(evidence, review),
    )
    return {
        "form": form,
        "clashes": [{"label": form[one.name].label, "theirs": one.theirs} for one in clashes],
        "proposed": [
            (evidence.say(one.name), one.why) for one in propose_numbers(evidence, kind=review.kind)
        ],
        "evidence": evidence,
        "hours": evidence.policy.comment_hours,
    }


def choices_of(evidence: Evidence, review: Review) -> list[tuple[str, str]]:
    """What is known, each with its figure, to put first; and what was chosen before."""
    known = [one for name in PARTS for one in evidence.part(name)]
    found = {one.name: f"{one.label}: {one.figure}" for one in known}
    for name in review.numbers:
        found.setdefault(name, str(evidence.say(name).label))
    return list(found.items())


def forms_of(review: Review, may: Can) -> dict[str, Any]:
    """The small forms beside a report, for those who can use them."""
    reader = review.reader.name if review.reader else ""
    return {
        "comment_form": WordsForm(label=_("What do you say to it?"), named="comment")
        if may.comment
        else None,
        "remark_form": WordsForm(label=_("For the sponsors alone"), named="remark")
        if may.remark
        else None,
        "answer_form": WordsForm(label=_("Your answer"), named="answer") if may.reply else None,
        "reader_form": ReaderForm(initial={"reader": reader})
        if may.write or (may.take_back or may.submit)
        else None,
    }


def days_left(review: Review, *, at: datetime) -> int:
    """How many days until it is due; negative when it is late."""
    return (review.due_on - at.date()) // timedelta(days=1)


def address_of_decision(review: Review) -> str:
    """Where those who decide go on."""
    return reverse("licenses:renewal", args=[review.license.community.slug])
