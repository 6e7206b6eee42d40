"""Claims as somebody may see and answer them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandorla.core.lifecycle import CLAIM, after
from mandorla.ledger.forms.claims import CorrectForm, NoForm, RefuseForm
from mandorla.ledger.models import Claim
from mandorla.ledger.models.claim import amount_of, plainly
from mandorla.ledger.models.claiming import may_confirm, overlapping

if TYPE_CHECKING:
    from django.forms import Form

    from mandorla.ledger.forms.claims import ClaimForm
    from mandorla.ledger.models import Story
    from mandorla.ledger.models.claiming import Gain
    from mandorla.people.models import Person

# Each verb of an answer with its form, and what is said when it is done.
ANSWERS: Final[dict[str, tuple[type[Form], Any]]] = {
    "confirm": (NoForm, gettext_lazy("Confirmed. It counts from now on.")),
    "correct": (CorrectForm, gettext_lazy("Confirmed with your numbers.")),
    "refuse": (RefuseForm, gettext_lazy("Not confirmed. It does not count.")),
    "withdraw": (NoForm, gettext_lazy("The claim is taken back. It counts no more.")),
}


def can(claim: Claim, *, person: Person) -> list[str]:
    """What somebody can do with a claim as it stands."""
    if claim.story.state != "told" or claim.story.community.has_closed:
        return []
    answers = ["confirm", "correct", "refuse"] if may_confirm(claim, person) else []
    if claim.claimed_by_id == person.pk or claim.story.is_own_of(person):
        answers.append("withdraw")
    return [verb for verb in answers if after(CLAIM, state=claim.state, verb=verb)]


def forms_for(claim: Claim, *, person: Person) -> dict[str, Form]:
    """Each of these with its form, begun with the numbers as they stand."""
    shares = {name: getattr(claim, name) * Decimal(100) for name in ("share", "confidence")}
    numbers = {name: format(value.normalize(), "f") for name, value in shares.items()}
    begun = {"low": claim.low, "high": claim.high, **numbers}
    return {
        verb: ANSWERS[verb][0](initial=begun, auto_id=f"id_{verb}_%s")
        for verb in can(claim, person=person)
    }


def said_back(form: ClaimForm) -> str:
    """What a claim comes to in all, as a sentence; how, when it was said for each month."""
    gain, times, sent = form.gain, form.months, form.cleaned_data
    whole = amount_of(gain)
    if times is None:
        return _("{amount} in all.").format(amount=whole)
    said = round(times, 1)
    sentence = ngettext(
        "{each} a month for {months} month are {amount} in all.",
        "{each} a month for {months} months are {amount} in all.",
        1 if said == 1 else 2,
    )
    each = amount_of(replace(gain, low=sent["low"], high=sent["high"]))
    return sentence.format(each=each, months=plainly(said), amount=whole)


def overlaps(gain: Gain, *, story: Story, reader: Person) -> list[Claim]:
    """What may be the same gain, as far as the reader may know of it."""
    return list(overlapping(Claim.objects.all(), gain, story=story, reader=reader)[:10])
