"""What can happen to agendas and what comes of their items, each as a sentence."""

from __future__ import annotations

from mandorla.base.verbs import Verb

VERBS: list[Verb] = []
