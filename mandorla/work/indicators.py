"""What can be known of a community from its work."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from mandorla.base.indicators import Indicator

YIELDS: Final = "work:yields"
LESSONS: Final = "work:lessons"
ASKS: Final = "work:asks"

OF_ISSUES: Final = (
    Indicator(
        name="carry_through",
        label=_("issues carried through, three months"),
        unit="share",
        sentence=_(
            "{part} of {of} issues raised in a gathering had an owner and an outcome two "
            "gatherings later."
        ),
        unknown=_("It is told when five issues were raised two gatherings ago or earlier."),
        page=YIELDS,
    ),
    Indicator(
        name="carried_lately",
        label=_("issues of three gatherings that were carried through"),
        unit="share",
        sentence=_("{part} of {of} issues raised in three gatherings were carried through."),
        unknown=_("It is told when three gatherings raised five issues and two more were held."),
        page=YIELDS,
    ),
    Indicator(
        name="cross_unit",
        label=_("issues solved across units, three months"),
        unit="share",
        sentence=_("{part} of {of} solved issues had help from two units or more."),
        unknown=_("It is told when five issues were solved and it gives nobody away."),
        page=YIELDS,
    ),
    Indicator(
        name="outcomes_logged",
        label=_("gatherings of which something came, three months"),
        unit="share",
        sentence=_("Something came of {part} of {of} gatherings."),
        unknown=_("It is told when three gatherings were held in three months."),
        page="gatherings:gatherings",
    ),
    Indicator(
        name="updates_share",
        label=_("share of agendas that goes into updates, three months"),
        unit="share",
        sentence=_("{value} of the minutes on agendas were for updates."),
        otherwise=_("No minute on agendas was for updates."),
        unknown=_("It is told when three gatherings with an agenda were held in three months."),
        page="gatherings:gatherings",
    ),
    Indicator(
        name="solved_half_year",
        label=_("problems solved and solutions adopted by units, half a year"),
        unit="count",
        sentence=_("Problems solved and solutions adopted by a unit within half a year: {value}."),
        otherwise=_("No problem was solved and no unit adopted a solution within half a year."),
        unknown=_("What was solved is not known."),
        page=YIELDS,
    ),
    Indicator(
        name="issue_units",
        label=_("units that issues touched, three months"),
        unit="count",
        sentence=_("Units that issues of three months touched: {value}."),
        otherwise=_("No issue of three months says which unit it touches."),
        unknown=_("Which units issues touch is not known."),
        page="work:issues",
    ),
    Indicator(
        name="bypasses_control",
        label=_("living solutions that touch a rule of safety or law"),
        unit="count",
        sentence=_("Solutions that touch a rule of safety or law, and are not escalated: {value}."),
        otherwise=_("No living solution is marked as touching a rule of safety or law."),
        unknown=_("Whether solutions touch a rule of safety or law is not known."),
        page="work:solutions",
    ),
)
OF_ASKING: Final = (
    Indicator(
        name="pull",
        label=_("what management asked, three months"),
        unit="count",
        sentence=_("Questions and requests of management in three months: {value}."),
        otherwise=_("Management asked nothing of the community in three months."),
        unknown=_("What management asks is not known."),
        page="work:questions",
    ),
    Indicator(
        name="asks_answered",
        label=_("asks answered, three months"),
        unit="share",
        sentence=_("{part} of {of} asks were answered."),
        unknown=_("It is told when five asks are a day old or answered."),
        page=YIELDS,
    ),
    Indicator(
        name="asks_waiting",
        label=_("asks that wait too long: a week, or a day in a helping network"),
        unit="count",
        sentence=_("Asks that have waited too long for an answer: {value}."),
        otherwise=_("No ask has waited too long for an answer."),
        unknown=_("How long asks wait is not known."),
        page=ASKS,
    ),
    Indicator(
        name="newcomer_waiting",
        label=_("first asks of somebody without an answer for two days"),
        unit="count",
        sentence=_("First asks of somebody that nobody has answered for two days: {value}."),
        otherwise=_("Nobody who asked for the first time waits for two days."),
        unknown=_("How long first asks wait is not known."),
        page=ASKS,
    ),
    Indicator(
        name="insights_answered",
        label=_("insights that leadership answered, three months"),
        unit="share",
        sentence=_("Leadership answered {part} of {of} insights."),
        unknown=_("It is told when five insights are two weeks old or answered."),
        page="work:insights",
    ),
    Indicator(
        name="requests_per_member",
        label=_("requests put to a member in a month"),
        unit="count",
        sentence=_("A member is asked {value} times a month to weigh, fill in or help."),
        otherwise=_("Nothing was asked of members in three months."),
        unknown=_("It is told of communities of five people or more."),
        page=ASKS,
    ),
    Indicator(
        name="sponsor_days",
        label=_("days since a sponsor did something here"),
        unit="days",
        sentence=_("The last official act of a sponsor here was {value} days ago."),
        otherwise=_("A sponsor did something here today."),
        unknown=_("Nobody sponsors it, or since when is not known."),
        page="communities:history",
    ),
)
OF_WHAT_STAYS: Final = (
    Indicator(
        name="artifact_days",
        label=_("days since something was written down"),
        unit="days",
        sentence=_("Nothing was written down for {value} days: no lesson, solution or notes."),
        otherwise=_("Something was written down today."),
        unknown=_("Nothing was written down, and when it was founded is not known."),
        page=LESSONS,
    ),
    Indicator(
        name="lessons_owned",
        label=_("lessons with an owner"),
        unit="share",
        sentence=_("{part} of {of} lessons have an owner."),
        unknown=_("It is told of five lessons or more."),
        page=LESSONS,
    ),
    Indicator(
        name="lessons_reviewed",
        label=_("lessons looked at again on time"),
        unit="share",
        sentence=_("{part} of {of} lessons that were due were looked at again."),
        unknown=_("It is told when five lessons of two owners or more were due."),
        page=LESSONS,
    ),
    Indicator(
        name="lessons_changed_process",
        label=_("lessons that changed how people work"),
        unit="count",
        sentence=_("Lessons that changed how people work: {value}."),
        otherwise=_("No lesson changed how people work yet."),
        unknown=_("What lessons changed is not known."),
        page=LESSONS,
    ),
    Indicator(
        name="absence_factor",
        label=_("fewest people with half of the contributions, half a year"),
        unit="count",
        sentence=_("People who made half of what was contributed within half a year: {value}."),
        unknown=_("It is told when five people contributed within half a year."),
        page="work:work",
    ),
)
INDICATORS: Final = (*OF_ISSUES, *OF_ASKING, *OF_WHAT_STAYS)
