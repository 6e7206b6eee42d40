"""What rules ask for that no part of Mandorla knows yet; until then they stay quiet.

At the moment there is nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

LATER: Final[Mapping[str, tuple[_StrPromise, _StrPromise]]] = {}
