"""The value statement of a community: its versions, its draft, and what is done to them."""

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
from mandorla.communities.header import header_of
from mandorla.communities.rules import facilitates
from mandorla.communities.views.members import community_for
from mandorla.value.drafting import draft_statement
from mandorla.value.forms.statements import StatementForm
from mandorla.value.statement_page import read_statement_page, standing, versions_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.communities.models import Community
    from mandorla.value.models import ValueStatement


@allow(signed_in)
def statements(request: PersonRequest, slug: str) -> HttpResponse:
    """The version that stands; posting begins the next one as a draft."""
    community = community_for(request, slug)
    if request.method == "POST":
        _must_facilitate(request, community)
        try:
            draft_statement(community=community, by=request.user, at=timezone.now())
        except DomainError as refusal:
            return _page(request, community, refusal=refusal)
        return redirect("value:statement_draft", slug)
    return _page(request, community)


@allow(signed_in)
def statement(request: PersonRequest, slug: str, version: int) -> HttpResponse:
    """One version as it was written."""
    return _page(request, community_for(request, slug), version=version)


@allow(signed_in)
def draft(request: PersonRequest, slug: str) -> HttpResponse:
    """Write in the draft. What somebody else wrote meanwhile is shown, not written over."""
    community = community_for(request, slug)
    _must_facilitate(request, community)
    found = next(
        (v for v in versions_of(community, person=request.user) if v.state == "draft"), None
    )
    if request.method == "POST":
        return _save(request, community, found)
    if found is None:
        return redirect("value:statements", slug)
    return _editor(request, community, StatementForm(statement=found), found)


def _save(
    request: PersonRequest, community: Community, found: ValueStatement | None
) -> HttpResponse:
    form = StatementForm(request.POST, statement=found)
    if found is None:
        return _draft_is_gone(request, community, form)
    if done(form, lambda: found.write(**form.written)):
        messages.success(request, _("The draft is saved."))
        return redirect("value:statement_draft", community.slug)
    if form.cleaned_data.get("edits", found.edits) != found.edits:
        form.show_beside(found)
    return _editor(request, community, form, found, status=409 if form.theirs else 422)


@allow(signed_in)
@require_POST
def publish(request: PersonRequest, slug: str, version: int) -> HttpResponse:
    """Everybody can read the draft from now on."""
    community, found = _version_to_write(request, slug, version)
    try:
        found.publish(by=request.user, at=timezone.now())
    except DomainError as refusal:
        return _page(request, community, version=version, refusal=refusal)
    sentence = _("Version {number} is published. A sponsor and a leader can sign it.")
    messages.success(request, sentence.format(number=version))
    return redirect(found)


@allow(signed_in)
@require_POST
def discard(request: PersonRequest, slug: str, version: int) -> HttpResponse:
    """The draft is gone."""
    community, found = _version_to_write(request, slug, version)
    try:
        found.discard(by=request.user, at=timezone.now())
    except DomainError as refusal:
        return _page(request, community, version=version, refusal=refusal)
    messages.success(request, _("The draft is gone."))
    return redirect("value:statements", slug)


@allow(signed_in)
@require_POST
def sign(request: PersonRequest, slug: str, version: int) -> HttpResponse:
    """The person signs for the side they name."""
    community = community_for(request, slug)
    found = _version(request, community, version)
    try:
        found.sign(side=request.POST.get("side", ""), by=request.user, at=timezone.now())
    except DomainError as refusal:
        return _page(request, community, version=version, refusal=refusal)
    messages.success(request, _signed(found))
    return redirect(found)


def _signed(found: ValueStatement) -> str:
    if found.state != "agreed":
        return _("You have signed version {number}.").format(number=found.version)
    return _("Both sides have signed: version {number} is agreed.").format(number=found.version)


def _must_facilitate(request: PersonRequest, community: Community) -> None:
    if not facilitates(request.user, community.roles_of(request.user)):
        raise NotAllowed(_("Those who run or facilitate a community write its value statement."))


def _version(request: PersonRequest, community: Community, version: int) -> ValueStatement:
    for found in versions_of(community, person=request.user):
        if found.version == version:
            return found
    raise Http404


def _version_to_write(
    request: PersonRequest, slug: str, version: int
) -> tuple[Community, ValueStatement]:
    community = community_for(request, slug)
    found = _version(request, community, version)
    _must_facilitate(request, community)
    return community, found


def _page(
    request: PersonRequest,
    community: Community,
    *,
    version: int | None = None,
    refusal: DomainError | None = None,
) -> HttpResponse:
    """A version as it is now, the one that stands unless another is named; with a refusal."""
    versions = versions_of(community, person=request.user)
    now = standing(versions)
    shown = now if version is None else next((v for v in versions if v.version == version), None)
    if shown is None and version is not None:
        raise Http404
    header = header_of(community, person=request.user, tab="value")
    context = {
        "nav": "communities",
        "header": header,
        "versions": versions,
        "draft": next((v for v in versions if v.state == "draft"), None),
        "writes": facilitates(request.user, header.roles) and not community.has_closed,
        "refusal": refusal.sentence if refusal else "",
    }
    status = refusal.status if refusal else 200
    if shown is None:
        return render(request, "value/statement_none.html", context, status=status)
    today = timezone.localdate()
    context["page"] = read_statement_page(shown, header=header, reader=request.user.pk, on=today)
    context["standing"] = now if now and now.version > shown.version else None
    context["later"] = [v for v in versions if v.version > shown.version and v is not now]
    return render(request, "value/statement.html", context, status=status)


def _draft_is_gone(
    request: PersonRequest, community: Community, form: StatementForm
) -> HttpResponse:
    """The draft was published or discarded; what was written is still in the form."""
    form.is_valid()
    form.add_error(
        None,
        _(
            "This draft was published or discarded in the meantime. What you wrote is still "
            "here: begin the next version in another tab, then save again."
        ),
    )
    return _editor(request, community, form, None, status=409)


def _editor(
    request: PersonRequest,
    community: Community,
    form: StatementForm,
    found: ValueStatement | None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab="value"),
        "form": form,
        "statement": found,
    }
    return render(request, "value/statement_draft.html", context, status=status)
