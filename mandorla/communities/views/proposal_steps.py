"""The six steps of proposing a community: what each asks, and what becomes of the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from mandorla.base.errors import DomainError
from mandorla.communities.fit_meanings import FORCE_WORDS, empty_words
from mandorla.communities.forms.proposal import (
    NoteForm,
    PurposeForm,
    force_choices,
    sent_forces,
)
from mandorla.communities.models import Archetype
from mandorla.communities.models.community import JOINING
from mandorla.communities.models.proposal import STEPS
from mandorla.communities.similar import similar_communities
from mandorla.people.models import Person, Placement, Unit
from mandorla.people.rules import sees_names_only

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from mandorla.base.web import PersonRequest
    from mandorla.communities.models import Proposal

MOST_FOUND = 8
UNIT_FIELD = {"unit": "unit_id"}


def steps_of(proposal: Proposal | None, current: str) -> list[dict[str, Any]]:
    """The steps with where somebody is and which they have done."""
    order = list(STEPS)
    reached = order.index(proposal.step) if proposal else 0
    return [
        {
            "key": key,
            "label": label,
            "is_current": key == current,
            "is_open": proposal is not None and place <= reached,
        }
        for place, (key, label) in enumerate(STEPS.items())
    ]


def page(
    request: PersonRequest, mine: Proposal, step: str, status: int = 200, **context: Any
) -> HttpResponse:
    known = {"nav": "communities", "proposal": mine, "steps": steps_of(mine, step), "step": step}
    return render(request, f"communities/proposal_{step}.html", known | context, status=status)


def _saved(request: PersonRequest, mine: Proposal, **answers: Any) -> HttpResponse:
    """Keep what is answered so far, while somebody is still in the step."""
    mine.save_step(at=timezone.now(), **answers)
    return render(request, "communities/_proposal_saved.html")


def _kind(request: PersonRequest, mine: Proposal) -> HttpResponse:
    kinds = Archetype.in_use()
    if request.method == "POST":
        key = request.POST.get("archetype", "")
        if key and key not in kinds:
            raise Http404
        mine.reach("purpose", archetype=key, at=timezone.now())
        return redirect("communities:proposal_step", mine.pk, "purpose")
    return page(request, mine, "kind", kinds=list(kinds.values()))


def _purpose(request: PersonRequest, mine: Proposal) -> HttpResponse:
    units = Unit.objects.paths()
    kind = Archetype.in_use().get(mine.archetype)
    if request.method == "POST":
        form = PurposeForm(request.POST, units=units)
        is_whole = form.is_valid()
        answers = {UNIT_FIELD.get(name, name): value for name, value in form.cleaned_data.items()}
        if request.htmx:
            return _saved(request, mine, **answers)
        if is_whole:
            mine.reach("similar", at=timezone.now(), **answers)
            return redirect("communities:proposal_step", mine.pk, "similar")
        return page(request, mine, "purpose", form=form, kind=kind, status=422)
    initial = {
        "name": mine.name,
        "purpose": mine.purpose,
        "joining": mine.joining if mine.name or kind is None else kind.joining,
        "unit": mine.unit_id,
    }
    return page(request, mine, "purpose", form=PurposeForm(initial=initial, units=units), kind=kind)


def similar(
    request: PersonRequest, mine: Proposal, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    if request.method == "POST" and not refusal:
        mine.reach("forces", at=timezone.now())
        return redirect("communities:proposal_step", mine.pk, "forces")
    forces = [*mine.forces.get("benefit", []), *mine.forces.get("concern", [])]
    matches = similar_communities(
        name=mine.name, purpose=mine.purpose, forces=forces, person=request.user
    )
    forms = [(found, NoteForm(auto_id=f"id_{found.slug}_%s")) for found in matches]
    return page(request, mine, "similar", matches=forms, refusal=refusal, status=status)


def _forces(request: PersonRequest, mine: Proposal) -> HttpResponse:
    kind = Archetype.in_use().get(mine.archetype)
    if request.method == "POST":
        forces, more = sent_forces(request.POST, archetype=kind), request.POST.get("more", "")
        if request.htmx:
            return _saved(request, mine, forces=forces)
        if more in FORCE_WORDS:
            mine.save_step(forces=forces, at=timezone.now())
            return page(
                request,
                mine,
                "forces",
                kind=kind,
                choices=force_choices(forces, archetype=kind, more=more),
            )
        mine.reach("people", forces=forces, at=timezone.now())
        return redirect("communities:proposal_step", mine.pk, "people")
    choices = force_choices(mine.forces, archetype=kind, more="")
    return page(request, mine, "forces", kind=kind, choices=choices)


def _people(request: PersonRequest, mine: Proposal) -> HttpResponse:
    refusal = ""
    if request.method == "POST":
        try:
            return _answer_people(request, mine)
        except DomainError as error:
            refusal = error.sentence
    words = request.GET.get("q", "").strip()
    place = Placement.objects.current().filter(person=OuterRef("pk")).values("unit__name")[:1]
    people = (
        Person.objects.visible_to(request.user)
        .filter(is_active=True)
        .annotate(place=Subquery(place))
    )
    found = (
        people.named_like(words).exclude(pk=request.user.pk).listed() if words else people.none()
    )
    rows = list(found[:MOST_FOUND])
    names_only = sees_names_only(request.user)
    if request.htmx:
        context = {"proposal": mine, "words": words, "found": rows, "names_only": names_only}
        return render(request, "communities/_proposal_found.html", context)
    return page(
        request,
        mine,
        "people",
        words=words,
        found=rows,
        names_only=names_only,
        first_people=list(mine.first_people.order_by("name", "pk")),
        refusal=refusal,
        status=409 if refusal else 200,
    )


def _answer_people(request: PersonRequest, mine: Proposal) -> HttpResponse:
    sent, now = request.POST, timezone.now()
    known = Person.objects.visible_to(request.user).filter(is_active=True)
    if "done" in sent:
        mine.reach("check", at=now)
        return redirect("communities:proposal_step", mine.pk, "check")
    if "no_sponsor" in sent:
        mine.save_step(sponsor=None, at=now)
    elif "sponsor" in sent:
        mine.choose_sponsor(_person(known, sent["sponsor"]), at=now)
    elif "add" in sent:
        mine.take_along(_person(known, sent["add"]))
    elif "remove" in sent:
        mine.leave_out(_person(Person.objects.all(), sent["remove"]))
    return redirect("communities:proposal_step", mine.pk, "people")


def _person(people: Any, sent: str) -> Person:
    found: Person = get_object_or_404(people, pk=sent if sent.isdecimal() else 0)
    return found


def check(
    request: PersonRequest, mine: Proposal, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    kind = Archetype.in_use().get(mine.archetype)
    empty = tuple(force for force in FORCE_WORDS if not mine.forces.get(force))
    return page(
        request,
        mine,
        "check",
        kind=kind,
        joining=JOINING.get(mine.joining, ""),
        forces=[
            {"kind": key, "words": words, "entries": mine.forces.get(key, [])}
            for key, words in FORCE_WORDS.items()
        ],
        red_flags=empty_words(empty),
        first_people=list(mine.first_people.order_by("name", "pk")),
        refusal=refusal,
        status=status,
    )


ANSWERS: dict[str, Callable[..., HttpResponse]] = {
    "kind": _kind,
    "purpose": _purpose,
    "similar": similar,
    "forces": _forces,
    "people": _people,
    "check": check,
}
