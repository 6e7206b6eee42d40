from __future__ import annotations

from mandorla.demo.models.letter import Letter

__all__ = ["Letter"]
