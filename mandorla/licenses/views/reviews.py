"""Reports on a license: written together, opened for comments, handed in and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.errors import Refused
from mandorla.base.web import PersonRequest, allow, done, page_number, paged, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.licenses.drafting import draft_review, next_report
from mandorla.licenses.evidence import gather
from mandorla.licenses.forms.reviews import BeginForm, ReaderForm, WordsForm
from mandorla.licenses.models import License, Policy, PrivateRemark, Review, ReviewComment
from mandorla.licenses.reports_page import missing_of
from mandorla.licenses.review_page import Can, can, editor, forms_of, read_view
from mandorla.licenses.rules import writes_review
from mandorla.licenses.writing import as_write, marks, values_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.communities.draft_merge import Merged
    from mandorla.communities.models import Community


@allow(signed_in)
def reviews(request: PersonRequest, slug: str) -> HttpResponse:
    """The reports of a community; a POST begins one by hand."""
    community = community_for(request, slug)
    header = header_of(community, person=request.user, tab="license")
    license = License.objects.granted().filter(community=community).first()
    runs = writes_review(request.user, header.roles) and license is not None
    form = _begin_form(request, license) if runs else None
    if request.method == "POST" and form is not None and license is not None and form.is_valid():
        return redirect(_begin(request, license, community, form.cleaned_data["kind"]))
    rows = Review.objects.visible_to(request.user).filter(license__community=community)
    context = {
        "nav": "communities",
        "header": header,
        "license": license,
        "page": paged(
            rows.select_related("license__community", "reader").order_by("-due_on", "-pk"),
            number=page_number(request),
        ),
        "missing": missing_of(community, on=timezone.localdate()),
        "form": form,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "licenses/reviews.html", context, status=status)


def _begin_form(request: PersonRequest, license: License | None) -> BeginForm:
    if request.method == "POST" or license is None:
        return BeginForm(request.POST or None)
    policy = Policy.of(license.community.archetype)
    _day, kind = next_report(license, policy=policy, on=timezone.localdate())
    return BeginForm(initial={"kind": kind})


def _begin(request: PersonRequest, license: License, community: Community, kind: str) -> Review:
    license.community = community
    policy, on = Policy.of(community.archetype), timezone.localdate()
    day, _kind = next_report(license, policy=policy, on=on, kind=kind)
    return draft_review(license, kind=kind, due_on=day, by=request.user, at=timezone.now())


@allow(signed_in)
def review(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """One report; a POST keeps what was written, and opens or hands it in when asked to."""
    found, may = _review(request, slug, pk)
    if request.method != "POST":
        return _page(request, found, may)
    _must(may.write)
    context = editor(found, at=timezone.now(), data=request.POST)
    form = context["form"]
    if not form.is_valid():
        return _page(request, found, may, **context)
    both = form.merged_with(values_of(found))
    if both.clashes:
        return _clash(request, found, may, both)
    if not done(form, lambda: _keep(request, found, as_write(both.values, kind=found.kind))):
        form.now_seen = marks(values_of(found))  # it may have been kept, and not gone on
        return _page(request, found, may, **context)
    return redirect(found)


def _clash(request: PersonRequest, found: Review, may: Can, both: Merged) -> HttpResponse:
    """Two wrote the same text at once: the second sees both wordings, and nothing is kept yet."""
    again = editor(found, at=timezone.now(), values=both.values, clashes=both.clashes)
    return _page(request, found, may, **again)


def _keep(request: PersonRequest, found: Review, values: dict[str, Any]) -> None:
    now, do = timezone.now(), request.POST.get("do", "save")
    found.write(**values, edits=found.edits)
    if do == "save":
        messages.success(request, _("Kept."))
        return
    evidence = gather(found.license.community, at=now)
    if do == "submit":
        found.submit(evidence=evidence.plain(), by=request.user, at=now)
        messages.success(request, _("Handed in. Its reader is told."))
        return
    hours = evidence.policy.comment_hours
    found.open(evidence=evidence.plain(), hours=hours, by=request.user, at=now)
    messages.success(request, _("Open for comments. Everybody in the community is told."))


@allow(signed_in)
@require_POST
def submission(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Hand a report in, when its time for comments is over."""
    found, may = _review(request, slug, pk)
    _must(may.submit or may.take_back)
    now = timezone.now()
    found.submit(evidence=found.evidence, by=request.user, at=now)
    messages.success(request, _("Handed in. Its reader is told."))
    return redirect(found)


