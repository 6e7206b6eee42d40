"""The facts of a community, and its way from forming to closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.forms.members import FactsForm, StatusForm
from mandorla.communities.header import header_of
from mandorla.communities.rules import may_appoint, may_run
from mandorla.communities.views.members import community_for
from mandorla.core.lifecycle import COMMUNITY, possible
from mandorla.people.models import Unit

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.communities.models import Community


@allow(signed_in)
def facts(request: PersonRequest, slug: str) -> HttpResponse:
    """Change the name, the purpose, the home unit or how people join."""
    community = community_for(request, slug)
    if not may_run(request.user, community):
        raise Http404
    kept = {name: getattr(community, name) for name in ("name", "purpose", "joining")}
    form = FactsForm(
        request.POST or None,
        initial={**kept, "unit": community.unit_id},
        units=Unit.objects.paths(),
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        values["unit"] = Unit.objects.filter(pk=values["unit"]).first()
        community.describe(by=request.user, at=timezone.now(), **values)
        messages.success(request, _("Saved."))
        return redirect(community)
    return _facts_page(request, community, form=form, status_form=StatusForm())


@allow(signed_in)
@require_POST
def status(request: PersonRequest, slug: str) -> HttpResponse:
    """Start, wind down, resume or close the community."""
    community = community_for(request, slug)
    if not may_appoint(request.user, community):
        raise Http404
    form = StatusForm(request.POST)
    if not form.is_valid():
        initial = {name: getattr(community, name) for name in ("name", "purpose", "joining")}
        facts_form = FactsForm(initial=initial, units=Unit.objects.paths())
        return _facts_page(request, community, form=facts_form, status_form=form)
    at = timezone.now()
    verb, reason = form.cleaned_data["verb"], form.cleaned_data["reason"]
    more = {"reason": reason} if verb in {"wind_down", "close"} else {}
    if verb == "close":
        more["on"] = timezone.localdate(at)
    getattr(community, verb)(by=request.user, at=at, **more)
    messages.success(request, _("Done: the members can see it."))
    return redirect(community)


def _facts_page(
    request: PersonRequest, community: Community, *, form: FactsForm, status_form: StatusForm
) -> HttpResponse:
    header = header_of(community, person=request.user, tab="")
    context = {
        "nav": "communities",
        "header": header,
        "form": form,
        "status_form": status_form,
        "verbs": possible(COMMUNITY, state=community.status) if header.appoints else (),
    }
    return render(
        request, "communities/facts.html", context, status=422 if status_form.errors else 200
    )
