"""The directory of communities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _

from mandorla.base.web import PersonRequest, allow, page_number, signed_in
from mandorla.communities.directory import read_directory
from mandorla.communities.forms.directory import DirectoryForm
from mandorla.communities.models import Archetype, Proposal
from mandorla.communities.models.community import STATUSES
from mandorla.people.models import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse


@allow(signed_in)
def directory(request: PersonRequest) -> HttpResponse:
    """Every community, narrowed by what somebody looks for."""
    archetypes = Archetype.names()
    form = DirectoryForm(request.GET, archetypes=archetypes, units=Unit.objects.paths())
    filters = form.filters()
    number = page_number(request)
    found = read_directory(
        person=request.user, filters=filters, number=number, archetypes=archetypes
    )
    context = {
        "nav": "communities",
        "form": form,
        "filters": filters,
        "page": found.page,
        "chips": _chips(request, found.counts, filters.status),
        "narrowed": bool(filters.words or filters.archetype or filters.unit),
        "proposals": Proposal.objects.visible_to(request.user).unfinished(),
    }
    return render(request, "communities/directory.html", context)


def _chips(
    request: PersonRequest, counts: Mapping[str, int], status: str
) -> list[tuple[str, str, int, bool]]:
    """The statuses as links that keep the other filters: label, query, count, whether current."""
    labels = {"current": _("Current"), **STATUSES, "": _("All")}
    kept = request.GET.copy()
    kept.pop("page", None)
    chips = []
    for key, label in labels.items():
        if key in {"current", ""} or counts.get(key) or key == status:
            kept["status"] = key or "all"
            count = counts.get(key, 0)
            chips.append((str(label).capitalize(), kept.urlencode(), count, key == status))
    return chips
