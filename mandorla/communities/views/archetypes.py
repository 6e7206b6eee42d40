"""The kinds of community to start from, and this installation's own words for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.charter_fields import CHARTER_FIELDS
from mandorla.communities.forms.archetypes import ArchetypeForm
from mandorla.communities.models import Archetype
from mandorla.communities.rules import may_edit_archetypes

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.communities.archetypes import ShippedArchetype


@allow(signed_in)
def archetypes(request: PersonRequest) -> HttpResponse:
    """All kinds, the founding ones first."""
    kinds = list(Archetype.in_use().values())
    context = {
        "nav": "archetypes",
        "groups": [
            (_("The three founding kinds"), [kind for kind in kinds if kind.founding]),
            (_("Seven more"), [kind for kind in kinds if not kind.founding]),
        ],
    }
    return render(request, "communities/archetypes.html", context)


@allow(signed_in)
def archetype(request: PersonRequest, key: str) -> HttpResponse:
    """One kind: its forces, its rhythm, how to measure it, what goes wrong."""
    kind = _kind(key)
    texts = [
        (field.label, kind.charter[field.name])
        for field in CHARTER_FIELDS
        if kind.charter.get(field.name)
    ]
    context = {
        "nav": "archetypes",
        "kind": kind,
        "texts": texts,
        "own": Archetype.objects.filter(key=key).select_related("edited_by").first(),
        "edits": may_edit_archetypes(request.user),
    }
    return render(request, "communities/archetype.html", context)


@allow(may_edit_archetypes)
def edit(request: PersonRequest, key: str) -> HttpResponse:
    """The installation's own words for a kind."""
    kind = _kind(key)
    form = ArchetypeForm(request.POST or None, archetype=kind, seen=Archetype.mark_of(key))
    if form.is_bound and done(form, lambda: _edit(request, key, form)):
        messages.success(
            request, _("Communities proposed from now on begin with this. No other one changes.")
        )
        return redirect("communities:archetype", key)
    if form.is_bound and form.non_field_errors():  # saying it again is then meant
        form.data = {**request.POST.dict(), "seen": Archetype.mark_of(key)}
    context = {"nav": "archetypes", "kind": kind, "form": form}
    status = 422 if form.errors else 200
    return render(request, "communities/archetype_edit.html", context, status=status)


@allow(may_edit_archetypes)
@require_POST
def restore(request: PersonRequest, key: str) -> HttpResponse:
    """Use the kind as it ships again."""
    own = Archetype.objects.filter(key=key).first()
    if own is None:
        raise Http404
    own.restore(by=request.user, at=timezone.now())
    messages.success(request, _("It reads as shipped again."))
    return redirect("communities:archetype", key)


def _edit(request: PersonRequest, key: str, form: ArchetypeForm) -> None:
    seen = form.cleaned_data["seen"]
    Archetype.edit(key=key, content=form.content(), by=request.user, at=timezone.now(), seen=seen)


def _kind(key: str) -> ShippedArchetype:
    kind = Archetype.in_use().get(key)
    if kind is None:
        raise Http404
    return kind
