"""A strategy from a file: choose it, see what would change, import it.

What was read goes through the page: nothing of it is kept on the server in between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.errors import DomainError
from mandorla.base.web import PersonRequest, allow
from mandorla.strategy.forms import ApplicationForm, UploadForm
from mandorla.strategy.intake import take_in
from mandorla.strategy.plan import read_plan
from mandorla.strategy.reading import FoundStrategy, read_strategy
from mandorla.strategy.rules import may_keep_strategy

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.strategy.plan import Plan

SHOWN = 200  # rows of a kind


@allow(may_keep_strategy)
def choose(request: PersonRequest) -> HttpResponse:
    """Choose a file, and see what it would change."""
    if request.method != "POST":
        return _choose_page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _choose_page(request, form, status=422)
    file = form.cleaned_data["file"]
    try:
        found = read_strategy(file.read(), file_name=file.name)
        return _plan_page(request, found)
    except DomainError as refusal:
        form.add_error("file", refusal.sentence)
        return _choose_page(request, form, status=409)


def _choose_page(request: PersonRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    context = {"nav": "strategy", "form": form}
    return render(request, "strategy/import.html", context, status=status)


@require_POST
@allow(may_keep_strategy)
def application(request: PersonRequest) -> HttpResponse:
    """Import what was shown; when that is no longer what it would change, show it again."""
    form = ApplicationForm(request.POST)
    if not form.is_valid():
        return redirect("strategy:import")
    found = FoundStrategy.unpacked(form.cleaned_data["packed"])
    try:
        done = _take_in(request, found, form)
    except DomainError as refusal:
        leave_out = form.cleaned_data["leave_out"]
        return _plan_page(request, found, refusal=refusal.sentence, leave_out=leave_out)
    sentence = _("{file} is imported: {new} new, {changed} changed, {left} left out.")
    counts = {"new": len(done.new), "changed": len(done.changed), "left": done.wrong_rows}
    messages.success(request, sentence.format(file=done.file_name, **counts))
    return redirect("dashboards:strategy")


def _take_in(request: PersonRequest, found: FoundStrategy, form: ApplicationForm) -> Plan:
    return take_in(
        found,
        leave_out=form.cleaned_data["leave_out"],
        shown=form.cleaned_data["shown"],
        by=request.user,
        at=timezone.now(),
    )


def _plan_page(
    request: PersonRequest, found: FoundStrategy, *, refusal: str = "", leave_out: bool = False
) -> HttpResponse:
    plan = read_plan(found)
    shown = {"packed": found.packed(), "shown": plan.digest, "leave_out": leave_out}
    context = {
        "nav": "strategy",
        "plan": plan,
        "lists": [(_("New"), plan.new), (_("Changed"), plan.changed), (_("The same"), plan.same)],
        "most": SHOWN,
        "refusal": refusal,
        "form": ApplicationForm(initial=shown),
    }
    return render(request, "strategy/plan.html", context, status=409 if refusal else 200)
