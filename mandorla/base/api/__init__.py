"""What every part of the API does the same way."""

from __future__ import annotations
