"""Writing the next version of a charter, saved as people go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.draft_merge import (
    VALUE_NAMES,
    Merged,
    as_write,
    digests,
    values_of,
)
from mandorla.communities.draft_page import merge_draft, read_draft_page
from mandorla.communities.forms.charter import DraftForm
from mandorla.communities.header import header_of
from mandorla.communities.models import Archetype, Charter, Community
from mandorla.communities.models.charter_parts import FORCES
from mandorla.communities.rules import may_run
from mandorla.communities.views.members import community_for

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def draft(request: PersonRequest, slug: str) -> HttpResponse:
    """Begin the next version (POST), or write in it."""
    community = _community_to_run(request, slug)
    charter = community.charters.filter(state="draft").first()
    if request.method == "POST":
        if charter is None:
            Charter.draft(community=community, by=request.user, at=timezone.now())
        return redirect("communities:charter_draft", slug)
    if charter is None:
        raise Http404
    return _editor(request, charter, DraftForm(values=values_of(charter)))


@allow(signed_in)
@require_POST
def save(request: PersonRequest, slug: str) -> HttpResponse:
    """Keep what was written. Where somebody else wrote too, nothing of either is lost."""
    community = _community_to_run(request, slug)
    charter = community.charters.filter(state="draft").first()
    if charter is None:
        return _draft_is_gone(request, community)
    theirs = values_of(charter)
    form = DraftForm(request.POST, values=theirs)
    if not form.is_valid():
        return _not_saved(request, charter, form)
    merged = merge_draft(form, charter=charter, theirs=theirs)
    if merged.clashes:
        return _clash(request, charter, merged, theirs)
    if not done(form, lambda: charter.write(**as_write(merged.values), edits=charter.edits)):
        return _not_saved(request, charter, form, status=409)
    return _saved(request, charter, merged, form)


def _community_to_run(request: PersonRequest, slug: str) -> Community:
    community = community_for(request, slug)
    if not may_run(request.user, community):
        raise Http404
    return community


def _saved(
    request: PersonRequest, charter: Charter, merged: Merged, form: DraftForm
) -> HttpResponse:
    address = reverse("communities:charter_draft", args=[charter.community.slug])
    if request.htmx and request.POST.getlist("theirs"):
        return HttpResponseClientRedirect(address)
    if request.htmx:
        shown = {**merged.values, **form.written()}  # what the page still shows
        context = {"charter": charter, "digests": digests(shown), "merged": merged}
        return render(request, "communities/_charter_saved.html", context)
    messages.success(request, _("The draft is saved."))
    if merged.taken:
        messages.info(request, _("Somebody else wrote in other texts; both are kept."))
    more = request.POST.get("more", "")
    return redirect(f"{address}?more={more}#force-{more}" if more in FORCES else address)


def _not_saved(
    request: PersonRequest, charter: Charter, form: DraftForm, status: int = 422
) -> HttpResponse:
    if request.htmx:
        return render(request, "communities/_charter_saved.html", {"form": form}, status=status)
    return _editor(request, charter, form, status=status)


def _clash(
    request: PersonRequest, charter: Charter, merged: Merged, theirs: dict[str, str]
) -> HttpResponse:
    """Both texts, to decide between; the next save knows that both were seen."""
    form = DraftForm(values=merged.values, current=theirs)
    if not request.htmx:
        return _editor(request, charter, form, merged=merged, status=409)
    answer = _editor(request, charter, form, merged=merged, status=409)
    return reswap(retarget(answer, "#editor"), "outerHTML")


def _draft_is_gone(request: PersonRequest, community: Community) -> HttpResponse:
    """The draft was published or discarded; what was written is still in the form."""
    values = dict.fromkeys(VALUE_NAMES, "")
    form = DraftForm(request.POST, values=values)
    form.is_valid()
    form.add_error(
        None,
        _(
            "This draft was published or discarded in the meantime. What you wrote is still "
            "here: begin the next version in another tab, then save again."
        ),
    )
    gone = Charter(community=community, drafted_at=timezone.now())
    return _not_saved(request, gone, form, status=409)


def _editor(
    request: PersonRequest,
    charter: Charter,
    form: DraftForm,
    *,
    merged: Merged | None = None,
    status: int = 200,
) -> HttpResponse:
    community = charter.community
    page = read_draft_page(
        form,
        archetype=Archetype.in_use().get(community.archetype),
        merged=merged,
        more=request.GET.get("more", ""),
    )
    context = {"nav": "communities", "charter": charter, "form": form, "page": page}
    if request.htmx:
        return render(request, "communities/_charter_editor.html", context, status=status)
    context["header"] = header_of(community, person=request.user, tab="charter")
    return render(request, "communities/charter_draft.html", context, status=status)
