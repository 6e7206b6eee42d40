"""In which order the communities of the portfolio stand; what is not known stands last."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.db.models import (
    Case,
    Count,
    DateField,
    DateTimeField,
    F,
    FloatField,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Lower

from mandorla.dashboards.portfolio.filters import reads_all_inside, seats_of, sponsorships
from mandorla.licenses.models import Decision
from mandorla.value.models import Expectation

if TYPE_CHECKING:
    from mandorla.communities.models.community import CommunityQuerySet
    from mandorla.people.models import Person

KINDS_OF_KEYS: Final = {"license": DateField, "decision": DateTimeField, "sponsor": TextField}
LONG_AGO, NEVER = (datetime(year, 1, 1, tzinfo=UTC) for year in (1, 9999))
BEYOND: Final = 1e18  # any amount of money


def ordered(
    communities: CommunityQuerySet, sort: str, *, reader: Person | None
) -> tuple[CommunityQuerySet, list[str]]:
    """The communities with what they are sorted by, and the columns of the order.

    What is not known stands last either way; none of the columns is ever null.
    """
    name, falls = sort.lstrip("-"), sort.startswith("-")
    communities = communities.annotate(sorted_name=Lower("name"))
    if name == "name":
        return communities, ["-sorted_name" if falls else "sorted_name", "pk"]
    kind = KINDS_OF_KEYS.get(name, FloatField)()
    key = Coalesce(_key(name, reader), _last(name, falls=falls), output_field=kind)
    order = ["-sort_key" if falls else "sort_key", "sorted_name", "pk"]
    return communities.annotate(sort_key=key), order


def _last(name: str, *, falls: bool) -> Value:
    """What stands behind everything that is known."""
    if name == "license":
        return Value(date.min if falls else date.max)
    if name == "decision":
        return Value(LONG_AGO if falls else NEVER)
    if name == "sponsor":
        return Value("a" if falls else "c")
    return Value(-BEYOND if falls else BEYOND)


def _key(name: str, reader: Person | None) -> Any:
    """What a column is sorted by."""
    if name == "license":
        return F("due")
    if name == "overlap":
        return F("overlap_share")
    if name == "worth":
        whole, of_all = F("ledger_standing__middle"), F("ledger_standing__open_middle")
        if reads_all_inside(reader):
            return whole
        return Case(When(seats_of(reader), then=whole), default=of_all)
    if name == "odds":
        return F("ledger_standing__odds_low")
    if name == "warnings":
        return F("standing__severity") * 1000 + F("standing__warnings")
    if name == "sponsor":
        marked = Concat(Value("b"), Lower("person__name"))  # between what stands last either way
        found = sponsorships().annotate(marked=marked).order_by("marked")
        return Subquery(found.values("marked")[:1])
    if name == "objectives":
        return Subquery(_objectives())
    if name == "decision":
        made = Decision.objects.filter(community=OuterRef("pk")).order_by("-at")
        return Subquery(made.values("at")[:1])
    return F("standing__stage" if name == "stage" else "standing__rhythm_share")


def _objectives() -> QuerySet[Expectation, Any]:
    """How many current objectives a community serves, where it serves any."""
    serving = Expectation.objects.filter(
        dropped_at=None, objectives__isnull=False, objectives__retired_at=None
    )
    here = serving.filter(community=OuterRef("pk")).order_by().values("community")
    return here.annotate(count=Count("objectives", distinct=True)).values_list("count")
