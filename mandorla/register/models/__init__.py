from __future__ import annotations

from mandorla.register.models.register_import import RegisterImport

__all__ = ["RegisterImport"]
