"""The facts of a community, and its way from forming to closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.forms.members import FactsForm, StatusForm
from mandorla.communities.header import header_of
from mandorla.communities.models.facts import mark_of
from mandorla.communities.rules import may_appoint, may_run
from mandorla.communities.views.members import community_for
from mandorla.core.lifecycle import COMMUNITY, possible
from mandorla.people.models import Unit

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from mandorla.communities.models import Community


@allow(signed_in)
def facts(request: PersonRequest, slug: str) -> HttpResponse:
    """Change the name, the purpose, the home unit or how people join, unless others just did."""
    community = community_for(request, slug)
    if not may_run(request.user, community):
        raise Http404
    form = _facts_form(community, request.POST or None)
    if form.is_bound and done(form, lambda: _describe(request, community, form)):
        messages.success(request, _("Saved."))
        return redirect(community)
    if form.is_bound and form.non_field_errors():  # saying it again is then meant
        community = community_for(request, slug)
        form.data = {**request.POST.dict(), "seen": mark_of(community)}
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
        kept = _facts_form(community, None)
        return _facts_page(request, community, form=kept, status_form=form)
    getattr(community, form.cleaned_data["verb"])(by=request.user, **form.told(timezone.now()))
    messages.success(request, _("Done: the members can see it."))
    return redirect(community)


def _describe(request: PersonRequest, community: Community, form: FactsForm) -> None:
    unit = Unit.objects.filter(pk=form.cleaned_data["unit"]).first()
    values = {**form.cleaned_data, "unit": unit}
    community.describe(by=request.user, at=timezone.now(), **values)


def _facts_form(community: Community, data: QueryDict | None) -> FactsForm:
    kept = {name: getattr(community, name) for name in ("name", "purpose", "joining")}
    kept |= {"unit": community.unit_id, "seen": mark_of(community)}
    return FactsForm(data, initial=kept, units=Unit.objects.paths())


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
    status = 409 if form.non_field_errors() else 422 if form.errors or status_form.errors else 200
    return render(request, "communities/facts.html", context, status=status)
