"""One page on which a sponsor reads what there is, and decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.errors import DomainError, Stale
from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.licenses.evidence import read_marks
from mandorla.licenses.forms.renewal import RenewalForm
from mandorla.licenses.models import License
from mandorla.licenses.renewal_page import RenewalPage, read_renewal
from mandorla.licenses.rules import decides
from mandorla.licenses.views.second import second

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.communities.header import Header


@allow(signed_in)
def renewal(request: PersonRequest, slug: str) -> HttpResponse:
    """What I get, what they get, what is at risk, what I am asked; a POST decides."""
    community = community_for(request, slug)
    header = header_of(community, person=request.user, tab="license")
    if not decides(request.user, header.roles):
        raise Http404
    license = License.objects.granted().filter(community=community).first()
    if license is None:
        is_second = request.method == "POST" and community.decisions.exists()
        return _second(request, header) if is_second else redirect("licenses:license", slug)
    license.community = community
    now, on = timezone.now(), timezone.localdate()
    page = read_renewal(license, person=request.user, at=now, on=on)
    if request.method != "POST":
        return _page(request, header, page, _form(page))
    return _decided(request, header, page)


def _form(page: RenewalPage, data: Any = None) -> RenewalForm:
    marks = page.evidence.marks()
    return RenewalForm(data, license=page.license, marks=marks, recommended=page.recommended)


def _decided(request: PersonRequest, header: Header, page: RenewalPage) -> HttpResponse:
    """Decide on what was seen; what changed since the page was drawn is shown first."""
    form = _form(page, request.POST)
    if not form.is_valid():
        return _page(request, header, page, form, status=422)
    changed = page.evidence.changed_since(read_marks(form.cleaned_data["marks"]) or {})
    if changed and not _is_second(page, form):
        return _page(request, header, page, form, changed=changed, status=409)
    try:
        _decide(request, page, form)
    except Stale as stale:
        return _second(request, header, sentence=stale.sentence)
    except DomainError as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, header, page, form, status=refusal.status)
    messages.success(request, _("Decided. Everybody in the community is told."))
    return redirect(page.license)


def _is_second(page: RenewalPage, form: RenewalForm) -> bool:
    """Whether somebody decided since the page was drawn; it may have been just now."""
    now = License.objects.only("edits", "state").get(pk=page.license.pk)
    return bool(form.cleaned_data["seen"] != now.edits)


def _decide(request: PersonRequest, page: RenewalPage, form: RenewalForm) -> None:
    page.license.decide(
        form.cleaned_data["kind"],
        reason=form.cleaned_data["reason"],
        terms=form.terms,
        conditions=form.conditions,
        evidence=page.evidence.plain(),
        recommended=[one.plain() for one in page.advised],
        review=page.review,
        seen=form.cleaned_data["seen"],
        by=request.user,
        at=page.evidence.at,
        on=page.on,
    )


def _second(request: PersonRequest, header: Header, *, sentence: str = "") -> HttpResponse:
    again = reverse("licenses:renewal", args=[header.community.slug])
    return second(request, header, sentence=sentence, again=again)


def _page(
    request: PersonRequest,
    header: Header,
    page: RenewalPage,
    form: RenewalForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"nav": "communities", "header": header, "page": page, "form": form, **more}
    return render(request, "licenses/renewal.html", context, status=status)
