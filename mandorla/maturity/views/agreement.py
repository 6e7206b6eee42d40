"""Those who run a community write down how far it is, and where it wants to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import Header, header_of
from mandorla.communities.views.members import community_for
from mandorla.maturity.evidence_page import answered
from mandorla.maturity.forms.levels import AgreementForm, LevelsForm, TargetsForm
from mandorla.maturity.models import Assessment, Computed, ModelVersion, Target
from mandorla.maturity.rules import agrees
from mandorla.maturity.views.profile import TAB, chosen

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.communities.models import Community


@allow(signed_in)
def agreement(request: PersonRequest, slug: str) -> HttpResponse:
    """What the core group agreed on, with what data answers beside each level."""
    header, model = _running(request, slug)
    computed = Computed.objects.filter(community=header.community, model=model).first()
    newest = Assessment.newest_agreed(header.community, model)
    form = AgreementForm(
        request.POST or None,
        rubric=model.rubric,
        before=_hints(newest, computed),
        reasons=newest.evidence.get("reasons") if newest else None,
        initial={"seen": newest.pk if newest else 0},
    )
    if done(form, lambda: _agree(form, header.community, model, request)):
        messages.success(request, _("The profile is written down. Earlier ones stay."))
        return redirect(_profile(slug, model))
    every = answered(model.rubric, computed, slug=slug)
    context = {
        "nav": "communities",
        "header": header,
        "model": model,
        "form": form,
        "asked": list(zip(form.asked, every, strict=True)),
        "newest": newest,
    }
    return render(request, "maturity/agreement.html", context, status=_status(form))


@allow(signed_in)
def targets(request: PersonRequest, slug: str) -> HttpResponse:
    """Which levels the community wants to be at."""
    header, model = _running(request, slug)
    community = header.community
    held = {one.dimension: one.level for one in Target.objects.of(community, model.key).current()}
    seen = Target.seen(community, model.key)
    form = TargetsForm(
        request.POST or None, rubric=model.rubric, before=held, initial={"seen": seen}
    )
    if done(form, lambda: _agree_targets(form, community, model, request)):
        messages.success(request, _("The targets are written down."))
        return redirect(_profile(slug, model))
    context = {"nav": "communities", "header": header, "model": model, "form": form}
    return render(request, "maturity/targets.html", context, status=_status(form))


def _running(request: PersonRequest, slug: str) -> tuple[Header, ModelVersion]:
    """The header for somebody who runs the community; to others there is nothing to do here."""
    header = header_of(community_for(request, slug), person=request.user, tab=TAB)
    if not agrees(request.user, header.roles):
        raise Http404
    return header, chosen(request, list(ModelVersion.objects.offered()))


def _agree(
    form: AgreementForm, community: Community, model: ModelVersion, request: PersonRequest
) -> None:
    Assessment.agree(
        community=community,
        model=model,
        levels=form.levels(),
        reasons=form.reasons(),
        seen=form.cleaned_data["seen"],
        by=request.user,
        at=timezone.now(),
    )


def _agree_targets(
    form: TargetsForm, community: Community, model: ModelVersion, request: PersonRequest
) -> None:
    Target.agree(
        community=community,
        model=model,
        levels=form.levels(),
        because=form.cleaned_data["because"],
        seen=form.cleaned_data["seen"],
        by=request.user,
        at=timezone.now(),
    )


def _hints(newest: Assessment | None, computed: Computed | None) -> dict[str, int | None]:
    """What was agreed last; where nothing was, what data shows as far as it is known."""
    shown = computed.reached if computed else {}
    hints: dict[str, int | None] = {name: at.low or None for name, at in shown.items()}
    said = newest.reached if newest else {}
    return hints | {name: at.low if at.is_exact else None for name, at in said.items()}


def _profile(slug: str, model: ModelVersion) -> str:
    return f"{reverse('maturity:profile', args=[slug])}?model={model.key}"


def _status(form: LevelsForm | Any) -> int:
    return 409 if form.non_field_errors() else 422 if form.errors else 200
