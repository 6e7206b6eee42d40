"""A ballot that is not cast yet: kept in the member's own browser, and nowhere else.

The server hands out what somebody has chosen so far as an encrypted cookie and forgets it. The
key is derived from the secret key of the installation, the round and the person, so that nobody
else's browser, round or installation can read it, and a changed one is noticed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.urls import reverse

from mandorla.base.errors import DomainError
from mandorla.core.ballot import HIGHEST_DELIVERY, Answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.http import HttpResponse

    from mandorla.people.models import Person
    from mandorla.value.models import Elicitation

KEY_BYTES: Final = 32
NAME_BYTES: Final = 6


class UnreadableDraft(DomainError):
    """What the browser sent is not what it was given."""


@dataclass(frozen=True)
class Draft:
    """What somebody has chosen so far.

    Attributes:
        seed: Of the order of the items, or of the screens; drawn by lot, never from the person.
        points: For each item the points, None where none are written; empty before the first.
        picks: For each screen the best and the worst item, or None; empty before the first.
        delivery: For each item 0 to 10, or None for "cannot say"; empty until it was asked.
    """

    seed: int
    points: tuple[int | None, ...] = ()
    picks: tuple[tuple[int, int] | None, ...] = ()
    delivery: tuple[int | None, ...] = ()

    def answer(self, screens: Sequence[Sequence[int]]) -> Answer:
        """What would be cast.

        Args:
            screens: The items on each screen; none when the round is weighed by points.
        """
        if not screens:
            points = tuple(value or 0 for value in self.points)
            return Answer(points=points, delivery=self.delivery)
        from mandorla.core.best_worst import tally  # slow import

        picks = [pick for pick in self.picks if pick is not None]
        best, worst, shown = tally(screens, picks, items=len(self.delivery))
        return Answer(best=best, worst=worst, shown=shown, delivery=self.delivery)


class DraftCookie:
    """The cookie in which one person's draft for one round travels."""

    def __init__(self, elicitation: Elicitation, person: Person) -> None:
        self._closes_at = elicitation.closes_at
        self._key, name = _derived(elicitation.pk, person.pk)
        self.name = f"ballot_{name.hex()}"  # another person in this browser has another name
        self.path = reverse("value:ballot", args=[elicitation.community.slug, elicitation.number])

    def read(self, cookies: Mapping[str, str]) -> Draft | None:
        """The draft that a browser sent; None when it sent none of this person for this round.

        Raises:
            UnreadableDraft: It was changed on the way, or is not ours.
        """
        sent = cookies.get(self.name)
        if sent is None:
            return None
        from cryptography.fernet import Fernet, InvalidToken  # slow import

        try:
            plain = json.loads(Fernet(self._key).decrypt(sent.encode()))
        except (InvalidToken, ValueError) as wrong:
            raise UnreadableDraft("") from wrong
        return _read(plain)

    def keep(self, response: HttpResponse, draft: Draft, *, at: datetime) -> None:
        """The browser keeps the draft until the round closes."""
        from cryptography.fernet import Fernet  # slow import

        plain = json.dumps(
            [draft.seed, draft.points, draft.picks, draft.delivery], separators=(",", ":")
        )
        response.set_cookie(
            self.name,
            Fernet(self._key).encrypt(plain.encode()).decode(),
            max_age=max(1, int((self._closes_at - at).total_seconds())),
            path=self.path,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            httponly=True,
            samesite="Lax",
        )

    def forget(self, response: HttpResponse) -> None:
        """The browser drops the draft."""
        response.delete_cookie(self.name, path=self.path, samesite="Lax")


def fits(draft: Draft, *, items: int, screens: Sequence[Sequence[int]]) -> bool:
    """Whether a draft belongs to these screens; after an update others may be drawn for its seed.

    Args:
        draft: What a browser has kept.
        items: How many items the round weighs.
        screens: The items on each screen; none when it is weighed by points.
    """
    if {len(draft.points), len(draft.delivery)} - {0, items}:
        return False
    if len(draft.picks) not in {0, len(screens)}:
        return False
    are_rated = all(rating is None or 0 <= rating <= HIGHEST_DELIVERY for rating in draft.delivery)
    return are_rated and all(
        pick is None or (pick[0] != pick[1] and set(pick) <= set(screen))
        for pick, screen in zip(draft.picks, screens, strict=False)
    )


def _derived(round_pk: int, person_pk: int) -> tuple[bytes, bytes]:
    """The key of a draft and the name of its cookie, by HKDF (RFC 5869) with SHA-256."""
    from base64 import urlsafe_b64encode  # slow import

    from cryptography.hazmat.primitives.hashes import SHA256  # slow import
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # slow import

    about = f"mandorla draft of a ballot: round {round_pk}, person {person_pk}"
    derived = HKDF(SHA256(), length=KEY_BYTES + NAME_BYTES, salt=None, info=about.encode()).derive(
        settings.SECRET_KEY.encode()
    )
    return urlsafe_b64encode(derived[:KEY_BYTES]), derived[KEY_BYTES:]


def _read(plain: Any) -> Draft:
    seed, points, picks, delivery = plain
    return Draft(
        seed=seed,
        points=tuple(points),
        picks=tuple(tuple(pick) if pick else None for pick in picks),
        delivery=tuple(delivery),
    )
