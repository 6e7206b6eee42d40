"""What rules ask for that no part of Mandorla knows yet; until then they stay quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

LATER: Final[Mapping[str, tuple[_StrPromise, _StrPromise]]] = {
    "e_i_expected": (
        _("contacts between units, of those that chance would bring about"),
        _("Not known yet: it needs conversations that were brought in, counted unit by unit."),
    ),
}
