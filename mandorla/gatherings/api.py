"""The rhythms of a community."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from ninja import Query, Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Id
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import one
from mandorla.base.web import PersonRequest
from mandorla.communities.models import Community
from mandorla.gatherings.models import Series

router = Router(tags=["Series"])


class SeriesFound(Answer):
    """A recurring rhythm of a community."""

    id: Id
    name: str
    rule: str = Field(description="RFC 5545; empty when the rhythm was not understood.")
    timezone: str = Field(description="IANA name; may be empty.")
    starts_on: date | None
    starts_time: time | None
    minutes: int | None
    place: str
    links: list[dict[str, Any]]
    found_text: str = Field(description="The rhythm as it was written.")


@router.get("/communities/{slug}/series", response=PageOf[SeriesFound])
def list_series(request: PersonRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """List the rhythms of a community."""
    community = one(Community.objects.visible_to(request.user), slug=slug)
    return page_of(request, Series.objects.filter(community=community), order=["pk"], paging=paging)
