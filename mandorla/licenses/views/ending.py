"""Beginning the end of a community, its last day, going on after all, and becoming another kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.licenses.ending_page import next_step, read_signs
from mandorla.licenses.forms.ending import BeginForm, PostponeForm, TransformForm
from mandorla.licenses.models import Ending, License
from mandorla.licenses.rules import ends
from mandorla.licenses.transforming import transform

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.communities.models import Community


def ending_community(request: PersonRequest, slug: str) -> Community:
    """The community at an address, for those who may bring it to its end."""
    community = community_for(request, slug)
    if not ends(request.user, community.roles_of(request.user)):
        raise Http404
    return community


@allow(signed_in)
def ending(request: PersonRequest, slug: str) -> HttpResponse:
    """Say why and the last day (a POST announces it), or go on where one left."""
    community = ending_community(request, slug)
    if community.has_closed:
        return redirect("licenses:legacy", slug)
    under_way = Ending.under_way(community)
    if under_way is not None:
        return redirect(f"licenses:ending_{next_step(under_way)}", slug)
    form = BeginForm(request.POST or None, initial={"reason": community.closing_reason})
    if request.method == "POST" and done(form, lambda: _begin(request, community, form)):
        messages.success(request, _("Announced: everybody in it reads why, and the last day."))
        return redirect("licenses:ending_heirs", slug)
    return _render(request, community, "begin", form=form, signs=read_signs(community))


@allow(signed_in)
@require_POST
def last_day(request: PersonRequest, slug: str) -> HttpResponse:
    """Another last day."""
    community = ending_community(request, slug)
    under_way = must_be_under_way(community)
    form = PostponeForm(request.POST)
    now, on = timezone.now(), timezone.localdate()
    if done(form, lambda: under_way.postpone(by=request.user, at=now, on=on, **form.cleaned_data)):
        messages.success(request, _("The last day is another one now."))
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    return redirect("licenses:ending_close", slug)


@allow(signed_in)
@require_POST
def resumption(request: PersonRequest, slug: str) -> HttpResponse:
    """The community goes on after all."""
    community = ending_community(request, slug)
    must_be_under_way(community).give_up(by=request.user, at=timezone.now())
    messages.success(request, _("It goes on. What was handed over stays where it is."))
    return redirect(community)


@allow(signed_in)
def transformation(request: PersonRequest, slug: str) -> HttpResponse:
    """Become another kind of community, with a new charter and license."""
    community = ending_community(request, slug)
    form = TransformForm(request.POST or None, community=community)
    if request.method == "POST" and done(form, lambda: _transform(request, community, form)):
        messages.success(request, _("Its charter has a new draft. Go on with what it asks for."))
        return redirect("communities:charter", slug)
    running = License.objects.granted().filter(community=community).exists()
    is_possible = community.status in {"forming", "active"}
    return _render(
        request, community, "transform", form=form, running=running, is_possible=is_possible
    )


def must_be_under_way(community: Community) -> Ending:
    """How a community ends now; there is no such page when it does not."""
    found = Ending.under_way(community)
    if found is None:
        raise Http404
    return found


def _begin(request: PersonRequest, community: Community, form: BeginForm) -> None:
    Ending.begin(
        community=community,
        by=request.user,
        at=timezone.now(),
        on=timezone.localdate(),
        **form.cleaned_data,
    )


def _transform(request: PersonRequest, community: Community, form: TransformForm) -> None:
    now = timezone.now()
    transform(community, by=request.user, at=now, on=timezone.localdate(now), **form.cleaned_data)


def _render(
    request: PersonRequest, community: Community, page: str, *, form: Any, **more: Any
) -> HttpResponse:
    header = header_of(community, person=request.user, tab="license")
    context = {"nav": "communities", "header": header, "form": form, **more}
    status = 422 if form.errors else 200
    return render(request, f"licenses/ending_{page}.html", context, status=status)
