"""What can happen to solutions and their rollout, each as a sentence."""

from __future__ import annotations

from mandorla.base.verbs import Verb

VERBS: list[Verb] = []
