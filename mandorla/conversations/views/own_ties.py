"""How one is tied to others, for oneself alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.conversations.own_ties import own_ties

if TYPE_CHECKING:
    from django.http import HttpResponse


@never_cache
@allow(signed_in)
def ties(request: PersonRequest) -> HttpResponse:
    """Say what could be worked out; work it out when they ask, and keep nothing."""
    found = own_ties(request.user, at=timezone.now()) if request.method == "POST" else None
    return render(request, "conversations/own_ties.html", {"found": found})
