"""What can be known of a community from its measures and stories."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from mandorla.base.indicators import Indicator

INDICATORS: Final = (
    Indicator(
        name="measures_complete",
        label=_("share of what is shared that has both measures"),
        unit="share",
        sentence=_("{part} of {of} shared expectations have a leading and an outcome measure."),
        otherwise=_("None of {of} shared expectations has a leading and an outcome measure."),
        unknown=_("No round has a result that may be shown yet, or nothing of it is shared."),
        page="ledger:measures",
    ),
    Indicator(
        name="stories_confirmed",
        label=_("stories whose gain was confirmed"),
        unit="count",
        sentence=_("Stories whose gain somebody who benefited has confirmed: {value}."),
        otherwise=_("Nobody who benefited has confirmed the gain of a story yet."),
        unknown=_("How many stories are confirmed is not known."),
        page="ledger:stories",
    ),
    Indicator(
        name="value_realized",
        label=_("value is confirmed or measured"),
        unit="yes",
        sentence=_("A gain is confirmed by who benefited, or an outcome is read at its target."),
        otherwise=_("No gain is confirmed yet, and no outcome was last read at its target."),
        unknown=_("Whether value is there is not known."),
        page="ledger:measures",
    ),
)
