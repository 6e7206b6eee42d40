"""What is asked and answered, counted from rows that open only for those who may read them."""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from mandorla.core.yields import Share, Spread
from mandorla.work.models import AgendaItem, Ask, Question
from mandorla.work.yields.asking import (
    count_asks,
    count_first_answer,
    count_outside,
    count_pull,
    count_pull_days,
)
from mandorla.work.yields.rows import Span, span_of
from mandorla.work.yields.told import read_figure, read_yields
from tests import make
from tests.make import AT
from tests.work.solving import Place, place

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.people.models import Person

pytestmark = pytest.mark.django_db
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
LATE = AT + 8 * WEEK


@pytest.fixture
def atlas() -> Place:
    return place()


def span(atlas: Place, reader: Person | None = None) -> Span:
    return span_of(atlas.community, period="quarter", on=LATE.date(), at=LATE, reader=reader)


def put(atlas: Place, *, at: datetime = AT, answered: timedelta | None = None, **facts: Any):
    """Management asked, and had an answer after this time."""
    given = {"kind": "question", "text": "What stops us in Finance?", **facts}
    if answered is not None:
        given = {"state": "answered", "answer": "The list", "answered_at": at + answered, **given}
    return Question.objects.create(community=atlas.community, asked_at=at, **given)


def asked(atlas: Place, *, at: datetime = AT, answered: timedelta | None = None, **facts: Any):
    """Priya asked for a hand, and had a first answer after this time."""
    return Ask.objects.create(
        community=atlas.community,
        asked_by=atlas.priya,
        asked_at=at,
        first_answered_at=at + answered if answered is not None else None,
        **{"text": "A hand with macros", **facts},
    )


def test_pull_counts_what_was_answered_or_declined_with_a_reason(atlas):
    for days in (1, 2, 4, 8):
        put(atlas, answered=days * DAY)
    put(atlas, answered=DAY, state="declined")
    put(atlas)
    put(atlas, at=LATE - WEEK + HOUR)
    put(atlas, state="withdrawn")
    put(atlas, at=AT - 52 * WEEK, answered=DAY)

    found = count_pull(span(atlas))

    assert (found.figure, found.apart) == (Share(part=5, of=6), 1)


def test_days_until_management_has_an_answer_are_those_computed_by_hand(atlas):
    """1, 2, 3, 5 and 10 days: the places 1, 2 and 3 of five, counted from 0."""
    for days in (10, 1, 5, 2, 3):
        put(atlas, answered=days * DAY)
    put(atlas)

    figure = count_pull_days(span(atlas)).figure

    assert figure == Spread(of=5, median=float(median([1, 2, 3, 5, 10])), low=2.0, high=5.0)


def test_outside_counts_items_about_questions_in_gatherings_that_were_held(atlas):
    series = make.series(atlas.community)
    first = make.gathering(series, state="held")
    coming = make.gathering(series, planned_on=(AT + WEEK).date())
    question = put(atlas)
    for number in range(6):
        about = question if number < 2 else None
        AgendaItem.objects.create(
            gathering=first, position=number, title=f"Item {number}", question=about, state="done"
        )
    AgendaItem.objects.create(
        gathering=first, position=7, title="Aside", question=question, state="parked"
    )
    AgendaItem.objects.create(gathering=coming, position=0, title="Next", question=question)

    found = count_outside(span(atlas, atlas.priya))

    assert found.figure == Share(part=2, of=6)
    assert [row.tone for row in found.rows] == ["good", "good", "none", "none", "none", "none"]


def test_asks_count_answers_and_those_without_one_after_a_day_and_a_week(atlas):
    for hours in (1, 2, 30, 200):
        asked(atlas, answered=hours * HOUR)
    asked(atlas)
    asked(atlas, at=LATE - 3 * DAY)
    asked(atlas, at=LATE - 3 * HOUR)
    asked(atlas, state="unsolved", closed_at=AT + HOUR)

    found = count_asks(span(atlas))

    assert (found.figure, found.apart) == (Share(part=4, of=6), 2)
    assert found.note == (
        "4 of 6 had no answer after a day. 2 of 5 had none after a week. "
        "What is asked of a few by name is not counted."
    )


def test_first_answers_are_told_in_hours_when_they_are_quick(atlas):
    """1, 2, 3, 20 and 30 hours: the middle is 3, the quartiles 2 and 20."""
    for hours in (30, 1, 20, 2, 3):
        asked(atlas, answered=hours * HOUR)

    told = read_figure("first_answer", span(atlas))

    assert told.value == "3 hours"
    assert told.sentence == (
        "Half of 5 asks had their first answer after between 2 hours and 20 hours."
    )


def test_few_questions_and_asks_are_no_percentage_and_no_median(atlas):
    for _number in range(4):
        put(atlas, answered=DAY)
        asked(atlas, answered=DAY)

    told = {one.key: one for one in read_yields(span(atlas)).figures}

    keys = ("pull", "pull_days", "asks", "first_answer")
    assert [told[key].value for key in keys] == ["", "", "", ""]
    assert told["pull"].sentence == (
        "4 of 4 questions and requests of management were answered. "
        "Not enough yet for a percentage."
    )


def test_what_is_asked_of_a_few_is_neither_counted_nor_told(client, atlas):
    secret = asked(atlas, text="My manager and I", is_for_all=False, answered=DAY)
    secret.asked_of.add(atlas.ana)
    asked(atlas, answered=DAY)

    for reader in (atlas.ana, atlas.priya, make.program_manager()):
        client.force_login(reader)
        for figure in ("asks", "first_answer"):
            page = client.get(
                reverse("work:yield", args=["atlas", figure]), {"period": "all"}
            ).content.decode()
            assert "My manager" not in page
            assert (page.count("macros"), page.count("is not listed")) == (1, 0)
    assert count_asks(span(atlas)).figure == Share(1, 1)
    assert count_first_answer(span(atlas)).figure == Spread(1, None, None, None)


@pytest.mark.parametrize("figure", ["pull", "pull_days", "outside"])
def test_words_of_management_and_agendas_open_for_those_in_the_community_only(
    client, atlas, figure
):
    question = put(atlas, answered=DAY)
    gathering = make.gathering(make.series(atlas.community), state="held")
    AgendaItem.objects.create(
        gathering=gathering, position=0, title=question.text, question=question, state="done"
    )
    address = reverse("work:yield", args=["atlas", figure])

    pages = []
    for reader in (atlas.priya, make.program_manager(), make.person(), make.auditor()):
        client.force_login(reader)
        pages.append(client.get(address, {"period": "all"}).content.decode())

    assert ["stops us in Finance" in page for page in pages] == [True, True, False, False]
    assert ["1 was counted and is not listed" in page for page in pages] == [
        False,
        False,
        True,
        True,
    ]


def test_auditors_open_no_asks(client, atlas):
    asked(atlas, answered=DAY)
    client.force_login(make.auditor())

    page = client.get(reverse("work:yield", args=["atlas", "asks"]), {"period": "all"})

    assert (b"macros" in page.content, b"1 was counted" in page.content) == (False, True)


@pytest.mark.parametrize("figure", ["pull", "pull_days", "outside", "asks", "first_answer"])
def test_rows_of_asking_name_nobody(client, atlas, figure):
    put(atlas, answered=DAY, asked_by=atlas.priya, answered_by=atlas.priya)
    asked(atlas, answered=DAY)
    client.force_login(make.person())

    page = client.get(reverse("work:yield", args=["atlas", figure]), {"period": "all"})

    assert b"Priya" not in page.content
