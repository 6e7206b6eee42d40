"""Invitations: program managers make links, and invited people come in by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done
from mandorla.people.forms import AcceptForm, InvitationForm
from mandorla.people.letters import send_invitation
from mandorla.people.models import Invitation, Person
from mandorla.people.rules import may_manage_people

if TYPE_CHECKING:
    from django.http import HttpResponse


@never_cache
@allow(may_manage_people)
def invitations(request: PersonRequest) -> HttpResponse:
    """Invite somebody; see who has been invited."""
    form = InvitationForm(request.POST or None, initial=_suggested(request))
    made = _invite(request, form)
    form = InvitationForm() if made else form
    open_ones = Invitation.objects.visible_to(request.user).open_at(timezone.now())
    context = {
        "nav": "people",
        "form": form,
        "made": made,
        "invitations": open_ones.select_related("invited_by").order_by("-invited_at"),
    }
    return render(request, "people/invitations.html", context, status=422 if form.is_bound else 200)


def _suggested(request: PersonRequest) -> dict[str, str]:
    """A person of the roster whom the page was opened for; their address stays out of the URL."""
    number = request.GET.get("person", "")
    people = Person.objects.visible_to(request.user)
    known = people.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    return {"name": known.name, "email": known.email or ""} if known else {}


def _invite(request: PersonRequest, form: InvitationForm) -> dict[str, object]:
    """The link that was made, and whether a letter brings it."""
    made: list[tuple[Invitation, str]] = []
    now = timezone.now()
    if not form.is_bound or not done(
        form,
        lambda: made.append(Invitation.invite(by=request.user, at=now, **form.cleaned_data)),
    ):
        return {}
    invitation, secret = made[0]
    link = request.build_absolute_uri(reverse("people:invitation", args=[secret]))
    return {
        "invitation": invitation,
        "link": link,
        "sent": send_invitation(invitation, link=link),
    }


@require_POST
@allow(may_manage_people)
def withdrawal(request: PersonRequest, pk: int) -> HttpResponse:
    """A link no longer works."""
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    invitation.withdraw(by=request.user, at=timezone.now())
    sentence = _("The link for {email} no longer works.").format(email=invitation.email)
    messages.success(request, sentence)
    return redirect("people:invitations")


@never_cache
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Come in by a link: say one's name, choose a password."""
    now = timezone.now()
    found = Invitation.behind(secret=secret, at=now)
    if found is None:
        return render(request, "people/invitation_over.html", status=404)
    form = AcceptForm(request.POST or None, email=found.email, initial={"name": found.name})
    if not form.is_valid():
        context = {"form": form, "invitation": found}
        status = 422 if form.is_bound else 200
        return render(request, "people/invitation.html", context, status=status)
    perform_login(request, found.accept(at=now, **form.cleaned_data))
    return redirect("home")
