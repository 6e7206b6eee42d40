"""What can happen to investments, stories, claims and measures, as sentences."""

from __future__ import annotations

from mandorla.base.verbs import Verb

VERBS: list[Verb] = []
