"""Answering that there is nothing to tell of what somebody was asked once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.ledger.models import AskedOnce

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
@require_POST
def asked_once_end(request: PersonRequest, pk: int) -> HttpResponse:
    """Nothing changed, or nothing is to be told: the question is gone for good."""
    get_object_or_404(AskedOnce.objects.visible_to(request.user), pk=pk).end()
    messages.success(request, _("You are not asked about it again."))
    return redirect("dashboards:today")
