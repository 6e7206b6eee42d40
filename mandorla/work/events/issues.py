"""What can happen to issues and problems, each as a sentence."""

from __future__ import annotations

from mandorla.base.verbs import Verb

VERBS: list[Verb] = []
