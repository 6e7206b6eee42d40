"""A survey between looking at it and counting it: only what is counted, without who answered.

It goes through the page as signed text, so that nothing of it lies on the server in between and
nothing has to be removed when nobody comes back.
"""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from django.core import signing
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.core.apportion import in_whole
from mandorla.core.ballot import POINTS, Answer, packed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.value.survey.answers import Given
    from mandorla.value.survey.read import Survey

LARGEST_PACKED: Final = 2_000_000  # what a form may carry back
LONGEST_AGE: Final = 24 * 3600  # seconds from looking at it to counting it
_SALT = "a survey that was read from two files"


@dataclass(frozen=True)
class Countable:
    """What is counted of a survey.

    Attributes:
        items: The items as the community words them.
        organization_method: How the organization's side weighed: "points" or "best_worst".
        member_method: The same for the members.
        sponsors: What was answered for the organization, by whoever stands in its file.
        ballots: The members' ballots in the order of their bytes, so that no order is left.
        left_out: How many rows of the files are left out.
    """

    items: tuple[str, ...]
    organization_method: str
    member_method: str
    sponsors: tuple[tuple[str, Answer], ...]
    ballots: tuple[bytes, ...]
    left_out: int

    @classmethod
    def of(cls, survey: Survey) -> Countable:
        """What can be counted of a survey once the rows with problems are left out.

        Raises:
            Refused: There are problems that leaving rows out does not solve.
        """
        if survey.organization is None or survey.members is None or not survey.can_leave_out:
            raise Refused(_("Correct the files: leaving rows out is not enough."))
        return cls(
            items=survey.items,
            organization_method=survey.organization.method,
            member_method=survey.members.method,
            sponsors=tuple((row.respondent, _answer(row)) for row in survey.organization.rows),
            ballots=tuple(sorted(packed(_ballot(row)) for row in survey.members.rows)),
            left_out=survey.left_out,
        )

    def sealed(self, *, slug: str) -> str:
        """The same as text that a page carries from what it shows to what it does.

        Args:
            slug: The community it is for.

        Raises:
            Refused: It is more than a page can carry.
        """
        told = {
            "slug": slug,
            "items": self.items,
            "methods": [self.organization_method, self.member_method],
            "sponsors": [[name, asdict(answer)] for name, answer in self.sponsors],
            "ballots": b64encode(b"".join(self.ballots)).decode(),
            "count": len(self.ballots),
            "left_out": self.left_out,
        }
        text = signing.dumps(told, salt=_SALT, compress=True)
        if len(text) > LARGEST_PACKED:
            raise Refused(_("The survey is too large for a page. Bring it through the API."))
        return text

    @classmethod
    def unsealed(cls, text: str, *, slug: str) -> Countable:
        """What was sealed for a community.

        Raises:
            Refused: It is something else, or was looked at too long ago.
        """
        try:
            told = signing.loads(text, salt=_SALT, max_age=LONGEST_AGE)
        except signing.BadSignature:
            told = {"slug": None}
        if told["slug"] != slug:
            raise Refused(_("This is not what was shown before. Choose the files again."))
        urn, count = b64decode(told["ballots"]), told["count"]
        size = len(urn) // count
        return cls(
            items=tuple(told["items"]),
            organization_method=told["methods"][0],
            member_method=told["methods"][1],
            sponsors=tuple(
                (name, Answer(**{part: tuple(values) for part, values in answer.items()}))
                for name, answer in told["sponsors"]
            ),
            ballots=tuple(urn[place : place + size] for place in range(0, len(urn), size)),
            left_out=told["left_out"],
        )


def _ballot(row: Given) -> Answer:
    """A member's row: which of equal items gets a point more is drawn by lot.

    Were it the first item each time, members who prefer nothing would seem to agree on it.
    """
    places = list(range(len(row.points)))
    secrets.SystemRandom().shuffle(places)
    return _answer(row, order=places)


def _answer(row: Given, *, order: Sequence[int] = ()) -> Answer:
    """A row as an answer of a round, in whole points."""
    return Answer(
        points=in_whole(row.points, total=POINTS, order=order) if row.points else (),
        best=row.best,
        worst=row.worst,
        shown=row.shown,
        delivery=row.delivery,
    )
