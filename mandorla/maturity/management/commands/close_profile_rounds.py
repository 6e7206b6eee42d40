"""Close members' rounds whose time is over."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused, Stale
from mandorla.maturity.models import ProfileRound

if TYPE_CHECKING:
    from argparse import ArgumentParser

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """`mandorla close_profile_rounds`: a duty of `keep_time`."""

    help = "Closes members' rounds whose time is over. Safe to run at any time and twice at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say only what was done")

    def handle(self, *_args: Any, quiet: bool, **_options: Any) -> None:
        """Close each; one that fails is named and the others go on.

        Raises:
            Refused: One could not be closed.
        """
        now = timezone.now()
        over = list(ProfileRound.objects.over(at=now).select_related("community", "model"))
        failed = [one for one in over if not self._is_closed(one, now)]
        if failed:
            raise Refused(_("Not closed: {rounds}.").format(rounds=", ".join(map(str, failed))))
        if not (over or quiet):
            self.stdout.write(_("No members' round is over."))

    def _is_closed(self, held: ProfileRound, now: Any) -> bool:
        try:
            held.close(by=None, at=now)
        except Stale:  # somebody else was first
            return True
        except Exception:  # one round must not hold up the others
            log.exception("%s could not be closed", held)
            return False
        self.stdout.write(_("{round}: closed and counted.").format(round=held))
        return True
