"""What the organization asks of licenses: our defaults, and what it set instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.web import PersonRequest, allow, done
from mandorla.communities.models import Archetype
from mandorla.licenses.forms.policy import PolicyForm
from mandorla.licenses.models import Policy
from mandorla.licenses.policy_page import read_policy
from mandorla.licenses.rules import keeps_policy, reads_policy

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.licenses.policy_page import PolicyPage


@allow(reads_policy)
def policy(request: PersonRequest, archetype: str = "") -> HttpResponse:
    """What holds, for all communities or for those of one archetype; a POST sets it."""
    names = Archetype.names()
    if archetype and archetype not in names:
        raise Http404
    page = read_policy(archetype, names=names, person=request.user)
    if not keeps_policy(request.user):
        if request.method == "POST":
            raise Http404
        return _page(request, page, None)
    form = PolicyForm(request.POST or None, own=page.own, without=page.without, seen=page.edits)
    if request.method == "POST" and done(form, lambda: _set(request, archetype, form)):
        messages.success(request, _("This holds from now on. Licenses that run keep their dates."))
        return redirect(request.path)
    return _page(request, page, form)


def _set(request: PersonRequest, archetype: str, form: PolicyForm) -> None:
    Policy.set(
        archetype=archetype,
        values=form.values,
        seen=form.cleaned_data["seen"],
        by=request.user,
        at=timezone.now(),
    )


def _page(request: PersonRequest, page: PolicyPage, form: PolicyForm | None) -> HttpResponse:
    context = {"nav": "archetypes", "page": page, "form": form}
    status = 422 if form is not None and form.errors else 200
    return render(request, "licenses/policy.html", context, status=status)
