"""Units: the tree everybody sees, and how program managers keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.people.forms import NewUnitForm, UnitMergerForm, UnitNameForm, UnitParentForm
from mandorla.people.models import Unit
from mandorla.people.rules import may_manage_people, sees_names_only
from mandorla.people.unit_tree import probably_one, read_tree

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse


@allow(signed_in)
def units(request: PersonRequest) -> HttpResponse:
    """The organization as a tree; program managers add to it."""
    manages = may_manage_people(request.user)
    return _units_page(request, NewUnitForm(paths=Unit.objects.paths()) if manages else None)


def _units_page(
    request: PersonRequest, form: NewUnitForm | None, *, status: int = 200
) -> HttpResponse:
    tree = read_tree()
    context = {
        "nav": "people",
        "tree": tree,
        "form": form,
        "twins": probably_one(tree) if form else [],
        "manages": form is not None,
        "names_only": sees_names_only(request.user),
    }
    return render(request, "people/units.html", context, status=status)


@require_POST
@allow(may_manage_people)
def new_unit(request: PersonRequest) -> HttpResponse:
    """The organization has another unit."""
    form, now = NewUnitForm(request.POST, paths=Unit.objects.paths()), timezone.now()
    if done(form, lambda: Unit.open(by=request.user, at=now, **form.cleaned_data)):
        name = form.cleaned_data["name"]
        messages.success(request, _("{name} has been added.").format(name=name))
        return redirect("people:units")
    return _units_page(request, form, status=422)


@allow(may_manage_people)
def unit(request: PersonRequest, pk: int) -> HttpResponse:
    """One unit: its name, what it is a part of, and merging it into another one."""
    return _unit_page(request, get_object_or_404(Unit, pk=pk))


def _unit_page(
    request: PersonRequest, unit: Unit, *, status: int = 200, **forms: Form
) -> HttpResponse:
    paths, below = Unit.objects.paths(), Unit.objects.below(unit.pk)
    here = {"paths": paths, "without": below}
    context: dict[str, Any] = {
        "nav": "people",
        "unit": unit,
        "path": paths[unit.pk],
        "name_form": UnitNameForm(initial={"name": unit.name}, prefix="name"),
        "parent_form": UnitParentForm(initial={"parent": unit.parent_id}, prefix="parent", **here),
        "merger_form": UnitMergerForm(
            prefix="merger", initial={"into": request.GET.get("into", "")}, **here
        ),
    }
    return render(request, "people/unit.html", {**context, **forms}, status=status)


@require_POST
@allow(may_manage_people)
def unit_name(request: PersonRequest, pk: int) -> HttpResponse:
    """The unit is called this."""
    unit, now = get_object_or_404(Unit, pk=pk), timezone.now()
    form = UnitNameForm(request.POST, prefix="name")
    if done(form, lambda: unit.rename(by=request.user, at=now, **form.cleaned_data)):
        messages.success(request, _("The unit is called {name} now.").format(name=unit.name))
        return redirect("people:unit", pk)
    return _unit_page(request, Unit.objects.get(pk=pk), status=422, name_form=form)


@require_POST
@allow(may_manage_people)
def unit_parent(request: PersonRequest, pk: int) -> HttpResponse:
    """The unit is a part of this one."""
    unit, now = get_object_or_404(Unit, pk=pk), timezone.now()
    form = UnitParentForm(request.POST, prefix="parent", paths=Unit.objects.paths(), without=[])
    if done(form, lambda: unit.shift(by=request.user, at=now, **form.cleaned_data)):
        messages.success(request, _("{name} has moved.").format(name=unit.name))
        return redirect("people:unit", pk)
    return _unit_page(request, Unit.objects.get(pk=pk), status=422, parent_form=form)


@require_POST
@allow(may_manage_people)
def unit_merger(request: PersonRequest, pk: int) -> HttpResponse:
    """The unit and another one are one."""
    unit, now = get_object_or_404(Unit, pk=pk), timezone.now()
    form = UnitMergerForm(request.POST, prefix="merger", paths=Unit.objects.paths(), without=[])
    if done(form, lambda: unit.merge_into(form.cleaned_data["into"], by=request.user, at=now)):
        other = form.cleaned_data["into"]
        sentence = _("{name} is a part of {other} now, with everybody in it.")
        messages.success(request, sentence.format(name=unit.name, other=other.name))
        return redirect("people:unit", other.pk)
    return _unit_page(request, Unit.objects.get(pk=pk), status=422, merger_form=form)
