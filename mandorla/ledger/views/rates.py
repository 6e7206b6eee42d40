"""What an hour costs, and what currencies are worth: a policy of the organization, with dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.web import PersonRequest, allow, done
from mandorla.ledger.forms.rates import BaseForm, RateForm, WorthForm
from mandorla.ledger.models import Currency, HourRate
from mandorla.ledger.rates_page import read_rates
from mandorla.ledger.rules import reads_rates, sets_rates

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpResponse

    from mandorla.ledger.rates_page import RatesPage

FORMS = {"base": BaseForm, "rate": RateForm, "worth": WorthForm}


@allow(reads_rates)
def rates(request: PersonRequest) -> HttpResponse:
    """What holds and what held; a POST sets one of the three things, named by `what`."""
    page = read_rates(person=request.user, on=timezone.localdate())
    may_set, what = sets_rates(request.user), request.POST.get("what", "")
    if request.method == "POST" and not (may_set and what in FORMS):
        raise Http404
    forms = _forms(request, page, what) if may_set else {}
    if what and done(forms[what], lambda: SETS[what](request, forms[what])):
        messages.success(request, _("This holds from its day on. What held before stays."))
        return redirect("ledger:rates")
    context = {"page": page, "may_set": may_set, "sent": forms.get(what), "forms": forms}
    status = 422 if what else 200
    return render(request, "ledger/rates.html", context, status=status)


def _forms(request: PersonRequest, page: RatesPage, what: str) -> dict[str, Form]:
    today = timezone.localdate()
    initial: dict[str, dict[str, Any]] = {
        "base": {"base": page.base},
        "rate": {"currency": page.base, "from_on": today},
        "worth": {"from_on": today},
    }
    return {
        name: form(request.POST if name == what else None, initial=initial[name], prefix=name)
        for name, form in FORMS.items()
    }


def _choose_base(request: PersonRequest, form: Form) -> None:
    now, today = timezone.now(), timezone.localdate()
    Currency.choose_base(code=form.cleaned_data["base"], on=today, by=request.user, at=now)


def _set_rate(request: PersonRequest, form: Form) -> None:
    HourRate.set(**form.cleaned_data, by=request.user, at=timezone.now())


def _set_worth(request: PersonRequest, form: Form) -> None:
    Currency.set(**form.cleaned_data, by=request.user, at=timezone.now())


SETS: dict[str, Callable[[PersonRequest, Form], None]] = {
    "base": _choose_base,
    "rate": _set_rate,
    "worth": _set_worth,
}
