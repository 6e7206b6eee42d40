"""How often Mandorla writes to somebody, chosen in the account or by one click from a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.people.forms import MailForm
from mandorla.people.models import MailWish
from mandorla.people.models.mail_wish import unsubscribing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

CHOSEN = {
    "daily": gettext_lazy("You are written to every day when there is something to tell."),
    "weekly": gettext_lazy("You are written to on Mondays when there is something to tell."),
    "never": gettext_lazy("You are not written to. What is new stands in your news."),
}


@allow(signed_in)
def mail(request: PersonRequest) -> HttpResponse:
    """How often a mail with what is new and what waits goes out."""
    wish = MailWish.of(request.user)
    form = MailForm(request.POST or None, initial={"rhythm": wish.rhythm})
    if form.is_bound and form.is_valid():
        MailWish.choose(person=request.user, **form.cleaned_data)
        messages.success(request, CHOSEN[form.cleaned_data["rhythm"]])
        return redirect("people:mail")
    return render(request, "people/mail.html", {"form": form}, status=422 if form.is_bound else 200)


@never_cache
@csrf_exempt  # mail programs send it by themselves (RFC 8058); the token says who it is for
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """No more mails to whose mail this link comes from; a visit alone changes nothing."""
    person = unsubscribing(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        MailWish.choose(person=person, rhythm="never")
    context = {"is_done": request.method == "POST"}
    return render(request, "people/unsubscribe.html", context)
