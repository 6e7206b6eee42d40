"""The pages of the register: take all of it out, look at what a file would change, take it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandorla.base import progress
from mandorla.base.errors import Refused
from mandorla.base.web import PersonRequest, allow, page_number, paged
from mandorla.communities.models import Community
from mandorla.register.counts import count
from mandorla.register.export import files
from mandorla.register.forms import UploadForm
from mandorla.register.jobs import work_on_register_later
from mandorla.register.models import RegisterImport
from mandorla.register.rules import may_move_register
from mandorla.register.zipped import zipped

if TYPE_CHECKING:
    from mandorla.people.models import Person

SHOWN = 200


@allow(may_move_register)
def register(request: PersonRequest) -> HttpResponse:
    """What is in the register; take it out, send one in."""
    if request.method != "POST":
        return _register_page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _register_page(request, form, status=422)
    try:
        received = _receive(request, form)
    except Refused as refusal:
        form.add_error("file", refusal.sentence)
        return _register_page(request, form, status=409)
    work_on_register_later(received.pk)
    return redirect("register:register_import", received.pk)


def _receive(request: PersonRequest, form: UploadForm) -> RegisterImport:
    file = form.cleaned_data["file"]
    return RegisterImport.receive(
        data=file.read(),
        file_name=file.name,
        source=form.cleaned_data["source"],
        by=request.user,
        at=timezone.now(),
    )


def _register_page(request: PersonRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    imports = RegisterImport.objects.visible_to(request.user).order_by("-received_at", "-pk")
    counts = count(Community.objects.all())
    context = {
        "nav": "register",
        "form": form,
        "counts": counts,
        "kept": _named(counts.kept_as_text),
        "page": paged(imports, number=page_number(request)),
    }
    return render(request, "register/register.html", context, status=status)


def _named(kept: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rhythms kept as text, each with the name of its community."""
    slugs = [row["community"] for row in kept]
    names = dict(Community.objects.filter(slug__in=slugs).values_list("slug", "name"))
    return [{**row, "name": names[row["community"]]} for row in kept]


@require_safe
@allow(may_move_register)
def register_export(request: PersonRequest) -> HttpResponse:
    """Every community as a file, in one zip."""
    communities = Community.objects.visible_to(request.user)
    answer = StreamingHttpResponse(zipped(files(communities)), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="register.zip"'
    return cast("HttpResponse", answer)


@require_safe
@allow(may_move_register)
def register_import(request: PersonRequest, pk: int) -> HttpResponse:
    """One import: how far it is, what it would change, or what came of it."""
    found = _load(request.user, pk)
    if found.is_at_work(at=timezone.now()):
        return render(request, "register/register_running.html", _running(found))
    context = {"nav": "register", "import": found, "shown": SHOWN, **_outcome(found)}
    return render(request, "register/register_import.html", context)


@require_safe
@allow(may_move_register)
def register_progress(request: PersonRequest, pk: int) -> HttpResponse:
    """How far an import is; when it has ended, the whole page is loaded again."""
    found = _load(request.user, pk)
    response = render(request, "register/_register_progress.html", _running(found))
    if not found.is_at_work(at=timezone.now()):
        response["HX-Refresh"] = "true"
    return response


@require_POST
@allow(may_move_register)
def register_start(request: PersonRequest, pk: int) -> HttpResponse:
    """Import what was shown."""
    found = _load(request.user, pk)
    found.start(by=request.user, at=timezone.now())
    work_on_register_later(found.pk)
    return redirect("register:register_import", found.pk)


@require_POST
@allow(may_move_register)
def register_removal(request: PersonRequest, pk: int) -> HttpResponse:
    """Remove the file without importing it."""
    _load(request.user, pk).drop(at=timezone.now())
    messages.success(request, _("The file is removed. Nothing of it was imported."))
    return redirect("register:register")


def _load(person: Person, pk: int) -> RegisterImport:
    found = RegisterImport.objects.visible_to(person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _running(found: RegisterImport) -> dict[str, Any]:
    return {"nav": "register", "import": found, "percent": progress.percent(found)}


def _outcome(found: RegisterImport) -> dict[str, Any]:
    """What came of it, or would, as the page shows it."""
    told = found.outcome
    tally = [
        (len(told.get("written", [])), _("new"), ""),
        (len(told.get("updated", [])), _("changed"), ""),
        (len(told.get("unchanged", [])), _("unchanged"), ""),
        (len(told.get("problems", [])), _("refused"), "refused"),
        (told.get("people", 0), _("people new"), ""),
    ]
    return {
        "tally": tally if told else [],
        "problems": told.get("problems", [])[:SHOWN],
        "written": told.get("written", [])[:SHOWN],
        "updated": told.get("updated", [])[:SHOWN],
        "notes": told.get("notes", [])[:SHOWN],
    }
