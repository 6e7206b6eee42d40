"""The steps of an end, in any order: heirs, thanks, what changed, close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mandorla.base.errors import DomainError
from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.models import Community
from mandorla.communities.models.inherited import LIVING
from mandorla.licenses.ending import begin_heir, hand_over, retire
from mandorla.licenses.ending import close as close_for_good
from mandorla.licenses.ending_page import STEPS, facts_of, may_close, steps_of, to_thank
from mandorla.licenses.forms.ending import (
    ChangesForm,
    NewHeirForm,
    PostponeForm,
    ThanksForm,
    ThingsForm,
)
from mandorla.licenses.owned import count_left, read_owned
from mandorla.licenses.views.ending import ending_community, must_be_under_way

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.licenses.ending import Done
    from mandorla.licenses.models import Ending

MOST_FOUND = 8


@allow(signed_in)
def heirs(request: PersonRequest, slug: str) -> HttpResponse:
    """What is left, and who takes over; a POST names a community as heir, or drops it."""
    ending = must_be_under_way(ending_community(request, slug))
    if request.method == "POST":
        known = Community.objects.visible_to(request.user)
        heir: Community = get_object_or_404(known, pk=_number(request.POST.get("community", "")))
        verb = ending.drop_heir if "drop" in request.POST else ending.name_heir
        verb(heir, by=request.user, at=timezone.now())
        return redirect("licenses:ending_heirs", slug)
    return _heirs(request, ending, NewHeirForm())


@allow(signed_in)
@require_POST
def new_heir(request: PersonRequest, slug: str) -> HttpResponse:
    """Begin a community that goes on with a part."""
    ending = must_be_under_way(ending_community(request, slug))
    form, now = NewHeirForm(request.POST), timezone.now()
    if not done(form, lambda: begin_heir(ending, by=request.user, at=now, **form.cleaned_data)):
        return _heirs(request, ending, form)
    messages.success(request, _("It is forming, and you lead it. Hand over what goes there."))
    return redirect("licenses:ending_heirs", slug)


@allow(signed_in)
@require_POST
def things(request: PersonRequest, slug: str) -> HttpResponse:
    """Hand things over or retire them: those that were chosen, or all of a kind."""
    ending = must_be_under_way(ending_community(request, slug))
    form = ThingsForm(request.POST, ending=ending)
    if not form.is_valid():
        for sentence in form.refusals:
            messages.error(request, sentence)
        return redirect("licenses:ending_heirs", slug)
    try:
        _say(request, form, _done(request, ending, form))
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    return redirect("licenses:ending_heirs", slug)


@allow(signed_in)
def thanks(request: PersonRequest, slug: str) -> HttpResponse:
    """Thank people by name, and in your own words."""
    ending = must_be_under_way(ending_community(request, slug))
    proposed = to_thank(ending.community)
    form = ThanksForm(
        request.POST or None,
        proposed=[(person, role) for person, role, _is_proposed in proposed],
        initial=_thanked(ending, proposed),
    )
    if request.method == "POST" and done(form, lambda: _thank(request, ending, form)):
        messages.success(request, _("Kept. Everybody who is named is told."))
        return redirect("licenses:ending_changes", slug)
    seats = ending.community.memberships.filter(former=False, role="member")
    members = seats.values("person").distinct().count()
    return _page(request, ending, "thanks", form=form, members=members)


@allow(signed_in)
def changes(request: PersonRequest, slug: str) -> HttpResponse:
    """Write what changed, from what is known of it."""
    ending = must_be_under_way(ending_community(request, slug))
    facts = facts_of(ending.community)
    proposed = ending.changed or "\n".join(fact.text for fact in facts)
    form = ChangesForm(request.POST or None, initial={"text": proposed, "edits": ending.edits})
    if request.method == "POST" and done(form, lambda: ending.write_changes(**form.cleaned_data)):
        messages.success(request, _("Kept."))
        return redirect("licenses:ending_close", slug)
    return _page(request, ending, "changes", form=form, facts=facts)


@allow(signed_in)
def close(request: PersonRequest, slug: str) -> HttpResponse:
    """Look at all of it, and (POST) close the community for good."""
    ending = must_be_under_way(ending_community(request, slug))
    refusal = ""
    if request.method == "POST":
        try:
            close_for_good(ending, by=request.user, at=timezone.now(), on=timezone.localdate())
        except DomainError as error:
            refusal = error.sentence
        else:
            messages.success(request, _("It has closed. This page stays."))
            return redirect("licenses:legacy", slug)
    ending = must_be_under_way(ending_community(request, slug))
    return _close(request, ending, refusal)


@allow(signed_in)
@require_POST
def request_close(request: PersonRequest, slug: str) -> HttpResponse:
    """Tell those who decide on the license that it can be closed."""
    community = ending_community(request, slug)
    ending, roles = must_be_under_way(community), community.roles_of(request.user)
    _may, deciders = may_close(ending, person=request.user, roles=roles)
    ending.ask_to_close(of=deciders, by=request.user, at=timezone.now())
    messages.success(request, _("They are told."))
    return redirect("licenses:ending_close", slug)


# --- what the steps show ---


def _heirs(request: PersonRequest, ending: Ending, form: NewHeirForm) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    living = Community.objects.visible_to(request.user).filter(status__in=LIVING)
    found = living.matching(words) if words else living.none()
    named = list(ending.heirs.order_by("name", "pk"))
    known = [ending.community, *named]
    return _page(
        request,
        ending,
        "heirs",
        form=form,
        owned=read_owned(ending),
        heirs=named,
        words=words,
        found=[one for one in found.order_by("name", "pk")[:MOST_FOUND] if one not in known],
        given=ending.handovers.count(),
    )


def _close(request: PersonRequest, ending: Ending, refusal: str) -> HttpResponse:
    roles = ending.community.roles_of(request.user)
    may, deciders = may_close(ending, person=request.user, roles=roles)
    return _page(
        request,
        ending,
        "close",
        form=None,
        refusal=refusal,
        may=may,
        deciders=deciders,
        heirs=list(ending.heirs.order_by("name", "pk")),
        given=ending.handovers.count(),
        thanked=ending.thanked.filter(is_declined=False).count(),
        postpone=PostponeForm(initial={"last_on": ending.last_on, "edits": ending.edits}),
    )


def _page(
    request: PersonRequest, ending: Ending, step: str, *, form: Any, **more: Any
) -> HttpResponse:
    left = sum(count_left(ending).values())
    context = {
        "nav": "communities",
        "header": header_of(ending.community, person=request.user, tab="license"),
        "ending": ending,
        "step": STEPS[step],
        "steps": steps_of(ending, step, left=left),
        "left": left,
        "form": form,
        **more,
    }
    status = 409 if more.get("refusal") else 422 if form is not None and form.errors else 200
    return render(request, f"licenses/ending_{step}.html", context, status=status)


# --- verbs ---


def _done(request: PersonRequest, ending: Ending, form: ThingsForm) -> Done:
    data, now = form.cleaned_data, timezone.now()
    if data["do"].startswith("hand"):
        return hand_over(
            ending,
            data["kind"],
            ids=form.ids,
            to=data["to"],
            person=data["person"],
            by=request.user,
            at=now,
        )
    because = data["because"]
    return retire(ending, data["kind"], ids=form.ids, because=because, by=request.user, at=now)


def _say(request: PersonRequest, form: ThingsForm, done_now: Done) -> None:
    """How many went where, and why others stay."""
    if done_now.number and form.cleaned_data["do"].startswith("hand"):
        sentence = ngettext("{number} went to {name}.", "{number} went to {name}.", done_now.number)
        name = form.cleaned_data["to"].name
        messages.success(request, sentence.format(number=done_now.number, name=name))
    elif done_now.number:
        messages.success(request, _("{number} retired.").format(number=done_now.number))
    for sentence in done_now.refused[:3]:
        messages.warning(request, sentence)


def _thank(request: PersonRequest, ending: Ending, form: ThanksForm) -> None:
    words, edits = form.cleaned_data["words"], form.cleaned_data["edits"]
    now = timezone.now()
    ending.thank(people=form.people, words=words, edits=edits, by=request.user, at=now)


def _thanked(ending: Ending, proposed: list[tuple[Any, str, bool]]) -> dict[str, Any]:
    """Those who were chosen before, or else those who are proposed."""
    if ending.thanked_at is not None:
        rows = ending.thanked.filter(is_declined=False)
        people = list(rows.values_list("person", flat=True))
    else:
        people = [person.pk for person, _role, is_proposed in proposed if is_proposed]
    return {"person": people, "words": ending.thanks, "edits": ending.edits}


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text)
