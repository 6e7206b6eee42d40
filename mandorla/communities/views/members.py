"""Who is in a community, joining and leaving it, and what happened in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.errors import NotAllowed
from mandorla.base.models import Event
from mandorla.base.prepared import prepared
from mandorla.base.trail import stretch
from mandorla.base.web import PersonRequest, allow, page_number, signed_in
from mandorla.communities.forms.members import AppointForm, AskForm, FindForm
from mandorla.communities.header import header_of
from mandorla.communities.members import read_people
from mandorla.communities.models import Community, Membership, MembershipRequest
from mandorla.communities.rules import may_appoint, may_run, reads_all_history
from mandorla.people.models import Person

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.communities.header import Header

MOST_FOUND = 10  # people offered at once


def community_for(request: PersonRequest, slug: str) -> Community:
    """The community at an address, when the person may see it."""
    for found in _at(request.user, slug):
        return found
    raise Http404


@prepared
def _at(person: Person, slug: str) -> QuerySet[Community]:
    rows = Community.objects.visible_to(person).filter(slug=slug)
    return rows.select_related("parent", "unit")


@allow(signed_in)
def members(request: PersonRequest, slug: str) -> HttpResponse:
    """Roles only: who leads, who sponsors, who belongs. No figures about anybody."""
    community = community_for(request, slug)
    header = header_of(community, person=request.user, tab="members")
    if request.method == "POST" and not header.appoints:
        raise Http404
    form = AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        Membership.appoint(
            community=community, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("The role is given."))
        return redirect("communities:members", slug)
    context = {
        "nav": "communities",
        "header": header,
        "people": read_people(
            community=community, person=request.user, number=page_number(request)
        ),
        "requests": _open_requests(header),
        "appoint_form": form,
        **_found(request, header),
    }
    return render(request, "communities/members.html", context)


def _open_requests(header: Header) -> list[MembershipRequest]:
    if not header.runs:
        return []
    return list(header.community.requests.filter(answered_at=None).select_related("person"))


def _found(request: PersonRequest, header: Header) -> dict[str, object]:
    """The search for somebody to give a role to, with what it found."""
    form = FindForm(request.GET or None)
    if not header.appoints or "find" not in request.GET or not form.is_valid():
        return {"find_form": FindForm() if header.appoints else None, "found": None}
    people = Person.objects.filter(is_active=True).named_like(form.cleaned_data["find"])
    return {"find_form": form, "found": list(people.listed()[:MOST_FOUND])}


@allow(signed_in)
@require_POST
def end(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """End somebody's role."""
    community = community_for(request, slug)
    if not may_appoint(request.user, community):
        raise Http404
    membership = get_object_or_404(
        Membership.objects.visible_to(request.user).filter(community=community), pk=pk
    )
    membership.end(by=request.user, at=timezone.now())
    messages.success(request, _("The role has ended."))
    return redirect("communities:members", slug)


@allow(signed_in)
@require_POST
def membership(request: PersonRequest, slug: str) -> HttpResponse:
    """Join by one click."""
    community = community_for(request, slug)
    Membership.join(community=community, person=request.user, at=timezone.now())
    messages.success(request, _("You are a member of {name}.").format(name=community.name))
    return redirect(community)


@allow(signed_in)
@require_POST
def leave(request: PersonRequest, slug: str) -> HttpResponse:
    """Leave by one click."""
    community = community_for(request, slug)
    Membership.leave(community=community, person=request.user, at=timezone.now())
    messages.success(request, _("You have left {name}.").format(name=community.name))
    return redirect(community)


@allow(signed_in)
def ask(request: PersonRequest, slug: str) -> HttpResponse:
    """Ask to join, or to co-lead."""
    community = community_for(request, slug)
    role = "leader" if request.GET.get("role") == "leader" else "member"
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note, at = form.cleaned_data["note"], timezone.now()
        MembershipRequest.ask(community=community, person=request.user, role=role, note=note, at=at)
        messages.success(
            request, _("Those who run {name} will answer.").format(name=community.name)
        )
        return redirect(community)
    header = header_of(community, person=request.user, tab="members")
    context = {"nav": "communities", "header": header, "form": form, "role": role}
    return render(request, "communities/ask.html", context)


@allow(signed_in)
@require_POST
def answer(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Answer somebody who asked."""
    community = community_for(request, slug)
    if not may_run(request.user, community):
        raise Http404
    asked = get_object_or_404(community.requests.all(), pk=pk)
    if asked.role == "leader" and not may_appoint(request.user, community):
        raise NotAllowed(_("Only a leader can answer somebody who asks to co-lead."))
    verb = asked.accept if request.POST.get("answer") == "yes" else asked.decline
    verb(by=request.user, at=timezone.now())
    messages.success(request, _("Answered."))
    return redirect("communities:members", slug)


@allow(signed_in)
def history(request: PersonRequest, slug: str) -> HttpResponse:
    """What happened, in sentences, newest first."""
    community = community_for(request, slug)
    header = header_of(community, person=request.user, tab="history")
    events = Event.objects.within(community)
    if not reads_all_history(request.user, header.roles):
        events = events.read_by_all()
    context = {
        "nav": "communities",
        "header": header,
        "stretch": stretch(events, after=request.GET.get("after", "")),
        "is_older": "after" in request.GET,
    }
    return render(request, "communities/history.html", context)
