"""News: what somebody was told, for that person alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from mandorla.base.models import Notification
from mandorla.base.web import PersonRequest, allow, page_number, paged, signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse

LONGEST_NUMBER = 18  # digits


@allow(signed_in)
def news(request: PersonRequest) -> HttpResponse:
    """What is new, the newest first; what was read stays below."""
    told = Notification.objects.told_to(request.user).newest_first()
    page = paged(told, number=page_number(request))
    unseen = [one.pk for one in page.rows if one.seen_at is None]
    context = {"nav": "news", "page": page, "unseen": len(unseen), "last": next(iter(unseen), 0)}
    return render(request, "base/news.html", context)


@allow(signed_in)
@require_POST
def reading(request: PersonRequest) -> HttpResponse:
    """The person has read their news up to one."""
    written = request.POST.get("last", "")
    if written.isascii() and written.isdigit() and len(written) <= LONGEST_NUMBER:
        now = timezone.now()
        Notification.objects.see(person=request.user, last=int(written), at=now)
    return redirect("base:news")


@allow(signed_in)
@require_POST
def following(request: PersonRequest, pk: int) -> HttpResponse:
    """Who goes to where one of them is has read it."""
    found = get_object_or_404(Notification.objects.told_to(request.user), pk=pk)
    found.follow(at=timezone.now())
    return redirect(found.address)
