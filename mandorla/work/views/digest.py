"""The digest of a gathering: read once, sent once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.written import written
from mandorla.gatherings.models import Subscription
from mandorla.work.digest import read_digest
from mandorla.work.forms.digest import DigestForm
from mandorla.work.jobs import write_digest_later
from mandorla.work.models import Digest
from mandorla.work.views.loading import gathering_for, may_steer

if TYPE_CHECKING:
    from datetime import date

    from mandorla.gatherings.models import Gathering


@allow(signed_in)
def digest(request: PersonRequest, slug: str, series: int, planned_on: date) -> HttpResponse:
    """What came of it; whoever leads it adds a sentence and sends it."""
    gathering = gathering_for(request, slug, series, planned_on)
    if gathering.state != "held":
        raise Http404
    steers = may_steer(request, gathering)
    form = DigestForm(request.POST or None)
    if request.method == "POST" and not steers:
        raise Http404
    if request.method == "POST" and done(form, lambda: _send(request, gathering, form)):
        messages.success(request, _("The digest is sent to those who want it."))
        return redirect("work:digest", slug, series, planned_on)
    context = {
        "nav": "communities",
        "header": header_of(gathering.community, person=request.user, tab="gatherings"),
        "told": read_digest(gathering),
        "form": form if steers and (form.is_bound or not gathering.community.has_closed) else None,
        "notes": written(gathering.notes) if gathering.notes else "",
        "wants": Subscription.objects.visible_to(request.user)
        .filter(community=gathering.community)
        .exists(),
    }
    status = 409 if form.is_bound else 200
    return render(request, "work/digest.html", context, status=status)


@allow(signed_in)
@require_POST
def subscription(request: PersonRequest, slug: str, series: int, planned_on: date) -> HttpResponse:
    """Want the digests of the community by mail, or not any more."""
    community = gathering_for(request, slug, series, planned_on).community
    if "end" in request.POST:
        Subscription.end(person=request.user, community=community)
        messages.success(request, _("You get its digests no longer."))
    else:
        Subscription.begin(person=request.user, community=community)
        messages.success(request, _("You get its digests by mail."))
    return redirect("work:digest", slug, series, planned_on)


def _send(request: PersonRequest, gathering: Gathering, form: DigestForm) -> None:
    with transaction.atomic():
        sent = Digest.send(
            gathering=gathering, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        write_digest_later(sent.pk)
