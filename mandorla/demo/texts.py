"""Reads the texts of the story world from its data files, with the months in them filled in."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mandorla.demo.days import with_months

if TYPE_CHECKING:
    from datetime import date

WORLD: Final = Path(__file__).with_name("world")


def organization() -> dict[str, Any]:
    """The organization: its name, its units and the people who have a part in the story."""
    return _read(WORLD / "organization.toml")


def names() -> dict[str, dict[str, list[str]]]:
    """Given and family names, by where such names are common."""
    return _read(WORLD / "names.toml")


def communities(*, on: date) -> list[dict[str, Any]]:
    """The communities in the order of their files, with what the other folders tell of them."""
    found = []
    for file in sorted((WORLD / "communities").glob("*.toml")):
        story = _read(file)
        story |= _read(WORLD / "licenses" / file.name)
        for part in ("value", "work", "shared", "profiles", "ledger"):
            if (WORLD / part / file.name).exists():
                story[part] = _read(WORLD / part / file.name)
        found.append(_told(story, on=on))
    return found


def strategy() -> list[dict[str, Any]]:
    """What the organization pursues, with its parts."""
    found: list[dict[str, Any]] = _read(WORLD / "strategy.toml")["objectives"]
    return found


def talks() -> dict[str, Any]:
    """How each community talks, and between which units hardly anybody does."""
    return _read(WORLD / "talks.toml")


def proposals(*, on: date) -> list[dict[str, Any]]:
    """Proposals that somebody began and has not finished, told on a day."""
    found: list[dict[str, Any]] = _told(_read(WORLD / "proposals.toml")["proposals"], on=on)
    return found


def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _told(value: Any, *, on: date) -> Any:
    if isinstance(value, str):
        return with_months(value, on=on)
    if isinstance(value, list):
        return [_told(item, on=on) for item in value]
    if isinstance(value, dict):
        return {key: _told(item, on=on) for key, item in value.items()}
    return value
