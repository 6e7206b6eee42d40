"""What can happen in the work of a community, each as a sentence."""

from __future__ import annotations

from mandorla.base.verbs import Verb

VERBS: list[Verb] = []
