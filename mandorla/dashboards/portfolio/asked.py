"""What somebody asked of the portfolio: whose it is, what they look for, as of which day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.communities.models import Archetype
from mandorla.dashboards.portfolio.changes import CHANGES
from mandorla.dashboards.portfolio.filters import FALLING, SORTS, Filters
from mandorla.dashboards.portfolio.forms import KEPT, PortfolioForm
from mandorla.dashboards.portfolio.rules import portfolio_of
from mandorla.dashboards.portfolio.standing import WORDS, Terms, terms_on
from mandorla.people.models import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from mandorla.base.web import PersonRequest
    from mandorla.communities.models.community import CommunityQuerySet
    from mandorla.dashboards.portfolio.page import Counts
    from mandorla.people.models import Person


@dataclass(frozen=True)
class Heading:
    """A column to sort by: its label, the query that sorts by it, and how it is sorted now."""

    key: str
    label: str
    query: str
    sorted: str

    @property
    def is_number(self) -> bool:
        """Whether figures stand below it."""
        return self.key in {"rhythm", "objectives"}


@dataclass(frozen=True)
class Chip:
    """A license that can be looked for by one click, and how many communities have it."""

    label: str
    query: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class Asked:
    """What is looked for among which communities.

    Attributes:
        person: Whose portfolio it is.
        communities: Those that it shows.
        form: The filters as they were sent.
        filters: The same, made clean.
        terms: The days that count.
        archetypes: What each archetype is called, by its key.
        query: The filters as they stand in an address, without the page.
        is_all: Whether these are all communities, or those somebody sponsors.
    """

    person: Person
    communities: CommunityQuerySet
    form: PortfolioForm
    filters: Filters
    terms: Terms
    archetypes: Mapping[str, str]
    query: str
    is_all: bool

    @classmethod
    def of(cls, request: PersonRequest, *, since: datetime | None, at: datetime) -> Asked:
        """What a request asks for.

        Args:
            request: It.
            since: From when on something is a change.
            at: Now.
        """
        archetypes = Archetype.names()
        form = PortfolioForm(request.GET, archetypes=archetypes, units=Unit.objects.paths())
        kept = QueryDict(mutable=True)
        for key in KEPT:
            if value := request.GET.get(key):
                kept[key] = value
        return cls(
            person=request.user,
            communities=portfolio_of(request.user),
            form=form,
            filters=form.filters(since=since),
            terms=terms_on(timezone.localtime(at).date()),
            archetypes=archetypes,
            query=kept.urlencode(),
            is_all=request.user.is_program_manager,
        )

    def with_(self, **changed: str) -> str:
        """The query with some filters otherwise; an empty one is left out."""
        kept = QueryDict(self.query, mutable=True)
        for key, value in changed.items():
            kept.pop(key, None)
            if value:
                kept[key] = value
        return kept.urlencode()

    def chips(self, counts: Counts) -> list[Chip]:
        """What licenses there are, as links that look for nothing else."""
        labels = {"": _("Not closed"), "decide": _("To decide"), **WORDS}
        others = replace(self.filters, state="")
        current = None if others.narrow else self.filters.state
        return [
            Chip(
                str(label).capitalize(),
                f"state={key}" if key else "",
                counts.of(key),
                key == current,
            )
            for key, label in labels.items()
            if not key or key == current or counts.of(key)
        ]

    @property
    def beyond(self) -> str:
        """What is looked for and has no field: where a link led."""
        said = []
        if self.filters.changed:
            said.append(
                _("changed since you last looked: {what}").format(
                    what=CHANGES[self.filters.changed]
                )
            )
        if self.filters.overlap == "unknown":
            said.append(_("the overlap is not known"))
        elif self.filters.overlap:
            low, high = self.filters.overlap.split("-")
            said.append(_("{low}% to {high}% are shared").format(low=low, high=high))
        return _("Only communities of which holds: {said}.").format(said="; ".join(said))

    @property
    def without_beyond(self) -> str:
        """The query without what has no field."""
        return self.with_(changed="", overlap="")

    @property
    def headings(self) -> list[Heading]:
        """The columns, each with the query that sorts by it, or the other way round."""
        current, falls = self.filters.sort.lstrip("-"), self.filters.sort.startswith("-")
        found = []
        for key, label in SORTS.items():
            turned = not falls if key == current else key in FALLING
            now = ("descending" if falls else "ascending") if key == current else ""
            query = self.with_(sort=f"-{key}" if turned else key)
            found.append(Heading(key, str(label), query, now))
        return found
