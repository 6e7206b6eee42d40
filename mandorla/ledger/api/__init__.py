from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ninja import Router

routers: tuple[Router, ...] = ()
