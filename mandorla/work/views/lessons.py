"""Lessons: what to do next time, looked at again, learned when something changed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, page_number, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.work.forms.lessons import (
    ChangeForm,
    LessonForm,
    LookForm,
    OwnerForm,
    RetireForm,
    RewordForm,
)
from mandorla.work.lessons import may_change, read_lessons
from mandorla.work.models import Lesson
from mandorla.work.rules import takes_part

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpResponse

    from mandorla.communities.models import Community

LOOK_AGAIN: Final = timedelta(days=182)  # half a year, unless somebody says otherwise
FORMS: Final[dict[str, type[Form]]] = {
    "confirm": LookForm,
    "reword": RewordForm,
    "note_change": ChangeForm,
    "hand_over": OwnerForm,
    "retire": RetireForm,
    "restore": LookForm,
}
LOOKS: Final = frozenset({"confirm", "restore"})
DONE: Final = {
    "confirm": gettext_lazy("It still holds. Somebody is asked again on that day."),
    "reword": gettext_lazy("It says so from now on."),
    "note_change": gettext_lazy("It is learned: something is done otherwise because of it."),
    "hand_over": gettext_lazy("It is handed over."),
    "retire": gettext_lazy("It is retired, and can be taken up again."),
    "restore": gettext_lazy("It is in use again."),
}


@allow(signed_in)
def lessons(request: PersonRequest, slug: str) -> HttpResponse:
    """The lessons of a community; a POST keeps one more."""
    community = community_for(request, slug)
    if request.method != "POST":
        return _list(request, community)
    if not takes_part(request.user, community.roles_of(request.user)):
        raise Http404
    form = LessonForm(request.POST)
    if not done(form, lambda: keep(request, community, form)):
        return _list(request, community, form=form)
    messages.success(request, _("Kept. Somebody is asked on that day whether it still holds."))
    return redirect("work:lessons", slug)


@allow(signed_in)
def lesson(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """One lesson, with what can be done with it."""
    return _one(request, _lesson(request, slug, pk))


@allow(signed_in)
@require_POST
def change(request: PersonRequest, slug: str, pk: int, verb: str) -> HttpResponse:
    """Look at it again, word it anew, note what it changed, hand it over, retire or restore it."""
    found = _lesson(request, slug, pk)
    roles = found.community.roles_of(request.user)
    if verb not in FORMS or not may_change(found, person=request.user, roles=roles):
        raise Http404
    form = FORMS[verb](request.POST)
    if not done(form, _verb(request, found, verb, form)):
        return _one(request, found, wrong={verb: form})
    messages.success(request, DONE[verb])
    return redirect(found)


def keep(request: PersonRequest, community: Community, form: LessonForm, **also: Any) -> None:
    """Keep a lesson, and note at once what it changed."""
    now, data = timezone.now(), dict(form.cleaned_data)
    changed = data.pop("changed")
    kept = Lesson.keep_one(community=community, by=request.user, at=now, **data, **also)
    if changed and not kept.is_learned:
        kept.note_change(changed=changed, on=timezone.localdate(), by=request.user, at=now)


def fresh_lesson_form() -> LessonForm:
    """An empty form that proposes to look again in half a year."""
    look_again_on = timezone.localdate() + LOOK_AGAIN
    return LessonForm(initial={"key": uuid4(), "look_again_on": look_again_on})


def _verb(request: PersonRequest, found: Lesson, verb: str, form: Form) -> Callable[[], object]:
    also = {"on": timezone.localdate()} if verb == "note_change" else {}
    act = getattr(found, verb)
    return lambda: act(by=request.user, at=timezone.now(), **form.cleaned_data, **also)


def _lesson(request: PersonRequest, slug: str, pk: int) -> Lesson:
    found = Lesson.objects.visible_to(request.user).filter(community__slug=slug)
    related = (
        "community",
        "owner",
        "solution__community",
        "review__community",
        "gathering__series",
        "gathering__community",
    )
    return get_object_or_404(found.select_related(*related), pk=pk)


def _list(
    request: PersonRequest, community: Community, *, form: LessonForm | None = None
) -> HttpResponse:
    header = header_of(community, person=request.user, tab="work")
    words = request.GET.get("q", "")[:100]
    read = read_lessons(
        community,
        reader=request.user,
        roles=header.roles,
        shown=request.GET.get("show", ""),
        words=words,
        number=page_number(request),
        on=timezone.localdate(),
    )
    context = {
        "nav": "communities",
        "header": header,
        "read": read,
        "q": words,
        "form": form or (fresh_lesson_form() if read.may_keep else None),
    }
    return render(request, "work/lessons.html", context, status=422 if form else 200)


def _one(
    request: PersonRequest, found: Lesson, *, wrong: dict[str, Form] | None = None
) -> HttpResponse:
    header = header_of(found.community, person=request.user, tab="work")
    is_open = not found.community.has_closed
    may = is_open and may_change(found, person=request.user, roles=header.roles)
    forms = {**(_forms(found) if may else {}), **(wrong or {})}
    look_verb = next((verb for verb in forms if verb in LOOKS), "")
    context = {
        "nav": "communities",
        "header": header,
        "lesson": found,
        "is_due": found.state == "current" and found.look_again_on <= timezone.localdate(),
        "look_verb": look_verb,
        "look": forms.get(look_verb),
        "changes": {verb: form for verb, form in forms.items() if verb not in LOOKS},
    }
    return render(request, "work/lesson.html", context, status=422 if wrong else 200)


def _forms(found: Lesson) -> dict[str, Form]:
    """What can be done with a lesson as it stands, each with its form."""
    again = timezone.localdate() + LOOK_AGAIN
    words = {"text": found.text, "detail": found.detail, "changed": found.changed}
    verbs = [verb for verb in FORMS if verb != "restore"]
    return {
        verb: FORMS[verb](initial={**words, "look_again_on": again}, auto_id=f"id_{verb}_%s")
        for verb in (verbs if found.state == "current" else ["restore"])
    }
