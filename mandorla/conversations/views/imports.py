"""The pages of imports: send an export, say where it goes, see what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base import progress
from mandorla.base.web import PersonRequest, allow, done, page_number, paged
from mandorla.conversations.forgetting import forget_all
from mandorla.conversations.forms import UploadForm
from mandorla.conversations.import_page import shown, target_form
from mandorla.conversations.jobs import bring_later, look_later
from mandorla.conversations.models import ConversationImport
from mandorla.conversations.rules import (
    communities_run_by,
    may_decide,
    may_forget_all,
    may_import,
)

if TYPE_CHECKING:
    from mandorla.conversations.forms import TargetForm
    from mandorla.people.models import Person

AT_WORK = {"looking", "queued", "running"}


@allow(may_import)
def imports(request: PersonRequest) -> HttpResponse:
    """Send an export; see earlier ones."""
    communities = communities_run_by(request.user)
    if request.method != "POST":
        named = {"community": request.GET.get("community", "")}
        return _list(request, UploadForm(initial=named, communities=communities))
    form = UploadForm(request.POST, request.FILES, communities=communities)
    if not form.is_valid():
        return _list(request, form, status=422)
    sent = form.cleaned_data
    received = ConversationImport.receive(
        kind=sent["kind"],
        file_name=sent["file"].name,
        chunks=sent["file"].chunks(),
        community=sent["community"],
        by=request.user,
        at=timezone.now(),
    )
    look_later(received.pk)
    return redirect("conversations:import", received.pk)


def _list(request: PersonRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    rows = ConversationImport.objects.visible_to(request.user).listed()
    context = {
        "nav": "conversations",
        "form": form,
        "communities": communities_run_by(request.user).order_by("name", "pk"),
        "page": paged(rows, number=page_number(request)),
        "forgets_all": may_forget_all(request.user),
    }
    return render(request, "conversations/imports.html", context, status=status)


@allow(may_import)
def one_import(request: PersonRequest, pk: int) -> HttpResponse:
    """One import: what the file holds, how far it is, or what came of it."""
    found = _load(request.user, pk)
    if found.state in AT_WORK and not found.is_stuck(at=timezone.now()):
        return render(request, "conversations/import_running.html", _running(found))
    form = target_form(found, person=request.user) if found.state == "open" else None
    return _page(request, found, form)


def _page(
    request: PersonRequest,
    found: ConversationImport,
    form: TargetForm | None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = shown(found, form)
    context["decides"] = may_decide(request.user, found)
    if form:
        context["communities"] = communities_run_by(request.user).order_by("name", "pk")
    return render(request, "conversations/import.html", context, status=status)


@require_POST
@allow(may_import)
def start(request: PersonRequest, pk: int) -> HttpResponse:
    """Import it, as was decided."""
    found = _load(request.user, pk)
    form = target_form(found, person=request.user, data=request.POST)

    def act() -> None:
        found.start(
            channels=form.cleaned_data["channels"],
            confirmed=form.cleaned_data["confirmed"],
            by=request.user,
            at=timezone.now(),
        )

    if not done(form, act):
        return _page(request, found, form, status=422)
    bring_later(found.pk)
    return redirect("conversations:import", found.pk)


@allow(may_import)
def import_progress(request: PersonRequest, pk: int) -> HttpResponse:
    """How far an import is; when it has ended, the whole page is loaded again."""
    found = _load(request.user, pk)
    response = render(request, "conversations/_progress.html", _running(found))
    if found.state not in AT_WORK:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@allow(may_import)
def removal(request: PersonRequest, pk: int) -> HttpResponse:
    """Remove the posts of an import, or a file that waits."""
    found = _load(request.user, pk)
    if not may_decide(request.user, found):
        raise Http404
    found.remove(by=request.user, at=timezone.now())
    messages.success(request, _("It is removed. Figures that were made of it stay."))
    return redirect("conversations:imports")


@require_POST
@allow(may_forget_all)
def forgetting(request: PersonRequest) -> HttpResponse:
    """Delete every post and the salt."""
    forget_all(by=request.user, at=timezone.now())
    messages.success(
        request,
        _("All posts and the salt are deleted. Figures that were made of them stay."),
    )
    return redirect("conversations:imports")


def _load(person: Person, pk: int) -> ConversationImport:
    found = ConversationImport.objects.visible_to(person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _running(found: ConversationImport) -> dict[str, Any]:
    percent = progress.percent(found) if found.state == "running" else None
    return {"nav": "conversations", "found": found, "percent": percent}
