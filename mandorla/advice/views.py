"""Advice of a community and what people say to it, the rules behind it, and the guides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mandorla.advice.catalog import shipped_rules
from mandorla.advice.forms import AnswerForm, TuningForm
from mandorla.advice.guides import guides
from mandorla.advice.models import Tuning, Warning
from mandorla.advice.reading import read_advice
from mandorla.advice.rule_page import read_rules, show_rule
from mandorla.advice.rules import is_advised, keeps_rules
from mandorla.base.models import Event
from mandorla.base.web import PersonRequest, allow, done, page_number, paged, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.models import Archetype
from mandorla.communities.views.members import community_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.advice.catalog import Rule
    from mandorla.communities.models import Community

ANSWERED = {
    "done": gettext_lazy("Noted. The figures get four weeks to show it."),
    "snooze": gettext_lazy("Put off. It comes back on that day, if it still holds."),
    "set_aside": gettext_lazy("Remembered. It is not brought up here again."),
}


@allow(signed_in)
def advice(request: PersonRequest, slug: str) -> HttpResponse:
    """What stands in a community, what was put off, and what does not apply."""
    return _advice(request, community_for(request, slug))


@allow(signed_in)
@require_POST
def answer(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Somebody did something about a warning, puts it off, or says that it does not apply."""
    warning = _warning(request, slug, pk)
    form = AnswerForm(request.POST, prefix=str(pk))
    if not done(form, lambda: _answer(request, warning, form)):
        return _advice(request, warning.community, answered={pk: form})
    messages.success(request, ANSWERED[form.cleaned_data["verb"]])
    return redirect("advice:advice", slug)


@allow(signed_in)
@require_POST
def resumption(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """A warning counts again."""
    warning = _warning(request, slug, pk)
    warning.resume(by=request.user, at=timezone.now(), seen=request.POST.get("seen", ""))
    messages.success(request, _("It counts again."))
    return redirect("advice:advice", slug)


@allow(signed_in)
def rules(request: PersonRequest) -> HttpResponse:
    """Every rule with its base, its figures, and in how many communities it stands."""
    found = read_rules(request.user)
    context = {
        "nav": "communities",
        "rules": found,
        "own": sum(not one.is_ours for one in found),
        "counts": request.user.is_program_manager,
    }
    return render(request, "advice/rules.html", context)


@allow(signed_in)
def rule(request: PersonRequest, number: str) -> HttpResponse:
    """One rule; a POST sets its figures or switches it off."""
    found = _rule(number)
    form = _tuning_form(request, found)
    if request.method == "POST":
        if form is None:
            raise Http404
        if done(form, lambda: _tune(request, found, form)):
            messages.success(request, _("Every community is looked at by it within a day."))
            return redirect("advice:rule", number)
    return _one_rule(request, found, form)


@allow(keeps_rules)
@require_POST
def restoration(request: PersonRequest, number: str) -> HttpResponse:
    """A rule is on and stands by our defaults again."""
    edits = request.POST.get("edits", "")
    seen = int(edits) if edits.isascii() and edits.isdigit() and len(edits) < 7 else -1
    Tuning.restore(rule=_rule(number), edits=seen, by=request.user, at=timezone.now())
    messages.success(request, _("It is as it ships again."))
    return redirect("advice:rule", number)


@allow(signed_in)
def guide_list(request: PersonRequest) -> HttpResponse:
    """The guides."""
    context = {"nav": "communities", "guides": list(guides().values())}
    return render(request, "advice/guides.html", context)


@allow(signed_in)
def guide(request: PersonRequest, key: str) -> HttpResponse:
    """One guide: why, what to do this week, how one sees that it worked."""
    found = guides().get(key)
    if found is None:
        raise Http404
    leading = [one for one in shipped_rules().values() if one.guide == key]
    context = {"nav": "communities", "guide": found, "rules": leading}
    return render(request, "advice/guide.html", context)


def _warning(request: PersonRequest, slug: str, pk: int) -> Warning:
    found = Warning.objects.visible_to(request.user).filter(community__slug=slug)
    return get_object_or_404(found.select_related("community"), pk=pk)


def _answer(request: PersonRequest, warning: Warning, form: AnswerForm) -> None:
    given, by, now = form.cleaned_data, request.user, timezone.now()
    words, seen = given["words"], given["seen"]
    if given["verb"] == "done":
        warning.finish(having=words, by=by, at=now, seen=seen)
    elif given["verb"] == "snooze":
        warning.snooze(until_on=given["until_on"], because=words, by=by, at=now, seen=seen)
    else:
        warning.set_aside(because=words, by=by, at=now, seen=seen)


def _advice(
    request: PersonRequest,
    community: Community,
    *,
    answered: dict[int, AnswerForm] | None = None,
) -> HttpResponse:
    header = header_of(community, person=request.user, tab="overview")
    if not is_advised(request.user, header.roles):
        raise Http404
    answered = answered or {}
    read = read_advice(community, person=request.user, roles=header.roles)
    lines = [(one, answered.get(one.warning.pk) or _blank(one.warning)) for one in read.standing]
    for pk in set(answered) - {one.warning.pk for one in read.standing}:  # somebody was first
        messages.error(request, " ".join(map(str, answered[pk].non_field_errors())))
    context = {"nav": "communities", "header": header, "read": read, "lines": lines}
    return render(request, "advice/advice.html", context, status=422 if answered else 200)


def _blank(warning: Warning) -> AnswerForm:
    return AnswerForm(prefix=str(warning.pk), initial={"seen": warning.state})


def _rule(number: str) -> Rule:
    found = shipped_rules().get(number)
    if found is None:
        raise Http404
    return found


def _tuning_form(request: PersonRequest, found: Rule) -> TuningForm | None:
    """The form for those who keep the rules; for others there is none."""
    if not keeps_rules(request.user):
        return None
    given = request.POST if request.method == "POST" else None
    return TuningForm(given, rule=found, tuning=Tuning.known().get(found.number))


def _tune(request: PersonRequest, found: Rule, form: TuningForm) -> None:
    Tuning.change(
        rule=found,
        thresholds=form.thresholds(),
        is_off=not form.cleaned_data["is_on"],
        edits=form.cleaned_data["edits"],
        by=request.user,
        at=timezone.now(),
    )


def _one_rule(request: PersonRequest, found: Rule, form: TuningForm | None) -> HttpResponse:
    tuning = Tuning.known().get(found.number)
    rows = Warning.objects.standing().visible_to(request.user).filter(rule=found.number)
    page = paged(
        rows.select_related("community").order_by("fired_at", "pk"), number=page_number(request)
    )
    context: dict[str, Any] = {
        "nav": "communities",
        "shown": show_rule(found, tuning=tuning, names=Archetype.names(), standing=page.total),
        "page": page,
        "form": form,
        "history": Event.objects.about(tuning).newest_first()[:20] if form and tuning else [],
    }
    return render(request, "advice/rule.html", context, status=422 if form and form.errors else 200)
