"""A round's lens alone, for a wall and for paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.views.members import community_for
from mandorla.value.hiding import why_hidden
from mandorla.value.value_page import read_round

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def lens(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """The figure of a round, its sentence and its expectations, and nothing else."""
    community = community_for(request, slug)
    found = read_round(community, number=number)
    if found is None:
        raise Http404
    shown, reading = found
    context = {
        "nav": "communities",
        "community": community,
        "shown": shown,
        "reading": reading,
        "hidden": "" if reading else why_hidden(shown),
    }
    return render(request, "value/lens.html", context)
