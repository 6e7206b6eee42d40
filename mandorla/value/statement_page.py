"""What the page of a value statement shows, read in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.communities.models.charter import SAID_BEFORE
from mandorla.communities.signing import sides_of, state_sentence
from mandorla.value.models import Elicitation, ValueStatement
from mandorla.value.wording import age

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mandorla.communities.header import Header
    from mandorla.communities.models import Charter, Community
    from mandorla.communities.signing import Side
    from mandorla.people.models import Person


@dataclass(frozen=True)
class StatementPage:
    """Everything the page of one version shows.

    Attributes:
        statement: The version.
        sentence: Its state in a sentence.
        age: How long ago it was agreed or published, such as "agreed 3 months ago".
        sides: Who signed for each side, or for whom it waits.
        newer_round: A round that was held after the one it rests on; None when there is none.
        is_past: Whether the day until which it is valid has passed.
        charter: The version of the charter that carries it, when the reader may see that.
        keeps_earlier: Whether that version keeps what its draft said before.
    """

    statement: ValueStatement
    sentence: str
    age: str
    sides: tuple[Side, ...]
    newer_round: Elicitation | None
    is_past: bool
    charter: Charter | None
    keeps_earlier: bool


def read_statement_page(
    statement: ValueStatement, *, header: Header, reader: int, on: date
) -> StatementPage:
    """Read what the page of a version shows.

    Args:
        statement: The version, with its round and the charter that carries it.
        header: The header of its community, which knows the roles of the reader.
        reader: The id of the person who looks.
        on: Today.
    """
    signatures = list(statement.signatures.order_by("pk"))
    charter = _carrier(statement, header)
    return StatementPage(
        statement=statement,
        sentence=state_sentence(statement, signatures=signatures, on=on),
        age=age_of(statement, on=on),
        sides=sides_of(statement, signatures=signatures, header=header, reader=reader),
        newer_round=newer_round(statement),
        is_past=is_past(statement, on=on),
        charter=charter,
        keeps_earlier=any(
            text["heading"] == str(SAID_BEFORE) for text in (charter.extra if charter else [])
        ),
    )


def _carrier(statement: ValueStatement, header: Header) -> Charter | None:
    """The version of the charter that carries it; a draft exists only for those who may see it."""
    charter = statement.carried_in
    if charter and charter.state == "draft" and not (header.runs or "sponsor" in header.roles):
        return None
    return charter


def age_of(statement: ValueStatement, *, on: date) -> str:
    """How long ago a version was agreed or published; nothing of a draft."""
    if statement.agreed_at:
        day = timezone.localtime(statement.agreed_at).date()
        return _("agreed {ago}").format(ago=age(day, on=on))
    if statement.published_at:
        day = timezone.localtime(statement.published_at).date()
        return _("published {ago}").format(ago=age(day, on=on))
    return ""


def is_past(statement: ValueStatement, *, on: date) -> bool:
    """Whether a version that was published is valid no longer."""
    until = statement.valid_until
    return statement.state != "draft" and until is not None and until < on


def newer_round(statement: ValueStatement) -> Elicitation | None:
    """The newest round with a result to look at that came after the one a version rests on."""
    after = statement.round_number or 0
    rounds = Elicitation.objects.closed().filter(
        community=statement.community_id, number__gt=after, result__is_shown=True
    )
    return rounds.last()


def versions_of(community: Community, *, person: Person) -> list[ValueStatement]:
    """The versions that a person may read, the newest first."""
    visible = ValueStatement.objects.visible_to(person).filter(community=community)
    versions = list(visible.select_related("elicitation", "carried_in").order_by("-version"))
    for found in versions:
        found.community = community  # each link needs its address
        if found.elicitation:
            found.elicitation.community = community
        if found.carried_in:
            found.carried_in.community = community
    return versions


def standing(versions: Sequence[ValueStatement]) -> ValueStatement | None:
    """The newest agreed version, or else the newest published one, or else the draft."""
    for state in ("agreed", "published", "draft"):
        for found in versions:
            if found.state == state:
                return found
    return None
