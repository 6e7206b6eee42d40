"""After-action reviews and peer assists: begun, written part by part, lessons kept from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.errors import Refused
from mandorla.base.web import PersonRequest, allow, done, page_number, paged, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.work.forms.lessons import BeginForm, LessonForm, PartsForm
from mandorla.work.models import Review
from mandorla.work.reviews import MOST_LESSONS, parts_of
from mandorla.work.rules import takes_part
from mandorla.work.views.lessons import fresh_lesson_form, keep

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.communities.models import Community


@allow(signed_in)
def reviews(request: PersonRequest, slug: str) -> HttpResponse:
    """What the community looked at together; a POST begins one more."""
    community = community_for(request, slug)
    if not takes_part(request.user, community.roles_of(request.user)):
        raise Http404
    form = BeginForm(request.POST or None, initial={"held_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        begun = Review.begin(
            community=community, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        return redirect(begun)
    return _list(request, community, form)


@allow(signed_in)
def review(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """One review as a guided form; a POST keeps what was said."""
    found = _review(request, slug, pk)
    if request.method != "POST":
        return _one(request, found)
    form = PartsForm(request.POST, parts=parts_of(found))
    if not done(form, lambda: found.write(parts=form.said, edits=form.cleaned_data["edits"])):
        return _one(request, found, form=form, theirs=Review.objects.get(pk=found.pk))
    messages.success(request, _("Kept."))
    return redirect(found)


@allow(signed_in)
@require_POST
def review_lesson(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Make a lesson of what was said."""
    found = _review(request, slug, pk)
    form = LessonForm(request.POST)
    if not done(form, lambda: _keep(request, found, form)):
        return _one(request, found, lesson_form=form)
    messages.success(request, _("Kept. Somebody is asked on that day whether it still holds."))
    return redirect(found)


def _keep(request: PersonRequest, found: Review, form: LessonForm) -> None:
    kept = found.lessons.exclude(key=form.cleaned_data["key"]) if form.cleaned_data["key"] else None
    if (found.lessons.all() if kept is None else kept).count() >= MOST_LESSONS:
        sentence = _("Three lessons of one review are enough: more are not followed.")
        raise Refused(sentence)
    keep(request, found.community, form, review=found)


def _review(request: PersonRequest, slug: str, pk: int) -> Review:
    found = Review.objects.visible_to(request.user).filter(community__slug=slug)
    return get_object_or_404(found.select_related("community"), pk=pk)


def _list(request: PersonRequest, community: Community, form: BeginForm) -> HttpResponse:
    rows = Review.objects.visible_to(request.user).filter(community=community)
    context = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab="work"),
        "page": paged(rows.order_by("-held_on", "-pk"), number=page_number(request)),
        "form": form if not community.has_closed else None,
    }
    return render(request, "work/reviews.html", context, status=422 if form.is_bound else 200)


def _one(request: PersonRequest, found: Review, **wrong: Any) -> HttpResponse:
    parts = parts_of(found)
    is_open = not found.community.has_closed
    kept = list(found.lessons.select_related("owner").order_by("kept_at", "pk"))
    words = {part.name: part.said for part in parts}
    fresh = PartsForm(parts=parts, initial={**words, "edits": found.edits}) if is_open else None
    context = {
        "nav": "communities",
        "header": header_of(found.community, person=request.user, tab="work"),
        "review": found,
        "parts": parts,
        "lessons": kept,
        "form": fresh,
        "lesson_form": fresh_lesson_form() if is_open and len(kept) < MOST_LESSONS else None,
        **wrong,
    }
    return render(request, "work/review.html", context, status=422 if wrong else 200)
