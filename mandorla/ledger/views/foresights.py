"""What somebody foresaw of measures: their own, and nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.views.members import community_for
from mandorla.ledger.forms.measures import ForesightForm
from mandorla.ledger.models import Foresight
from mandorla.ledger.rules import foresees
from mandorla.ledger.views.measures import measure_of
from mandorla.ledger.views.readings import show

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.ledger.models import Measure


@never_cache
@allow(signed_in)
def foresights(request: PersonRequest) -> HttpResponse:
    """What the reader foresaw, and how far it was off."""
    own = Foresight.objects.visible_to(request.user).select_related("measure__community")
    rows = list(own.order_by("-due_on", "-pk"))
    scores = [one.score for one in rows if one.score is not None]
    mean = f"{sum(scores) / len(scores):.2f}" if scores else ""
    context = {"nav": "communities", "rows": rows, "mean": mean, "scored": len(scores)}
    return render(request, "ledger/foresights.html", context)


@require_POST
@allow(signed_in)
def foresight(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Say how likely a measure is at its target on its day; once."""
    community = community_for(request, slug)
    found = measure_of(request, community, number)
    if not foresees(request.user, community.roles_of(request.user)):
        raise Http404
    form = ForesightForm(request.POST)
    if not done(form, lambda: _commit(request, found, form)):
        return show(request, found, foresight_form=form)
    messages.success(request, _("It is kept. Only you see it, and how it scores."))
    return redirect(found)


def _commit(request: PersonRequest, found: Measure, form: ForesightForm) -> None:
    odds = form.cleaned_data["percent"] / 100
    Foresight.commit(measure=found, probability=odds, by=request.user, at=timezone.now())
