"""What shows that a story is so: added, taken out, and handed out as a file and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.ledger.forms.stories import ProofForm
from mandorla.ledger.models import Proof
from mandorla.ledger.views.stories import own_story, story_page

if TYPE_CHECKING:
    from django.db.models import QuerySet


@allow(signed_in)
@require_POST
def proofs(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Its teller adds what shows it."""
    told = own_story(request, slug, number)
    form, now = ProofForm(request.POST, request.FILES), timezone.now()
    if not done(form, lambda: Proof.add(story=told.story, by=request.user, at=now, **form.proof)):
        return story_page(request, told, proof=form)
    messages.success(request, _("It belongs to the story now, for whoever reads it."))
    return redirect(told.story)


@allow(signed_in)
@require_POST
def removal(request: PersonRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Its teller takes it out."""
    told = own_story(request, slug, number)
    found = get_object_or_404(_proofs(request, slug, number), pk=pk)
    found.remove(by=request.user, at=timezone.now())
    messages.success(request, _("It is gone."))
    return redirect(told.story)


@allow(signed_in)
@require_GET
def file(request: PersonRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """The bytes of a file, to be kept and not to be run: no browser takes it for a page."""
    rows = _proofs(request, slug, number).select_related("file")
    found = get_object_or_404(rows, pk=pk, kind="file")
    answer = HttpResponse(bytes(found.file.content), content_type=found.file_type)
    answer["Content-Disposition"] = _kept(found)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _proofs(request: PersonRequest, slug: str, number: int) -> QuerySet[Proof]:
    rows = Proof.objects.visible_to(request.user).select_related("story__community")
    return rows.filter(story__community__slug=slug, story__number=number)


def _kept(found: Proof) -> str:
    return content_disposition_header(as_attachment=True, filename=found.file_name) or "attachment"
