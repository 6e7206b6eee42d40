"""One's own account: name, roles, and access tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.people.forms import DescriptionForm, TokenForm
from mandorla.people.models import AccessToken
from mandorla.people.profile import profile_of

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def account(request: PersonRequest) -> HttpResponse:
    """What is known of oneself, and how one is called."""
    own = request.user
    profile = profile_of(own, viewer=own)
    form = DescriptionForm(
        request.POST or None, initial={"name": own.name, "job_title": own.job_title}
    )
    if form.is_bound and done(form, lambda: own.describe(**form.cleaned_data)):
        messages.success(request, _("This is how others see you from now on."))
        return redirect("people:account")
    context = {"profile": profile, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "people/account.html", context, status=status)


@never_cache
@allow(signed_in)
def tokens(request: PersonRequest) -> HttpResponse:
    """Access tokens; the secret of a new one is in the answer to this request and nowhere else."""
    form, secret, now = TokenForm(request.POST or None), "", timezone.now()
    if form.is_bound and form.is_valid():
        _token, secret = AccessToken.issue(person=request.user, at=now, **form.cleaned_data)
        form = TokenForm()
    context = {
        "form": form,
        "secret": secret,
        "now": now,
        "tokens": AccessToken.objects.visible_to(request.user).working_at(now).order_by("-pk"),
    }
    return render(request, "people/tokens.html", context, status=422 if form.is_bound else 200)


@require_POST
@allow(signed_in)
def token_revocation(request: PersonRequest, pk: int) -> HttpResponse:
    """A token no longer works."""
    token = get_object_or_404(AccessToken.objects.visible_to(request.user), pk=pk)
    token.revoke(by=request.user, at=timezone.now())
    messages.success(request, _("“{name}” no longer works.").format(name=token.name))
    return redirect("people:tokens")
