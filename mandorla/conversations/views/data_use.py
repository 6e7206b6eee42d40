"""The page for a privacy officer or a works council; it prints as a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.conversations.data_use import page
from mandorla.conversations.rules import may_import

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def data_use(request: PersonRequest) -> HttpResponse:
    """What is read, dropped and kept, where, how long, and who sees it."""
    context = {**page(), "imports": may_import(request.user)}
    return render(request, "conversations/data_use.html", context)
