"""Light, dark, or what the system says: a person's choice, kept in a cookie."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, signed_in

ONE_YEAR = 365 * 24 * 60 * 60


@require_POST
@allow(signed_in)
def scheme(request: PersonRequest) -> HttpResponse:
    """Pages look like this for this browser from now on."""
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    answer = HttpResponseRedirect(back if is_ours else "/")
    chosen = request.POST.get("scheme", "")
    if chosen in {"light", "dark"}:
        answer.set_cookie(
            "scheme",
            chosen,
            max_age=ONE_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        answer.delete_cookie("scheme", samesite="Lax")
    return answer
