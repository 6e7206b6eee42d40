"""What a capable person would write without Mandorla, to be compared with it."""

from __future__ import annotations
