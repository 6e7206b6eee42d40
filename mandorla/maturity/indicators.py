"""What maturity itself knows of communities: the stage, and what members say of their time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from mandorla.base.indicators import Indicator
from mandorla.core.conditions import Finding
from mandorla.maturity.computing import findings_of
from mandorla.maturity.models import Assessment, Computed, ModelVersion
from mandorla.maturity.statements import STATEMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mandorla.base.indicators import Found

PAGE: Final = "maturity:profile"
NOT_ASKED: Final = _("Not known until at least five members answered this in a round.")

INDICATORS: Final = [
    Indicator(
        name="stage",
        label=_("stage, in the middle of its dimensions"),
        unit="count",
        sentence=_("In the middle of its dimensions it is at level {value}."),
        unknown=_("Not known: too little is known of at least half of its dimensions."),
        page=PAGE,
    ),
    Indicator(
        name="lowest_level",
        label=_("level of the dimension that is furthest behind"),
        unit="count",
        sentence=_("The dimension that is furthest behind is at level {value}."),
        otherwise=_("A dimension has not reached its first level."),
        unknown=_("Not known: of no dimension everything is known."),
        page=PAGE,
    ),
    Indicator(
        name="activity_ahead",
        label=_("levels by which activity is ahead of value and license"),
        unit="count",
        sentence=_("Activity is {value} levels ahead of shared value or license."),
        otherwise=_("Activity is not ahead of shared value and license."),
        unknown=_("Not known: too little is known of shared value and license."),
        page=PAGE,
    ),
    Indicator(
        name="governance_ahead",
        label=_("levels by which governance is ahead of participation"),
        unit="count",
        sentence=_("License or measures are {value} levels ahead of participation."),
        otherwise=_("License and measures are not ahead of participation."),
        unknown=_("Not known: too little is known of participation."),
        page=PAGE,
    ),
    Indicator(
        name="time_usable",
        label=_("members whose manager supports the time"),
        unit="share",
        sentence=_("{value} of the members who answered say that their manager supports the time."),
        otherwise=_("No member who answered says that their manager supports the time."),
        unknown=NOT_ASKED,
        page=PAGE,
    ),
    Indicator(
        name="may_speak",
        label=_("members who can bring a real problem, whoever is there"),
        unit="share",
        sentence=_(
            "{value} of the members who answered say that they can bring a real problem, whoever "
            "is there."
        ),
        unknown=NOT_ASKED,
        page=PAGE,
    ),
    Indicator(
        name="benefits_me",
        label=_("members for whom it is worth it"),
        unit="share",
        sentence=_("{value} of the members who answered say that it is worth it for them."),
        unknown=NOT_ASKED,
        page=PAGE,
    ),
]


def read(communities: Sequence[int], *, at: datetime) -> Found:
    """The stage as it was computed last, and what members said last, in three queries."""
    found: Found = {one.name: {} for one in INDICATORS}
    main = ModelVersion.main()
    if main is not None:
        for row in Computed.objects.filter(model=main, community__in=communities):
            row.model = main  # read once, and its rubric with it
            for name, finding in findings_of(row).items():
                found[name][row.community_id] = finding
    said = Assessment.objects.newest().filter(way="members", community__in=communities)
    for community, evidence in said.order_by("at", "pk").values_list("community", "evidence"):
        for name in STATEMENTS:
            share = evidence.get(name)
            if share is not None:
                found[name][community] = Finding(share)
    return found
