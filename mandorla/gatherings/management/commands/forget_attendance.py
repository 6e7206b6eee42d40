"""Forget who was at gatherings of more than thirty days ago."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.gatherings.forgetting import forget_attendance


class Command(BaseCommand):
    """`mandorla forget_attendance`: what `mandorla start` does by itself."""

    help = (
        "Replaces who was at gatherings of more than 30 days ago with counts by unit. Safe to run "
        "at any time."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do it and say for how many."""
        count = forget_attendance(at=timezone.now())
        if not count:
            self.stdout.write(_("Nothing is old enough to be forgotten."))
            return
        sentence = ngettext(
            "Who was at {count} gathering is forgotten; how many were there stays.",
            "Who was at {count} gatherings is forgotten; how many were there stays.",
            count,
        )
        self.stdout.write(sentence.format(count=f"{count:,}"))