@allow(signed_in)
@require_POST
def recall(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Take a report back that is open for comments, to change it."""
    found, may = _review(request, slug, pk)
    _must(may.take_back)
    found.take_back(by=request.user, at=timezone.now())
    return redirect(found)


@allow(signed_in)
@require_POST
def cancellation(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Give a report up."""
    found, may = _review(request, slug, pk)
    _must(may.cancel)
    found.cancel(by=request.user, at=timezone.now())
    messages.success(request, _("The report is given up."))
    return redirect("licenses:reviews", slug)


@allow(signed_in)
@require_POST
def comments(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Say something to a report that is open for comments."""
    found, may = _review(request, slug, pk)
    _must(may.comment)
    form = WordsForm(request.POST, label=_("What do you say to it?"), named="comment")
    if not done(form, lambda: _say(request, found, form)):
        return _page(request, found, may, comment_form=form)
    return redirect(f"{found.get_absolute_url()}#comments")


def _say(request: PersonRequest, found: Review, form: WordsForm) -> None:
    text = form.cleaned_data["text"]
    ReviewComment.say(review=found, text=text, by=request.user, at=timezone.now())


@allow(signed_in)
@require_POST
def remarks(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Tell the sponsors something that nobody else reads."""
    found, may = _review(request, slug, pk)
    _must(may.remark)
    form = WordsForm(request.POST, label=_("For the sponsors alone"), named="remark")
    if not done(form, lambda: _remark(request, found, form)):
        return _page(request, found, may, remark_form=form)
    messages.success(request, _("Told to the sponsors and to nobody else."))
    return redirect(found)


def _remark(request: PersonRequest, found: Review, form: WordsForm) -> None:
    text = form.cleaned_data["text"]
    PrivateRemark.tell(review=found, text=text, by=request.user, at=timezone.now())


@allow(signed_in)
@require_POST
def reader(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Name who has to read and answer it."""
    found, may = _review(request, slug, pk)
    _must(may.write or may.take_back)
    form = ReaderForm(request.POST)
    if not done(form, lambda: _name(request, found, form)):
        return _page(request, found, may, reader_form=form)
    messages.success(request, _("Kept."))
    return redirect(found)


def _name(request: PersonRequest, found: Review, form: ReaderForm) -> None:
    person = form.cleaned_data["reader"]
    found.name_reader(reader=person, by=request.user, at=timezone.now())


@allow(signed_in)
@require_POST
def answer(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """The reader answers."""
    found, may = _review(request, slug, pk)
    form = WordsForm(request.POST, label=_("Your answer"), named="answer")
    if not done(form, lambda: _reply(request, found, form)):
        return _page(request, found, may, answer_form=form)
    messages.success(request, _("Answered. Those who wrote it are told."))
    return redirect(found)


def _reply(request: PersonRequest, found: Review, form: WordsForm) -> None:
    found.reply(text=form.cleaned_data["text"], by=request.user, at=timezone.now())


# --- loading and answering ---


def _review(request: PersonRequest, slug: str, pk: int) -> tuple[Review, Can]:
    rows = Review.objects.visible_to(request.user).filter(license__community__slug=slug)
    related = rows.select_related("license__community", "reader", "answered_by", "submitted_by")
    found = get_object_or_404(related, pk=pk)
    roles = found.license.community.roles_of(request.user)
    return found, can(found, person=request.user, roles=roles, at=timezone.now())


def _must(is_possible: bool) -> None:  # noqa: FBT001 - what the name says
    if not is_possible:
        raise Refused(_("This is not possible now. Look at how it stands."))


def _page(request: PersonRequest, found: Review, may: Can, **wrong: Any) -> HttpResponse:
    header = header_of(found.license.community, person=request.user, tab="license")
    context = {
        "nav": "communities",
        "header": header,
        "review": found,
        "may": may,
        "today": timezone.localdate(),
        **read_view(found, person=request.user),
        **forms_of(found, may),
    }
    if may.write and "form" not in wrong:
        context |= editor(found, at=timezone.now())
    status = 422 if wrong else 200
    return render(request, "licenses/review.html", {**context, **wrong}, status=status)
