"""Links by which others read what I brought, until they end; and the page that they open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.reports.addresses import absolute
from mandorla.reports.brought import leaving, places_of, read
from mandorla.reports.forms import ShareForm, WantedForm
from mandorla.reports.lines import Wanted
from mandorla.reports.models import Share

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

MOST_SHOWN = 50


@never_cache
@allow(signed_in)
def shares(request: PersonRequest) -> HttpResponse:
    """My links; the secret of a new one is in the answer to this request and nowhere else."""
    now, made = timezone.now(), list[tuple[Share, str]]()
    wanted = WantedForm(request.GET or None, places=places_of(request.user)).wanted
    form = ShareForm(request.POST or None)
    if form.is_bound and done(form, lambda: made.append(_make(request, form, wanted))):
        form = ShareForm()
    secret = made[0][1] if made else ""
    context = {
        "form": form,
        "link": absolute(request, reverse("reports:shared", args=[secret])) if made else "",
        "wanted": wanted,
        "rows": [(one, one.works_at(now)) for one in _own(request)[:MOST_SHOWN]],
        "tab": "shares",
    }
    return render(request, "reports/shares.html", context, status=422 if form.is_bound else 200)


@allow(signed_in)
@require_POST
def share_end(request: PersonRequest, pk: int) -> HttpResponse:
    """A link works no more."""
    found = get_object_or_404(_own(request), pk=pk)
    found.end(by=request.user, at=timezone.now())
    messages.success(request, _("“{name}” works no more.").format(name=found.name))
    return redirect("reports:shares")


@never_cache
@require_safe
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """What somebody shared, for whoever has the link; once it ended, it never was."""
    found = Share.behind(secret=secret, at=timezone.now())
    if found is None:
        raise Http404
    if request.method == "GET":
        found.count_opening()
    wanted = Wanted(found.community, found.since_on, found.until_on)
    context = {"brought": leaving(read(found.person, wanted)), "share": found}
    answer = render(request, "reports/shared.html", context)
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer["Referrer-Policy"] = "no-referrer"  # the address is the key
    return answer


def _own(request: PersonRequest) -> QuerySet[Share]:
    rows = Share.objects.visible_to(request.user).select_related("community")
    return rows.order_by("-made_at", "-pk")


def _make(request: PersonRequest, form: ShareForm, wanted: Wanted) -> tuple[Share, str]:
    return Share.make(
        community=wanted.community,
        since_on=wanted.since_on,
        until_on=wanted.until_on,
        by=request.user,
        at=timezone.now(),
        **form.cleaned_data,
    )
