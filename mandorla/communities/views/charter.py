"""The charter of a community: its versions, and how two of them differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.charter_compare import read_comparison
from mandorla.communities.charter_page import CharterPage, read_charter_page
from mandorla.communities.forms.charter import CompareForm, JudgeForm
from mandorla.communities.header import Header, header_of
from mandorla.communities.models import Archetype, Charter, Community
from mandorla.communities.views.members import community_for

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def charter(request: PersonRequest, slug: str) -> HttpResponse:
    """The version both sides agreed to, or else the newest one the person may read."""
    community = community_for(request, slug)
    versions = versions_of(request, community)
    shown = standing_version(versions)
    return charter_page(request, community, shown, versions=versions)


@allow(signed_in)
def version(request: PersonRequest, slug: str, version: int) -> HttpResponse:
    """One version as it was written."""
    return charter_page(request, *readable_version(request, slug, version))


def readable_version(request: PersonRequest, slug: str, version: int) -> tuple[Community, Charter]:
    """A version by its number, when the person may read it."""
    community = community_for(request, slug)
    visible = Charter.objects.visible_to(request.user).filter(community=community)
    found = get_object_or_404(visible, version=version)
    found.community = community
    return community, found


def versions_of(request: PersonRequest, community: Community) -> list[Charter]:
    """The versions that the person may read, the newest first."""
    visible = Charter.objects.visible_to(request.user).filter(community=community)
    versions = list(visible.order_by("-version"))
    for found in versions:
        found.community = community  # each link needs its address
    return versions


def standing_version(versions: list[Charter]) -> Charter | None:
    """The newest agreed version, or else the newest published one, or else the draft."""
    for state in ("agreed", "published", "draft"):
        for found in versions:
            if found.state == state:
                return found
    return None


def charter_page(
    request: PersonRequest,
    community: Community,
    shown: Charter | None,
    *,
    versions: list[Charter] | None = None,
    refusal: str = "",
    judging: JudgeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a version, with a refusal or a form to correct when there is one."""
    versions = versions or versions_of(request, community)
    header = header_of(community, person=request.user, tab="charter")
    context = {
        "nav": "communities",
        "header": header,
        "versions": versions,
        "draft": next((found for found in versions if found.state == "draft"), None),
        "may_begin": header.runs and not community.has_closed,
        "refusal": refusal,
    }
    if shown is None:
        kind = Archetype.in_use().get(community.archetype)
        return render(request, "communities/charter_none.html", context | {"kind": kind})
    shown.community = community
    today = timezone.localdate()
    page = read_charter_page(shown, header=header, reader=request.user.pk, on=today)
    context |= {"page": page, **later_versions(versions, shown)}
    context |= fits_context(page, header, judging)
    return render(request, "communities/charter.html", context, status=status)


def later_versions(versions: list[Charter], shown: Charter) -> dict[str, Any]:
    """What came after the version that is shown, and what it can be compared with."""
    later = [found for found in versions if found.version > shown.version]
    standing = standing_version(versions)
    return {
        "later": later,
        "standing_agreed": next((found for found in versions if found.state == "agreed"), None),
        "standing": standing if standing and standing.version > shown.version else None,
        "before": next((found for found in versions if found.version < shown.version), None),
        "compare_form": compare_form({}, versions) if len(versions) > 1 else None,
    }


def fits_context(
    page: CharterPage, header: Header, judging: JudgeForm | None = None
) -> dict[str, Any]:
    """The fits, each with a form for those who judge."""
    has_forces = any(force.entries for force in page.forces)
    judges = has_forces and (header.runs or "sponsor" in header.roles)
    open_form = {judging.pair: judging} if judging else {}
    return {
        "judges": judges and page.charter.state != "agreed",
        "cards": [
            (card, open_form.get(card.pair) or JudgeForm(pair=card.pair), card.pair in open_form)
            for card in page.fits
        ],
    }


@allow(signed_in)
def compare(request: PersonRequest, slug: str) -> HttpResponse:
    """Two versions side by side, word by word."""
    community = community_for(request, slug)
    versions = versions_of(request, community)
    form = compare_form(request.GET, versions)
    comparison = None
    if form.is_valid():
        by_number = {found.version: found for found in versions}
        before, after = by_number[form.cleaned_data["from"]], by_number[form.cleaned_data["to"]]
        comparison = read_comparison(before, after)
    context = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab="charter"),
        "form": form,
        "comparison": comparison,
        "versions": versions,
    }
    return render(request, "communities/charter_compare.html", context)


def compare_form(data: Any, versions: list[Charter]) -> CompareForm:
    """The picker of two versions; the two newest ones when nothing was picked."""
    numbers = [found.version for found in versions]
    defaults = {"from": numbers[1] if len(numbers) > 1 else "", "to": numbers[0] if numbers else ""}
    return CompareForm({**defaults, **{key: data[key] for key in data}}, versions=numbers)
