"""What the rules of a maturity model may ask for."""

from __future__ import annotations

from mandorla.base.indicators import all_indicators
from mandorla.maturity.reading import shipped


def known_indicators() -> dict[str, str]:
    """Every indicator with its unit; those that the shipped model expects are allowed ahead."""
    ahead = dict.fromkeys(shipped().indicators, "")
    return ahead | {one.name: one.unit for one in all_indicators()}
