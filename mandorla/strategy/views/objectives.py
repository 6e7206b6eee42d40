"""How program managers keep the objectives: add, change, move, retire, resume."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done
from mandorla.strategy.forms import NewObjectiveForm, ObjectiveForm, PlaceForm
from mandorla.strategy.models import Objective
from mandorla.strategy.models.facts import mark_of
from mandorla.strategy.rules import may_keep_strategy

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(may_keep_strategy)
def new(request: PersonRequest) -> HttpResponse:
    """The organization pursues something more."""
    form = NewObjectiveForm(
        request.POST or None, initial={"kind": "objective", "parent": request.GET.get("of", "")}
    )
    if form.is_bound and done(form, lambda: _open(request, form)):
        name = form.cleaned_data["name"]
        messages.success(request, _("{name} is part of the strategy now.").format(name=name))
        return redirect("dashboards:strategy")
    context = {"nav": "strategy", "form": form}
    return render(request, "strategy/new.html", context, status=_status(form))


def _open(request: PersonRequest, form: NewObjectiveForm) -> None:
    Objective.open(by=request.user, at=timezone.now(), **form.cleaned_data)


@allow(may_keep_strategy)
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """An objective reads like this from now on, unless somebody else just changed it."""
    objective = _load(request, pk)
    form = ObjectiveForm(request.POST or None, objective=objective)
    now = timezone.now()
    if form.is_bound and done(
        form, lambda: objective.describe(by=request.user, at=now, **form.cleaned_data)
    ):
        messages.success(request, _("Saved."))
        return redirect(objective)
    if form.is_bound and form.non_field_errors():  # saying it again is then meant
        form.data = {**request.POST.dict(), "seen": mark_of(_load(request, pk))}
    return _edit_page(request, pk, form=form)


@require_POST
@allow(may_keep_strategy)
def place(request: PersonRequest, pk: int) -> HttpResponse:
    """An objective is a part of this one."""
    objective, now = _load(request, pk), timezone.now()
    form = PlaceForm(request.POST, prefix="place")
    if done(form, lambda: objective.shift(by=request.user, at=now, **form.cleaned_data)):
        messages.success(request, _("{name} has moved.").format(name=objective.name))
        return redirect(objective)
    return _edit_page(request, pk, place_form=form)


def _edit_page(
    request: PersonRequest,
    pk: int,
    *,
    form: ObjectiveForm | None = None,
    place_form: PlaceForm | None = None,
) -> HttpResponse:
    objective = _load(request, pk)
    below = {pk, *Objective.objects.shape().below(pk)}
    context = {
        "nav": "strategy",
        "objective": objective,
        "form": form or ObjectiveForm(objective=objective),
        "place_form": place_form
        or PlaceForm(prefix="place", initial={"parent": objective.parent_id}, without=below),
    }
    status = _status(form or place_form or PlaceForm())
    return render(request, "strategy/edit.html", context, status=status)


@require_POST
@allow(may_keep_strategy)
def retirement(request: PersonRequest, pk: int) -> HttpResponse:
    """An objective and its parts are pursued no longer."""
    objective = _load(request, pk)
    objective.retire(by=request.user, at=timezone.now())
    messages.success(request, _("{name} is retired.").format(name=objective.name))
    return redirect(objective)


@require_POST
@allow(may_keep_strategy)
def resumption(request: PersonRequest, pk: int) -> HttpResponse:
    """An objective is pursued again."""
    objective = _load(request, pk)
    objective.resume(by=request.user, at=timezone.now())
    messages.success(request, _("{name} is pursued again.").format(name=objective.name))
    return redirect(objective)


def _load(request: PersonRequest, pk: int) -> Objective:
    seen = Objective.objects.visible_to(request.user).select_related("owner")
    return get_object_or_404(seen, pk=pk)


def _status(form: ObjectiveForm | PlaceForm) -> int:
    return 409 if form.non_field_errors() else 422 if form.errors else 200
