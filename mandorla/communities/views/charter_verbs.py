"""What is done to a version of a charter: published, discarded, signed, judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.errors import DomainError, NotAllowed
from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.charter_page import read_charter_page
from mandorla.communities.forms.charter import JudgeForm
from mandorla.communities.header import header_of
from mandorla.communities.models.charter_parts import PAIRS
from mandorla.communities.rules import may_judge, may_run
from mandorla.communities.views.charter import charter_page, fits_context, readable_version

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.communities.models import Charter, Community


@allow(signed_in)
@require_POST
def publish(request: PersonRequest, slug: str, version: int) -> HttpResponse:
    """Everybody can read the draft from now on."""
    community, charter = _version_to_run(request, slug, version)
    try:
        charter.publish(by=request.user, at=timezone.now())
    except DomainError as refusal:
        return _refused(request, community, version, refusal)
    messages.success(
        request,
        _("Version {number} is published. A sponsor and a leader can sign it.").format(
            number=version
        ),
    )
    return redirect(charter)


@allow(signed_in)
@require_POST
def discard(request: PersonRequest, slug: str, version: int) -> HttpResponse:
    """The draft is gone."""
    community, charter = _version_to_run(request, slug, version)
    try:
        charter.discard(by=request.user, at=timezone.now())
    except DomainError as refusal:
        return _refused(request, community, version, refusal)
    messages.success(request, _("The draft is gone."))
    return redirect("communities:charter", slug)


@allow(signed_in)
@require_POST
def sign(request: PersonRequest, slug: str, version: int) -> HttpResponse:
    """The person signs for the side they name."""
    community, charter = readable_version(request, slug, version)
    try:
        charter.sign(side=request.POST.get("side", ""), by=request.user, at=timezone.now())
    except DomainError as refusal:
        return _refused(request, community, version, refusal)
    sentence = (
        _("Both sides have signed: version {number} is agreed.")
        if charter.state == "agreed"
        else _("You have signed version {number}.")
    )
    messages.success(request, sentence.format(number=version))
    return redirect(charter)


@allow(signed_in)
@require_POST
def judge(request: PersonRequest, slug: str, version: int, pair: str) -> HttpResponse:
    """The person says how two forces fit, and why."""
    community, charter = readable_version(request, slug, version)
    if pair not in PAIRS:
        raise Http404
    if not may_judge(request.user, charter):
        raise NotAllowed(_("Those who run or sponsor a community judge how its forces fit."))
    form, now = JudgeForm(request.POST, pair=pair), timezone.now()
    kept = done(
        form, lambda: charter.judge(pair=pair, **form.cleaned_data, by=request.user, at=now)
    )
    if request.htmx:
        return _fits(request, community, charter, form)
    if not kept:
        return charter_page(request, community, charter, judging=form, status=422)
    messages.success(request, _("Your judgment is kept, with its reason."))
    return redirect(f"{charter.get_absolute_url()}#fit-{pair}")


def _fits(
    request: PersonRequest, community: Community, charter: Charter, form: JudgeForm
) -> HttpResponse:
    """The fits alone, for a page that swaps them in place."""
    header = header_of(community, person=request.user, tab="charter")
    today = timezone.localdate()
    page = read_charter_page(charter, header=header, reader=request.user.pk, on=today)
    judging = None if form.is_valid() else form
    context = {"header": header, "page": page, "judged": form.pair if judging is None else ""}
    context |= fits_context(page, header, judging)
    status = 200 if judging is None else 422
    return render(request, "communities/_charter_fits.html", context, status=status)


def _version_to_run(request: PersonRequest, slug: str, version: int) -> tuple[Community, Charter]:
    community, charter = readable_version(request, slug, version)
    if not may_run(request.user, community):
        raise NotAllowed(_("Leaders and the core group write and publish the charter."))
    return community, charter


def _refused(
    request: PersonRequest, community: Community, version: int, refusal: DomainError
) -> HttpResponse:
    """The same page as it is now, with what was refused."""
    _community, charter = readable_version(request, community.slug, version)
    return charter_page(
        request, community, charter, refusal=refusal.sentence, status=refusal.status
    )
