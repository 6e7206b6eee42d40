"""Somebody is in the room: they type the code on the screen, or open its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.gatherings.code import by_code
from mandorla.gatherings.forms.attendance import CodeForm
from mandorla.gatherings.models import Attendance

if TYPE_CHECKING:
    from django.http import HttpResponse


@never_cache
@allow(signed_in)
def here_form(request: PersonRequest) -> HttpResponse:
    """Type the code; a right one notes the person as there at once."""
    form = CodeForm(request.POST or None)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        found = by_code(form.cleaned_data["code"], by=request.user, at=now)
        if found:
            Attendance.note(gathering=found, person=request.user, way="code", at=now)
            return redirect("gatherings:here", found.code)
        form.add_error("code", _no_gathering())
    status = 422 if form.is_bound else 200
    return render(request, "gatherings/here_form.html", {"form": form}, status=status)


@never_cache
@allow(signed_in)
def here(request: PersonRequest, code: str) -> HttpResponse:
    """The gathering of a code: one tap to be noted as there, one to take it back."""
    now = timezone.now()
    gathering = by_code(code, by=request.user, at=now)
    if gathering is None:
        form = CodeForm({"code": code[:12]})
        form.add_error("code", _no_gathering())
        return render(request, "gatherings/here_form.html", {"form": form}, status=404)
    if request.method == "POST":
        if "undo" in request.POST:
            Attendance.take_back(gathering=gathering, person=request.user, at=now)
        else:
            Attendance.note(gathering=gathering, person=request.user, way="code", at=now)
        return redirect("gatherings:here", gathering.code)
    own = Attendance.objects.own_of(request.user, at=now)
    context = {
        "gathering": gathering,
        "is_here": own.filter(gathering=gathering).exists(),
        "belongs": bool(gathering.community.roles_of(request.user)),
    }
    return render(request, "gatherings/here.html", context)


def _no_gathering() -> str:
    return _("No gathering that takes place now has this code. Look at the screen again.")
