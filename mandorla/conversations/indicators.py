"""What can be known of a community from what its people write."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from mandorla.base.indicators import Indicator

PAGE: Final = "conversations:health"

INDICATORS: Final = (
    Indicator(
        name="writers",
        label=_("people who wrote in the last full month"),
        unit="count",
        sentence=_("{value} people wrote in the last full month."),
        otherwise=_("Nobody wrote in the last full month."),
        unknown=_("No conversations of the last months were imported, or fewer than five wrote."),
        page=PAGE,
    ),
    Indicator(
        name="threads_unanswered",
        label=_("threads without an answer within a week, three months"),
        unit="share",
        sentence=_("{part} of {of} threads had no answer within a week."),
        otherwise=_("All of {of} threads had an answer within a week."),
        unknown=_("It is told from ten threads in three months on, where people use threads."),
        page=PAGE,
    ),
    Indicator(
        name="first_answer_hours",
        label=_("hours until the first answer, three months"),
        unit="hours",
        sentence=_("Half of the threads that were answered waited for {value} hours or longer."),
        otherwise=_("Half of the threads that were answered were so at once."),
        unknown=_("It is told from ten threads in three months on, where people use threads."),
        page=PAGE,
    ),
    Indicator(
        name="newcomers_answered",
        label=_("first posts that were answered, three months"),
        unit="share",
        sentence=_("{part} of {of} first posts were answered within a week."),
        otherwise=_("None of {of} first posts was answered within a week."),
        unknown=_("It is told when five people wrote for the first time within three months."),
        page=PAGE,
    ),
    Indicator(
        name="newcomers_writing",
        label=_("newcomers who still wrote two quarters later"),
        unit="share",
        sentence=_("{part} of {of} who first wrote two quarters earlier still wrote."),
        otherwise=_("None of {of} who first wrote two quarters earlier still wrote."),
        unknown=_("It is told when five people wrote for the first time two quarters earlier."),
        page=PAGE,
    ),
    Indicator(
        name="leader_posts",
        label=_("posts of those who lead, in the middle of three months"),
        unit="share",
        sentence=_("Those who lead wrote {value} of the posts."),
        otherwise=_("Those who lead wrote none of the posts."),
        unknown=_("It is told of months in which at least five people who lead it wrote."),
        page=PAGE,
    ),
    Indicator(
        name="spread_steady",
        label=_("people write as evenly as usual"),
        unit="yes",
        sentence=_("Posts were spread over people at least as evenly as in the year before."),
        otherwise=_("Posts were spread over people less evenly than in the year before."),
        unknown=_("It is told when five people write a month, four months before at the least."),
        page=PAGE,
    ),
    Indicator(
        name="e_i_expected",
        label=_("contacts between units, of those that chance would bring about"),
        unit="share",
        sentence=_("Ties across units are {value} of what chance would bring about."),
        otherwise=_("Nobody is tied to somebody of another unit."),
        unknown=_(
            "It is told of imported conversations of at least two units, when ties across them "
            "are fewer or more than chance explains."
        ),
        page=PAGE,
    ),
)
