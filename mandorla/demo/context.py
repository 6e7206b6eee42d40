"""What the sign-in page of a demo knows: whom one may be by one click."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import SimpleLazyObject

from mandorla.demo.rules import may_come_in_by_one_click, one_click_people

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True)
class DemoPerson:
    """Somebody of the story world, as the sign-in page offers them."""

    pk: int
    name: str
    initials: str
    role: str


def demo_people(request: HttpRequest) -> dict[str, Any]:
    """The six people, where one click is enough; looked up only by the page that shows them."""
    return {"demo_people": SimpleLazyObject(lambda: _offered(request))}


def _offered(request: HttpRequest) -> list[DemoPerson]:
    if not may_come_in_by_one_click(request):
        return []
    return [
        DemoPerson(pk=person.pk, name=person.name, initials=person.initials, role=part)
        for person, part in one_click_people()
    ]
