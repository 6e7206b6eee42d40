"""People: the list, a person, and what program managers decide about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, page_number, signed_in
from mandorla.people.forms import CorrectionForm, PeopleFilterForm, PlacementForm
from mandorla.people.lists import find_people
from mandorla.people.models import Person, Placement, Unit
from mandorla.people.models.person import ROLES
from mandorla.people.profile import profile_of
from mandorla.people.rules import may_manage_people, sees_names_only

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse


@allow(signed_in)
def people(request: PersonRequest) -> HttpResponse:
    """Everybody, by name."""
    asked = PeopleFilterForm(request.GET).asked()
    directory = find_people(viewer=request.user, number=page_number(request), **asked)
    context = {
        "nav": "people",
        "directory": directory,
        "asked": asked,
        "manages": may_manage_people(request.user),
        "names_only": sees_names_only(request.user),
    }
    return render(request, "people/people.html", context)


@allow(signed_in)
def person(request: PersonRequest, pk: int) -> HttpResponse:
    """One person, as far as the reader may know."""
    return _person_page(request, _person_for(request, pk))


def _person_page(
    request: PersonRequest, person: Person, *, status: int = 200, **forms: Form
) -> HttpResponse:
    profile = profile_of(person, viewer=request.user)
    context = {
        "nav": "people",
        "profile": profile,
        "manages": may_manage_people(request.user),
        "names_only": sees_names_only(request.user),
    }
    if context["manages"]:
        context |= _decisions(person, profile.unit_id) | forms
    return render(request, "people/person.html", context, status=status)


def _decisions(person: Person, unit_id: int | None) -> dict[str, object]:
    """What a program manager may decide about a person."""
    known = {"name": person.name, "job_title": person.job_title, "email": person.email}
    return {
        "placement_form": PlacementForm(paths=Unit.objects.paths(), initial={"unit": unit_id}),
        "correction_form": CorrectionForm(initial=known),
        "roles": [(role, word, getattr(person, f"is_{role}")) for role, word in ROLES.items()],
    }


def _person_for(request: PersonRequest, pk: int) -> Person:
    return get_object_or_404(Person.objects.visible_to(request.user), pk=pk)


@require_POST
@allow(may_manage_people)
def placement(request: PersonRequest, pk: int) -> HttpResponse:
    """The person belongs to a unit from today on."""
    person, now = _person_for(request, pk), timezone.now()
    form = PlacementForm(request.POST, paths=Unit.objects.paths())
    on = timezone.localdate(now)
    if done(
        form,
        lambda: Placement.place(person=person, on=on, by=request.user, at=now, **form.cleaned_data),
    ):
        messages.success(request, _("{name} has moved.").format(name=person.name))
        return redirect("people:person", pk)
    return _person_page(request, person, status=422, placement_form=form)


@require_POST
@allow(may_manage_people)
def correction(request: PersonRequest, pk: int) -> HttpResponse:
    """What is known of the person is corrected."""
    person, now = _person_for(request, pk), timezone.now()
    form = CorrectionForm(request.POST)
    if done(form, lambda: person.correct(by=request.user, at=now, **form.cleaned_data)):
        messages.success(request, _("{name} has been corrected.").format(name=person.name))
        return redirect("people:person", pk)
    return _person_page(request, _person_for(request, pk), status=422, correction_form=form)


@require_POST
@allow(may_manage_people)
def role(request: PersonRequest, pk: int, role: str) -> HttpResponse:
    """The person has a role for the whole organization."""
    person = _person_for(request, pk)
    if role not in ROLES:
        raise Http404
    person.appoint(role=role, by=request.user, at=timezone.now())
    sentence = _("{name} is {role} from now on.").format(name=person.name, role=ROLES[role])
    messages.success(request, sentence)
    return redirect("people:person", pk)


@require_POST
@allow(may_manage_people)
def role_end(request: PersonRequest, pk: int, role: str) -> HttpResponse:
    """The person no longer has it."""
    person = _person_for(request, pk)
    if role not in ROLES:
        raise Http404
    person.relieve(role=role, by=request.user, at=timezone.now())
    sentence = _("{name} is no longer {role}.").format(name=person.name, role=ROLES[role])
    messages.success(request, sentence)
    return redirect("people:people" if person == request.user else person)


@require_POST
@allow(may_manage_people)
def deactivation(request: PersonRequest, pk: int) -> HttpResponse:
    """The person can no longer sign in."""
    person = _person_for(request, pk)
    person.deactivate(by=request.user, at=timezone.now())
    messages.success(request, _("{name} can no longer sign in.").format(name=person.name))
    return redirect("people:person", pk)


@require_POST
@allow(may_manage_people)
def reactivation(request: PersonRequest, pk: int) -> HttpResponse:
    """The person can sign in again."""
    person = _person_for(request, pk)
    person.reactivate(by=request.user, at=timezone.now())
    messages.success(request, _("{name} can sign in again.").format(name=person.name))
    return redirect("people:person", pk)
