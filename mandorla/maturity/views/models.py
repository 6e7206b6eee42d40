"""The maturity models of the installation: read, taken along as a file, brought, set aside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.maturity.evidence_page import rules_of
from mandorla.maturity.forms.models import ModelForm
from mandorla.maturity.models import ModelVersion
from mandorla.maturity.rules import brings_models

if TYPE_CHECKING:
    from mandorla.people.models import Person


@allow(signed_in)
def models(request: PersonRequest) -> HttpResponse:
    """All models with their versions; a program manager brings others."""
    if request.method == "POST" and not brings_models(request.user):
        return redirect("maturity:models")
    form = ModelForm(request.POST or None, request.FILES or None)
    if done(
        form,
        lambda: ModelVersion.bring(form.cleaned_data["file"], by=request.user, at=timezone.now()),
    ):
        messages.success(request, _("The model is in use. Profiles by it follow within minutes."))
        return redirect("maturity:models")
    every = ModelVersion.objects.visible_to(request.user).select_related("brought_by")
    context = {
        "nav": "communities",
        "models": every.order_by("-is_offered", "name", "-version"),
        "form": form,
        "brings": brings_models(request.user),
    }
    status = 409 if form.non_field_errors() else 422 if form.errors else 200
    return render(request, "maturity/models.html", context, status=status)


@allow(signed_in)
def model(request: PersonRequest, key: str, version: int) -> HttpResponse:
    """One version of a model: its dimensions, levels, and what data is asked."""
    found = _model(request.user, key, version)
    context = {
        "nav": "communities",
        "model": found,
        "rubric": found.rubric,
        "dimensions": rules_of(found.rubric),
        "brings": brings_models(request.user),
    }
    return render(request, "maturity/model.html", context)


@allow(signed_in)
def file(request: PersonRequest, key: str, version: int) -> HttpResponse:
    """A model as a YAML file, to change it and bring it back."""
    import yaml  # slow import

    found = _model(request.user, key, version)
    text = yaml.safe_dump(json.loads(found.content), allow_unicode=True, sort_keys=False, width=100)
    name = f"{found.key}-{found.version}.yaml"
    return HttpResponse(
        text,
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@allow(brings_models)
@require_POST
def use(request: PersonRequest, key: str, version: int) -> HttpResponse:
    """Set a model aside, or take it into use again."""
    found, now = _model(request.user, key, version), timezone.now()
    if request.POST.get("is_offered") == "yes":
        found.use_again(by=request.user, at=now)
        messages.success(request, _("The model is in use again."))
    else:
        found.set_aside(by=request.user, at=now)
        messages.success(request, _("The model is set aside. What was found by it stays."))
    return redirect("maturity:models")


def _model(person: Person, key: str, version: int) -> ModelVersion:
    every = ModelVersion.objects.visible_to(person)
    return get_object_or_404(every, key=key, version=version)
