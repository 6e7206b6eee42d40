"""Keys: those that say nothing about what came before, and those by which it is kept once."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, NoReturn, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

Row = TypeVar("Row", bound=Model)


def random_key() -> int:
    """A random number from 0 to 2^48, which fits into an address and into JavaScript."""
    return secrets.randbits(48)


def refuse_other() -> NoReturn:
    """Something else came with a key before; what came now is not taken for it.

    Raises:
        Refused: Always.
    """
    raise Refused(
        _(
            "Something else was sent with this key before, and is kept. What you wrote now is not: "
            "send it again to keep it, too. A program takes a new key."
        )
    )


def sent_before(rows: QuerySet[Row], *, key: UUID | None, **own: object) -> Row | None:
    """What came with this key before, if anything did.

    Args:
        rows: Where it would be.
        key: Made by the page that sends it; None when there is none.
        own: What it has to agree in to be the same, such as who sent it and what it says.

    Raises:
        Refused: It came from somebody else, from elsewhere, or in other words.
    """
    found = rows.filter(key=key).first() if key else None
    if found and any(getattr(found, name) != value for name, value in own.items()):
        refuse_other()
    return found
