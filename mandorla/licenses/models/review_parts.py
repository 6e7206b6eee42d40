"""The numbers and stories of a review, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.indicators import all_indicators
from mandorla.licenses.questions import NUMBERS, STORIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST_TITLE: Final = 150
LONGEST_STORY: Final = 2_000
LONGEST_ADDRESS: Final = 500
Story = dict[str, str]


def clean_numbers(numbers: Sequence[str], *, kind: str) -> list[str]:
    """The indicators that a review puts first, each once.

    Raises:
        Refused: They are more than a reader keeps in mind, or there is no such indicator.
    """
    found = list(dict.fromkeys(name for name in numbers if name))
    most = NUMBERS[kind]
    if len(found) > most:
        raise Refused(_("At most {number} numbers.").format(number=most))
    known = {one.name for one in all_indicators()}
    for name in found:
        if name not in known:
            raise Refused(_("Nothing that is known is called “{name}”.").format(name=name[:60]))
    return found


def clean_stories(stories: Sequence[Mapping[str, str]], *, kind: str) -> list[Story]:
    """The stories that say something, each with a title, a text and perhaps an address.

    Raises:
        Refused: They are too many or too long, or an address leads nowhere.
    """
    keys = ("title", "text", "address")
    found = [{key: one.get(key, "").strip() for key in keys} for one in stories]
    found = [one for one in found if one["title"] or one["text"]]
    if len(found) > STORIES[kind]:
        raise Refused(_("At most {number} stories.").format(number=STORIES[kind]))
    for one in found:
        if not one["title"]:
            raise Refused(_("Give each story a title."))
        if len(one["title"]) > LONGEST_TITLE or len(one["text"]) > LONGEST_STORY:
            raise Refused(_("A story has a title of a line and at most 2,000 characters."))
        if one["address"] and not _leads(one["address"]):
            raise Refused(_("A link begins with https:// or with / for a page of this place."))
    return found


def _leads(address: str) -> bool:
    inside = address.startswith("/") and not address.startswith(("//", "/\\"))
    is_safe = inside or address.startswith(("https://", "http://"))
    return is_safe and len(address) <= LONGEST_ADDRESS and not any(c.isspace() for c in address)
