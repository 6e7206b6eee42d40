from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from mandorla.base.models import Organization
from mandorla.base.web import PersonRequest, allow, page_number, paged, signed_in
from mandorla.demo.models import Letter
from mandorla.demo.rules import may_come_in_by_one_click, one_click_people

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def sign_in(request: HttpRequest) -> HttpResponse:
    """Somebody is one of the six people of the demo from now on."""
    if not may_come_in_by_one_click(request):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    people = {str(person.pk): person for person, _part in one_click_people()}
    person = people.get(request.POST.get("person", ""))
    if person is None:
        raise Http404
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    there = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(there, allowed_hosts={request.get_host()}):
        there = resolve_url(settings.LOGIN_REDIRECT_URL)
    return redirect(there)


@allow(signed_in)
def letters(request: PersonRequest) -> HttpResponse:
    """The mails that Mandorla would have sent to one, in the demo."""
    organization = Organization.current()
    if organization is None or not organization.is_demo:
        raise Http404
    own = Letter.objects.sent_to(request.user).order_by("-pk")
    page = paged(own, number=page_number(request))
    return render(request, "demo/letters.html", {"page": page})
