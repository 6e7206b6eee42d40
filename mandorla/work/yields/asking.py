"""Figures of what is asked: by management of the community, and by those who need a hand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from mandorla.core.yields import answered_within, share, spread
from mandorla.work.models import AgendaItem, Ask, Question
from mandorla.work.models.talked import ASIDE
from mandorla.work.yields.duration import in_words
from mandorla.work.yields.rows import Counted, CountedRow, Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(weeks=1)
HELD: Final = ("held", "running")

Asked = tuple[int, str, "datetime", "datetime | None", "datetime | None"]


def count_pull(span: Span) -> Counted:
    """What management asked the community in the span, and how much of it was answered."""
    return _answered(span, _questions(span), name="questions", after=WEEK)


def count_pull_days(span: Span) -> Counted:
    """Days until management had an answer."""
    return _times(span, _questions(span), name="questions")


def count_outside(span: Span) -> Counted:
    """Items of agendas that management had asked for, of all that were not put aside."""
    items = AgendaItem.objects.filter(
        gathering__community=span.community,
        gathering__state__in=HELD,
        gathering__starts_at__gte=span.begin,
        gathering__starts_at__lte=span.at,
    ).exclude(state__in=ASIDE)
    wanted = (
        "pk",
        "title",
        "question",
        "gathering__series",
        "gathering__planned_on",
        "gathering__starts_at",
    )
    order = ("-gathering__starts_at", "gathering", "position", "pk")
    found = list(items.order_by(*order).values_list(*wanted))
    seen = _seen(items, span)
    base = reverse("gatherings:gatherings", args=[span.community.slug])
    outside, here = (_("management asked"), "good"), (_("from here"), "none")
    rows = tuple(
        CountedRow(title, f"{base}{series}/{day:%Y-%m-%d}/", at, *(outside if asked else here))
        for pk, title, asked, series, day, at in found
        if pk in seen
    )
    asked_for = sum(row[2] is not None for row in found)
    return Counted(share(asked_for, len(found)), rows, hidden=len(found) - len(rows))


def count_asks(span: Span) -> Counted:
    """What was asked openly in the span, and how much of it somebody answered."""
    asks = _asks(span)
    counted = _answered(span, asks, name="asks", after=DAY)
    return Counted(
        counted.figure,
        counted.rows,
        counted.apart,
        note=_late(asks, at=span.at),
        hidden=counted.hidden,
    )


def count_first_answer(span: Span) -> Counted:
    """The time until what was asked openly had its first answer."""
    return _times(span, _asks(span), name="asks")


def _questions(span: Span) -> list[Asked]:
    """Questions and requests of the span; one that was withdrawn was none."""
    found = Question.objects.filter(community=span.community, asked_at__gte=span.begin)
    found = found.exclude(state="withdrawn").order_by("-asked_at", "-pk")
    rows = found.values_list("pk", "text", "asked_at", "answered_at")
    return [(*row, None) for row in rows]


def _asks(span: Span) -> list[Asked]:
    """What was asked openly: the count alone would tell that somebody asked a few."""
    found = Ask.objects.filter(
        community=span.community, asked_at__gte=span.begin, is_for_all=True
    ).order_by("-asked_at", "-pk")
    return list(found.values_list("pk", "text", "asked_at", "first_answered_at", "closed_at"))


def _answered(span: Span, asked: Sequence[Asked], *, name: str, after: timedelta) -> Counted:
    """How much of it was answered; what is so young that it may still be, is apart."""
    rows, fates = [], []
    for row in asked:
        fate = is_answered(row, within=after, at=span.at)
        fates.append(fate)
        if fate:
            rows.append((row, (_took(row), "good")))
        elif fate is None:
            rows.append((row, (_("too early to say"), "none")))
        else:
            rows.append((row, (_("no answer"), "watch")))
    known = [fate for fate in fates if fate is not None]
    shown = _rows(span, rows, name=name)
    figure = share(sum(known), len(known))
    return Counted(figure, shown, fates.count(None), hidden=len(rows) - len(shown))


def _times(span: Span, asked: Sequence[Asked], *, name: str) -> Counted:
    """How long the first answers took."""
    rows = [(row, (_took(row), "none")) for row in asked if row[3]]
    shown = _rows(span, rows, name=name)
    days = [_days(row) for row, _verdict in rows]
    return Counted(spread(days), shown, hidden=len(rows) - len(shown))


def _rows(
    span: Span, asked: Sequence[tuple[Asked, tuple[str, str]]], *, name: str
) -> tuple[CountedRow, ...]:
    """Those that whoever opens the figure may read."""
    model: Any = Question if name == "questions" else Ask
    seen = _seen(model.objects.filter(community=span.community), span)
    base = reverse(f"work:{name}", args=[span.community.slug])
    return tuple(
        CountedRow(row[1], f"{base}{row[0]}/", row[2], *verdict)
        for row, verdict in asked
        if row[0] in seen
    )


def _seen(rows: Any, span: Span) -> set[int]:
    """The keys of those that whoever opens the figure may read."""
    return set(rows.visible_to(span.reader).values_list("pk", flat=True)) if span.reader else set()


def _days(row: Asked) -> float:
    return max(0.0, (row[3] - row[2]) / DAY) if row[3] else 0.0


def _took(row: Asked) -> str:
    return _("answered after {time}").format(time=in_words(_days(row)))


def is_answered(row: Asked, *, within: timedelta, at: datetime) -> bool | None:
    """Whether something has an answer; None when it is so young that it may still get one."""
    return True if row[3] else _in_time(row, within=within, at=at)


def _in_time(row: Asked, *, within: timedelta, at: datetime) -> bool | None:
    _pk, _text, asked_at, answered_at, closed_at = row
    return answered_within(
        asked_at=asked_at, answered_at=answered_at, closed_at=closed_at, within=within, at=at
    )


def _late(asks: Sequence[Asked], *, at: datetime) -> str:
    """How many had no answer after a day and after a week, and which are not counted."""
    sentences = []
    for within, sentence in (
        (DAY, _("{part} of {of} had no answer after a day.")),
        (WEEK, _("{part} of {of} had none after a week.")),
    ):
        fates = [_in_time(row, within=within, at=at) for row in asks]
        known = [fate for fate in fates if fate is not None]
        if known:
            sentences.append(sentence.format(part=known.count(False), of=len(known)))
    return " ".join([*sentences, _("What is asked of a few by name is not counted.")])
