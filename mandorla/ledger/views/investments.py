"""What both sides put in: the balance of a period, writing down, confirming, taking out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, page_number, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.ledger.charter_plans import read_charter_plans, take_over_charter
from mandorla.ledger.forms.investments import HoursForm, InvestmentForm
from mandorla.ledger.investments_page import read_chosen, read_investments
from mandorla.ledger.models import Currency, Investment
from mandorla.ledger.models.investing import told
from mandorla.ledger.periods import Period
from mandorla.ledger.rules import enters_investments, sets_rates

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.communities.header import Header


def header_for(request: PersonRequest, slug: str, *, enters: bool = False) -> Header:
    """The header; where something is entered, to others there is no such page."""
    header = header_of(community_for(request, slug), person=request.user, tab="value")
    if enters and not enters_investments(request.user, header.roles):
        raise Http404
    return header


@allow(signed_in)
def investments(request: PersonRequest, slug: str) -> HttpResponse:
    """The balance of a period, and the rows under each figure."""
    header = header_for(request, slug)
    asked = request.GET.dict()
    today = timezone.localdate()
    period = Period.read(asked.get("period", "")) or Period.of(today)
    page = read_investments(
        header.community, period, chosen=read_chosen(asked), number=page_number(request)
    )
    may_enter = enters_investments(request.user, header.roles) and not header.community.has_closed
    context = {
        "nav": "communities",
        "header": header,
        "page": page,
        "may_enter": may_enter,
        "charter": read_charter_plans(header.community, on=today) if may_enter else None,
        "may_set_rates": sets_rates(request.user),
        "quarters": [Period(period.year, number) for number in (1, 2, 3, 4)],
    }
    return render(request, "ledger/investments.html", context)


@allow(signed_in)
def new_investment(request: PersonRequest, slug: str) -> HttpResponse:
    """Something that a side gave or will give is written down."""
    header = header_for(request, slug, enters=True)
    base, today = Currency.base(), timezone.localdate()
    initial = {
        "side": "organization",
        "begins_on": today.replace(day=1),
        "ends_on": today,
        "currency": base.code if base else "",
    }
    form = InvestmentForm(request.POST or None, initial=initial)
    if request.method == "POST" and done(form, lambda: _write(request, header, form)):
        messages.success(request, _("It is written down."))
        return redirect(_balance_of(header, Period.of(form.put_in.begins_on)))
    context = {"nav": "communities", "header": header, "form": form}
    status = 422 if form.errors else 200
    return render(request, "ledger/investment_new.html", context, status=status)


@require_POST
@allow(signed_in)
def confirmation(request: PersonRequest, slug: str) -> HttpResponse:
    """What was shown as worked out is right, all of it: one tap."""
    header = header_for(request, slug, enters=True)
    shown = [
        int(one)
        for one in request.POST.getlist("row")
        if one.isascii() and one.isdigit() and len(one) < 19
    ]
    waiting = Investment.objects.visible_to(request.user).filter(
        community=header.community, state="proposed", pk__in=shown[:1000]
    )
    rows = list(waiting.select_related("community"))
    Investment.confirm_all(rows=rows, by=request.user, at=timezone.now())
    sentence = ngettext("{count} row is confirmed.", "{count} rows are confirmed.", len(rows))
    messages.success(request, sentence.format(count=len(rows)))
    return redirect(_balance_of(header, Period.of(rows[0].begins_on)))


@require_POST
@allow(signed_in)
def taking_over(request: PersonRequest, slug: str) -> HttpResponse:
    """What the agreed charter says is planned: one tap."""
    header = header_for(request, slug, enters=True)
    now, today = timezone.now(), timezone.localdate()
    count = take_over_charter(header.community, on=today, by=request.user, at=now)
    sentence = ngettext("{count} row is planned.", "{count} rows are planned.", count)
    messages.success(request, sentence.format(count=count))
    return redirect("ledger:investments", slug)


@allow(signed_in)
def investment(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """One row; what waits to be confirmed can be put right here."""
    header, row = header_for(request, slug), _row(request, slug, pk)
    may_enter = enters_investments(request.user, header.roles) and not header.community.has_closed
    form = HoursForm(request.POST or None, initial={"hours": row.hours})
    if request.method == "POST":
        if not may_enter:
            raise Http404
        if done(form, lambda: _confirm(request, row, form)):
            messages.success(request, _("It is confirmed."))
            return redirect(_balance_of(header, Period.of(row.begins_on)))
    context = {
        "nav": "communities",
        "header": header,
        "row": row,
        "words": told(row),
        "period": Period.of(row.begins_on),
        "may_enter": may_enter,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "ledger/investment.html", context, status=status)


@require_POST
@allow(signed_in)
def removal(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """A row was not so: it is taken out."""
    header, row = header_for(request, slug, enters=True), _row(request, slug, pk)
    row.drop(by=request.user, at=timezone.now())
    messages.success(request, _("It is taken out and counts no longer."))
    return redirect(_balance_of(header, Period.of(row.begins_on)))


def _row(request: PersonRequest, slug: str, pk: int) -> Investment:
    rows = Investment.objects.visible_to(request.user).filter(community__slug=slug)
    related = rows.select_related("community", "entered_by", "confirmed_by")
    return get_object_or_404(related, pk=pk)


def _write(request: PersonRequest, header: Header, form: InvestmentForm) -> None:
    verb = Investment.give if form.cleaned_data["state"] == "actual" else Investment.plan
    verb(community=header.community, put_in=form.put_in, by=request.user, at=timezone.now())


def _confirm(request: PersonRequest, row: Investment, form: HoursForm) -> None:
    row.confirm(hours=form.cleaned_data["hours"], by=request.user, at=timezone.now())


def _balance_of(header: Header, period: Period) -> str:
    return f"{reverse('ledger:investments', args=[header.community.slug])}?period={period.key}"
