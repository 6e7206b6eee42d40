"""How a review is written and handed on; the verbs of `Review` are its doors."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from mandorla.base.errors import NotAllowed, Refused, Stale
from mandorla.base.models import Event, Notification
from mandorla.communities.models.closed import refuse_closed
from mandorla.communities.rules import RUNS
from mandorla.core.lifecycle import REVIEW, after
from mandorla.licenses.models.asking import deciders
from mandorla.licenses.models.review_parts import clean_numbers, clean_stories
from mandorla.licenses.questions import NUMBERS, asked_in
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from mandorla.licenses.models.license import License
    from mandorla.licenses.models.review import Review
    from mandorla.licenses.models.review_said import PrivateRemark

LONGEST_ASK: Final = 1_000
LONGEST_ANSWER: Final = 4_000


def draft(
    reviews: type[Review],
    *,
    license: License,
    kind: str,
    due_on: date,
    begins_on: date | None,
    evidence: Mapping[str, Any],
    numbers: Sequence[str],
    stories: Sequence[Mapping[str, str]],
    reader: Person | None,
    by: Person | None,
    at: datetime,
) -> Review:
    """A review begins; `Review.draft` is its door."""
    refuse_closed(license.community)
    if kind not in NUMBERS:
        raise Refused(_("There is no report called “{kind}”.").format(kind=kind))
    review = reviews(
        license=license,
        kind=kind,
        due_on=due_on,
        begins_on=begins_on,
        reader=reader,
        evidence=dict(evidence),
        evidence_at=at,
        numbers=clean_numbers(numbers, kind=kind),
        stories=clean_stories(stories, kind=kind),
        answers=asked_in(kind),
    )
    try:
        with transaction.atomic():
            review.save(force_insert=True)
            tell(review, "review.drafted", by=by, at=at)
            _notify(review, "review.drafted", to=_those_who_run(review), by=by, at=at)
    except IntegrityError as error:
        raise Stale(_("This report has been begun by somebody. Go on with it.")) from error
    return review


def write(
    review: Review,
    *,
    numbers: Sequence[str],
    stories: Sequence[Mapping[str, str]],
    ask: str,
    answers: Mapping[str, str],
    edits: int,
) -> None:
    """The draft says this; `Review.write` is the door."""
    refuse_closed(review.license.community)
    if review.state != "draft":
        raise Refused(_("It is open for comments or handed in. Take it back to change it."))
    if len(ask) > LONGEST_ASK or any(len(said) > LONGEST_ANSWER for said in answers.values()):
        raise Refused(_("That is longer than anybody reads. Say it shorter."))
    values = {
        "numbers": clean_numbers(numbers, kind=review.kind),
        "stories": clean_stories(stories, kind=review.kind),
        "ask": ask.strip(),
        "answers": [
            {**one, "answer": answers.get(one["name"], one["answer"]).strip()}
            for one in review.answers
        ],
    }
    rows = type(review).objects.filter(pk=review.pk, state="draft", edits=edits)
    if not rows.update(**values, edits=edits + 1):
        raise Stale(_("Somebody else wrote in the meantime. Look at what it says now."))
    for name, value in {**values, "edits": edits + 1}.items():
        setattr(review, name, value)


def name_reader(review: Review, *, reader: Person, by: Person, at: datetime) -> None:
    """This person has to answer it; `Review.name_reader` is the door."""
    refuse_closed(review.license.community)
    if review.state not in {"draft", "open", "submitted"}:
        raise Refused(_("It has been answered."))
    if not reader.is_active:
        raise Refused(_("{name} has no active account.").format(name=reader.name))
    if review.license.community.roles_of(reader) & RUNS:
        raise Refused(
            _("{name} runs the community. Somebody else reads and answers.").format(
                name=reader.name
            )
        )
    if reader == review.reader:
        return
    with transaction.atomic():
        review.move("state", before=review.state, after=review.state, sentence="", reader=reader)
        tell(review, "review.reader_named", by=by, at=at, reader=reader.name)
        if review.state == "submitted":
            _notify(review, "review.handed_in", to=[reader], by=by, at=at)


def open_up(
    review: Review, *, evidence: Mapping[str, Any], hours: int, by: Person, at: datetime
) -> None:
    """It is open for comments; `Review.open` is the door."""
    _refuse_empty(review)
    until = at + timedelta(hours=hours)
    with transaction.atomic():
        _go(
            review,
            "open",
            evidence=dict(evidence),
            evidence_at=at,
            opened_at=at,
            comments_until_at=until,
        )
        day = date_format(localtime(until), "j F Y")
        tell(review, "review.opened", by=by, at=at)
        seats = review.license.community.memberships.filter(former=False)
        people = Person.objects.filter(pk__in=seats.values("person"), is_active=True)
        _notify(review, "review.opened", to=people, by=by, at=at, day=day)


def hand_in(review: Review, *, evidence: Mapping[str, Any], by: Person, at: datetime) -> None:
    """It lies before its reader; `Review.submit` is the door."""
    if review.reader is None:
        raise Refused(_("Say who is to read it: somebody by name has to answer."))
    if review.reader == by:
        raise Refused(_("You hand it in, so somebody else reads it. Say who."))
    if review.kind == "light" and review.state == "draft":
        _refuse_empty(review)
        now = {"evidence": dict(evidence), "evidence_at": at, "opened_at": at}
        step = {"state": "open", **now, "comments_until_at": at}
    else:
        step = {}
        if review.comments_until_at is not None and at < review.comments_until_at:
            moment = date_format(localtime(review.comments_until_at), "j F, H:i")
            raise Refused(_("It is open for comments until {moment}.").format(moment=moment))
    with transaction.atomic():
        if step:
            _go(review, "open", **{name: one for name, one in step.items() if name != "state"})
        _go(review, "submit", submitted_at=at, submitted_by=by)
        tell(review, "review.submitted", by=by, at=at)
        to = [review.reader, *(deciders(review.license) if review.kind == "renewal" else ())]
        _notify(review, "review.handed_in", to=to, by=by, at=at)


def take_back(review: Review, *, by: Person, at: datetime) -> None:
    """It is being written again; `Review.take_back` is the door."""
    with transaction.atomic():
        _go(review, "take_back", comments_until_at=None)
        tell(review, "review.taken_back", by=by, at=at)


def answer(review: Review, *, text: str, by: Person, at: datetime) -> None:
    """Its reader answers; `Review.reply` is the door."""
    if by != review.reader:
        name = review.reader.name if review.reader else _("a reader who is not named yet")
        raise NotAllowed(_("It is answered by {name}.").format(name=name))
    if review.license.community.roles_of(by) & RUNS:  # since they were named
        raise NotAllowed(_("You run the community. Somebody else reads and answers."))
    text = text.strip()
    if not text:
        raise Refused(_("Say something to it: they have waited for it."))
    if len(text) > LONGEST_ANSWER:
        raise Refused(_("Say it in at most 4,000 characters."))
    with transaction.atomic():
        _go(review, "answer", answer=text, answered_by=by, answered_at=at)
        tell(review, "review.answered", by=by, at=at)
        _notify(review, "review.answered", to=_those_who_run(review), by=by, at=at, name=by.name)


def cancel(review: Review, *, by: Person, at: datetime) -> None:
    """It is not needed; `Review.cancel` is the door."""
    with transaction.atomic():
        _go(review, "cancel")
        tell(review, "review.cancelled", by=by, at=at)


def be_decided(review: Review) -> None:
    """The decision it was put to is made; called where that decision is written."""
    _go(review, "decide")


def leave(license: License, *, has_ended: bool) -> None:
    """Reports that are not handed in are not asked for any more, once there is a decision.

    Args:
        license: On which there is.
        has_ended: Whether it ended; else only what was to be reviewed for renewal is left.
    """
    waiting = license.reviews.filter(state__in=["draft", "open"])
    (waiting if has_ended else waiting.filter(kind="renewal")).update(state="cancelled")


# --- what the verbs rest on ---


def tell(review: Review, verb: str, *, by: Person | None, at: datetime, **details: Any) -> None:
    """Write down what happened to a review."""
    community = review.license.community
    kind = {"kind": review.kind_words, **details}
    Event.record(verb, by=by, at=at, about=review, within=community, **kind)


def tell_apart(remark: PrivateRemark, *, by: Person, at: datetime) -> None:
    """The sponsors are told of a remark; that there is one is in no history that others read."""
    review, community = remark.review, remark.review.license.community
    Event.record("review.remarked", by=by, at=at, about=review, community=community.name)
    Notification.tell(
        "review.remarked",
        to=deciders(review.license),
        about=remark,
        address=reverse("licenses:renewal", args=[community.slug]),
        by=by,
        at=at,
        name=by.name,
        community=community.name,
    )


def _notify(
    review: Review, kind: str, *, to: Any, by: Person | None, at: datetime, **details: Any
) -> None:
    Notification.tell(
        kind,
        to=to,
        about=review,
        address=review.get_absolute_url(),
        by=by,
        at=at,
        community=review.license.community.name,
        report=review.kind_words,
        due_on=date_format(review.due_on, "j F Y"),
        **details,
    )


def _those_who_run(review: Review) -> list[Person]:
    seats = review.license.community.memberships.filter(former=False, role__in=RUNS)
    return list(Person.objects.filter(pk__in=seats.values("person"), is_active=True))


def _refuse_empty(review: Review) -> None:
    said = [review.ask, *(one["answer"] for one in review.answers)]
    if not any(said) and not review.stories:
        raise Refused(_("Nothing is said in it yet. One sentence is enough."))


def _go(review: Review, verb: str, **also: Any) -> None:
    refuse_closed(review.license.community)
    to = after(REVIEW, state=review.state, verb=verb)
    if to is None:
        raise Refused(
            _("It is {state} by now, so this is not possible.").format(state=review.state_words)
        )
    sentence = _("Somebody else was first. Look at how it stands now.")
    review.move("state", before=review.state, after=to, sentence=sentence, **also)
