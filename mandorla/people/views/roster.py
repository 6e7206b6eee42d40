"""The pages of the roster: choose a file, see what it would change, import it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base import progress
from mandorla.base.errors import Refused
from mandorla.base.web import PersonRequest, allow, page_number, paged
from mandorla.people.jobs import apply_roster_later
from mandorla.people.models import RosterImport
from mandorla.people.roster.forms import ChoicesForm, UploadForm
from mandorla.people.roster.lists import HEADINGS, LIST_NAMES, listed
from mandorla.people.roster.plan import many_gone
from mandorla.people.roster.refused_file import as_csv, refused_csv
from mandorla.people.roster.rules import may_import
from mandorla.people.roster.told import in_words
from mandorla.people.roster.upload import files_in_memory

if TYPE_CHECKING:
    from mandorla.people.models import Person

AT_WORK = {"queued", "running"}


@allow(may_import)
@files_in_memory
def roster(request: PersonRequest) -> HttpResponse:
    """Choose a file; see earlier imports."""
    if request.method == "POST":
        return _receive(request)
    return _roster_page(request, UploadForm())


def _receive(request: PersonRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _roster_page(request, form, status=422)
    file = form.cleaned_data["file"]
    try:
        received = RosterImport.receive(
            data=file.read(), file_name=file.name, by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        form.add_error("file", refusal.sentence)
        return _roster_page(request, form, status=409)
    return redirect("people:roster_import", received.pk)


def _roster_page(request: PersonRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    imports = RosterImport.objects.visible_to(request.user).listed()
    context = {
        "nav": "roster",
        "form": form,
        "page": paged(imports, number=page_number(request)),
    }
    return render(request, "people/roster.html", context, status=status)


@allow(may_import)
def roster_import(request: PersonRequest, pk: int) -> HttpResponse:
    """One import: what it would change, how far it is, or what came of it."""
    found = _load(request.user, pk)
    if found.state in AT_WORK and not found.is_stuck(at=timezone.now()):
        return render(request, "people/roster_running.html", _running(found))
    return _import_page(request, found, _choices(found) if found.is_kept else None)


@require_POST
@allow(may_import)
def roster_choices(request: PersonRequest, pk: int) -> HttpResponse:
    """Look again with other choices; or import, when that changes nothing of what was shown."""
    found = _load(request.user, pk)
    form = _choices(found, request.POST)
    if not form.is_valid():
        return _import_page(request, found, form, status=422)
    found.prepare(**form.choices(), at=timezone.now())
    if "start" in request.POST and form.cleaned_data["shown"] == found.digest:
        found.start(by=request.user, at=timezone.now())
        apply_roster_later(found.pk)
    elif "start" in request.POST:
        messages.warning(request, _("This is what it changes now. Import it when it is right."))
    return redirect("people:roster_import", found.pk)


@allow(may_import)
def roster_progress(request: PersonRequest, pk: int) -> HttpResponse:
    """How far an import is; when it has ended, the whole page is loaded again."""
    found = _load(request.user, pk)
    response = render(request, "people/_roster_progress.html", _running(found))
    if found.state not in AT_WORK:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@allow(may_import)
def roster_removal(request: PersonRequest, pk: int) -> HttpResponse:
    """Remove what is kept of a file and its rows."""
    _load(request.user, pk).drop(at=timezone.now())
    messages.success(request, _("What was kept of the file is removed."))
    return redirect("people:roster")


@allow(may_import)
def roster_list(request: PersonRequest, pk: int, kind: str) -> HttpResponse:
    """A whole list of an import, as a file: refused rows, new people, moves."""
    found = _load(request.user, pk)
    if kind == "refused":
        text = refused_csv(found.refused)
    elif kind in HEADINGS:
        text = as_csv([str(name) for name in HEADINGS[kind]], listed(found.plan(), kind))
    else:
        raise Http404
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="roster-{found.pk}-{kind}.csv"'
    return response


def _load(person: Person, pk: int) -> RosterImport:
    found = RosterImport.objects.visible_to(person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _choices(found: RosterImport, data: Any = None) -> ChoicesForm:
    return ChoicesForm(
        data,
        columns=found.kept.columns,
        merges=found.merges,
        suggested=found.suggested,
        shown=found.digest,
        scope=_scope(found),
        ends_accounts=found.ends_accounts,
    )


def _scope(found: RosterImport) -> str:
    """What the file lists, as it was chosen; not guessed when the whole roster would be emptied."""
    if found.is_whole:
        return "" if many_gone(found.counts) else "whole"
    return "part"


def _running(found: RosterImport) -> dict[str, Any]:
    percent = progress.percent(found) if found.state == "running" else None
    return {"nav": "roster", "roster": found, "percent": percent}


def _import_page(
    request: PersonRequest, found: RosterImport, form: ChoicesForm | None, *, status: int = 200
) -> HttpResponse:
    kinds = [kind for kind in LIST_NAMES if found.samples.get(kind)]
    context = {
        "nav": "roster",
        "roster": found,
        "form": form,
        "tally": [(f"{n:,}", words, kind) for n, words, kind in in_words(found.counts)],
        "opens": {*kinds, *(["refused"] if found.refused else [])},
        "lists": [
            (kind, LIST_NAMES[kind], HEADINGS[kind], found.samples[kind], found.figures[kind])
            for kind in kinds
        ],
        "refused": found.refused[:50],
    }
    return render(request, "people/roster_import.html", context, status=status)
