"""What somebody reads who wanted to decide when it was decided: who was first, and their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.shortcuts import render
from django.utils.translation import gettext as _

from mandorla.licenses.forms.conditions import PLACES
from mandorla.licenses.forms.deciding import GATE
from mandorla.licenses.gates import GATES
from mandorla.licenses.models.decision_kinds import VERBS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import HttpResponse

    from mandorla.base.web import PersonRequest
    from mandorla.communities.header import Header

MOST: Final = 20_000  # characters of one answer


def second(
    request: PersonRequest, header: Header, *, sentence: str = "", again: str
) -> HttpResponse:
    """Somebody else was first: who, when, what was decided, and what was written here.

    Args:
        request: What was sent; nothing of it is kept.
        header: Of the community.
        sentence: What to say; who was first when left out.
        again: Where it is seen how it stands now.
    """
    newest = header.community.decisions.select_related("by", "license").order_by("-at", "-pk")
    first = newest.first()
    nothing = _("Nothing waits for a decision here: it was taken back.")
    context = {
        "nav": "communities",
        "header": header,
        "sentence": sentence or (first.first_sentence() if first else nothing),
        "first": first,
        "again": again,
        "typed": list(_typed(request.POST)),
    }
    return render(request, "licenses/renewal_second.html", context, status=409)


def _typed(sent: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What somebody wrote into the form, each with what it answers."""
    named = {
        "kind": _("You wanted to"),
        "reason": _("Why"),
        "scope": _("Scope"),
        **{f"{GATE}{gate.name}": gate.label for gate in GATES},
        **{f"condition_{place}": _("Condition") for place in PLACES},
    }
    for name, label in named.items():
        text = str(VERBS.get(sent.get(name, ""), "")) if name == "kind" else sent.get(name, "")
        day = sent.get(f"{name}_on", "").strip()
        said = _("{text} (by {day})").format(text=text.strip(), day=day) if day else text.strip()
        if text.strip():
            yield str(label), said[:MOST]
