"""What can be known of a community from its gatherings."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from mandorla.base.indicators import Indicator

GATHERINGS: Final = "gatherings:gatherings"

INDICATORS: Final = (
    Indicator(
        name="has_rhythm",
        label=_("it meets in a rhythm"),
        unit="yes",
        sentence=_("It meets in a rhythm that everybody can read."),
        otherwise=_("It has no rhythm in which it meets."),
        unknown=_("Whether it meets in a rhythm is not known."),
        page=GATHERINGS,
    ),
    Indicator(
        name="rhythm_held",
        label=_("gatherings held of those planned, 8 weeks"),
        unit="share",
        sentence=_("{part} of {of} gatherings planned in 8 weeks were held."),
        unknown=_("It is told when three gatherings were planned since the first that was noted."),
        page=GATHERINGS,
    ),
    Indicator(
        name="rhythm_held_quarter",
        label=_("gatherings held of those planned, three months"),
        unit="share",
        sentence=_("{part} of {of} gatherings planned in three months were held."),
        unknown=_("It is told when three gatherings were planned since the first that was noted."),
        page="work:yields",
    ),
    Indicator(
        name="gatherings_held",
        label=_("gatherings held since it began"),
        unit="count",
        sentence=_("Gatherings held: {value}."),
        otherwise=_("No gathering was noted as held."),
        unknown=_("How many gatherings were held is not known."),
        page=GATHERINGS,
    ),
    Indicator(
        name="gathering_days",
        label=_("days since the last gathering"),
        unit="days",
        sentence=_("The last gathering was {value} days ago."),
        otherwise=_("The last gathering was today."),
        unknown=_("No gathering was noted as held."),
        page=GATHERINGS,
    ),
    Indicator(
        name="attendance_trend",
        label=_("change of attendance, the last three gatherings against the three before"),
        unit="share",
        sentence=_("Attendance changed by {value} from three gatherings to the next three."),
        otherwise=_("Attendance is what it was three gatherings before."),
        unknown=_("It is told of six gatherings of a rhythm, each with five people or more."),
        page=GATHERINGS,
    ),
    Indicator(
        name="facilitators",
        label=_("people who led a gathering within half a year; two stands for more"),
        unit="count",
        sentence=_("People who led its gatherings: {value}; two stands for more."),
        unknown=_("Who leads the gatherings is not said."),
        page=GATHERINGS,
    ),
    Indicator(
        name="commitments_kept",
        label=_("commitments done, of those due in three months"),
        unit="share",
        sentence=_("{part} of {of} commitments that were due in three months are done."),
        unknown=_("It is told when commitments of five people were due in three months."),
        page="gatherings:commitments",
    ),
)
